using Perennial.Cli.Shell;
using Perennial.Contacts;
using Perennial.Core;
using Perennial.Core.Offers;
using Perennial.Core.Strategies;
using Perennial.Data.Strategies;
using Perennial.Shop;
using Perennial.Strategies;
using Spectre.Console;

namespace Perennial.Cli.Strategies;

/// <summary>Shows strategies and decisions in a terminal.</summary>
static class StrategyTables
{
    /// <summary>A change of a strategy, in words.</summary>
    public static string Words(StrategyChange change) => change.Change switch
    {
        StrategyChange.Added => "new",
        StrategyChange.Removed => "taken out; whoever is in it goes on",
        StrategyChange.Renamed => $"was called '{change.Was}'; whoever is in it goes on under the new name",
        StrategyChange.Kept => "not in the folder, stays (--prune takes it out)",
        _ => "changed; whoever is in it goes on in the version that they entered",
    };

    /// <summary>All strategies, a line each.</summary>
    public static void All(Terminal terminal, IReadOnlyList<StrategySheet> all)
    {
        if (all.Count == 0)
        {
            terminal.Log.WriteLine("There is no strategy. perennial plan DIR --begin writes those that come with "
                + "Perennial; perennial apply DIR publishes them.");
            return;
        }
        var table = PlainTable.Of("strategy", "#priority", "state", "#entered", "#under way", "#held out", "#sent",
            "#waiting", "#blocked", "#ended", "next");
        foreach (var one in all)
        {
            table.AddRow(new Text(one.Strategy), new Text($"{one.Priority}"), new Text(State(one.State)),
                new Text($"{one.Entered:N0}"), new Text($"{one.UnderWay:N0}"), new Text($"{one.HeldOut:N0}"),
                new Text($"{one.Steps.Sum(step => step.Sent):N0}"),
                new Text($"{one.Steps.Sum(step => step.Waiting):N0}"),
                new Text($"{one.Steps.Sum(step => step.Blocked.Values.Sum()):N0}"),
                new Text($"{one.Done + one.Left.Values.Sum():N0}"), new Text(one.NextDueAt is { } at ? $"{at}" : ""));
        }
        terminal.Tables().Write(table);
        foreach (var one in all.Where(one => one.Reason is not null))
            terminal.Output.WriteLine($"{one.Strategy}: {one.Reason}");
    }

    static string State(StrategyState state) => state.ToString().ToLowerInvariant();

    /// <summary>One strategy, step by step, and its last decisions.</summary>
    public static void One(Terminal terminal, StrategySheet one, IReadOnlyList<DecisionRow> decisions, ShopView view)
    {
        var console = terminal.Tables();
        console.MarkupLineInterpolated(
            $"[bold]{one.Strategy}[/]  version {one.Version}, {State(one.State)}, priority {one.Priority}");
        if (one.Description.Length > 0) console.WriteLine(one.Description);
        if (one.Reason is { } reason) console.WriteLine($"{reason}.");
        if (one.Read is { } read)
        {
            console.WriteLine($"For whom: {read.Audience.Written}");
            console.WriteLine($"Begins with: {one.Trigger}");
            foreach (var exit in read.Exits) console.WriteLine($"Ends with: {exit.Written}");
        }
        console.WriteLine($"Entered {one.Entered:N0}, of whom {one.HeldOut:N0} are left alone; {one.UnderWay:N0} under "
            + $"way, {one.Done:N0} at the end{Reasons(", left: ", one.Left)}"
            + $"{Reasons("; not entered: ", one.NotEntered)}.");
        var steps = PlainTable.Of("#step", "what", "#came", "#waiting", "#sent", "#held out", "#expired", "#left out",
            "blocked");
        steps.Columns[1].NoWrap = steps.Columns[8].NoWrap = false;
        foreach (var step in one.Steps)
        {
            var isContact = step.Step is not null;
            string Number(long number) => isContact ? $"{number:N0}" : "";
            steps.AddRow(new Text(step.Path), new Text(isContact ? $"{step.Words} '{step.Step}'" : step.Words),
                new Text(Number(step.Entered)), new Text(Number(step.Waiting)), new Text(Number(step.Sent)),
                new Text(Number(step.HeldOut)), new Text(Number(step.Expired)), new Text(Number(step.LeftOut)),
                new Text(Reasons("", step.Blocked)));
        }
        console.Write(steps);
        if (decisions.Count == 0) return;
        var last = PlainTable.Of("decided", "customer", "step", "what became of it");
        last.Columns[3].NoWrap = false;
        foreach (var row in decisions)
        {
            last.AddRow(new Text($"{row.DecidedAt}"), new Text(NameOf(view, row.Customer)),
                new Text(row.Step.Length > 0 ? row.Step : "entry"), new Text(DecisionLine.Of(row)));
        }
        console.Write(last);
    }

    // One who came since the view was read has an id at least.
    static string NameOf(ShopView view, CustomerId id) =>
        view.RowOf(id) is >= 0 and var row ? $"{view.NameOf(row)} ({view.Table.Keys.Text(row)})" : $"{id}";

    static string Reasons(string before, IReadOnlyDictionary<string, long> reasons) => reasons.Count == 0 ? ""
        : before + string.Join(", ",
            reasons.OrderByDescending(one => one.Value).Select(one => $"{one.Key} {one.Value:N0}"));

    /// <summary>Why one customer is contacted, or is not.</summary>
    public static void Decisions(Terminal terminal, DecisionSheet sheet)
    {
        var console = terminal.Tables();
        if (sheet.Enrollments.Count + sheet.Decisions.Count == 0)
        {
            terminal.Log.WriteLine("No strategy has had to do with this customer yet.");
            return;
        }
        var ways = PlainTable.Of("strategy", "#version", "entered", "where", "due");
        ways.Columns[3].NoWrap = false;
        foreach (var (one, at) in sheet.Enrollments)
        {
            ways.AddRow(new Text(one.Strategy), new Text($"{one.Version}"), new Text($"{one.EnteredAt}"),
                new Text(one.Left is { } left ? $"ended {one.EndedAt}: {left}"
                    : one.HeldOutBy == HeldOutBy.Nobody ? at : $"{at} (left alone)"),
                new Text(one.DueAt.HasValue ? $"{one.DueAt}" : ""));
        }
        console.Write(ways);
        if (sheet.Promises.Count > 0)
        {
            var promises = PlainTable.Of("promised", "offer", "until", "code", "what");
            promises.Columns[4].NoWrap = false;
            foreach (var (promise, words) in sheet.Promises)
            {
                promises.AddRow(new Text($"{promise.MadeAt}"), new Text(promise.Terms.Name),
                    new Text(PromiseLedger.Written(promise.LastDay)), new Text(promise.Code ?? ""), new Text(words));
            }
            console.Write(promises);
        }
        var rows = PlainTable.Of("decided", "strategy", "step", "outcome", "why");
        rows.Columns[4].NoWrap = false;
        foreach (var row in sheet.Decisions)
        {
            rows.AddRow(new Text($"{row.DecidedAt}"), new Text(row.Strategy),
                new Text(row.Step.Length > 0 ? row.Step : "entry"), new Text(OutcomeWords.Of(row.Outcome)),
                new Text(sheet.Prices.TryGetValue(row.Key, out var price)
                    ? $"{DecisionLine.Of(row)} {price.Words}." : DecisionLine.Of(row)));
        }
        console.Write(rows);
    }

    /// <summary>Whom strategies speak of.</summary>
    public static int Coverage(Terminal terminal, StrategyCoverage coverage, bool json)
    {
        if (json)
        {
            terminal.WriteJson(new
            {
                segments = coverage.Segments, none = coverage.Nobody, several = coverage.Several,
            });
            return 0;
        }
        var segments = PlainTable.Of("segment", "#customers", "strategies");
        segments.Columns[2].NoWrap = false;
        foreach (var one in coverage.Segments)
        {
            segments.AddRow(new Text(one.Segment), new Text($"{one.Customers:N0}"),
                new Text(one.Strategies.Count == 0 ? "none" : string.Join(", ", one.Strategies)));
        }
        terminal.Tables().Write(segments);
        terminal.Output.WriteLine($"{coverage.Nobody:N0} customers stand in no audience.");
        var several = PlainTable.Of("stand in both", "#customers");
        foreach (var one in coverage.Several)
            several.AddRow(new Text(string.Join(" and ", one.Strategies)), new Text($"{one.Customers:N0}"));
        if (coverage.Several.Count > 0) terminal.Tables().Write(several);
        return 0;
    }
}
