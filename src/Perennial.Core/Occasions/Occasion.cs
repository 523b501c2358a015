using Perennial.Core.Segments.Rules;

namespace Perennial.Core.Occasions;

/// <summary>Whose days an occasion has.</summary>
public enum OccasionKind
{
    /// <summary>The calendar's, country by country: Mother's Day.</summary>
    Calendar,

    /// <summary>The customer's own birthday.</summary>
    Birthday,

    /// <summary>Days of other people that the customer named, by their label.</summary>
    OtherDates,

    /// <summary>The day of an order of last year.</summary>
    LastYearsOrder,
}

/// <summary>A date that a strategy may start from.</summary>
/// <param name="Name">What strategies call it.</param>
/// <param name="Kind">Whose days.</param>
public sealed record Occasion(string Name, OccasionKind Kind)
{
    /// <summary>The country that stands for all that are not named.</summary>
    public const string Everywhere = "";

    /// <summary>What customers read, by language; under <see cref="Everywhere"/> for any.</summary>
    public IReadOnlyDictionary<string, string> Title { get; init; } = new Dictionary<string, string>();

    /// <summary>By country, ISO 3166 two letters; <see cref="Everywhere"/> for the others. Empty unless the calendar's.
    /// </summary>
    public IReadOnlyDictionary<string, DayRule> Days { get; init; } = new Dictionary<string, DayRule>();

    /// <summary>So many days before it one has to order, by country.</summary>
    public IReadOnlyDictionary<string, int> OrderByDays { get; init; } = new Dictionary<string, int>();

    /// <summary>Which dates of other people, where it is about those.</summary>
    public string Label { get; init; } = "";

    /// <summary>Which orders of last year count; null for all.</summary>
    public FactTest? Orders { get; init; }

    /// <summary>Whether what falls on February 29th comes on March 1st in other years; on February 28th otherwise.
    /// </summary>
    public bool LeapDayIsFirstOfMarch { get; init; }

    /// <summary>Whether customers may say "not this occasion".</summary>
    public bool IsSensitive { get; init; }

    /// <summary>What stands for a country, or else for all.</summary>
    public static T? For<T>(IReadOnlyDictionary<string, T> byCountry, string? country) =>
        country is not null && byCountry.TryGetValue(country, out var own) ? own
        : byCountry.TryGetValue(Everywhere, out var all) ? all : default;
}
