using Perennial.Core.Attributes;
using Perennial.Core.Profiles;

namespace Perennial.Core.Segments.Rules.Parsing;

/// <summary>What stands before a comparison's operator, as far as values are concerned.</summary>
/// <param name="Name">In rules.</param>
/// <param name="Kind">Type of its values.</param>
sealed record ValueSubject(string Name, ValueKind Kind)
{
    /// <summary>The names it can have; empty if any text may be one.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>What its values name, so that a name that is none can be refused; null where any text will do.
    /// </summary>
    public NameKind? OfKind { get; init; }

    /// <summary>The column whose names they are; null where they are of none.</summary>
    public Column? Column { get; init; }

    /// <summary>The highest score.</summary>
    public int Highest { get; init; } = 10;

    /// <summary>Whether its numbers are shares or probabilities, 0 to 1.</summary>
    public bool IsShare { get; init; }

    /// <summary>Whether its numbers are days, so that they may be written as 30d.</summary>
    public bool IsDays { get; init; }

    /// <summary>Whether a yes or no may be neither.</summary>
    public bool MayBeUnknown { get; init; }

    /// <summary>Whether one can be greater than another.</summary>
    public bool IsOrdered => Kind is not (ValueKind.Code or ValueKind.Label or ValueKind.Flag or ValueKind.Text);

    public static ValueSubject Of(Column column, RuleContext context) => new(column.Name, column.Form.Kind)
    {
        Names = column.Labels.Count > 0 ? column.Labels : context.Labels.GetValueOrDefault(column.Name, []),
        Column = column,
        Highest = HighestOf(column, context),
        IsShare = column.Unit.Contains("0..1", StringComparison.Ordinal),
        IsDays = column.Unit == "days",
        OfKind = column.Form.Names == NameSource.Products ? NameKind.Product : null,
    };

    public static ValueSubject Of(FactField field) =>
        new(field.Name, field.Kind)
        {
            Names = field.Id == FactFieldId.Channel ? FactWord.Channels : [], OfKind = NameKinds.Of(field.Id),
        };

    public static ValueSubject Of(DeclaredAttribute attribute, string name) => new(name, attribute.Type switch
    {
        AttributeType.Number => ValueKind.Number,
        AttributeType.Date => ValueKind.Date,
        AttributeType.YesNo => ValueKind.Flag,
        _ => ValueKind.Text,
    }) { MayBeUnknown = true, OfKind = NameKinds.Of(attribute) };

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
