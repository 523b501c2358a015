using Perennial.Core.Profiles;

namespace Perennial.Core.Segments.Rules.Parsing;

/// <summary>
/// Reads a rule and checks it: names, types, and comparisons that nobody or everybody would pass by mistake.
/// </summary>
/// <remarks>Loosest to tightest: <c>or</c>, <c>and</c>, <c>not</c>, one test. Words are read in any case.</remarks>
public sealed class RuleParser
{
    const int DeepestNesting = 100;

    readonly RuleContext context;
    readonly TokenReader tokens;
    readonly ValueReader values;
    int depth;

    RuleParser(string text, RuleContext context)
    {
        this.context = context;
        tokens = new TokenReader(text, context);
        values = new ValueReader(tokens);
    }

    /// <summary>Reads and checks a rule.</summary>
    /// <param name="text">The rule.</param>
    /// <param name="context">What it may speak of; null for any shop.</param>
    /// <exception cref="BadInputException">With line, column, what is wrong, and the nearest valid names.</exception>
    public static Rule Parse(string text, RuleContext? context = null)
    {
        var parser = new RuleParser(text, context ?? new RuleContext());
        if (parser.tokens.Current.Kind == TokenKind.End)
            throw parser.tokens.Error("The rule is empty.", "Write 'everybody' for all customers.");
        var rule = parser.Any();
        if (rule.Size > Rule.LargestSize)
            throw parser.tokens.Error($"The rule has more than {Rule.LargestSize} tests.", "Make it simpler.");
        if (parser.tokens.Current.Kind == TokenKind.End) return rule;
        throw parser.tokens.Error($"{parser.tokens.Current} cannot follow a whole test.",
            "Join tests with 'and' or 'or'.");
    }

    Rule Any()
    {
        if (++depth > DeepestNesting)
            throw tokens.Error("The rule is nested too deep.", $"{DeepestNesting} levels are enough for anybody.");
        var parts = new List<Rule> { All() };
        while (tokens.Skip("or")) parts.Add(All());
        depth--;
        return parts.Count == 1 ? parts[0] : new AnyOf(parts);
    }

    Rule All()
    {
        var parts = new List<Rule> { Not() };
        while (tokens.Skip("and"))
        {
            var at = tokens.Current;
            parts.Add(Not());
            RefuseContradiction(parts, at);
        }
        return parts.Count == 1 ? parts[0] : new AllOf(parts);
    }

    Rule Not()
    {
        var not = false;
        while (tokens.Current.Is("not") && !IsNotInSegment())
        {
            tokens.Take();
            not = !not;
        }
        var part = Test();
        return not ? new NotRule(part) : part;
    }

    bool IsNotInSegment() => tokens.Peek(1).Is("in");

    Rule Test()
    {
        var token = tokens.Current;
        if (tokens.Skip("("))
        {
            var inner = Any();
            tokens.Expect(")", "Close the parenthesis.");
            return inner;
        }
        if (tokens.Skip("everybody")) return new Everybody();
        if (token.Is("in")) return Segment();
        if (tokens.Skip("not")) return new NotRule(Segment());
        if (token.Is("has") || token.Is("no")) return new FactReader(tokens, values).Read();
        if (token.Kind != TokenKind.Word)
        {
            throw tokens.Error($"Here a test should start, and not {token}.",
                "A test starts with a column, an attribute, 'has', 'no', 'in segment', 'not' or '('.");
        }
        return Named(tokens.Take());
    }

    InSegment Segment()
    {
        tokens.Expect("in", "Write: in segment 'name'.");
        tokens.Expect("segment", "Write: in segment 'name'.");
        var name = tokens.TakeText("Write the segment's name in quotes: in segment 'name'.");
        if (context.SegmentRule is { } ruleOf && context.Segments.Contains(name.Text))
        {
            var segment = new InSegment(name.Text, ruleOf(name.Text));
            // Segments that name a segment twice, in segments that do the same, would double at every step.
            if (segment.Size <= Rule.LargestSize) return segment;
            throw tokens.Error(name, $"With segment '{name.Text}' the rule has more than {Rule.LargestSize} tests.",
                "Refer to fewer segments.");
        }
        throw tokens.Error(name, $"There is no segment '{name.Text}'.",
            NearestNames.Remedy(name.Text, context.Segments));
    }

    Rule Named(Token name)
    {
        if (AttributeTable.Find(name.Text) is { } attribute) return AttributeOf(attribute, name);
        var column = RuleNames.Column(name.Text);
        if (column is not null) return ColumnOf(column, name);
        throw tokens.Error(name, $"There is no column or attribute \"{name.Text}\".",
            NearestNames.Remedy(name.Text, RuleNames.All));
    }

    AttributeTest AttributeOf(CustomerAttribute attribute, Token name)
    {
        var comparison = values.Comparison(new ValueSubject(AttributeTable.NameOf(attribute), ValueKind.Text));
        if (AttributeTable.OnlyKnown(attribute) && !comparison.AsksForAny)
        {
            throw tokens.Error(name, $"Rules do not compare {AttributeTable.NameOf(attribute)}.",
                "Write 'is known' or 'is unknown' behind it.");
        }
        return new AttributeTest(attribute, comparison);
    }

    Rule ColumnOf(Column column, Token name)
    {
        if (column is Column<Instant> instant && values.Window(column: true) is { IsAlways: false } window)
            return new WindowTest(instant, window);
        if (column.Kind == ColumnKind.Clock && ClockForm.Of(column) is null)
        {
            throw tokens.Error(name, $"Rules cannot use {column.Name}: it changes in a way they cannot foresee.",
                NearestNames.Remedy(column.Name, RuleNames.All.Where(other => other != column.Name)));
        }
        return new ColumnTest(column, values.Comparison(ValueSubject.Of(column, context)));
    }

    // r = 1 and r > 3 is a mistake that would silently find nobody.
    void RefuseContradiction(List<Rule> parts, Token last)
    {
        if (parts[^1] is not ColumnTest test || Ranges(test) is not { } allowed) return;
        foreach (var other in parts.SkipLast(1).OfType<ColumnTest>().Where(other => other.Column == test.Column))
        {
            if (Ranges(other) is not { } ranges) continue;
            if (ranges.Any(one => allowed.Any(two => Math.Max(one.From, two.From) <= Math.Min(one.To, two.To))))
                continue;
            throw tokens.Error(last, $"No {test.Column.Name} is both {ComparisonWords.Of(other.Comparison)} and "
                + $"{ComparisonWords.Of(test.Comparison)}.", "Write 'or' where one of two is enough.");
        }
    }

    static IReadOnlyList<WholeRange>? Ranges(ColumnTest test) =>
        test.Comparison.Negated || test.Column is Column<double> ? null : test.Comparison.WholeRanges();
}
