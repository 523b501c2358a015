namespace Perennial.Core.Attributes;

/// <summary>A value of an attribute from when it was first said until it was last said without another between.
/// </summary>
/// <param name="Name">Which attribute.</param>
/// <param name="Value">The value; empty where it was taken back.</param>
/// <param name="SaidAt">When it was first said.</param>
/// <param name="LastSaidAt">When it was last said.</param>
/// <param name="KnownAt">When this shop first knew of it.</param>
/// <param name="Source">Who said so first.</param>
public sealed record AttributeRun(
    string Name, string Value, Instant SaidAt, Instant LastSaidAt, Instant KnownAt, string Source)
{
    /// <summary>The key under which it was said, as the id that follows from it; null for the customer's own.</summary>
    public CustomerId? Key { get; init; }

    /// <summary>The address that was said beside a number; null where none was.</summary>
    public CustomerId? NextKey { get; init; }

    /// <summary>Whether it is what holds.</summary>
    public bool Holds { get; init; }

    /// <summary>Whether it holds rather than another: the one said last, of the same instant the greater.</summary>
    internal bool ComesAfter(AttributeRun other) => LastSaidAt != other.LastSaidAt ? LastSaidAt > other.LastSaidAt
        : string.CompareOrdinal(Value, other.Value) > 0;
}

/// <summary>What was said of the attributes of one customer: what is said again and again is one run.</summary>
/// <remarks>The value that holds is the one said last, in whatever order statements arrive. Of what held in between a
/// statement that arrives late may leave less than was said.</remarks>
public sealed class AttributeRuns
{
    readonly List<AttributeRun> all;

    /// <summary>Begins with what is known.</summary>
    public AttributeRuns(IEnumerable<AttributeRun> known) => all = [.. known];

    /// <summary>Every run.</summary>
    public IReadOnlyList<AttributeRun> All => all;

    /// <summary>Adds a statement.</summary>
    /// <returns>The runs that are new or changed; none where nothing new was said.</returns>
    public IReadOnlyList<AttributeRun> Say(AttributeRun said)
    {
        var at = said.SaidAt;
        var (around, before) = (-1, -1);
        for (var i = 0; i < all.Count; i++)
        {
            if (all[i].Name != said.Name) continue;
            if (all[i].SaidAt <= at && at <= all[i].LastSaidAt)
            {
                // Two values of one instant both stand.
                if (all[i].Value == said.Value) return [];
                if (around < 0 || all[i].LastSaidAt > all[around].LastSaidAt) around = i;
            }
            else if (all[i].LastSaidAt < at && (before < 0 || all[i].ComesAfter(all[before])))
            {
                before = i;
            }
        }
        if (around >= 0) return Split(around, said);
        if (before < 0 || all[before].Value != said.Value) return Add(said);
        all[before] = all[before] with { LastSaidAt = said.LastSaidAt };
        return [all[before]];
    }

    // It was another in between: what stood around was said before and after.
    List<AttributeRun> Split(int around, AttributeRun said)
    {
        var changed = new List<AttributeRun>();
        var run = all[around];
        if (run.LastSaidAt > said.SaidAt)
        {
            all[around] = run with { LastSaidAt = run.SaidAt };
            changed.Add(all[around]);
            changed.AddRange(Add(run with { SaidAt = run.LastSaidAt, Holds = false }));
        }
        changed.AddRange(Add(said));
        return changed;
    }

    List<AttributeRun> Add(AttributeRun run)
    {
        all.Add(run);
        return [run];
    }

    /// <summary>Says of each run of some attributes whether it holds.</summary>
    /// <returns>The runs of which that is new.</returns>
    public IReadOnlyList<AttributeRun> Settle(IReadOnlyCollection<string> names)
    {
        var changed = new List<AttributeRun>();
        foreach (var name in names)
        {
            var last = Last(all, name);
            for (var i = 0; i < all.Count; i++)
            {
                var holds = ReferenceEquals(all[i], last);
                if (all[i].Name != name || all[i].Holds == holds) continue;
                if (holds) last = all[i] with { Holds = true };
                all[i] = holds ? last! : all[i] with { Holds = false };
                changed.Add(all[i]);
            }
        }
        return changed;
    }

    /// <summary>What holds of an attribute; null where nothing does.</summary>
    public static AttributeRun? Holding(IEnumerable<AttributeRun> runs, string name) =>
        Last(runs, name) is { Value.Length: > 0 } last ? last : null;

    static AttributeRun? Last(IEnumerable<AttributeRun> runs, string name)
    {
        AttributeRun? last = null;
        foreach (var run in runs)
            if (run.Name == name && (last is null || run.ComesAfter(last))) last = run;
        return last;
    }

    /// <summary>Everything that holds, by name.</summary>
    public static IReadOnlyList<AttributeStatement> Held(IReadOnlyCollection<AttributeRun> runs) =>
    [
        .. runs.Select(run => run.Name).Distinct().Order(StringComparer.Ordinal)
            .Select(name => Holding(runs, name)).OfType<AttributeRun>()
            .Select(run => new AttributeStatement(run.Name, run.Value)
            {
                SaidAt = run.LastSaidAt, KnownAt = run.KnownAt, Source = run.Source,
            }),
    ];

    /// <summary>What was said by an instant and was known by another, each run up to then.</summary>
    public static IEnumerable<AttributeRun> AsOf(IEnumerable<AttributeRun> runs, Instant asOf, Instant knownBy) =>
        runs.Where(run => run.SaidAt <= asOf && run.KnownAt <= knownBy)
            .Select(run => run.LastSaidAt <= asOf ? run : run with { LastSaidAt = asOf });
}
