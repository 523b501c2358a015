using System.Text.Json;
using System.Text.Json.Serialization;

namespace Perennial.Api;

/// <summary>How the API writes: names as in the catalogue, nothing left out that is empty for a reason.</summary>
static class ApiJson
{
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DictionaryKeyPolicy = null;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
    }
}
