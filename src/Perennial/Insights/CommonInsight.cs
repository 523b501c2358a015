using Perennial.Core.Measurement;

namespace Perennial.Insights;

/// <summary>Whose common ground is looked for.</summary>
public enum CommonGroup
{
    /// <summary>Whoever a rule holds of, against whoever it does not.</summary>
    Members,

    /// <summary>Whoever it held of and does not any more, against whoever it held of and still does.</summary>
    Left,

    /// <summary>Whoever it did not hold of and does now, against whoever it still does not hold of.</summary>
    Came,
}

/// <summary>Something that more of a group have than of the rest.</summary>
/// <param name="Rule">The rule that says who has it.</param>
/// <param name="Words">The same in words.</param>
/// <param name="When">now; before (the window began); since (it began).</param>
/// <param name="Customers">How many of the group.</param>
/// <param name="Share">Of the group, 0..1, with Wilson's interval of 95 %.</param>
/// <param name="Others">How many of the rest.</param>
/// <param name="ShareOfRest">Of the rest, 0..1, with Wilson's interval of 95 %.</param>
/// <param name="Difference">The one share minus the other, with Newcombe's interval, so wide that with all that was
/// looked at the chance of a finding where nothing differs is 5 %.</param>
public sealed record CommonFact(
    string Rule, string Words, string When, int Customers, Estimate Share, int Others, Estimate ShareOfRest,
    Estimate Difference)
{
    /// <summary>How many times as often as in the rest; null where nobody of the rest has it.</summary>
    public double? Times => ShareOfRest.Value > 0 ? Share.Value / ShareOfRest.Value : null;
}

/// <summary>A number, and from where to where it may lie.</summary>
public sealed record Estimate(double Value, double Low, double High)
{
    internal static Estimate Of(double value, ShareInterval interval) => new(value, interval.Low, interval.High);
}

/// <summary>What customers of a segment, or those who left it or came into it, have in common.</summary>
public sealed record CommonInsight
{
    /// <summary>Said wherever this is shown.</summary>
    public const string NotCauses = "These are not causes: whoever has them may be here for another reason. "
        + "What makes customers come or leave shows only where chance decides who gets what.";

    /// <summary>The rule.</summary>
    public required string Rule { get; init; }

    /// <summary>The rule in words.</summary>
    public required string Words { get; init; }

    /// <summary>Who is compared.</summary>
    public required CommonGroup Group { get; init; }

    /// <summary>The day from which on they left or came; null for members.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>How many the group is.</summary>
    public required int Customers { get; init; }

    /// <summary>How many the rest is.</summary>
    public required int Others { get; init; }

    /// <summary>Who the rest is, in words.</summary>
    public required string Rest { get; init; }

    /// <summary>How many facts and values of columns were looked at.</summary>
    public required int LookedAt { get; init; }

    /// <summary>What is over-represented, the clearest first; ten at most.</summary>
    public required IReadOnlyList<CommonFact> Facts { get; init; }

    /// <summary>Rules that find nearly the group itself, and say who they are rather than what they have.</summary>
    public required IReadOnlyList<string> Same { get; init; }

    /// <summary>That these are not causes.</summary>
    public string Note => NotCauses;
}
