using Perennial.Core.Attributes;
using Perennial.Core.Profiles;

namespace Perennial.Core.Segments.Rules.Parsing;

/// <summary>
/// Reads a rule and checks it: names, types, and comparisons that nobody or everybody would pass by mistake.
/// </summary>
/// <remarks>Loosest to tightest: <c>or</c>, <c>and</c>, <c>not</c>, one test. Words are read in any case. Behind a
/// mistake reading goes on at the next test, so that all mistakes of a rule are told at once.</remarks>
public sealed class RuleParser
{
    const int DeepestNesting = 100;

    readonly RuleContext context;
    readonly TokenReader tokens;
    readonly ValueReader values;
    FactWord? asked;
    int depth;
    bool isTooDeep;

    RuleParser(string text, RuleContext context)
    {
        this.context = context;
        tokens = new TokenReader(text, context);
        values = new ValueReader(tokens, context);
    }

    /// <summary>Reads and checks a rule.</summary>
    /// <param name="text">The rule.</param>
    /// <param name="context">What it may speak of; null for any shop.</param>
    /// <exception cref="BadInputException">With line, column, what is wrong, and the nearest valid names.</exception>
    public static Rule Parse(string text, RuleContext? context = null)
    {
        var parser = new RuleParser(text, context ?? new RuleContext());
        try
        {
            var rule = parser.Whole();
            if (parser.tokens.Mistakes.Count == 0) return rule;
        }
        catch (BadInputException last)
        {
            parser.tokens.Mistakes.Add(last);
        }
        throw BadInputException.Of(parser.tokens.Mistakes);
    }

    Rule Whole()
    {
        if (tokens.Current.Kind == TokenKind.End)
            throw tokens.Error("The rule is empty.", "Write 'everybody' for all customers.");
        var rule = Any();
        if (rule.Size > Rule.LargestSize)
            throw tokens.Error($"The rule has more than {Rule.LargestSize} tests.", "Make it simpler.");
        if (tokens.Current.Kind == TokenKind.End) return rule;
        tokens.Mistakes.Add(tokens.Error(
            $"{tokens.Current} cannot follow a whole test.", "Join tests with 'and' or 'or'."));
        return rule;
    }

    Rule Any()
    {
        if (++depth > DeepestNesting) isTooDeep = true;
        if (isTooDeep)
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
        var part = TestOrMistake();
        return not ? new NotRule(part) : part;
    }

    Rule TestOrMistake()
    {
        var nested = depth;
        var first = tokens.Current;
        try
        {
            return Test();
        }
        catch (BadInputException mistake) when (!isTooDeep && !tokens.HasEnoughMistakes)
        {
            tokens.Mistakes.Add(mistake);
            depth = nested;
            GoOnBehind(first);
            return new Everybody();
        }
    }

    // At the next "and" or "or" that another test follows. Within the where of facts, and between two values, an "and"
    // is no end: only what can be nothing but a test is read as one there, or the same mistake would be told twice.
    void GoOnBehind(Token first)
    {
        var certain = tokens.HasRead("where", first);
        for (var open = 0; tokens.Current.Kind != TokenKind.End; tokens.Take())
        {
            if (tokens.Current.Is("between") || tokens.Current.Is("where")) certain = true;
            if (tokens.Current.Is("(")) open++;
            else if (tokens.Current.Is(")") && open-- == 0) return;
            else if (open <= 0 && (tokens.Current.Is("and") || tokens.Current.Is("or")) && StartsTest(certain)) return;
        }
    }

    bool StartsTest(bool certain)
    {
        var next = tokens.Peek(1);
        return next.Is("(") || (next.Kind == TokenKind.Word && (!certain || next.Is("has") || next.Is("no")
            || next.Is("in") || next.Is("not") || SpecialReader.Starts(next, tokens.Peek(2))
            || next.Is("everybody") || AttributeTable.Find(next.Text) is not null
            || OwnOf(next.Text) is not null
            || RuleNames.Column(next.Text) is not null));
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
        if (SpecialReader.Starts(token, tokens.Peek(1)))
            return new SpecialReader(tokens, values, context).Read(Any, SegmentOf);
        if (token.Is("has") || token.Is("no"))
        {
            var test = new FactReader(tokens, values, () => StartsTest(certain: true)).Read();
            asked = test.Fact;
            return test;
        }
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
        return SegmentOf(tokens.TakeText("Write the segment's name in quotes: in segment 'name'."));
    }

    InSegment SegmentOf(Token name)
    {
        if (context.SegmentRule is { } ruleOf && context.Segments.Contains(name.Text))
        {
            var segment = new InSegment(name.Text, ruleOf(name.Text));
            // Segments that name a segment twice, in segments that do the same, would double at every step.
            if (segment.Size <= Rule.LargestSize) return segment;
            throw tokens.Error(name, $"With segment '{name.Text}' the rule has more than {Rule.LargestSize} tests.",
                "Refer to fewer segments.");
        }
        throw tokens.Error(name, $"There is no segment '{name.Text}'.",
            NearestNames.RemedyOfShop(name.Text, context.Segments));
    }

    Rule Named(Token name)
    {
        if (AttributeTable.Find(name.Text) is { } attribute) return AttributeOf(attribute, name);
        if (OwnOf(name.Text) is { } own)
            return new OwnAttributeTest(own, values.Comparison(ValueSubject.Of(own, name.Text)));
        var column = RuleNames.Column(name.Text);
        if (column is not null) return ColumnOf(column, name);
        RefuseFieldOutside(name);
        throw tokens.Error(name, $"There is no column or attribute \"{name.Text}\".",
            NearestNames.Remedy(name.Text, RuleNames.All.Concat(
                context.Attributes.Select(one => AttributeSet.SentName(one.Name)))));
    }

    DeclaredAttribute? OwnOf(string name) => context.Attributes.FirstOrDefault(
        one => AttributeSet.SentName(one.Name).Equals(name, StringComparison.OrdinalIgnoreCase));

    // has order where gift or total >= 40
    void RefuseFieldOutside(Token name)
    {
        if (asked?.Fields.FirstOrDefault(field => field.Name.Equals(name.Text, StringComparison.OrdinalIgnoreCase))
            is not { } field) return;
        var (one, several) = (asked.Name.Replace('_', ' '), asked.Plural.Replace('_', ' '));
        throw tokens.Error(name, $"\"{name.Text}\" is known of {several}, and their 'where' has ended before it: 'or' "
            + "ends one.", $"Put the test again: … or has {one} where {field.Name} ….");
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
        if (new OfReader(tokens, values, context).Read(column, name) is { } test) return test;
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
        test.Comparison.Negated || test.Column is Column<double> || test.Column.Form.Kind == ValueKind.Text ? null
            : test.Comparison.WholeRanges();
}
