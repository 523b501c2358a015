using Perennial.Core;
using Perennial.Core.Allocation;
using Perennial.Core.History;
using Perennial.Yaml;

namespace Perennial.Allocation;

/// <summary>What contacts add, as people write it: a YAML file.</summary>
static class MeasuredValueFile
{
    const double Thousandths = 100_000, Most = 1e6;

    static readonly string[] keys = ["segment", "channel", "offer", "value", "low", "high", "measured", "source"];

    /// <summary>The words for channels.</summary>
    public static IReadOnlyList<(string Word, ContactChannel Channel)> Channels { get; } =
    [
        ("email", ContactChannel.Email), ("sms", ContactChannel.Sms), ("call", ContactChannel.Call),
        ("letter", ContactChannel.Letter), ("ads", ContactChannel.Ad),
    ];

    /// <summary>Reads them.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="place">Where it comes from, for errors, and for values that do not say who says so.</param>
    /// <exception cref="BadInputException">A key is unknown or missing, a value of another type, or two are of the same
    /// segment, channel and offer.</exception>
    public static IReadOnlyList<MeasuredValue> Parse(string text, string place)
    {
        const string remedy = "Write 'values: []' where nothing was measured.";
        var root = YamlReader.Read(text, place, remedy);
        var map = root.Map("A file of values has the key 'values'.", remedy).Only("a file of values", ["values"]);
        var list = map.Find("values") ?? throw root.Wrong("'values' is missing.", remedy);
        var read = new Dictionary<(string, ContactChannel, string), MeasuredValue>();
        foreach (var node in list.Items())
        {
            var value = Value(node, Path.GetFileName(place));
            if (!read.TryAdd((value.Band, value.Channel, value.Offer), value))
                throw node.Wrong("There is another value for the same segment, channel and offer.", "Leave one out.");
        }
        return [.. read.Values];
    }

    static MeasuredValue Value(YamlNode node, string file)
    {
        var map = node.Map("A value has keys.", $"Write {YamlChoice.List(keys)}, a colon, and what it is.")
            .Only("a value", keys);
        var (low, value, high) = (Amount(map, "low"), Amount(map, "value"), Amount(map, "high"));
        if (low > value || value > high)
            throw node.Wrong("The value does not lie between low and high.", "Write the smallest as low.");
        return new(Word(map, "segment"), Channel(Need(map, "channel")), Word(map, "offer"), value, low, high,
            ShopCalendar.Day(Day(Need(map, "measured"))), Word(map, "source") is { Length: > 0 } said ? said : file);
    }

    static string Word(YamlMap map, string key) => map.Find(key)?.Text().Trim() ?? "";

    static YamlNode Need(YamlMap map, string key) =>
        map.Find(key) ?? throw map.Wrong($"'{key}' is missing in a value.", $"Add '{key}:' and what it is.");

    static long Amount(YamlMap map, string key) =>
        (long)Math.Round(Need(map, key).Number(-Most, Most) * Thousandths);

    static ContactChannel Channel(YamlNode node)
    {
        var word = node.Text().Trim();
        string[] words = [.. Channels.Select(one => one.Word)];
        return Channels.FirstOrDefault(one => one.Word == word) is { Word: not null } found ? found.Channel
            : throw node.Wrong($"'{word}' is no channel.", YamlChoice.Remedy(word, words));
    }

    static DateOnly Day(YamlNode node) =>
        DateOnly.TryParseExact(node.Text().Trim(), "yyyy-MM-dd", out var day) ? day
            : throw node.Wrong($"\"{node.Text()}\" is no day.", "Write year, month and day: 2026-08-11.");
}
