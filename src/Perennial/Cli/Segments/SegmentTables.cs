using Perennial.Cli.Scoring;
using Perennial.Cli.Shell;
using Perennial.Core;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;
using Perennial.Core.Rfm;
using Perennial.Core.Scoring;
using Perennial.Insights;
using Perennial.Rfm;
using Perennial.Segments;
using Perennial.Shop;
using Perennial.Words;
using Spectre.Console;

namespace Perennial.Cli.Segments;

/// <summary>Says in a terminal who is in which segment.</summary>
static class SegmentTables
{
    /// <summary>The RFM segments, and the segments set by set.</summary>
    public static int All(Terminal terminal, ShopView view, ScoringRun run,
        (IReadOnlyList<SegmentSize> Sizes, Instant NewestOrderAt) found,
        Func<string, IReadOnlyList<string>> watched, bool json)
    {
        var sizes = found.Sizes;
        if (json)
        {
            terminal.WriteJson(new
            {
                ScoringRun = run,
                Segments = sizes.Select(size => new
                {
                    size.Segment.Name, size.Segment.Segment.Set, size.Segment.Segment.Rule, size.Customers, size.Share,
                    Watched = watched(size.Segment.Name),
                }),
            });
            return 0;
        }
        terminal.SayIfOld(found.NewestOrderAt, view.Calendar, view.Today);
        var console = terminal.Tables();
        ScoringTables.PrintScoringRun(console, run);
        foreach (var set in sizes.GroupBy(size => size.Segment.Segment.Set))
        {
            var table = PlainTable.Of(
                set.Key.Length == 0 ? "own" : set.Key, "#customers", "#share", "watched", "rule");
            table.Columns[4].NoWrap = false;
            foreach (var size in set)
            {
                table.AddRow(new Text(size.Segment.Name), new Text($"{size.Customers:N0}"),
                    new Text($"{size.Share:P1}"),
                    new Text(string.Join(", ", watched(size.Segment.Name))),
                    new Text(size.Segment.Segment.Rule));
            }
            console.Write(table);
        }
        foreach (var broken in view.Segments.Broken)
            console.MarkupLineInterpolated($"[red]{broken.Segment.Name}[/]: {broken.Error.Message}");
        return 0;
    }

    /// <summary>Whom a rule finds.</summary>
    public static int Found(Terminal terminal, ShopView view, string rule, int limit, bool json)
    {
        var found = RulePreview.Of(view, "", view.Segments.Catalogue.Find(rule.Trim()) is { } segment
            ? RuleText.InSegment(segment.Name) : rule);
        if (found.Error is { } error) throw error;
        var rows = view.Segments.Find(view.Segments.Who(rule));
        int[] sample = [.. view.Orders.By(ListOrder.Priority.By).Rows.Where(rows.Contains).Take(limit)];
        if (!json) terminal.SayIfOld(view.Totals.NewestOrderAt, view.Calendar, view.Today);
        return Say(terminal, view, sample, json, new Said(rule, found.Words, found.Hints, found.Total.Customers,
            found.Share, found.Total.Orders, found.Total.RevenueCents, found.Milliseconds));
    }

    /// <summary>Whom a rule finds, as the store's database has answered it.</summary>
    public static int Found(Terminal terminal, RuleAnswer answer, string rule, int limit, bool json)
    {
        var (total, nobody) = (answer.Total, answer.Nobody);
        if (!json) terminal.SayIfOld(answer.Everybody.NewestOrderAt, nobody.Calendar, nobody.Today);
        var first = answer.First(limit);
        return Say(terminal, first, [.. first.Orders.By(ListOrder.Priority.By).Rows], json, new Said(rule, answer.Words,
            answer.Hints, total.Customers, answer.Share, total.Orders, total.RevenueCents, answer.Milliseconds));
    }

    sealed record Said(string Rule, string Words, IReadOnlyList<string> Hints, long Customers, double Share,
        long Orders, long RevenueCents, double Milliseconds);

    static int Say(Terminal terminal, ShopView view, int[] sample, bool json, Said found)
    {
        if (json)
        {
            terminal.WriteJson(new
            {
                found.Rule, found.Words, found.Hints, AsOf = $"{view.Table.AsOf}", found.Customers, found.Share,
                found.Orders, Revenue = found.RevenueCents / 100m, view.Currency,
                Sample = sample.Select(row => new { Customer = view.Table.Keys.Text(row), Name = view.NameOf(row) }),
            });
            return 0;
        }
        var console = terminal.Tables();
        foreach (var hint in found.Hints) terminal.Log.WriteLine(hint);
        console.MarkupLineInterpolated($"[bold]{found.Customers:N0} customers[/] ({found.Share:P1}): {found.Words}");
        console.WriteLine($"{found.Orders:N0} orders, {CallWords.Money(found.RevenueCents)} {view.Currency};"
            + $" found in {found.Milliseconds:N0} ms.");
        if (sample.Length == 0) return 0;
        var table = PlainTable.Of("customer", "name", "last order", "#orders", "#revenue", "RFM segment");
        foreach (var row in sample)
        {
            table.AddRow(new Text(view.Table.Keys.Text(row)), new Text(view.NameOf(row)),
                new Text(Value(view, PurchaseColumns.LastOrderAt, row)),
                new Text(Value(view, PurchaseColumns.Orders, row)),
                new Text(Value(view, PurchaseColumns.Revenue, row)),
                new Text(view.Table.Label(RfmColumns.RfmSegment, row)));
        }
        console.Write(table);
        return 0;
    }

    /// <summary>How much the segments of a set have in common, the most first.</summary>
    public static int Overlap(Terminal terminal, ShopView view, string set, bool json)
    {
        var pairs = view.Segments.Overlap(set == "all" ? null : set);
        if (json)
        {
            terminal.WriteJson(pairs);
            return 0;
        }
        var table = PlainTable.Of("segment", "and", "#both", "#of the first", "#of the second");
        foreach (var pair in pairs.Where(pair => pair.InBoth > 0).OrderByDescending(pair => pair.InBoth).Take(50))
        {
            table.AddRow(new Text(pair.One), new Text(pair.Other), new Text($"{pair.InBoth:N0}"),
                new Text($"{pair.ShareOfOne:P0}"), new Text($"{pair.ShareOfOther:P0}"));
        }
        terminal.Tables().Write(table);
        return 0;
    }

    /// <summary>Whether an RFM set leaves codes out, or gives some twice.</summary>
    public static int Check(Terminal terminal, string nameOrPath, bool json)
    {
        var set = RfmSegmentSets.Load(nameOrPath);
        if (json)
        {
            terminal.WriteJson(new { set.Name, set.Bins, RfmSegments = set.Names, set.Coverage });
            return 0;
        }
        var console = terminal.Tables();
        console.MarkupLineInterpolated($"[bold]{set.Name}[/]: {set.Rules.Count} RFM segments on {set.Bins} scores.");
        console.MarkupLineInterpolated($"{set.Note}");
        Line(console, "codes without an RFM segment", set.Coverage.Uncovered);
        Line(console, "codes that several RFM segments match (the first wins)", set.Coverage.Overlapping);
        Line(console, "RFM segments that can never win", set.Coverage.Unreachable);
        return 0;
    }

    static string Value(ShopView view, Column column, int row) => Show.Value(view, column, row);

    static void Line(IAnsiConsole console, string what, IReadOnlyList<string> found)
    {
        var which = found.Count == 0 ? "none" : $"{found.Count} ({string.Join(" ", found)})";
        console.MarkupLineInterpolated($"{what}: {which}");
    }
}
