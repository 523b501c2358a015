namespace Perennial.Core.Segments.Rules;

/// <summary>How a value is compared.</summary>
public enum ComparisonOperator
{
    /// <summary><c>=</c></summary>
    Equal,

    /// <summary><c>!=</c>: true also where there is no value.</summary>
    NotEqual,

    /// <summary><c>&lt;</c></summary>
    Less,

    /// <summary><c>&lt;=</c></summary>
    LessOrEqual,

    /// <summary><c>&gt;</c></summary>
    Greater,

    /// <summary><c>&gt;=</c></summary>
    GreaterOrEqual,

    /// <summary><c>in (a, b)</c></summary>
    In,

    /// <summary><c>not in (a, b)</c>: true also where there is no value.</summary>
    NotIn,

    /// <summary><c>between a and b</c>, both included.</summary>
    Between,

    /// <summary><c>starts with 'a'</c></summary>
    StartsWith,

    /// <summary><c>is known</c></summary>
    Known,

    /// <summary><c>is unknown</c></summary>
    Unknown,
}

/// <summary>A value in a rule: as it was written, and as it is compared.</summary>
/// <param name="Written">For people: "30 days", "500", "late".</param>
/// <param name="Whole">Whole numbers, cents, scores, codes, labels' places, calendar days; else 0.</param>
/// <param name="Number">The value of a number column; else 0.</param>
/// <param name="Text">A name or text; null for numbers.</param>
public sealed record RuleValue(string Written, long Whole = 0, double Number = 0, string? Text = null)
{
    /// <summary>What to tell whoever wrote it; null for nothing: the value has another name now.</summary>
    public string? Hint { get; init; }
}

/// <summary>Whole numbers from one to another, both included.</summary>
/// <param name="From">Lowest; <see cref="long.MinValue"/> for no limit.</param>
/// <param name="To">Highest; <see cref="long.MaxValue"/> for no limit.</param>
public readonly record struct WholeRange(long From, long To)
{
    /// <summary>Whether a number lies in it.</summary>
    public bool Contains(long value) => From <= value && value <= To;
}

/// <summary>Numbers from one to another, both included.</summary>
/// <param name="From">Lowest; negative infinity for no limit.</param>
/// <param name="To">Highest; positive infinity for no limit.</param>
public readonly record struct NumberRange(double From, double To)
{
    /// <summary>Whether a number lies in it; NaN lies in none.</summary>
    public bool Contains(double value) => From <= value && value <= To;
}

/// <summary>What a value is compared with.</summary>
/// <remarks>
/// Every comparison of numbers is, turned positive, a union of closed ranges: the three compilations and the search for
/// the next change all start from <see cref="WholeRanges"/> or <see cref="NumberRanges"/>, so that they cannot disagree
/// about an operator.
/// </remarks>
/// <param name="Operator">How.</param>
/// <param name="Values">None, one, two (between) or several (in).</param>
public sealed record Comparison(ComparisonOperator Operator, IReadOnlyList<RuleValue> Values)
{
    // Found out when they are asked for, which is for every event.
    WholeRange[]? wholes;
    NumberRange[]? numbers;

    Comparison(Comparison original) => (Operator, Values) = (original.Operator, original.Values);

    /// <summary>Whether it compares in the same way with the same list of values.</summary>
    public bool Equals(Comparison? other) =>
        other is not null && Operator == other.Operator && Values.Equals(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Operator, Values);

    /// <summary>Whether it is the opposite of the positive comparison: true where that is false, and where there is no
    /// value.</summary>
    public bool Negated =>
        Operator is ComparisonOperator.NotEqual or ComparisonOperator.NotIn or ComparisonOperator.Unknown;

    /// <summary>Whether it only asks if there is a value.</summary>
    public bool AsksForAny => Operator is ComparisonOperator.Known or ComparisonOperator.Unknown;

    /// <summary>The whole numbers for which the positive comparison holds: ascending, apart from one another, never
    /// empty but where nothing can satisfy it.</summary>
    public IReadOnlyList<WholeRange> WholeRanges() => Wholes;

    internal WholeRange[] Wholes => wholes ??= Operator switch
    {
        ComparisonOperator.Known or ComparisonOperator.Unknown => [new(long.MinValue, long.MaxValue)],
        ComparisonOperator.Less => [new(long.MinValue, Values[0].Whole - 1)],
        ComparisonOperator.LessOrEqual => [new(long.MinValue, Values[0].Whole)],
        ComparisonOperator.Greater => [new(Values[0].Whole + 1, long.MaxValue)],
        ComparisonOperator.GreaterOrEqual => [new(Values[0].Whole, long.MaxValue)],
        ComparisonOperator.Between => [new(Values[0].Whole, Values[1].Whole)],
        ComparisonOperator.StartsWith => throw new InvalidOperationException("Numbers have no beginning."),
        _ => Joined([.. Values.Select(value => value.Whole).Distinct().Order()]),
    };

    /// <summary>The numbers for which the positive comparison holds.</summary>
    public IReadOnlyList<NumberRange> NumberRanges() => Numbers;

    internal NumberRange[] Numbers => numbers ??= Operator switch
    {
        ComparisonOperator.Known or ComparisonOperator.Unknown =>
            [new(double.NegativeInfinity, double.PositiveInfinity)],
        ComparisonOperator.Less => [new(double.NegativeInfinity, Math.BitDecrement(Values[0].Number))],
        ComparisonOperator.LessOrEqual => [new(double.NegativeInfinity, Values[0].Number)],
        ComparisonOperator.Greater => [new(Math.BitIncrement(Values[0].Number), double.PositiveInfinity)],
        ComparisonOperator.GreaterOrEqual => [new(Values[0].Number, double.PositiveInfinity)],
        ComparisonOperator.Between => [new(Values[0].Number, Values[1].Number)],
        ComparisonOperator.StartsWith => throw new InvalidOperationException("Numbers have no beginning."),
        _ => [.. Values.Select(value => value.Number).Distinct().Order().Select(one => new NumberRange(one, one))],
    };

    /// <summary>Whether the positive comparison holds of a text; never of null or an empty one.</summary>
    public bool HoldsOf(string? text)
    {
        if (string.IsNullOrEmpty(text)) return false;
        if (AsksForAny) return true;
        if (Operator == ComparisonOperator.StartsWith)
            return text.StartsWith(Values[0].Text!, StringComparison.Ordinal);
        foreach (var value in Values)
            if (value.Text == text) return true;
        return false;
    }

    // 1, 2, 4 are 1-2 and 4: as few ranges as there can be.
    static WholeRange[] Joined(long[] ascending)
    {
        var joined = new List<WholeRange>();
        foreach (var value in ascending)
        {
            if (joined.Count > 0 && joined[^1].To == value - 1) joined[^1] = joined[^1] with { To = value };
            else joined.Add(new(value, value));
        }
        return [.. joined];
    }
}
