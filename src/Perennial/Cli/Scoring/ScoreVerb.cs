using System.CommandLine;
using Perennial.Channels.Files;
using Perennial.Cli.Import;
using Perennial.Cli.Shell;
using Perennial.Core;
using Perennial.Core.Priority;
using Perennial.Import;
using Perennial.Settings;
using Perennial.Words;
using Spectre.Console;

namespace Perennial.Cli.Scoring;

/// <summary><c>perennial score FILE</c></summary>
static class ScoreVerb
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "Orders as delimited text (or one row per customer), .gz or not; - for standard input.",
        };
        var (asOf, json, to) = (Options.AsOf(), Options.Json(), Options.Out("the scored customers as CSV"));
        var columns = new Option<string?>("--columns")
        {
            Description = "Write only these columns, in this order: names from the header of --out, divided by commas.",
            HelpName = "NAMES",
        };
        var everything = new Option<bool>("--every-column")
        {
            Description = "Compute every column, not only those of purchases: fits the models of cycle, lifetime and"
                + " promotion on the file. Slower.",
        };
        var limit = Options.Limit(10, "calls");
        asOf.Description += " Default: the day of the last order in the file.";
        var command = new Command("score", "Score a file of orders without any database, and say what was found.")
        {
            file, asOf, to, columns, everything, limit, json,
        };
        var (intake, scoring) = (new IntakeArguments(command), new ScoringArguments(command));
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            var path = parsed.GetValue(file)!;
            var reading = intake.Read(parsed, ShopCalendar.Utc, terminal.Now(), shopCurrency: null);
            var options = scoring.Read(parsed, new ShopOptions().Scoring);
            var target = parsed.GetValue(to);
            var all = parsed.GetValue(everything);
            var chosen = parsed.GetValue(columns) is { } list ? ProfileCsv.ParseColumns("--columns", list)
                : all ? Core.Parts.Columns.Shown : Core.Parts.Columns.OfPurchases;
            all |= chosen.Except(Core.Parts.Columns.OfPurchases).Any();
            var scored = terminal.WithProgress($"Scoring {Path.GetFileName(path)}", progress =>
            {
                var result = ScoreFile.Run(path, reading, options, parsed.GetValue(asOf), all, progress, cancel);
                if (target is null) return result;
                progress("writing", 0.95);
                var bins = result.ScoringRun.CutPoints.Bins;
                ProfileCsv.Write(target, result.Profiles, result.InCallOrder, bins, chosen, cancel);
                return result;
            });
            if (parsed.GetValue(json) && target != "-") WriteJson(terminal, scored, parsed.GetValue(limit));
            else Print(terminal.Tables(onLog: target == "-"), scored, parsed.GetValue(limit), target);
            return 0;
        }, cancel));
        return command;
    }

    static void Print(IAnsiConsole console, ScoredFile scored, int limit, string? target)
    {
        ImportTables.PrintReport(console, scored.Report);
        ScoringTables.PrintScoringRun(console, scored.ScoringRun);
        console.Write(ScoringTables.Tiers(scored.Profiles));
        var calls = PlainTable.Of("#", "customer", "#tier", "why");
        foreach (var row in Calls(scored, limit))
        {
            calls.AddRow(new Text($"{scored.Profiles.Values(PriorityColumns.Rank)[row]}"),
                new Text(scored.Profiles.Keys.Text(row)),
                new Text($"{scored.Profiles.Values(PriorityColumns.Tier)[row]}"),
                new Text(CallWords.Why(scored.Profiles, row)));
        }
        console.Write(calls);
        if (target is null) console.WriteLine("Write every customer with every column: --out scored.csv");
        else if (target != "-")
            console.MarkupLineInterpolated($"{scored.Profiles.Count:N0} customers written to {target}, in call order.");
    }

    static void WriteJson(Terminal terminal, ScoredFile scored, int limit) => terminal.WriteJson(new
    {
        scored.Report,
        scored.ScoringRun,
        Calls = Calls(scored, limit).Select(row => new
        {
            Customer = scored.Profiles.Keys.Text(row),
            Rank = scored.Profiles.Values(PriorityColumns.Rank)[row],
            Tier = scored.Profiles.Values(PriorityColumns.Tier)[row],
            Why = CallWords.Why(scored.Profiles, row),
        }),
    });

    static IEnumerable<int> Calls(ScoredFile scored, int limit) =>
        scored.InCallOrder.Take(Math.Min(limit, scored.ScoringRun.Customers));
}
