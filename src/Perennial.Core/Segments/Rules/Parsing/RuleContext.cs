using Perennial.Core.Attributes;
using Perennial.Core.Consent;

namespace Perennial.Core.Segments.Rules.Parsing;

/// <summary>What a rule may speak of in this shop, besides the columns of the catalogue.</summary>
public sealed record RuleContext
{
    /// <summary>Where the rule stands, for errors: "segment 'late'".</summary>
    public string Place { get; init; } = "rule";

    /// <summary>Where the character at an index of the rule stands, for errors, where the rule is part of a file whose
    /// lines are others than its own; null where the lines are counted in the rule.</summary>
    public Func<int, string>? PlaceAt { get; init; }

    /// <summary>Whether it is asked of customers who have entered a strategy, so that it may say <c>since entry</c>.
    /// </summary>
    public bool HasEntry { get; init; }

    /// <summary>What is asked by it, for errors: "the audience", "this rule".</summary>
    public string Asked { get; init; } = "this rule";

    /// <summary>The highest score in use. Default 10: whatever a shop may use.</summary>
    public int Bins { get; init; } = 10;

    /// <summary>The names that a label column can have where they depend on settings, by column: those of the shop's
    /// RFM segments. A column that is not in it may be compared with any name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Labels { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The attributes that the shop keeps of its customers.</summary>
    public IReadOnlyList<DeclaredAttribute> Attributes { get; init; } = AttributeSet.OfEveryShop;

    /// <summary>What there is of a kind, by which names in a rule are checked; null or nothing where any name will do.
    /// Asked only where a rule names one.</summary>
    public Func<NameKind, IReadOnlySet<string>?> Names { get; init; } = _ => null;

    /// <summary>By what it is decided whether somebody may be contacted.</summary>
    public ContactRules Contact { get; init; } = new();

    /// <summary>Names of the segments that a rule may refer to.</summary>
    public IReadOnlyList<string> Segments { get; init; } = [];

    /// <summary>The rule of a segment by name; asked only for <see cref="Segments"/>. It throws where segments go round
    /// in a circle.</summary>
    public Func<string, Rule>? SegmentRule { get; init; }
}
