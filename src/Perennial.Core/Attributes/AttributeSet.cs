namespace Perennial.Core.Attributes;

/// <summary>The attributes that a shop keeps of its customers: those that every shop has, and those that it has
/// declared.</summary>
public sealed class AttributeSet
{
    /// <summary>The language that a customer reads.</summary>
    public const string Language = "language";

    /// <summary>The time zone in which a customer is.</summary>
    public const string TimeZone = "time_zone";

    /// <summary>The member of staff who looks after a customer.</summary>
    public const string Owner = "owner";

    /// <summary>Those that every shop has.</summary>
    public static IReadOnlyList<DeclaredAttribute> OfEveryShop { get; } =
    [
        new(Language, AttributeType.Text), new(TimeZone, AttributeType.Text), new(Owner, AttributeType.Text),
    ];

    // As trackers and files call them.
    static readonly (string Name, string Others)[] others =
        [(Language, "lang locale preferredlanguage"), (TimeZone, "timezone tz"), (Owner, "accountmanager salesperson")];

    readonly Dictionary<string, DeclaredAttribute> byName = new(StringComparer.Ordinal);
    readonly Func<string, string?> zone;

    /// <summary>The set of a shop.</summary>
    /// <param name="own">What it has declared.</param>
    /// <param name="zone">The IANA name of a time zone as it is kept; null for a text that names none.</param>
    /// <param name="shopsLanguage">The shop's own language; null for none.</param>
    /// <param name="shopsZone">The shop's own time zone; null for none.</param>
    public AttributeSet(IEnumerable<DeclaredAttribute> own, Func<string, string?> zone, string? shopsLanguage = null,
        string? shopsZone = null)
    {
        this.zone = zone;
        Own = [.. own];
        All = [.. OfEveryShop.Select(one => one.Name switch
        {
            Language => one with { Otherwise = shopsLanguage ?? "" },
            TimeZone => one with { Otherwise = shopsZone ?? "" },
            _ => one,
        }), .. Own];
        foreach (var one in All) byName.TryAdd(Folded(one.Name), one);
        foreach (var (name, more) in others)
            foreach (var other in more.Split(' ')) byName.TryAdd(other, All.First(one => one.Name == name));
    }

    /// <summary>Only those that every shop has; a time zone is taken as it is written.</summary>
    public static AttributeSet Everywhere { get; } = new([], zone => zone);

    /// <summary>What the shop has declared.</summary>
    public IReadOnlyList<DeclaredAttribute> Own { get; }

    /// <summary>Every attribute.</summary>
    public IReadOnlyList<DeclaredAttribute> All { get; }

    /// <summary>The attribute of a name, whatever its case and whatever stands between its words; or null.</summary>
    public DeclaredAttribute? Find(string name) => byName.GetValueOrDefault(Folded(name));

    /// <summary>A value as it is kept; null where the text is none.</summary>
    public string? Read(DeclaredAttribute attribute, string text) => attribute.Name switch
    {
        Language => text.Trim().Length == 0 ? "" : LanguageTag(text.Trim()),
        TimeZone => text.Trim().Length == 0 ? "" : zone(text.Trim()),
        Owner => AttributeValue.Read(AttributeType.Text, text)?.ToLowerInvariant(),
        _ => AttributeValue.Read(attribute.Type, text),
    };

    /// <summary>The name of an attribute in rules and for destinations: those of the shop's own stand behind
    /// <c>attributes.</c>, so that none can be mistaken for a column.</summary>
    public static string SentName(string name) =>
        OfEveryShop.Any(one => one.Name == name) ? name : $"{OwnPrefix}{name}";

    /// <summary>What stands before the names of the shop's own.</summary>
    public const string OwnPrefix = "attributes.";

    /// <summary>What an attribute holds, in a word.</summary>
    public static string WordOf(DeclaredAttribute attribute) => attribute.Name switch
    {
        Language => "language", TimeZone => "time zone", Owner => "member of staff",
        _ => attribute.Type switch
        {
            AttributeType.Number => "number", AttributeType.Date => "day (YYYY-MM-DD)",
            AttributeType.YesNo => "yes or no", AttributeType.List => "list of at most 50 texts",
            _ => "text of at most 500 characters",
        },
    };

    /// <summary>What to write instead of a text that is no value.</summary>
    public static string Remedy(DeclaredAttribute attribute, string text) => attribute.Name switch
    {
        Language => Languages.Remedy(text),
        TimeZone => "Write an IANA name such as 'Europe/Paris'.",
        _ => attribute.Type switch
        {
            AttributeType.Number => "Write a number with a decimal point, such as 42 or 1.5.",
            AttributeType.Date => "Write a day as 2026-12-31.",
            AttributeType.YesNo => "Write yes or no.",
            _ => "Make it shorter.",
        },
    };

    /// <summary>Letters and digits in small letters.</summary>
    public static string Folded(string name) =>
        string.Concat(name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));

    // fr, fr-FR, fr_FR.UTF-8: of a tag the language, and the region where the language is written differently there.
    internal static string? LanguageTag(string text)
    {
        var parts = text.Split('.')[0].Split('-', '_');
        var language = Languages.OfThree(Languages.Now(parts[0].ToLowerInvariant()));
        // One of three letters that is none of these is a rare one: hardly anybody knows them all.
        if (!Languages.All.Contains(language) && !Languages.IsRare(language)) return null;
        var region = parts.Skip(1).FirstOrDefault(part => part.Length == 2 && part.All(char.IsAsciiLetter));
        return (language, region?.ToUpperInvariant()) is ("pt", "BR") or ("zh", "TW" or "HK") or ("en", "US" or "GB")
            ? $"{language}-{region!.ToUpperInvariant()}" : language;
    }
}
