using System.Globalization;
using System.Text.RegularExpressions;
using Perennial.Core;
using Perennial.Core.Segments.Rules;
using Perennial.Yaml;

namespace Perennial.Strategies;

/// <summary>The types of values in files of strategies, each with what to write instead.</summary>
static partial class WrittenValues
{
    const int LongestDays = 36_525, LongestName = 60;

    [GeneratedRegex(@"^(\d{1,6})(min|h|d|w)$")]
    private static partial Regex LengthForm();

    [GeneratedRegex(@"^(\d{1,9})\s*([a-z])?")]
    private static partial Regex LengthStart();

    [GeneratedRegex(@"^[\p{L}\p{N} \-'&.,]+$")]
    private static partial Regex NameForm();

    [GeneratedRegex(@"^(\d{1,3}(?:\.\d)?)%$")]
    private static partial Regex ShareForm();

    [GeneratedRegex(@"^\d{1,12}(?:\.\d{1,2})?$")]
    private static partial Regex MoneyForm();

    /// <summary>A text of any form.</summary>
    public static string Text(YamlNode node) => node.Text();

    /// <summary>A name: letters, digits, blanks and -'&amp;., at most 60.</summary>
    public static string Name(YamlNode node)
    {
        var text = node.Text().Trim();
        if (text.Length > LongestName)
            throw node.Wrong($"The name has {text.Length} letters.", $"Use at most {LongestName}.");
        return NameForm().IsMatch(text) ? text
            : throw node.Wrong($"\"{text}\" is no name.", "Use letters, digits, blanks and - ' & . ,");
    }

    /// <summary>30min, 4h, 7d, 4w.</summary>
    public static TimeLength Length(YamlNode node) => LengthOf(node.Text().Trim()) ?? throw NoLength(node, node.Text());

    /// <summary>The length that a text is, or null.</summary>
    public static TimeLength? LengthOf(string text)
    {
        if (LengthForm().Match(text) is not { Success: true } form) return null;
        var number = int.Parse(form.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        TimeLength length = form.Groups[2].Value switch
        {
            "min" => new(-1, number, Words(number, "minute")),
            "h" => new(-1, number * 60L, Words(number, "hour")),
            "d" => new(number, -1, Words(number, "day")),
            _ => new(number * 7, -1, Words(number * 7, "day")),
        };
        return length.Days <= LongestDays && length.Minutes <= LongestDays * 1440L ? length : null;
    }

    /// <summary>What is said of a text that is no length.</summary>
    public static BadInputException NoLength(YamlNode node, string text)
    {
        var start = LengthStart().Match(text);
        var (number, unit) = start.Success ? (start.Groups[1].Value, start.Groups[2].Value) : ("7", "d");
        string[] examples = [$"{number}{(unit is "h" or "w" ? unit : unit == "m" ? "min" : "d")}", "30min", "4h", "2w"];
        return node.Wrong($"\"{text}\" is no length of time.",
            $"Write {examples[0]}, or {string.Join(", ", examples.Skip(1).Where(one => one != examples[0]))}.");
    }

    static string Words(int number, string unit) => number == 1 ? $"1 {unit}" : $"{number} {unit}s";

    /// <summary>10%, from 0 to 100, as 0..1.</summary>
    public static double Share(YamlNode node)
    {
        var text = node.Text().Trim();
        if (ShareForm().Match(text) is { Success: true } form
            && double.Parse(form.Groups[1].ValueSpan, CultureInfo.InvariantCulture) is <= 100 and var percent)
            return percent / 100;
        var meant = YamlNumbers.TryNumber(text, out var number) && number is > 0 and <= 1 ? number * 100
            : number is > 1 and <= 100 ? number : 10;
        throw node.Wrong($"\"{text}\" is no share.", string.Create(CultureInfo.InvariantCulture,
            $"Write a share: {meant:0.#}%."));
    }

    /// <summary>12.50, as cents.</summary>
    public static long Money(YamlNode node)
    {
        var text = node.Text().Trim();
        return MoneyForm().IsMatch(text)
            ? (long)(decimal.Parse(text, CultureInfo.InvariantCulture) * 100)
            : throw node.Wrong($"\"{text}\" is no amount of money.", "Write it in the shop's currency: 12.50.");
    }

    /// <summary>A price that may be less than a cent: 0.002.</summary>
    public static decimal Price(YamlNode node) =>
        decimal.TryParse(node.Text().Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out var price)
            ? price : throw node.Wrong($"\"{node.Text()}\" is no price.", "Write it in the shop's currency: 0.055.");

    /// <summary>A whole day.</summary>
    public static DateOnly Date(YamlNode node) => DateOf(node.Text().Trim())
        ?? throw node.Wrong($"\"{node.Text()}\" is no day.", "Write year, month and day: 2026-08-11.");

    public static DateOnly? DateOf(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd",
        CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>Yes or no, in these words.</summary>
    public static bool YesNo(YamlNode node) => node.Text().Trim() switch
    {
        "yes" => true,
        "no" => false,
        var text => throw node.Wrong($"\"{text}\" is neither yes nor no.", text switch
        {
            "true" or "on" => "Write yes.",
            "false" or "off" => "Write no.",
            _ => "Write yes or no.",
        }),
    };

    /// <summary>A whole number.</summary>
    public static Func<YamlNode, int> Whole(int least, int most) => node => node.Whole(least, most);

    /// <summary>Whole days: <c>5d</c>.</summary>
    public static int Days(YamlNode node) => Length(node) is { Days: >= 0 and var days } ? days
        : throw node.Wrong($"\"{node.Text()}\" is no number of days.", "Write 5d.");

    /// <summary>One of some words.</summary>
    public static Func<YamlNode, T> OneOf<T>(params IReadOnlyList<(string Word, T Value)> choices) => node =>
    {
        var text = node.Text().Trim();
        foreach (var (word, value) in choices)
            if (word == text) return value;
        throw node.Wrong($"'{text}' is no value for {node.Path[(node.Path.LastIndexOf('.') + 1)..]}.",
            YamlChoice.Remedy(text, [.. choices.Select(one => one.Word)]));
    };

    /// <summary>A text, or one a language.</summary>
    public static IReadOnlyDictionary<string, string> Texts(YamlNode node)
    {
        if (node is not YamlMap map) return new Dictionary<string, string> { [""] = node.Text() };
        foreach (var (key, _) in map.Entries)
        {
            if (key.Value.Length != 2 || !key.Value.All(char.IsAsciiLetterLower))
                throw key.Wrong($"'{key.Value}' is no language.", "Write two small letters: en, fr.");
        }
        return map.Entries.ToDictionary(one => one.Key.Value, one => one.Value.Text());
    }

    /// <summary>One or several texts.</summary>
    public static IReadOnlyList<string> Names(YamlNode node) =>
        node is YamlList list ? [.. list.Children.Select(one => one.Text().Trim())] : [node.Text().Trim()];
}
