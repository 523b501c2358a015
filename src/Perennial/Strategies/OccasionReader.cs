using System.Text.RegularExpressions;
using Perennial.Core.Occasions;
using Perennial.Core.Segments.Rules;
using Perennial.Yaml;

namespace Perennial.Strategies;

/// <summary>Reads occasions.yaml.</summary>
sealed partial class OccasionReader(RuleReading rules, Mistakes mistakes)
{
    [GeneratedRegex("^dates labelled '([^']+)'$")]
    private static partial Regex LabelForm();

    public IReadOnlyList<Occasion> Read(YamlNode root)
    {
        var keys = new Keys(root, "a file of occasions", mistakes, "occasions");
        var read = new List<Occasion>();
        foreach (var (at, occasion) in keys.List("occasions", node => new At<Occasion?>(node, OccasionOf(node))))
        {
            if (occasion is null) continue;
            if (read.Exists(one => one.Name == occasion.Name))
                mistakes.Add(at.Wrong($"Two occasions are called '{occasion.Name}'.", "Give one another name."));
            else read.Add(occasion);
        }
        return read;
    }

    Occasion? OccasionOf(YamlNode node)
    {
        var keys = new Keys(node, "an occasion", mistakes,
            "occasion", "title", "date", "of", "order by", "where", "leap day", "sensitive");
        var name = keys.Need("occasion", WrittenValues.Name, "Write occasion: and its name.");
        if (keys.Present(["date", "of"]).Count != 1)
            throw node.Wrong("An occasion has a 'date' or is 'of' something.",
                "Write date: { everywhere: 14 february }.");
        var (kind, label) = keys.Get("of", Of, (OccasionKind.Calendar, ""));
        if (keys.Has("where") && kind != OccasionKind.LastYearsOrder)
            mistakes.Add(keys.At("where").Wrong("'where' asks of last year's order.", "Leave it out."));
        if (name is null) return null;
        return new Occasion(name, kind)
        {
            Label = label, Title = keys.Get("title", WrittenValues.Texts, new Dictionary<string, string>()),
            Days = keys.Get("date", one => ByCountry(one, day => WrittenTimes.Day(day, mistakes)),
                new Dictionary<string, DayRule>()),
            OrderByDays = keys.Get("order by", one => ByCountry(one, WrittenValues.Days), new Dictionary<string,
                int>()),
            Orders = keys.Get<FactTest?>("where", rules.Orders, null),
            LeapDayIsFirstOfMarch = keys.Get("leap day",
                WrittenValues.OneOf(("28 february", false), ("1 march", true)), false),
            IsSensitive = keys.Get("sensitive", WrittenValues.YesNo, false),
        };
    }

    static (OccasionKind, string) Of(YamlNode node) => node.Text().Trim() switch
    {
        "birthday" => (OccasionKind.Birthday, ""),
        "last year's order" => (OccasionKind.LastYearsOrder, ""),
        var text when LabelForm().Match(text) is { Success: true } form => (OccasionKind.OtherDates,
            form.Groups[1].Value),
        var text => throw node.Wrong($"'{text}' has no days.",
            "Write birthday, dates labelled 'anniversary', or last year's order."),
    };

    /// <summary>Values by country; "everywhere" for the others.</summary>
    public static IReadOnlyDictionary<string, T> ByCountry<T>(YamlNode node, Func<YamlNode, T> read)
    {
        var all = new Dictionary<string, T>();
        foreach (var (key, value) in node.Map("Here countries stand.", "Write { FR: …, everywhere: … }.").Entries)
            all.Add(key.Value == "everywhere" ? Occasion.Everywhere : Country(key), read(value));
        return all;
    }

    /// <summary>Two capital letters.</summary>
    public static string Country(YamlNode node)
    {
        var text = node.Text().Trim();
        return text.Length == 2 && text.All(char.IsAsciiLetterUpper) ? text
            : throw node.Wrong($"'{text}' is no country.", "Write two capital letters: FR; or everywhere.");
    }
}
