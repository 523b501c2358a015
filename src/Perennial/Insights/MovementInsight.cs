using Perennial.Core.Cycle;
using Perennial.Core.Lifecycle;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;
using Perennial.Core.Rfm;
using Perennial.Data.Scoring;
using Perennial.Data.ScoringRuns;
using Perennial.Shop;

namespace Perennial.Insights;

/// <summary>How many went from one state to another.</summary>
/// <param name="From">State before; empty for those who were not there yet.</param>
/// <param name="To">State after; empty for none.</param>
/// <param name="Customers">How many.</param>
/// <param name="ValueCents">What more (or, below 0, less) they all together are expected to order within 90 days, by
/// what customers of the two states are expected to now; null where it cannot be said.</param>
/// <param name="Rule">The rule that finds those who are in the later state now.</param>
public sealed record StateMove(string From, string To, int Customers, long? ValueCents, string Rule);

/// <summary>What a customer in a state is expected to order.</summary>
/// <param name="Name">The state.</param>
/// <param name="Before">Customers in it at the earlier scoring run.</param>
/// <param name="After">At the later scoring run.</param>
/// <param name="WorthCents">Mean revenue to expect of one within 90 days, now; null where nobody is in it.</param>
public sealed record StateRow(string Name, int Before, int After, double? WorthCents);

/// <summary>What two scoring runs are compared by.</summary>
/// <param name="Name">Name in addresses.</param>
/// <param name="Label">Name for people.</param>
/// <param name="Column">The column.</param>
/// <param name="Of">The states of a transition, before and after.</param>
sealed record MovementMeasure(
    string Name, string Label, Column<byte> Column, Func<Transition, (string Before, string After)> Of)
{
    /// <summary>What it was called in addresses before; bookmarks say so still.</summary>
    public string? FormerName { get; init; }

    public static readonly IReadOnlyList<MovementMeasure> All =
    [
        new("rfm_segment", "RFM segment", RfmColumns.RfmSegment,
            move => (move.RfmSegmentBefore, move.RfmSegmentAfter)) { FormerName = "segment" },
        new("lifecycle", "Lifecycle", LifecycleColumns.Stage, move => (move.LifecycleBefore, move.LifecycleAfter)),
        new("cycle", "Purchase cycle", CycleColumns.Status, move => (move.CycleBefore, move.CycleAfter)),
    ];

    /// <summary>The measure of a name; the first for any other.</summary>
    public static MovementMeasure Find(string? name) => Known(name) ?? All[0];

    /// <summary>The measure of a name, or null.</summary>
    public static MovementMeasure? Known(string? name) =>
        All.FirstOrDefault(measure => measure.Name == name || (name is not null && measure.FormerName == name));
}

/// <summary>Who moved from where to where between two scoring runs.</summary>
public sealed record MovementInsight
{
    /// <summary>What is compared: rfm_segment, lifecycle or cycle.</summary>
    public required string By { get; init; }

    /// <summary>The runs there are, the last first.</summary>
    public required IReadOnlyList<ScoringRunEntry> ScoringRuns { get; init; }

    /// <summary>The earlier scoring run; null where there are not two.</summary>
    public required ScoringRunEntry? Before { get; init; }

    /// <summary>The later scoring run.</summary>
    public required ScoringRunEntry? After { get; init; }

    /// <summary>The states, in their order.</summary>
    public required IReadOnlyList<StateRow> States { get; init; }

    /// <summary>Every pair that occurs, those who stayed among them.</summary>
    public required IReadOnlyList<StateMove> Moves { get; init; }

    /// <summary>Customers at both scoring runs.</summary>
    public int Customers => Moves.Where(move => move.From.Length > 0).Sum(move => move.Customers);

    /// <summary>Those of them in another state at the later scoring run.</summary>
    public int Moved => Moves.Where(move => move.From.Length > 0 && move.From != move.To).Sum(move => move.Customers);

    /// <summary>What cost most, the greatest loss first.</summary>
    public IReadOnlyList<StateMove> Losses => [.. Moves.Where(move => move.ValueCents < 0 && move.From.Length > 0)
        .OrderBy(move => move.ValueCents)];

    /// <summary>What brought most, the greatest gain first.</summary>
    public IReadOnlyList<StateMove> Gains => [.. Moves.Where(move => move.ValueCents > 0 && move.From.Length > 0)
        .OrderByDescending(move => move.ValueCents)];

    /// <summary>Compares two scoring runs; without numbers the last one and the last of a day before it.</summary>
    internal static MovementInsight Of(
        ShopView view, InsightSource source, string? by = null, long? before = null, long? after = null)
    {
        var measure = MovementMeasure.Find(by);
        var runs = source.ScoringRuns();
        var later = runs.FirstOrDefault(run => run.Id == after) ?? (runs.Count > 0 ? runs[0] : null);
        var earlier = runs.FirstOrDefault(run => run.Id == before && run.Id < later?.Id)
            ?? runs.FirstOrDefault(run => run.Id < later?.Id && run.AsOfDay < later?.AsOfDay);
        var insight = new MovementInsight
        {
            By = measure.Name, ScoringRuns = runs, Before = earlier, After = later, States = [], Moves = [],
        };
        if (earlier is null || later is null) return insight;
        var counts = new Dictionary<(string From, string To), int>();
        foreach (var transition in source.Transitions(earlier.Id, later.Id))
        {
            var pair = measure.Of(transition);
            counts[pair] = counts.GetValueOrDefault(pair) + transition.Customers;
        }
        // Who has no state at either run is a prospect, and moves nowhere.
        counts.Remove(("", ""));
        var worth = Worth(view, measure.Column);
        return insight with
        {
            States = [.. Names(view, measure, counts.Keys).Select(name => new StateRow(name,
                counts.Where(pair => pair.Key.From == name).Sum(pair => pair.Value),
                counts.Where(pair => pair.Key.To == name).Sum(pair => pair.Value), worth.GetValueOrDefault(name)))],
            Moves = [.. counts.Select(pair => new StateMove(pair.Key.From, pair.Key.To, pair.Value,
                Value(worth, pair.Key, pair.Value), Rule(measure, pair.Key.To)))
                .OrderByDescending(move => move.Customers).ThenBy(move => move.From, StringComparer.Ordinal)
                .ThenBy(move => move.To, StringComparer.Ordinal)],
        };
    }

    static List<string> Names(
        ShopView view, MovementMeasure measure, IEnumerable<(string From, string To)> pairs)
    {
        var seen = pairs.SelectMany(pair => new[] { pair.From, pair.To }).Where(name => name.Length > 0).ToHashSet();
        var known = view.Table.LabelsOf(measure.Column).Where(seen.Contains).ToList();
        return [.. known, .. seen.Except(known).Order(StringComparer.Ordinal)];
    }

    static Dictionary<string, double?> Worth(ShopView view, Column<byte> column)
    {
        var table = view.Table;
        var (state, chance) = (table.Values(column), table.Values(CycleColumns.BuyChance90));
        var value = table.Values(PurchaseColumns.AverageOrderValue);
        var names = table.LabelsOf(column);
        var means = new Mean[names.Count + 1];
        for (var row = 0; row < state.Length; row++)
            if (state[row] > 0) means[state[row]].Add(chance[row] * value[row] * 100);
        return names.Select((name, i) => (name, means[i + 1].Value))
            .ToDictionary(pair => pair.name, pair => pair.Value);
    }

    static long? Value(Dictionary<string, double?> worth, (string From, string To) pair, int customers) =>
        pair.From != pair.To && worth.GetValueOrDefault(pair.From) is { } before
            && worth.GetValueOrDefault(pair.To) is { } after ? (long)Math.Round((after - before) * customers) : null;

    // Where somebody stood at an earlier run is in the store's score history, and no column.
    static string Rule(MovementMeasure measure, string to) =>
        to.Length == 0 ? "" : RuleText.Is(measure.Column.Name, to);
}
