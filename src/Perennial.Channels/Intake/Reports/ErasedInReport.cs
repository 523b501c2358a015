using Perennial.Core.Intake;

namespace Perennial.Channels.Intake.Reports;

/// <summary>Corrects the account of a file by what the store did not take: rows about people who were erased.</summary>
public static class ErasedInReport
{
    /// <summary>The account, in which they are not imported but left out, for that reason.</summary>
    /// <param name="report">The account of the file.</param>
    /// <param name="batch">What was read.</param>
    /// <param name="erased">Which customers of the batch were not taken.</param>
    public static IntakeReport TakenOut(IntakeReport report, FactBatch batch, IReadOnlyList<int> erased)
    {
        if (erased.Count == 0) return report;
        var history = batch.History;
        var orders = Of(history.Orders.Start, erased);
        var lines = history.Orders.Lines is { } all ? orders.Sum(order => all.Start[order + 1] - all.Start[order]) : 0;
        var (activities, contacts, responses) = (Of(history.Activities?.Start, erased).Count,
            Of(history.Contacts?.Start, erased).Count, Of(history.Responses?.Start, erased).Count);
        var facts = (report.IsOfLines ? lines : orders.Count) + activities + contacts + responses;
        var rows = facts > 0 ? facts : erased.Count;
        var gross = orders.Sum(order => history.Orders.GrossCents[order]);
        return report with
        {
            Rows = Moved(report.Rows, rows, gross),
            Customers = report.Customers - erased.Count,
            Orders = report.Orders - orders.Count,
            Lines = report.Lines - lines,
            Activities = report.Activities - activities,
            Contacts = report.Contacts - contacts,
            Responses = report.Responses - responses,
            GrossCents = report.GrossCents - gross,
            DiscountCents = report.DiscountCents - Sum(history.Orders.DiscountCents, orders),
            RefundedCents = report.RefundedCents - Sum(history.Orders.RefundedCents, orders),
        };
    }

    static long Sum(long[] cents, List<int> orders) => cents.Length == 0 ? 0 : orders.Sum(order => cents[order]);

    static List<int> Of(int[]? start, IReadOnlyList<int> customers) => start is null ? []
        : [.. customers.SelectMany(row => Enumerable.Range(start[row], start[row + 1] - start[row]))];

    static List<RowCount> Moved(IReadOnlyList<RowCount> rows, long erased, long cents)
    {
        var imported = rows.FirstOrDefault(row => row.Code == Reason.Imported.Code);
        var most = Math.Min(erased, imported?.Rows ?? 0);
        if (imported is null || most == 0) return [.. rows];
        return
        [
            .. rows.Select(row => row != imported ? row
                : row with { Rows = row.Rows - most, ValueCents = row.ValueCents - cents }),
            new RowCount(Reason.Erased.Fate, Reason.Erased.Code, Reason.Erased.Words, most, cents),
        ];
    }
}
