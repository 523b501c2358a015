using System.Globalization;

namespace Perennial.Core.Capacity;

/// <summary>All that a contact takes of what is scarce, in words that can be stored: contacts of equal text are alike
/// in this.</summary>
public static class Demand
{
    const char Between = '\n', Of = '*';

    /// <summary>As it is stored, a line each: "queue retention/day*1", "call money/month*360"; empty for nothing.
    /// </summary>
    public static string Write(IEnumerable<Need> needs) => string.Join(Between, needs.Select(one =>
        string.Create(CultureInfo.InvariantCulture, $"{one.Resource}{Of}{one.Amount}")));

    /// <summary>What was stored.</summary>
    public static IReadOnlyList<Need> Read(string text) =>
    [
        .. text.Split(Between, StringSplitOptions.RemoveEmptyEntries).Select(one =>
        {
            var at = one.LastIndexOf(Of);
            return new Need(one[..at], long.Parse(one.AsSpan(at + 1), CultureInfo.InvariantCulture));
        }),
    ];
}
