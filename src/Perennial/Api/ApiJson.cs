using System.Text.Json;
using System.Text.Json.Serialization;

namespace Perennial.Api;

/// <summary>How the API writes: names as in the catalogue, nothing left out that is empty for a reason.</summary>
static class ApiJson
{
    // One for all: options that are alike share what they have found out about types.
    static readonly JsonStringEnumConverter words = new(JsonNamingPolicy.SnakeCaseLower);

    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DictionaryKeyPolicy = null;
        options.Converters.Add(words);
    }
}
