using System.Buffers.Binary;
using Perennial.Channels.Intake.Formats;
using Perennial.Channels.Intake.Reports;
using Perennial.Channels.Intake.Values;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Intake.Rows;

/// <summary>Files with one line of an order in each row.</summary>
/// <remarks>
/// Lines belong together that have one order number, or, where orders have no numbers, one customer and one instant.
/// The order's own cells (customer, date, totals) may stand on every row or on its first alone.
/// </remarks>
sealed class LineRows : FileRows
{
    readonly OrderCollector orders = new();
    readonly LineCollector lines = new();
    readonly CustomerCollector customers;
    readonly LineValues values;
    readonly OrderTotals totals;
    readonly LineCancellations cancellations;
    readonly StatusWords statuses;
    readonly bool hasStatus, hasFlags, hasBackAt;

    // Orders whose first line was not taken: lines after it that repeat nothing of the order share its fate.
    readonly KeyTable refused = new();
    readonly List<Reason> refusedFor = [];
    readonly byte[] momentKey = new byte[12];

    // Orders with lines so far apart that they are hardly one order, and the first two such lines.
    static readonly TimeSpan farApart = TimeSpan.FromDays(14);
    readonly HashSet<int> spread = [];
    string spreadExample = "";

    public LineRows(
        FileLayout layout, Notation notation, Cells cells, Tally tally, Rejects rejects, CurrencyCheck currencies)
        : base(layout, cells, tally, rejects, currencies)
    {
        customers = new CustomerCollector(cells, layout.Rules);
        values = new LineValues(cells, currencies, notation.TotalIsOfLine);
        totals = new OrderTotals(orders, lines, !notation.TotalIsOfLine, layout.Mapping.Has(Target.UnitPrice));
        cancellations = new LineCancellations(orders, lines);
        statuses = new StatusWords(layout.Rules.NotPlaced);
        hasStatus = layout.Mapping.HasAny(Target.Status, Target.CancelledAt);
        hasBackAt = layout.Mapping.HasAny(Target.CancelledAt, Target.RefundedAt);
        hasFlags = layout.Mapping.HasAny(Target.Subscription, Target.Gift);
    }

    public override void Take()
    {
        if (!Cells.TryOrderNumber(out var number))
        {
            Reject();
            return;
        }
        var order = number.IsEmpty ? -1 : orders.Find(number);
        var isKnown = customers.TryIdentify();
        if (order < 0 && !number.IsEmpty && (!isKnown || Cells[Target.OrderedAt].IsEmpty) && IsRefused(number)) return;
        var readable = Cells.HasOnlyNamedCells() && values.TryRead();
        if (!isKnown && order < 0)
        {
            if (Layout.Rules.CustomerMayBeUnknown) LeaveOut(Reason.CustomerUnknown, number);
            else Refuse(NoCustomer(customers), number);
        }
        else if (!readable)
        {
            Reject();
        }
        else if (Begins(number, Layout.Rules.AdjustmentPrefix))
        {
            Tally.Add(Reason.Adjustment, values.Cents);
        }
        else
        {
            TakeOf(order, isKnown, number);
        }
    }

    public override FactBatch Finish(string source, string? currency)
    {
        customers.Warn(Warnings);
        totals.Apply(Warnings);
        if (spread.Count > 0)
        {
            Warnings.Add((spread.Count == 1 ? "One order number has" : $"{spread.Count:N0} order numbers have")
                + $" lines more than {farApart.Days} days apart ({spreadExample}): each counts as one order of its"
                + " first day. If numbers begin anew every year, or"
                + " the column is not the order's number, map another with --map order_id=COLUMN.");
        }
        cancellations.Apply(Tally);
        PastOrders.Warn(orders, Warnings);
        return BatchBuilder.Build(source, currency, orders, lines, customers);
    }

    void TakeOf(int order, bool isKnown, ReadOnlySpan<byte> number)
    {
        Instant at;
        if (order >= 0 && Cells[Target.OrderedAt].IsEmpty)
        {
            at = orders.At[order];
        }
        else if (!Cells.TryOrderedAt(out at))
        {
            Refuse(Cells.Fault, number);
            return;
        }
        var standing = hasStatus ? statuses.Read(Cells) : Standing.Placed;
        var cancels = values.IsCancellation || Begins(number, Layout.Rules.CancellationPrefix);
        if (standing == Standing.NotPlaced) LeaveOut(Reason.NotPlaced, number);
        else if (cancels) TakeCancellation(order, isKnown, at);
        // A return at a negative price reverses a discount.
        else if (values.Units < 0) Tally.Add(Reason.Adjustment, values.Cents);
        else if (values.Units == 0) Tally.Add(Reason.NoUnits, values.Cents);
        else if (Layout.Rules.LeaveOutFree && !values.IsPriced) Tally.Add(Reason.Free, values.Cents);
        else TakeLine(order, isKnown, number, at, standing);
    }

    void TakeCancellation(int order, bool isKnown, Instant at)
    {
        var customer = isKnown ? customers.Number() : orders.Customer[order];
        cancellations.Add(new Cancellation(
            customer, lines.ProductNumber(Cells), at, Math.Abs(values.Units), Math.Abs(values.Cents), Cells.Line));
    }

    void TakeLine(int order, bool isKnown, ReadOnlySpan<byte> number, Instant at, Standing standing)
    {
        var customer = isKnown ? customers.Number() : orders.Customer[order];
        if (order >= 0 && orders.Customer[order] != customer)
        {
            var other = customers.Text(orders.Customer[order]);
            Reject(new Fault(Reason.Conflict, Cells.Mapping[Target.OrderId],
                $"line {orders.Line[order]} has it for customer {other}"), values.Cents);
            return;
        }
        if (!OrderAmounts.TryRead(Cells, Currencies, totals.TotalCounts, out var amounts))
        {
            Reject();
            return;
        }
        if (order < 0)
            order = number.IsEmpty ? OfMoment(customer, at) : orders.Add(customer, at, Cells.Line, number, out _);
        else NoteSpread(order, number, at);
        // An invoice typed over two minutes was placed in the first of them.
        if (at < orders.At[order]) orders.At[order] = at;
        if (hasFlags) orders.Flags[order] |= OrderRows.ReadFlags(Cells);
        if (orders.Mechanism[order] == DiscountMechanism.Unknown)
            orders.Mechanism[order] = KindWords.Mechanism(Cells.Text(Target.DiscountKind));
        totals.Note(order, amounts, standing, hasBackAt ? StatusWords.BackAt(Cells, standing) : Instant.None);
        customers.Note(customer, at, order);
        if (values.Cents < 0)
        {
            totals.AddDiscount(order, -values.Cents);
            Tally.Add(Reason.DiscountLine, values.Cents);
            return;
        }
        var product = lines.ProductNumber(Cells);
        totals.AddLine(order, values.Cents, values.DiscountCents);
        if (product >= 0) lines.Add(order, product, values.Units, values.Cents, values.DiscountCents);
        Tally.Import(values.Cents);
    }

    void NoteSpread(int order, ReadOnlySpan<byte> number, Instant at)
    {
        var apart = Math.Abs(at.UnixMs - orders.At[order].UnixMs);
        if (apart <= farApart.TotalMilliseconds || !spread.Add(order) || spreadExample.Length > 0) return;
        spreadExample = $"such as '{Text8.Shown(number)}', lines {orders.Line[order]} and {Cells.Line}";
    }

    int OfMoment(int customer, Instant at)
    {
        BinaryPrimitives.WriteInt32LittleEndian(momentKey, customer);
        BinaryPrimitives.WriteInt64LittleEndian(momentKey.AsSpan(4), at.UnixMs);
        return orders.Add(customer, at, Cells.Line, momentKey, out _, made: true);
    }

    void Refuse(Fault fault, ReadOnlySpan<byte> number)
    {
        Remember(fault.Reason, number);
        Reject(fault, values.Cents);
    }

    void LeaveOut(Reason reason, ReadOnlySpan<byte> number)
    {
        Remember(reason, number);
        Tally.Add(reason, values.Cents);
    }

    void Remember(Reason reason, ReadOnlySpan<byte> number)
    {
        if (number.IsEmpty) return;
        refused.Add(number, out var added);
        if (added) refusedFor.Add(reason);
    }

    bool IsRefused(ReadOnlySpan<byte> number)
    {
        var index = refused.Find(number);
        if (index < 0 || !Cells[Target.OrderedAt].IsEmpty) return false;
        var reason = refusedFor[index];
        if (reason.Fate == RowFate.LeftOut) Tally.Add(reason, values.TryRead() ? values.Cents : 0);
        else Reject(new Fault(Reason.OrderRejected, Cells.Mapping[Target.OrderId]));
        return true;
    }

    static bool Begins(ReadOnlySpan<byte> number, char prefix) =>
        prefix != '\0' && number.Length > 0 && number[0] == prefix;
}
