using Perennial.Core.Lifecycle;

namespace Perennial.Core.Profiles;

public static partial class Columns
{
    /// <summary>Lifecycle stage.</summary>
    public static Column<byte> Lifecycle { get; } = new()
    {
        Name = "lifecycle", Type = ColumnType.Label, Kind = ColumnKind.Status, Unit = "name",
        Formula = "Prospect without an order; else by days since the last order: new, recent, older, former.",
        Source = "Perennial", Labels = LifecycleStages.Names,
    };
}
