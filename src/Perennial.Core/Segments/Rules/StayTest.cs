namespace Perennial.Core.Segments.Rules;

/// <summary>Having been in another segment at some time of a window, now included.</summary>
/// <remarks>Stays are written down of segments that are watched; of another only the present is known.</remarks>
public sealed record StayTest : Rule
{
    /// <summary>Having been in a segment.</summary>
    public StayTest(string name, Rule definition, TimeWindow window) =>
        (Name, Definition, Window, Size) = (name, definition, window, definition.Size);

    /// <summary>The segment's name.</summary>
    public string Name { get; }

    /// <summary>Its rule.</summary>
    public Rule Definition { get; }

    /// <summary>When.</summary>
    public TimeWindow Window { get; }
}

/// <summary>A customer's stay in a segment.</summary>
/// <param name="Segment">Which.</param>
/// <param name="EnteredAt">Since when.</param>
/// <param name="LeftAt">Until when; <see cref="Instant.None"/> while it lasts.</param>
public readonly record struct RuleStay(string Segment, Instant EnteredAt, Instant LeftAt);
