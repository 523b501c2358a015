namespace Perennial.Core.Profiles;

/// <summary>How a rule writes a value, and compares it.</summary>
public enum ValueKind
{
    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>Days: 30, 30d or 4w.</summary>
    Days,

    /// <summary>A number, or a percentage.</summary>
    Number,

    /// <summary>A number with at most two decimals, exactly.</summary>
    Decimal,

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
