using Perennial.Core.Profiles;

namespace Perennial.Core.Segments.Rules;

/// <summary>The customers of a rule who have most of something: those whose value is at least that of the last of so
/// many.</summary>
/// <remarks>That value, the level, is found over everybody; then one customer can be answered alone. It is a level
/// and no quota: whoever has as much as the last is in too, and between two scoring runs more may come to have it.
/// </remarks>
public sealed record TopTest : Rule
{
    /// <summary>The top of a rule's customers.</summary>
    public TopTest(int most, Rule of, Column by, string text) =>
        (Most, Of, By, Text, Size) = (most, of, by, text, of.Size + 1);

    /// <summary>How many.</summary>
    public int Most { get; }

    /// <summary>Of whom.</summary>
    public Rule Of { get; }

    /// <summary>What they have most of: a stored column of whole numbers, numbers or money. Who has no value is not
    /// among them.</summary>
    public Column By { get; }

    /// <summary>The test as it was written, with single spaces: what its level is kept by.</summary>
    public string Text { get; }

    /// <summary>The level where fewer customers than that have a value: then all of them are in.</summary>
    public const double Everybody = double.NegativeInfinity;

    /// <summary>Whether customers can be ordered by a column: it is stored, a number, and more is better.</summary>
    public static bool CanOrderBy(Column column) => column.Kind != ColumnKind.Clock
        && column.Form.Kind is ValueKind.Whole or ValueKind.Days or ValueKind.Number or ValueKind.Money
            or ValueKind.Score
        && column.Name is not ("priority_rank" or "priority_tier");
}
