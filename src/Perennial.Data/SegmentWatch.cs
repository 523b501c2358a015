using Perennial.Core.Segments.Rules;

namespace Perennial.Data;

/// <summary>One segment whose members' coming and going is written down with every change.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rule">Its rule, checked.</param>
public sealed record WatchedSegment(string Name, Rule Rule);

/// <summary>The segments that every write looks at.</summary>
/// <param name="Segments">Those that others refer to stand before them.</param>
public sealed record SegmentWatch(IReadOnlyList<WatchedSegment> Segments)
{
    /// <summary>Whether any asks for countries, cities and so on.</summary>
    internal bool UsesAttributes { get; } = Segments.Any(segment => segment.Rule.UsesAttributes);
}
