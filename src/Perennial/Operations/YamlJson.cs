using System.Text.Json;
using System.Text.Json.Nodes;
using Perennial.Core;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;

namespace Perennial.Operations;

/// <summary>YAML as JSON and back: people write YAML, and one reader checks both.</summary>
static class YamlJson
{
    /// <summary>The JSON that a YAML text says.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="place">Where it comes from, for errors.</param>
    /// <exception cref="BadInputException">It is no YAML.</exception>
    public static string ToJson(string yaml, string place)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return stream.Documents.Count == 0 ? "{}" : Node(stream.Documents[0].RootNode)?.ToJsonString() ?? "{}";
        }
        catch (YamlException error)
        {
            throw new BadInputException($"{place} line {error.Start.Line}, column {error.Start.Column}",
                error.Message.TrimEnd('.') + ".", "Correct the file; perennial settings prints one that is right.");
        }
    }

    /// <summary>A JSON text as YAML.</summary>
    public static string ToYaml(string json) =>
        new SerializerBuilder().Build().Serialize(Plain(JsonDocument.Parse(json).RootElement)!);

    static JsonNode? Node(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(child =>
            KeyValuePair.Create(((YamlScalarNode)child.Key).Value ?? "", Node(child.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Node)]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => Scalar(scalar.Value ?? ""),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => null,
    };

    static JsonValue? Scalar(string text)
    {
        if (text is "" or "~" or "null") return null;
        if (text is "true" or "false") return JsonValue.Create(text == "true");
        if (long.TryParse(text, out var whole)) return JsonValue.Create(whole);
        return double.TryParse(text, out var number) && double.IsFinite(number)
            ? JsonValue.Create(number) : JsonValue.Create(text);
    }

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
