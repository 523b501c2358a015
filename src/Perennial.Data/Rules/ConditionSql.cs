using System.Text;
using Perennial.Core;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;

namespace Perennial.Data.Rules;

/// <summary>A value that is bound where <see cref="RuleSql"/> wrote its name.</summary>
/// <param name="Name">Without the sign.</param>
/// <param name="Value">A <see cref="long"/>, a <see cref="double"/> or a <see cref="string"/>.</param>
public sealed record SqlValue(string Name, object Value);

/// <summary>A condition as it is written: its text, and the values that are bound.</summary>
/// <remarks>
/// Every condition is true or false and never null, as rules are: "is not null" stands before each comparison, so that
/// "not" needs no further thought.
/// </remarks>
sealed class ConditionSql(RuleMoment moment)
{
    readonly StringBuilder text = new();
    readonly List<SqlValue> values = [];

    /// <summary>As of when, and by which calendar.</summary>
    public RuleMoment Moment => moment;

    public string Text => text.ToString();

    public IReadOnlyList<SqlValue> Values => values;

    public void Append(string sql) => text.Append(sql);

    public void Negate(Action positive)
    {
        text.Append("not (");
        positive();
        text.Append(')');
    }

    public void Turn(Comparison comparison, Action positive)
    {
        if (comparison.Negated) Negate(positive);
        else positive();
    }

    public string Value(object value)
    {
        values.Add(new SqlValue($"v{values.Count + 1}", value));
        return $"@{values[^1].Name}";
    }

    public void Dates(string name, IReadOnlyList<WholeRange> ranges)
    {
        text.Append($"({name} is not null");
        Alternatives(ranges.Where(range => !IsAll(range)).ToList(), ranges.Any(IsAll), range =>
        {
            var (from, to) = DayRange.Instants(range, moment.Calendar);
            Between(() => name, range.From == long.MinValue ? null : from.UnixMs,
                range.To == long.MaxValue ? null : to.UnixMs);
        });
        text.Append(')');
    }

    public void Window(string name, (Instant From, Instant To) bounds)
    {
        text.Append($"({name} is not null and ");
        Between(() => name, bounds.From.UnixMs, bounds.To.UnixMs);
        text.Append(')');
    }

    public void Ranges(string name, string[]? known, IReadOnlyList<WholeRange> ranges) =>
        Ranges(() => name, known, ranges);

    public void Ranges(string name, string[] known, IReadOnlyList<NumberRange> ranges) =>
        Ranges(() => name, known, ranges);

    public void Ranges(Func<string> expression, string[]? known, IReadOnlyList<WholeRange> ranges)
    {
        text.Append(known is null ? "(1 = 1" : $"({string.Join(" and ", known.Select(name => $"{name} is not null"))}");
        Alternatives(ranges.Where(range => !IsAll(range)).ToList(), ranges.Any(IsAll), range => Between(expression,
            range.From == long.MinValue ? null : range.From, range.To == long.MaxValue ? null : range.To));
        text.Append(')');
    }

    public void Ranges(Func<string> expression, string[] known, IReadOnlyList<NumberRange> ranges)
    {
        text.Append($"({string.Join(" and ", known.Select(name => $"{name} is not null"))}");
        Alternatives(ranges.Where(range => !IsAll(range)).ToList(), ranges.Any(IsAll), range => Between(expression,
            double.IsInfinity(range.From) ? null : range.From, double.IsInfinity(range.To) ? null : range.To));
        text.Append(')');
    }

    static bool IsAll(WholeRange range) => range is { From: long.MinValue, To: long.MaxValue };

    static bool IsAll(NumberRange range) =>
        double.IsNegativeInfinity(range.From) && double.IsPositiveInfinity(range.To);

    // " and (… or …)"; nothing where any value will do.
    void Alternatives<T>(List<T> ranges, bool any, Action<T> write)
    {
        if (any) return;
        text.Append(" and (");
        foreach (var (index, range) in ranges.Index())
        {
            if (index > 0) text.Append(" or ");
            write(range);
        }
        text.Append(')');
    }

    public void Between(Func<string> expression, object? from, object? to)
    {
        if (from is not null && from.Equals(to)) text.Append($"{expression()} = {Value(from)}");
        else
        {
            if (from is not null) text.Append($"{expression()} >= {Value(from)}");
            if (from is not null && to is not null) text.Append(" and ");
            if (to is not null) text.Append($"{expression()} <= {Value(to)}");
        }
    }

    /// <summary>Whether one of a text's lines is something, behind what it begins with.</summary>
    /// <remarks>"Like" would not tell capitals from small letters in every engine.</remarks>
    public void LineTest(string name, string prefix, Comparison comparison)
    {
        const string line = "\n";
        var end = comparison.Operator is ComparisonOperator.StartsWith || comparison.AsksForAny ? "" : line;
        string[] sought = comparison.AsksForAny ? [""] : [.. comparison.Values.Select(value => value.Text!)];
        text.Append($"({name} is not null and (1 = 0");
        // No line holds two.
        foreach (var one in sought.Where(one => !one.Contains('\n')))
        {
            text.Append($" or replace({Value(line)} || {name} || {Value(line)},");
            text.Append($" {Value(line + prefix + one + end)}, '')");
            text.Append($" <> {Value(line)} || {name} || {Value(line)}");
        }
        text.Append("))");
    }

    public void TextTest(string name, Comparison comparison)
    {
        text.Append($"({name} is not null and {name} <> ''");
        if (comparison.Operator == ComparisonOperator.StartsWith)
        {
            var start = comparison.Values[0].Text!;
            var length = (long)start.EnumerateRunes().Count();
            text.Append($" and substr({name}, 1, cast({Value(length)} as integer)) = {Value(start)}");
        }
        else if (!comparison.AsksForAny)
            text.Append($" and {name} in ({string.Join(", ", comparison.Values.Select(value => Value(value.Text!)))})");
        text.Append(')');
    }
}
