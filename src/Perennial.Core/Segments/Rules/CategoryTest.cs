using Perennial.Core.Cycle;
using Perennial.Core.Profiles;

namespace Perennial.Core.Segments.Rules;

/// <summary>A column of the purchase cycle, of one category of products: <c>cycle_status of 'roses' = 'late'</c>.
/// Whoever bought nothing of it has no value.</summary>
/// <remarks>By the scoring run in force and what was bought of the category; chances are as of the run, or as of the
/// last purchase where that was later.</remarks>
public sealed record CategoryTest : Rule
{
    CategoryTest(string category, Column column) => (Category, Column) = (category, column);

    /// <summary>A value, compared.</summary>
    public CategoryTest(string category, Column column, Comparison comparison) : this(category, column) =>
        Comparison = comparison;

    /// <summary>The day on which the next purchase is expected lies in a window.</summary>
    public CategoryTest(string category, TimeWindow window) : this(category, CycleColumns.NextOrderExpectedAt) =>
        Window = window;

    /// <summary>The category.</summary>
    public string Category { get; }

    /// <summary>One of <see cref="Columns"/>.</summary>
    public Column Column { get; }

    /// <summary>Compared with what; null where there is a window.</summary>
    public Comparison? Comparison { get; }

    /// <summary>From when to when; null where there is a comparison.</summary>
    public TimeWindow? Window { get; }

    /// <summary>The columns that can be asked for of a category.</summary>
    public static IReadOnlyList<Column> Columns { get; } =
    [
        CycleColumns.Days, CycleColumns.DaysLow, CycleColumns.DaysHigh, CycleColumns.NextOrderExpectedAt,
        CycleColumns.Position, CycleColumns.Status, CycleColumns.BuyChance30, CycleColumns.BuyChance90,
    ];

    /// <summary>Whether time alone changes the answer.</summary>
    internal bool IsTimed => Window is not null || Column == CycleColumns.Status || Column == CycleColumns.Position;
}
