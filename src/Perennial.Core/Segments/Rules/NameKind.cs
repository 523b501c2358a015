using Perennial.Core.Attributes;

namespace Perennial.Core.Segments.Rules;

/// <summary>What there is of by name in a shop, so that a name in a rule can be checked. Numbers are stored; never
/// renumber.</summary>
public enum NameKind : byte
{
    /// <summary>Strategies.</summary>
    Strategy = 1,

    /// <summary>Steps of strategies.</summary>
    Step = 2,

    /// <summary>Topics of contacts and consents.</summary>
    Topic = 3,

    /// <summary>Offers.</summary>
    Offer = 4,

    /// <summary>How calls end.</summary>
    Disposition = 5,

    /// <summary>Labels of days of other people.</summary>
    Date = 6,

    /// <summary>Categories of products.</summary>
    Category = 7,

    /// <summary>Ids of products.</summary>
    Product = 8,

    /// <summary>Languages, by their codes: the same in every shop.</summary>
    Language = 9,

    /// <summary>Time zones, by their IANA names: the same in every shop.</summary>
    TimeZone = 10,
}

/// <summary>The names there are.</summary>
public static class NameKinds
{
    /// <summary>How calls end in every shop.</summary>
    public static IReadOnlyList<string> Dispositions { get; } =
    [
        "reached", "no answer", "voicemail", "call back", "call back at", "ordered", "not interested", "do not call",
        "wrong number",
    ];

    /// <summary>What a condition on a field names; null where any text will do.</summary>
    public static NameKind? Of(FactFieldId field) => field switch
    {
        FactFieldId.Strategy => NameKind.Strategy,
        FactFieldId.Step => NameKind.Step,
        FactFieldId.Topic => NameKind.Topic,
        FactFieldId.Offer => NameKind.Offer,
        FactFieldId.Disposition => NameKind.Disposition,
        FactFieldId.Category => NameKind.Category,
        FactFieldId.Product => NameKind.Product,
        _ => null,
    };

    /// <summary>What values of an attribute name; null where any text will do.</summary>
    public static NameKind? Of(DeclaredAttribute attribute) => attribute.Name switch
    {
        AttributeSet.Language => NameKind.Language,
        AttributeSet.TimeZone => NameKind.TimeZone,
        _ => null,
    };

    /// <summary>In a sentence: "There is no strategy 'winbck'."</summary>
    internal static string Word(NameKind kind) =>
        kind == NameKind.TimeZone ? "time zone" : kind.ToString().ToLowerInvariant();
}
