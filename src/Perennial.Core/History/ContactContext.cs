namespace Perennial.Core.History;

/// <summary>What a contact was part of, beside its strategy. Whatever is null nobody said.</summary>
public sealed record ContactContext
{
    /// <summary>The strategy's version, from 1 up.</summary>
    public int? Version { get; init; }

    /// <summary>The step's name.</summary>
    public string? Step { get; init; }

    /// <summary>The arm of a test that the customer was in.</summary>
    public string? Arm { get; init; }

    /// <summary>What it was about.</summary>
    public string? Topic { get; init; }

    /// <summary>What it promised.</summary>
    public string? Offer { get; init; }

    /// <summary>What it cost, in cents; never negative.</summary>
    public long? CostCents { get; init; }

    /// <summary>Which of several calls or messages of the step, from 1 up.</summary>
    public int? Touch { get; init; }

    /// <summary>Who sent it, where that was not this program.</summary>
    public string? Tool { get; init; }

    static readonly ContactContext nothing = new();

    /// <summary>The same; null where nothing is said.</summary>
    public ContactContext? OrNothing => this == nothing ? null : this;

    /// <summary>What two that tell of one contact say together, in whatever order they come: of two that say different
    /// things the smaller counts.</summary>
    public static ContactContext? Merged(ContactContext? one, ContactContext? other)
    {
        if (one is null || other is null || one == other) return one ?? other;
        return new ContactContext
        {
            Version = Smaller(one.Version, other.Version),
            Step = Smaller(one.Step, other.Step),
            Arm = Smaller(one.Arm, other.Arm),
            Topic = Smaller(one.Topic, other.Topic),
            Offer = Smaller(one.Offer, other.Offer),
            CostCents = Smaller(one.CostCents, other.CostCents),
            Touch = Smaller(one.Touch, other.Touch),
            Tool = Smaller(one.Tool, other.Tool),
        };
    }

    /// <summary>The smaller of two texts, letter by letter; a text where the other is null.</summary>
    public static string? Smaller(string? one, string? other) =>
        one is null || (other is not null && string.CompareOrdinal(other, one) < 0) ? other : one;

    static T? Smaller<T>(T? one, T? other) where T : struct, IComparable<T> =>
        one is not { } first ? other : other is { } second && second.CompareTo(first) < 0 ? other : one;
}
