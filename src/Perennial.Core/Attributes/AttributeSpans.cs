namespace Perennial.Core.Attributes;

/// <summary>A value of an attribute from when it was first said until it was last said without another between.
/// </summary>
/// <param name="Name">Which attribute.</param>
/// <param name="Value">The value; empty where it was taken back.</param>
/// <param name="SaidAt">When it was first said.</param>
/// <param name="LastSaidAt">When it was last said.</param>
/// <param name="KnownAt">When this shop first knew of it.</param>
/// <param name="Source">Who said so first.</param>
public sealed record AttributeSpan(
    string Name, string Value, Instant SaidAt, Instant LastSaidAt, Instant KnownAt, string Source)
{
    /// <summary>The key under which it was said, as the id that follows from it; null for the customer's own.</summary>
    public CustomerId? Key { get; init; }

    /// <summary>The address that was said beside a number; null where none was.</summary>
    public CustomerId? NextKey { get; init; }

    /// <summary>Whether it is what holds.</summary>
    public bool Holds { get; init; }

    /// <summary>Whether it holds rather than another: the one said last, of the same instant the greater.</summary>
    internal bool ComesAfter(AttributeSpan other) => LastSaidAt != other.LastSaidAt ? LastSaidAt > other.LastSaidAt
        : string.CompareOrdinal(Value, other.Value) > 0;
}

/// <summary>What was said of the attributes of one customer: what is said again and again is one span.</summary>
/// <remarks>The value that holds is the one said last, in whatever order statements arrive. Of what held in between a
/// statement that arrives late may leave less than was said.</remarks>
public sealed class AttributeSpans
{
    readonly List<AttributeSpan> all;

    /// <summary>Begins with what is known.</summary>
    public AttributeSpans(IEnumerable<AttributeSpan> known) => all = [.. known];

    /// <summary>Every span.</summary>
    public IReadOnlyList<AttributeSpan> All => all;

    /// <summary>Adds a statement.</summary>
    /// <returns>The spans that are new or changed; none where nothing new was said.</returns>
    public IReadOnlyList<AttributeSpan> Say(AttributeSpan said)
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
    List<AttributeSpan> Split(int around, AttributeSpan said)
    {
        var changed = new List<AttributeSpan>();
        var span = all[around];
        if (span.LastSaidAt > said.SaidAt)
        {
            all[around] = span with { LastSaidAt = span.SaidAt };
            changed.Add(all[around]);
            changed.AddRange(Add(span with { SaidAt = span.LastSaidAt, Holds = false }));
        }
        changed.AddRange(Add(said));
        return changed;
    }

    List<AttributeSpan> Add(AttributeSpan span)
    {
        all.Add(span);
        return [span];
    }

    /// <summary>Says of each span of some attributes whether it holds.</summary>
    /// <returns>The spans of which that is new.</returns>
    public IReadOnlyList<AttributeSpan> Settle(IReadOnlyCollection<string> names)
    {
        var changed = new List<AttributeSpan>();
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
    public static AttributeSpan? Holding(IEnumerable<AttributeSpan> spans, string name) =>
        Last(spans, name) is { Value.Length: > 0 } last ? last : null;

    static AttributeSpan? Last(IEnumerable<AttributeSpan> spans, string name)
    {
        AttributeSpan? last = null;
        foreach (var span in spans)
            if (span.Name == name && (last is null || span.ComesAfter(last))) last = span;
        return last;
    }

    /// <summary>Everything that holds, by name.</summary>
    public static IReadOnlyList<AttributeStatement> Held(IReadOnlyCollection<AttributeSpan> spans) =>
    [
        .. spans.Select(span => span.Name).Distinct().Order(StringComparer.Ordinal)
            .Select(name => Holding(spans, name)).OfType<AttributeSpan>()
            .Select(span => new AttributeStatement(span.Name, span.Value)
            {
                SaidAt = span.LastSaidAt, KnownAt = span.KnownAt, Source = span.Source,
            }),
    ];

    /// <summary>What was said by an instant and was known by another, each span up to then.</summary>
    public static IEnumerable<AttributeSpan> AsOf(IEnumerable<AttributeSpan> spans, Instant asOf, Instant knownBy) =>
        spans.Where(span => span.SaidAt <= asOf && span.KnownAt <= knownBy)
            .Select(span => span.LastSaidAt <= asOf ? span : span with { LastSaidAt = asOf });
}
