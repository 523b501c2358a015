using Perennial.Core;
using Perennial.Core.Segments;

namespace Perennial.Segments;

/// <summary>A segment as somebody wants it saved, and what they know of that stands under its name.</summary>
sealed record SegmentDraft(ShopSegment Segment)
{
    /// <summary>Says that a rule that comes with Perennial is replaced, in forms, bodies and files.</summary>
    const string Shipped = "shipped";

    /// <summary>The segment that it is a change of; null for a new one.</summary>
    public string? Edits { get; init; }

    /// <summary>Whether it may take the place of a rule that comes with Perennial.</summary>
    public bool ReplacesShipped { get; init; }

    /// <summary>Reads what <c>replaces</c> says.</summary>
    /// <exception cref="BadInputException">It says something else.</exception>
    public static bool Replaces(string? word, string place) => word switch
    {
        null or "" => false,
        Shipped => true,
        _ => throw new BadInputException(place, $"'{word}' is not known.", $"Write {Shipped}, or leave it out."),
    };
}
