using Perennial.Core.Profiles;

namespace Perennial.Core.Support;

/// <summary>The columns of what customers ask the shop for help with.</summary>
public static class SupportColumns
{
    /// <summary>Tickets that are not settled.</summary>
    public static Column<int> OpenTickets { get; } = new()
    {
        Name = "open_tickets", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "tickets",
        Formula = "Tickets whose last word is that they were opened or reopened, and not that they were resolved.",
        Source = "Perennial",
    };

    internal static IReadOnlyList<Column> All => [OpenTickets];
}
