using Perennial.Core.Profiles;

namespace Perennial.Core.Lifecycle;

/// <summary>The column of the lifecycle.</summary>
public static class LifecycleColumns
{
    /// <summary>Lifecycle stage.</summary>
    public static Column<byte> Stage { get; } = new()
    {
        Name = "lifecycle", Type = ColumnType.Label, Kind = ColumnKind.Status, Unit = "name",
        Formula = "Prospect without an order; else by days since the last order: active, recent, older, former.",
        Source = "Perennial", Labels = LifecycleStages.Names, FormerLabels = LifecycleStages.FormerNames,
    };
}
