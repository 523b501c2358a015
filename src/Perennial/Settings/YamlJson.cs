using System.Text.Json;
using System.Text.Json.Nodes;
using Perennial.Core;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;

namespace Perennial.Settings;

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
            // Nothing at all is a slip; who wants every default writes {}.
            if (stream.Documents.Count == 0)
                throw new BadInputException(place, "It says nothing.", "Write {} for the default of everything.");
            return Node(stream.Documents[0].RootNode)?.ToJsonString() ?? "{}";
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

    /// <summary>Every value of a JSON text with the way to it: <c>lifecycle.new_days: 30</c>.</summary>
    public static IEnumerable<string> Leaves(string json) => Leaves(JsonDocument.Parse(json).RootElement, "");

    static IEnumerable<string> Leaves(JsonElement element, string way) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject()
            .SelectMany(item => Leaves(item.Value, way.Length == 0 ? item.Name : $"{way}.{item.Name}")),
        _ => [$"{way}: {element.GetRawText()}"],
    };

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
