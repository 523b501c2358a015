using System.Text;

namespace Perennial.Api.Tracking;

/// <summary>Finds the write key that came with a request.</summary>
static class WriteKeys
{
    const string Basic = "Basic ";

    /// <summary>The key in the request's header (<c>Basic key:</c>, with or without the colon) or address; null where
    /// there is none, and the body may have it.</summary>
    public static string? OfRequest(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) && Decode(header[Basic.Length..]) is { } key)
            return key;
        var query = request.Query["writeKey"].ToString();
        return query.Length == 0 ? null : query;
    }

    static string? Decode(string text)
    {
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text.Trim(), bytes, out var length)) return null;
        var pair = Encoding.UTF8.GetString(bytes.AsSpan(0, length));
        var colon = pair.IndexOf(':');
        var key = colon < 0 ? pair : pair[..colon];
        return key.Length == 0 ? null : key;
    }
}
