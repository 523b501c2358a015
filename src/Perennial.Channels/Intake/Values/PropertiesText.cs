using System.Text.Json;
using Perennial.Core.History;

namespace Perennial.Channels.Intake.Values;

/// <summary>What a cell says of an activity beside what it was: an object in JSON, or <c>plan=gold; seats=3</c>. What
/// is neither says nothing.</summary>
static class PropertiesText
{
    /// <summary>The properties of a row, with its page; null for none.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="page">The page's address or path.</param>
    public static string? Of(string? cell, string? page)
    {
        if (cell is null && page is null) return null;
        var found = cell?.TrimStart().StartsWith('{') == true ? OfJson(cell) : OfPairs(cell ?? "");
        return EventProperties.Of([.. found, (EventProperties.Page, EventProperties.PathOf(page))]);
    }

    static IEnumerable<(string, string?)> OfPairs(string cell)
    {
        foreach (var pair in cell.Split(';', StringSplitOptions.TrimEntries))
        {
            var at = pair.IndexOfAny(['=', ':']);
            if (at > 0) yield return (pair[..at].TrimEnd(), pair[(at + 1)..].TrimStart());
        }
    }

    static List<(string, string?)> OfJson(string cell)
    {
        try
        {
            using var json = JsonDocument.Parse(cell);
            return [.. json.RootElement.EnumerateObject().Select(one => (one.Name, one.Value.ValueKind switch
            {
                JsonValueKind.String => one.Value.GetString(),
                JsonValueKind.Number => one.Value.GetRawText(),
                JsonValueKind.True => "yes",
                JsonValueKind.False => "no",
                _ => null,
            }))];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return [];
        }
    }
}
