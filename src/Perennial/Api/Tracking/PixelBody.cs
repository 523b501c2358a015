using System.Security.Cryptography;
using System.Text.Json;

namespace Perennial.Api.Tracking;

/// <summary>The body that a picture's address stands for.</summary>
static class PixelBody
{
    /// <summary>A picture of one transparent point.</summary>
    public static readonly byte[] Gif =
        Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    /// <summary>
    /// The body: <c>data</c> is one in base 64 (Segment); else each parameter is a field, with a dot one of an object
    /// within (RudderStack). Null where <c>data</c> is no base 64.
    /// </summary>
    public static byte[]? Of(IQueryCollection query)
    {
        var data = query["data"].ToString();
        return data.Length > 0 ? FromBase64(data) : FromFields(query);
    }

    static byte[]? FromBase64(string data)
    {
        var plain = data.Replace('-', '+').Replace('_', '/').Replace(' ', '+').TrimEnd('=');
        var bytes = new byte[plain.Length];
        var padded = plain.PadRight((plain.Length + 3) / 4 * 4, '=');
        return Convert.TryFromBase64String(padded, bytes, out var length) ? bytes[..length] : null;
    }

    static byte[] FromFields(IQueryCollection query)
    {
        var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            // Every showing of the picture is an event, though the address is the same.
            if (!query.ContainsKey("messageId"))
                json.WriteString("messageId", RandomNumberGenerator.GetHexString(32, lowercase: true));
            foreach (var (name, value) in query)
                if (!name.Contains('.') && name != "writeKey") json.WriteString(name, value.ToString());
            var within = query.Where(field => field.Key.Contains('.'))
                .GroupBy(field => field.Key[..field.Key.IndexOf('.')], StringComparer.Ordinal);
            foreach (var fields in within)
            {
                json.WriteStartObject(fields.Key);
                foreach (var (name, value) in fields)
                    json.WriteString(name[(fields.Key.Length + 1)..], value.ToString());
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        return body.ToArray();
    }
}
