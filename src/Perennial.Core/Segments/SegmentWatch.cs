using Perennial.Core.Profiles;
using Perennial.Core.Segments.Rules;

namespace Perennial.Core.Segments;

/// <summary>One segment whose members' coming and going is written down with every change.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rule">Its rule, checked.</param>
public sealed record WatchedSegment(string Name, Rule Rule);

/// <summary>The segments that every write looks at.</summary>
/// <param name="Segments">Those that others refer to stand before them.</param>
public sealed record SegmentWatch(IReadOnlyList<WatchedSegment> Segments)
{
    /// <summary>Nothing is watched.</summary>
    public static SegmentWatch None { get; } = new([]);

    readonly HashSet<string> names = [.. Segments.Select(segment => segment.Name)];

    /// <summary>Whether a segment is watched.</summary>
    public bool Has(string segment) => names.Contains(segment);

    /// <summary>The stored columns that the rules are answered from.</summary>
    public IReadOnlyList<Column> Columns { get; } =
        [.. Segments.SelectMany(segment => RuleColumns.Of(segment.Rule)).Distinct()];

    /// <summary>Whether any asks for countries, cities and so on.</summary>
    public bool UsesAttributes { get; } = Segments.Any(segment => segment.Rule.UsesAttributes);

    /// <summary>Whether any asks what was said about being contacted.</summary>
    public bool UsesPermissions { get; } = Segments.Any(segment => segment.Rule.UsesPermissions);

    /// <summary>Whether any asks for stays that may be over.</summary>
    public bool UsesStays { get; } = Segments.Any(segment => segment.Rule.UsesStays);

    /// <summary>Whether any asks for the cycle of a category.</summary>
    public bool UsesCycles { get; } = Segments.Any(segment => segment.Rule.UsesCycles);

    /// <summary>The level of each test of the top of some customers, by its text; a test that is not in it holds of
    /// nobody.</summary>
    public IReadOnlyDictionary<string, double> Levels { get; init; } = new Dictionary<string, double>();

    /// <summary>The level of one of them.</summary>
    public double LevelOf(TopTest top) => Levels.GetValueOrDefault(top.Text, double.PositiveInfinity);

    /// <summary>Whether any asks what activities are called.</summary>
    public bool UsesEventNames { get; } = Segments.Any(segment => segment.Rule.UsesEventNames);

    /// <summary>Whether any asks for facts that no column knows.</summary>
    public bool UsesFacts { get; } = Segments.Any(segment => segment.Rule.UsesFacts);
}
