using System.CommandLine;
using Perennial.Cli.Shell;
using Perennial.Core;
using Perennial.Insights;
using Perennial.Shop;
using Spectre.Console;

namespace Perennial.Cli.Insights;

/// <summary><c>perennial insights common</c></summary>
static class CommonVerb
{
    public static Command Create(Terminal terminal)
    {
        var rule = new Argument<string>("RULE")
        {
            Description = "A rule (\"cycle_status = 'late'\"), or the name of a segment.",
        };
        var left = Days("--left", "Those of whom it held so many days ago and holds no longer.");
        var came = Days("--came", "Those of whom it did not hold so many days ago and holds now.");
        var (store, json) = (Options.Store(), Options.Json());
        var command = new Command("common",
            "What customers of a rule or segment have in common, against the rest: ten facts or columns at most.")
        {
            rule, left, came, store, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(left) is not null && result.GetResult(came) is not null)
                result.AddError("Ask about those who left or about those who came: give --left or --came.");
        });
        var back = new LookBackOptions(command);
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var now = terminal.Now();
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now);
            var view = back.Load(shop, parsed, terminal, now);
            if (view.ScoringRun is null)
                throw new BadInputException(shop.Path, "No customer has been scored yet.",
                    "Import orders, then run perennial rescore.");
            var asked = parsed.GetValue(rule)!;
            if ((parsed.GetValue(left) ?? parsed.GetValue(came)) is { } ago)
                LookBackOptions.SayJoined(shop, new LookBack(ShopCalendar.Date(view.Today - ago), null), terminal);
            var answer = (parsed.GetValue(left), parsed.GetValue(came)) switch
            {
                ({ } days, _) => CommonQuestion.OfMoved(shop, view, asked, CommonGroup.Left, days, now),
                (_, { } days) => CommonQuestion.OfMoved(shop, view, asked, CommonGroup.Came, days, now),
                _ => CommonQuestion.OfMembers(view, asked),
            };
            if (parsed.GetValue(json)) terminal.WriteJson(answer);
            else Print(terminal.Tables(), answer);
            return 0;
        }, cancel));
        return command;
    }

    static Option<int?> Days(string name, string what) => new(name) { Description = what, HelpName = "DAYS" };

    static void Print(IAnsiConsole console, CommonInsight common)
    {
        console.MarkupLineInterpolated($"[bold]{InsightWords.Headline(common)}[/]");
        if (common.Facts.Count > 0)
        {
            var table = PlainTable.Of("in common", "#of them", "", "#of the rest", "", "#more, at least");
            foreach (var fact in common.Facts)
            {
                table.AddRow(new Text($"{InsightWords.When(fact)}{fact.Words}"), new Text(Share(fact.Share.Value)),
                    new Text(Range(fact.Share)), new Text(Share(fact.ShareOfRest.Value)),
                    new Text(Range(fact.ShareOfRest)), new Text($"{fact.Difference.Low * 100:0.0} points"));
            }
            console.Write(table);
        }
        console.WriteLine($"{common.Customers:N0} against {common.Others:N0} ({common.Rest}); {common.LookedAt:N0} "
            + "facts and values of columns looked at, and so many make chance findings that "
            + "intervals are widened for it.");
        if (common.Same.Count > 0)
            console.WriteLine($"Left out, as they find nearly the same customers: {string.Join("; ", common.Same)}.");
        console.WriteLine(common.Note);
    }

    static string Share(double share) => share.ToString(share < 0.1 ? "0.0 %" : "0 %");

    static string Range(Estimate one) => $"{one.Low * 100:0.#} to {one.High * 100:0.#}";
}
