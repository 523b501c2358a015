using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Perennial.Core;

namespace Perennial.Yaml;

/// <summary>
/// Reads a value as a record whose properties say what keys there are and what each holds: a scalar is a text until
/// its key says what it is, so that <c>salt: 2026</c> is a text and <c>active_days: "30"</c> a number.
/// </summary>
sealed class YamlForm
{
    readonly JsonSerializerOptions json;

    /// <param name="json">How the record is written as JSON, which is its form in the store.</param>
    public YamlForm(JsonSerializerOptions json)
    {
        json.MakeReadOnly(populateMissingResolver: true);
        this.json = json;
    }

    /// <summary>Reads a value; keys that are left out keep their defaults.</summary>
    /// <param name="root">The value.</param>
    /// <param name="what">What it is, in words for people: "the settings".</param>
    /// <exception cref="BadInputException">A key is unknown or missing, or a value of another type.</exception>
    public T Read<T>(YamlNode root, string what) where T : class =>
        Object(root, json.GetTypeInfo(typeof(T)), what).Deserialize<T>(json)!;

    /// <summary>The key whose value is wrong by itself, whatever the others are; where values are wrong only together,
    /// the key that they all stand behind.</summary>
    /// <param name="map">What is wrong.</param>
    /// <param name="isWrong">Whether it still is where it says no more than this.</param>
    public static YamlNode Cause(YamlMap map, Func<YamlMap, bool> isWrong) => Cause(map, map, isWrong);

    static YamlNode Cause(YamlNode behind, YamlMap map, Func<YamlMap, bool> isWrong)
    {
        foreach (var (key, value) in map.Entries)
        {
            if (!isWrong(map.With(key, value))) continue;
            return value is YamlMap inner ? Cause(key, inner, less => isWrong(map.With(key, less))) : value;
        }
        return behind;
    }

    JsonObject Object(YamlNode node, JsonTypeInfo type, string what)
    {
        var known = type.Properties.Where(property => property.Set is not null).ToDictionary(one => one.Name);
        var map = node.Map($"{Capital(what)} has keys with values.", $"Write {YamlChoice.List(known.Keys)}, a colon, "
            + "and the value.").Only(what, known.Keys);
        var result = new JsonObject();
        foreach (var (key, value) in map.Entries)
        {
            var property = known[key.Value];
            result.Add(key.Value, Value(value, property.PropertyType, property.IsSetNullable, $"'{key.Value}'"));
        }
        if (known.Values.FirstOrDefault(one => one.IsRequired && map.Find(one.Name) is null) is { } missing)
            throw node.Wrong($"'{missing.Name}' is missing in {what}.", $"Add '{missing.Name}:' and its value.");
        return result;
    }

    JsonNode? Value(YamlNode node, Type type, bool mayBeNone, string what)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (node.IsNone)
        {
            if (type.IsValueType ? plain != type : mayBeNone) return null;
            throw node.Wrong($"{what} has no value.", "Write one behind the colon, or leave the key out.");
        }
        if (plain == typeof(string)) return Text(node, what, "a text");
        if (plain == typeof(bool)) return node is YamlScalar ? node.Flag() : throw No(node, what, "true or false");
        if (plain == typeof(int) || plain == typeof(long)) return Whole(node, what, plain);
        if (plain == typeof(double)) return Number(node, what);
        if (plain.IsEnum) return Word(node, what, plain);
        var info = json.GetTypeInfo(plain);
        return info.Kind switch
        {
            JsonTypeInfoKind.Dictionary => Dictionary(node, info, what),
            JsonTypeInfoKind.Enumerable => List(node, info, what),
            _ => Object(node, info, what),
        };
    }

    JsonArray List(YamlNode node, JsonTypeInfo type, string what)
    {
        if (node is not YamlList list) throw No(node, what, "a list: begin each item with '- '");
        return [.. list.Children.Select(item => Value(item, type.ElementType!, false, $"an item of {what}"))];
    }

    JsonObject Dictionary(YamlNode node, JsonTypeInfo type, string what)
    {
        if (node is not YamlMap map) throw No(node, what, "names with values");
        return new JsonObject(map.Entries.Select(one => KeyValuePair.Create(
            one.Key.Value, Value(one.Value, type.ElementType!, false, $"'{one.Key.Value}'"))));
    }

    static JsonValue Whole(YamlNode node, string what, Type type)
    {
        var text = Text(node, what, "a whole number");
        var (least, most) = type == typeof(int) ? (int.MinValue, int.MaxValue) : (long.MinValue, long.MaxValue);
        return YamlNumbers.TryWhole(text, out var value) && value >= least && value <= most
            ? JsonValue.Create(value)
            : throw node.Wrong($"'{text}' is no whole number.", $"Write {what} in digits, like 30.");
    }

    static JsonValue Number(YamlNode node, string what)
    {
        var text = Text(node, what, "a number");
        return YamlNumbers.TryNumber(text, out var value)
            ? JsonValue.Create(value)
            : throw node.Wrong($"'{text}' is no number.", $"Write {what} in digits, like 0.25.");
    }

    static JsonValue Word(YamlNode node, string what, Type type)
    {
        var text = Text(node, what, "one word");
        string[] names = [.. Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];
        return names.Contains(text) ? JsonValue.Create(text)
            : throw node.Wrong($"'{text}' is no value for {what}.", YamlChoice.Remedy(text, names));
    }

    static string Text(YamlNode node, string what, string wanted) =>
        node is YamlScalar scalar ? scalar.Value : throw No(node, what, wanted);

    static BadInputException No(YamlNode node, string what, string wanted) => node.Wrong(
        $"{Capital(what)} is {Kind(node)} here.", $"Write {wanted}.");

    static string Kind(YamlNode node) => node switch
    {
        YamlList => "a list",
        YamlMap => "a group of keys",
        _ => "a single value",
    };

    static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
