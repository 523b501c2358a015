using System.Text.Json;
using YamlDotNet.Serialization;

namespace Perennial.Yaml;

/// <summary>Writes JSON as YAML, the form in which people read and change it.</summary>
static class YamlWriter
{
    /// <summary>A JSON text as YAML.</summary>
    public static string Write(string json) =>
        new SerializerBuilder().Build().Serialize(Plain(JsonDocument.Parse(json).RootElement)!);

    static object? Plain(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().ToDictionary(item => item.Name, item => Plain(item.Value)),
        JsonValueKind.Array => element.EnumerateArray().Select(Plain).ToList(),
        JsonValueKind.Number => element.TryGetInt64(out var whole) ? whole : element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => element.GetString(),
        _ => null,
    };
}
