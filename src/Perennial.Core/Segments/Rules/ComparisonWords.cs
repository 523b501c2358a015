using static Perennial.Core.Segments.Rules.ComparisonOperator;

namespace Perennial.Core.Segments.Rules;

/// <summary>A comparison in words, to be read behind "is".</summary>
static class ComparisonWords
{
    public static string Of(Comparison comparison)
    {
        var values = comparison.Values.Select(value => value.Written).ToList();
        return comparison.Operator switch
        {
            Equal or In => Or(values),
            NotEqual or NotIn => $"not {Or(values)}",
            Less => $"below {values[0]}",
            LessOrEqual => $"at most {values[0]}",
            Greater => $"above {values[0]}",
            GreaterOrEqual => $"at least {values[0]}",
            Between => $"from {values[0]} to {values[1]}",
            StartsWith => $"something that starts with {values[0]}",
            Known => "known",
            Unknown => "unknown",
            _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison.Operator, "Say it in words."),
        };
    }

    public static string Or(IReadOnlyList<string> values) => values.Count == 1
        ? values[0] : $"{string.Join(", ", values.SkipLast(1))} or {values[^1]}";
}
