using System.Text.Json;
using Perennial.Core.History;

namespace Perennial.Channels.Tracking;

/// <summary>Keeps what an event says beside what it was. Nothing in it can be wrong: what is no text, number or yes or
/// no is left out, and so is who the visitor is, which has a place of its own.</summary>
static class PropertyReader
{
    /// <summary>The properties of a call, with the page that it came from.</summary>
    public static string? Read(EventObject properties, in CallFields fields)
    {
        var found = new List<(string, string?)>();
        if (properties.IsThere)
            foreach (var one in properties.Fields())
                found.Add((one.Name, TextOf(one.Value)));
        found.Add((EventProperties.Page, PageOf(properties, fields.Context)));
        return EventProperties.Of(found);
    }

    static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => null,
    };

    static string? PageOf(EventObject properties, JsonElement context)
    {
        var (path, url) = (One(properties, "path"), One(properties, "url"));
        if (path is null && context.ValueKind == JsonValueKind.Object
            && context.TryGetProperty("page"u8, out var page) && page.ValueKind == JsonValueKind.Object)
        {
            if (page.TryGetProperty("path"u8, out var inner)) path = TextOf(inner);
            if (url is null && page.TryGetProperty("url"u8, out inner)) url = TextOf(inner);
        }
        return string.IsNullOrWhiteSpace(path) ? EventProperties.PathOf(url) : path;
    }

    static string? One(EventObject properties, string name)
    {
        if (!properties.IsThere) return null;
        foreach (var one in properties.Fields())
            if (one.NameEquals(name)) return TextOf(one.Value);
        return null;
    }
}
