using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Parsing;
using Perennial.Core.Strategies;
using Perennial.Yaml;

namespace Perennial.Strategies;

/// <summary>Rules in files of strategies: read by the one checker of rules, with their places in the file.</summary>
/// <param name="context">What they may speak of.</param>
sealed class RuleReading(RuleContext context)
{
    const string Has = "has ";

    /// <summary>A rule.</summary>
    public WrittenRule Rule(YamlNode node)
    {
        var scalar = RefuseCut(node);
        return new WrittenRule(Parse(scalar, "", scalar.Value, context), scalar.Value.Trim());
    }

    /// <summary>Which facts of a kind: <c>order where total > 100</c>.</summary>
    public FactRule Fact(YamlNode node)
    {
        var scalar = RefuseCut(node);
        if (Parse(scalar, Has, scalar.Value, context) is FactTest { Count: { From: 1, To: long.MaxValue } } test
            && test.Window.IsAlways) return new FactRule(test, scalar.Value.Trim());
        throw node.Wrong("Here stands more than a kind of fact.", "Write a fact, perhaps with a where: "
            + "order where total > 100.");
    }

    /// <summary>What of last year's orders counts: the words behind <c>has order where</c>.</summary>
    public FactTest Orders(YamlNode node)
    {
        var scalar = RefuseCut(node);
        return Parse(scalar, "has order where ", scalar.Value, context) is FactTest test && test.Window.IsAlways ? test
            : throw node.Wrong("Here stands more than what orders count.", "Write what is asked of each: total >= 40.");
    }

    static Rule Parse(YamlScalar scalar, string before, string text, RuleContext context)
    {
        var blanks = text.Length - text.TrimStart().Length;
        return RuleParser.Parse(before + text.Trim(), context with
        {
            Place = scalar.Place,
            PlaceAt = offset => scalar.PlaceAt(Math.Max(0, offset - before.Length) + blanks),
        });
    }

    static YamlScalar RefuseCut(YamlNode node)
    {
        if (node is not YamlScalar scalar) throw node.Wrong("Here a rule is expected.", "Write it on one line.");
        if (scalar.IsCutByComment && scalar.Value.Count(letter => letter == '\'') % 2 == 1)
            throw node.Wrong("The rule is cut off: a blank and # begin a comment in YAML.",
                "Put the whole rule in quotes.");
        return scalar;
    }
}
