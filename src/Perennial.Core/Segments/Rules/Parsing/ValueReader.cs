using System.Globalization;
using Perennial.Core.Profiles;
using static Perennial.Core.Segments.Rules.ComparisonOperator;

namespace Perennial.Core.Segments.Rules.Parsing;

/// <summary>Reads what follows a name: an operator with values of the name's type, or a window of time.</summary>
sealed class ValueReader(TokenReader tokens, RuleContext context)
{
    const decimal MostOfAnything = 1_000_000_000_000_000;

    readonly NameReader names = new(tokens, context);
    readonly WindowReader windows = new(tokens, context);

    static readonly Dictionary<string, ComparisonOperator> signs = new()
    {
        ["="] = Equal, ["!="] = NotEqual, ["<"] = Less, ["<="] = LessOrEqual, [">"] = Greater,
        [">="] = GreaterOrEqual,
    };

    /// <summary>A window of time; <see cref="TimeWindow.Always"/> where none is written.</summary>
    public TimeWindow Window(bool column) => windows.Window(column);

    /// <summary>A length of time.</summary>
    public TimeLength Length() => windows.Length();

    public Comparison Comparison(ValueSubject subject)
    {
        var at = tokens.Current;
        var comparison = ReadComparison(subject);
        if (!comparison.AsksForAny) Check(subject, comparison, at);
        return comparison;
    }

    Comparison ReadComparison(ValueSubject subject)
    {
        var at = tokens.Current;
        if (at.Kind == TokenKind.Sign && signs.TryGetValue(at.Text, out var sign))
        {
            tokens.Take();
            if (sign is not (Equal or NotEqual)) NeedOrder(subject, at);
            return new(sign, [Value(subject)]);
        }
        if (tokens.Skip("in")) return new(In, List(subject));
        if (at.Is("not") && tokens.Peek(1).Is("in"))
        {
            tokens.Take();
            tokens.Take();
            return new(NotIn, List(subject));
        }
        if (tokens.Skip("between"))
        {
            NeedOrder(subject, at);
            var from = Value(subject);
            tokens.Expect("and", "Write: between 1 and 3.");
            return new(Between, [from, Value(subject)]);
        }
        if (tokens.Skip("starts")) return StartsWithText(subject, at);
        if (tokens.Skip("is")) return Known(subject, at);
        if (subject.Kind == ValueKind.Flag) return new(Equal, [new RuleValue("yes", 1)]);
        throw tokens.Error($"Behind {subject.Name} a comparison is expected, and not {at}.",
            "Write = != < <= > >=, in (…), not in (…), between … and …, or is known.");
    }

    Comparison StartsWithText(ValueSubject subject, Token at)
    {
        tokens.Expect("with", "Write: starts with '75'.");
        if (subject.Kind != ValueKind.Text)
            throw tokens.Error(at, $"{subject.Name} is no free text.", "Write = or in (…).");
        // What a name begins with is no name.
        return new(StartsWith, [Value(subject with { OfKind = null })]);
    }

    Comparison Known(ValueSubject subject, Token at)
    {
        if (subject.Kind == ValueKind.Flag && !subject.MayBeUnknown)
            throw tokens.Error(at, $"{subject.Name} is always known: yes or no.", $"Write: {subject.Name} = yes.");
        var not = tokens.Skip("not");
        if (tokens.Skip("known")) return new(not ? Unknown : ComparisonOperator.Known, []);
        if (!not && tokens.Skip("unknown")) return new(Unknown, []);
        throw tokens.Error($"Behind \"is\" stands \"known\" or \"unknown\", and not {tokens.Current}.",
            "Write = to compare with a value.");
    }

    void NeedOrder(ValueSubject subject, Token at)
    {
        if (subject.IsOrdered) return;
        throw tokens.Error(at, $"No {subject.Name} is more or less than another.",
            subject.Kind == ValueKind.Flag ? "Write = yes or = no." : "Write =, !=, in (…) or not in (…).");
    }

    List<RuleValue> List(ValueSubject subject)
    {
        tokens.Expect("(", "Write a list in parentheses: in (1, 2).");
        var list = new List<RuleValue>();
        do list.Add(Value(subject)); while (tokens.Skip(","));
        tokens.Expect(")", "Close the list, or put a comma between its values.");
        return list;
    }

    RuleValue Value(ValueSubject subject) => subject.Kind switch
    {
        ValueKind.Text => OfText(subject),
        ValueKind.Label => OfLabel(subject),
        ValueKind.Date => OfDate(subject),
        ValueKind.Flag => OfFlag(subject),
        ValueKind.Code => OfCode(subject),
        _ => OfNumber(subject),
    };

    RuleValue OfText(ValueSubject subject)
    {
        var text = tokens.TakeText($"{subject.Name} is a text: write it in quotes, '…'.");
        if (text.Text.Length > 0 && subject.OfKind is { } kind) names.Check(kind, text);
        if (text.Text.Length > 0) return new RuleValue(text.Text, Text: text.Text);
        throw tokens.Error(text, "The text is empty.", $"Write: {subject.Name} is unknown.");
    }

    RuleValue OfLabel(ValueSubject subject)
    {
        var text = tokens.TakeText($"{subject.Name} is a name: write it in quotes, '…'.");
        if (subject.Names.Count == 0) return new RuleValue(text.Text, Text: text.Text);
        var name = subject.Column?.FormerLabels.GetValueOrDefault(text.Text) ?? text.Text;
        for (var i = 0; i < subject.Names.Count; i++)
        {
            if (subject.Names[i] == name)
                return new RuleValue(name, i + 1, Text: name) { Hint = subject.Column?.HintOn(text.Text) };
        }
        throw tokens.Error(text, $"No {subject.Name} is called '{text.Text}'.",
            NearestNames.Remedy(text.Text, subject.Names));
    }

    RuleValue OfDate(ValueSubject subject) =>
        windows.Day($"{subject.Name} is compared with a day: write '2026-11-01'.");

    RuleValue OfFlag(ValueSubject subject)
    {
        if (tokens.Skip("yes")) return new RuleValue("yes", 1);
        if (tokens.Skip("no")) return new RuleValue("no", 0);
        throw tokens.Error($"{subject.Name} is yes or no, and not {tokens.Current}.", $"Write: {subject.Name} = yes.");
    }

    RuleValue OfCode(ValueSubject subject)
    {
        var token = tokens.Take();
        var code = token.Kind is TokenKind.Number or TokenKind.Text ? subject.CodeOf(token.Text) : 0;
        if (code != 0) return new RuleValue(token.Text, code);
        throw tokens.Error(token, $"{token} is no {subject.Name}.",
            $"Write the scores side by side, each from 1 to {subject.Highest}"
            + (subject.Highest > 9 ? ", in quotes and joined by hyphens: '5-4-10'." : "."));
    }

    RuleValue OfNumber(ValueSubject subject)
    {
        var at = tokens.Current;
        var negative = tokens.Skip("-");
        var token = tokens.Current;
        if (token.Kind != TokenKind.Number)
            throw tokens.Error(token, $"{subject.Name} is a number, and not {token}.", Example(subject));
        tokens.Take();
        var (number, unit) = Split(token);
        if (negative) number = -number;
        var days = subject.Kind == ValueKind.Days || subject.IsDays;
        var scale = unit switch
        {
            "" => 1m,
            "d" when days => 1m,
            "w" when days => 7m,
            "%" when subject.Kind == ValueKind.Number => 0.01m,
            _ => throw tokens.Error(token, $"\"{unit}\" is no unit of {subject.Name}.", Example(subject)),
        };
        if (Math.Abs(number) > MostOfAnything)
            throw tokens.Error(at, $"{number} is too large.", Example(subject));
        var written = $"{(negative ? "-" : "")}{token.Text}";
        number *= scale;
        if (subject.Kind == ValueKind.Number) return new RuleValue(written, Number: (double)number);
        var inHundredths = subject.Kind is ValueKind.Money or ValueKind.Decimal;
        if (inHundredths) number *= 100;
        if (number == decimal.Truncate(number)) return new RuleValue(written, (long)number);
        throw tokens.Error(at, inHundredths
            ? $"{written} has more than two decimals." : $"{subject.Name} is a whole number, and not {written}.",
            Example(subject));
    }

    (decimal Number, string Unit) Split(Token token)
    {
        var length = token.Text.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        if (decimal.TryParse(token.Text.AsSpan(0, length), NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture, out var number)) return (number, token.Text[length..]);
        throw tokens.Error(token, $"{token} is no number.", "Write digits with at most one point: 1234.5.");
    }

    static string Example(ValueSubject subject) => subject.Kind switch
    {
        ValueKind.Days => "Write days or weeks: 30, 30d or 4w.",
        ValueKind.Money => "Write an amount in the shop's currency: 500 or 12.50.",
        ValueKind.Decimal => "Write a number with at most two decimals: 4 or 4.5.",
        ValueKind.Number when subject.IsShare => "Write a share: 0.3 or 30%.",
        ValueKind.Number => "Write a number: 12 or 0.5.",
        ValueKind.Score => $"Write a score from 1 to {subject.Highest}.",
        _ => "Write a whole number: 3.",
    };

    void Check(ValueSubject subject, Comparison comparison, Token at)
    {
        if (comparison.Operator == Between)
        {
            var (from, to) = (comparison.Values[0], comparison.Values[1]);
            if (from.Whole > to.Whole || from.Number > to.Number)
                throw tokens.Error(at, $"Nothing is between {from.Written} and {to.Written}.", "Exchange them.");
        }
        if (subject.Kind == ValueKind.Score) CheckScores(subject, comparison, at);
        if (subject.IsShare) CheckShares(subject, comparison, at);
    }

    void CheckScores(ValueSubject subject, Comparison comparison, Token at)
    {
        var outside = comparison.Values.Any(value => value.Whole < 1 || value.Whole > subject.Highest);
        var ranges = comparison.WholeRanges();
        var possible = ranges.Any(range => range.From <= subject.Highest && range.To >= 1);
        if (!outside && possible) return;
        var all = ranges.Any(range => range.From <= 1 && range.To >= subject.Highest);
        throw Pointless(subject, comparison, at, all, possible, $"It goes from 1 to {subject.Highest}.");
    }

    void CheckShares(ValueSubject subject, Comparison comparison, Token at)
    {
        var outside = comparison.Values.Any(value => value.Number is < 0 or > 1);
        var ranges = comparison.NumberRanges();
        var possible = ranges.Any(range => range.From <= 1 && range.To >= 0);
        if (!outside && possible) return;
        var all = ranges.Any(range => range.From <= 0 && range.To >= 1);
        throw Pointless(subject, comparison, at, all, possible, "It goes from 0 to 1: write 0.3 or 30%.");
    }

    // What the positive comparison says of all or of none, its opposite says of none or of all.
    BadInputException Pointless(
        ValueSubject subject, Comparison comparison, Token at, bool all, bool possible, string remedy)
    {
        var every = comparison.Negated ? !possible : all;
        var words = ComparisonWords.Of(comparison);
        return tokens.Error(at, every ? $"Every {subject.Name} is {words}." : $"No {subject.Name} is {words}.", remedy);
    }
}
