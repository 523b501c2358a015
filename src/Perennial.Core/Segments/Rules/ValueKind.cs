using Perennial.Core.Profiles;
using Perennial.Core.Rfm;

namespace Perennial.Core.Segments.Rules;

/// <summary>What can be written after a comparison's operator.</summary>
public enum ValueKind
{
    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>Days: 30, 30d or 4w.</summary>
    Days,

    /// <summary>A number, or a percentage.</summary>
    Number,

    /// <summary>An amount in currency units.</summary>
    Money,

    /// <summary>A calendar day: '2026-11-01'.</summary>
    Date,

    /// <summary>A score from 1 up.</summary>
    Score,

    /// <summary>Scores in one: 555.</summary>
    Code,

    /// <summary>One of a list of names.</summary>
    Label,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>Any text.</summary>
    Text,
}

/// <summary>What stands before a comparison's operator, as far as values are concerned.</summary>
/// <param name="Name">In rules.</param>
/// <param name="Kind">Type of its values.</param>
sealed record ValueSubject(string Name, ValueKind Kind)
{
    /// <summary>The names it can have; empty if any text may be one.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The highest score.</summary>
    public int Highest { get; init; } = 10;

    /// <summary>Whether its numbers are shares or probabilities, 0 to 1.</summary>
    public bool IsShare { get; init; }

    /// <summary>Whether its numbers are days, so that they may be written as 30d.</summary>
    public bool IsDays { get; init; }

    /// <summary>Whether one can be greater than another.</summary>
    public bool IsOrdered => Kind is not (ValueKind.Code or ValueKind.Label or ValueKind.Flag or ValueKind.Text);

    public static ValueSubject Of(Column column, RuleContext context) => new(column.Name, KindOf(column.Type))
    {
        Names = column.Labels.Count > 0 ? column.Labels : context.Labels.GetValueOrDefault(column.Name, []),
        Highest = HighestOf(column, context),
        IsShare = column.Unit.Contains("0..1", StringComparison.Ordinal),
        IsDays = column.Unit == "days",
    };

    public static ValueSubject Of(FactField field) =>
        new(field.Name, field.Kind) { Names = field.Id == FactFieldId.Channel ? FactWord.Channels : [] };

    static ValueKind KindOf(ColumnType type) => type switch
    {
        ColumnType.Count => ValueKind.Whole,
        ColumnType.Days => ValueKind.Days,
        ColumnType.Number => ValueKind.Number,
        ColumnType.Money => ValueKind.Money,
        ColumnType.Instant => ValueKind.Date,
        ColumnType.Score => ValueKind.Score,
        ColumnType.Code => ValueKind.Code,
        ColumnType.Label => ValueKind.Label,
        ColumnType.Flag => ValueKind.Flag,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Say how rules compare it."),
    };

    // The catalogue says "1..bins" of scores that a run gives, "1..6" of others.
    static int HighestOf(Column column, RuleContext context)
    {
        var end = column.Unit.IndexOf("..", StringComparison.Ordinal);
        return end >= 0 && int.TryParse(column.Unit.AsSpan(end + 2), out var highest) ? highest : context.Bins;
    }

    /// <summary>The code that digits ("555") or scores joined by hyphens ("5-4-10") stand for; 0 if they stand for
    /// none.</summary>
    public int CodeOf(string text)
    {
        var parts = text.Contains('-') ? text.Split('-') : [.. text.Select(digit => digit.ToString())];
        var scores = new byte[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            if (!byte.TryParse(parts[i], out scores[i]) || scores[i] == 0 || scores[i] > Highest) return 0;
        return scores.Length switch
        {
            2 when Name != "rfm" => RfmCode.Of(scores[0], scores[1]),
            3 when Name != "fm" => RfmCode.Of(scores[0], scores[1], scores[2]),
            _ => 0,
        };
    }
}
