using Perennial.Channels.Intake.Formats;
using Perennial.Channels.Intake.Reports;
using Perennial.Channels.Intake.Values;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Intake.Rows;

/// <summary>Files with one order in each row.</summary>
/// <remarks>
/// A row with a negative amount is a refund: it takes back its own order if it has that order's number, or else
/// the customer's latest earlier ones.
/// </remarks>
sealed class OrderRows : FileRows
{
    readonly OrderCollector orders = new();
    readonly CustomerCollector customers;
    readonly StatusWords statuses;
    readonly OrderRefunds refunds;
    readonly bool hasStatus, hasFlags, hasBackAt;

    public OrderRows(FileLayout layout, Cells cells, Tally tally, Rejects rejects, CurrencyCheck currencies)
        : base(layout, cells, tally, rejects, currencies)
    {
        customers = new CustomerCollector(cells, layout.Rules);
        statuses = new StatusWords(layout.Rules.NotPlaced);
        refunds = new OrderRefunds(orders);
        hasStatus = layout.Mapping.HasAny(Target.Status, Target.CancelledAt);
        hasBackAt = layout.Mapping.HasAny(Target.CancelledAt, Target.RefundedAt);
        hasFlags = layout.Mapping.HasAny(Target.Subscription, Target.Gift);
    }

    public override void Take()
    {
        if (!Cells.HasOnlyNamedCells())
        {
            Reject();
            return;
        }
        if (!customers.TryIdentify())
        {
            if (Layout.Rules.CustomerMayBeUnknown) Tally.Add(Reason.CustomerUnknown);
            else Reject(NoCustomer(customers));
            return;
        }
        if (!Cells.TryOrderNumber(out var number) || !Cells.TryOrderedAt(out var at)
            || !OrderAmounts.TryRead(Cells, Currencies, true, out var amounts))
        {
            Reject();
            return;
        }
        if (amounts.Net is not { } net)
        {
            var column = Cells.Mapping[Target.Subtotal];
            Reject(new Fault(Reason.NoAmount, column >= 0 ? column : Cells.Mapping[Target.Total]));
            return;
        }
        var standing = hasStatus ? statuses.Read(Cells) : Standing.Placed;
        if (standing == Standing.NotPlaced) Tally.Add(Reason.NotPlaced, net);
        else if (net < 0) refunds.Add(customers.Number(), at, -net, number, Cells.Line);
        else Take(number, at, net, amounts, standing);
    }

    public override FactBatch Finish(string source, string? currency)
    {
        refunds.Apply(Tally);
        PastOrders.Warn(orders, Warnings);
        customers.Warn(Warnings);
        return BatchBuilder.Build(source, currency, orders, null, customers, refunds.Elsewhere(source));
    }

    void Take(ReadOnlySpan<byte> number, Instant at, long net, OrderAmounts amounts, Standing standing)
    {
        var customer = customers.Number();
        var gross = net + amounts.Discount;
        var refunded = standing == Standing.TakenBack ? net
            : Math.Min(GivenBack.InGoods(amounts.Refunded, net, amounts.Total), net);
        var order = orders.Add(customer, at, Cells.Line, number, out var added);
        if (!added)
        {
            if (orders.Customer[order] == customer && orders.At[order] == at && orders.Gross[order] == gross
                && orders.Discount[order] == amounts.Discount && orders.Refunded[order] == refunded)
                Tally.Add(Reason.Duplicate, net);
            else
                Reject(Conflict(order), net);
            return;
        }
        orders.Gross[order] = gross;
        if (amounts.Discount > 0) orders.Discount[order] = amounts.Discount;
        orders.Total[order] = amounts.Total;
        if (refunded > 0) TakeRefund(order, refunded, standing);
        if (hasFlags) orders.Flags[order] = ReadFlags(Cells);
        if (amounts.Discount > 0) orders.Mechanism[order] = KindWords.Mechanism(Cells.Text(Target.DiscountKind));
        customers.Note(customer, at, order);
        Tally.Import(net);
    }

    void TakeRefund(int order, long cents, Standing standing)
    {
        orders.Refunded[order] = cents;
        var at = hasBackAt ? StatusWords.BackAt(Cells, standing) : Instant.None;
        if (at.HasValue) orders.Date(new DatedRefund(order, at, cents) { Unit = RefundUnit.UpTo });
    }

    Fault Conflict(int order) => new(
        Reason.Conflict, Cells.Mapping[Target.OrderId],
        $"line {orders.Line[order]} has it with {(orders.Gross[order] - orders.Discount[order]) / 100m:0.00}"
        + $" of customer {customers.Text(orders.Customer[order])} at {orders.At[order]}");

    internal static OrderFlags ReadFlags(Cells cells)
    {
        var flags = OrderFlags.None;
        if (Cells.YesNo(cells.Text(Target.Subscription)) == true) flags |= OrderFlags.Subscription;
        if (Cells.YesNo(cells.Text(Target.Gift)) == true) flags |= OrderFlags.Gift;
        return flags;
    }
}
