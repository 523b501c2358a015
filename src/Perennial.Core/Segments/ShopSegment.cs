using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Parsing;

namespace Perennial.Core.Segments;

/// <summary>A named rule.</summary>
/// <param name="Name">For people, and for <c>in segment '…'</c>.</param>
/// <param name="Rule">The rule as written.</param>
public sealed record ShopSegment(string Name, string Rule)
{
    /// <summary>What it means and what to do, one sentence; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>The set it belongs to; may be empty.</summary>
    public string Set { get; init; } = "";

    /// <summary>Where it stands, for errors; empty if it stands nowhere.</summary>
    public string Place { get; init; } = "";

    /// <summary>As <see cref="RuleContext.PlaceAt"/>.</summary>
    public Func<int, string>? PlaceAt { get; init; }
}

/// <summary>A segment whose rule was read and checked.</summary>
/// <param name="Segment">As written.</param>
/// <param name="Rule">As checked.</param>
public sealed record CheckedSegment(ShopSegment Segment, Rule Rule)
{
    /// <summary>The segment's name.</summary>
    public string Name => Segment.Name;
}
