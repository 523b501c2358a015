using System.Text.Json;
using Perennial.Data.Destinations;

namespace Perennial.Destinations;

/// <summary>Says why changes were not sent.</summary>
static class UnsentWords
{
    /// <summary>A reason, in a few words.</summary>
    public static string Of(UnsentReason reason) => reason switch
    {
        UnsentReason.NoKey => "no key that it knows customers by",
        UnsentReason.Gone => "the customer is gone",
        UnsentReason.SameKey => "the key is another customer's now",
        UnsentReason.NotWanted => "not to be told of the gone",
        UnsentReason.NoWay => "it cannot say that somebody is gone",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a reason."),
    };

    /// <summary>How many changes for which reasons, the most frequent first; empty where there are none.</summary>
    public static string Of(IReadOnlyDictionary<UnsentReason, long> unsent) => string.Join("; ",
        Sorted(unsent).Select(one => $"{one.Value:N0} {Of(one.Key)}"));

    /// <summary>The same, for programs.</summary>
    public static IReadOnlyDictionary<string, long> Names(IReadOnlyDictionary<UnsentReason, long> unsent) =>
        Sorted(unsent).ToDictionary(one => Name(one.Key), one => one.Value);

    static IEnumerable<KeyValuePair<UnsentReason, long>> Sorted(IReadOnlyDictionary<UnsentReason, long> unsent) =>
        unsent.OrderByDescending(one => one.Value).ThenBy(one => one.Key);

    static string Name(UnsentReason reason) => JsonNamingPolicy.SnakeCaseLower.ConvertName($"{reason}");
}
