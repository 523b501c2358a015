using System.Text;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Data.Batches;
using Perennial.Data.Engines;
using Perennial.Data.History;

namespace Perennial.Data.Facts;

/// <summary>The orders of a batch, as it states them.</summary>
sealed class StatedOrders
{
    /// <summary>The columns of <c>add-order</c> and <c>put-order</c>, in the order of the two ways to bind.</summary>
    public static readonly string[] Parameters = ["shard", "customer_id", "order_id", "placed_at", "gross_cents",
        "discount_cents", "refunded_cents", "cost_cents", "flags", "mechanism", "number", "source", "said_at",
        "lines_said_at", "said_refunded_cents", "known_at", "total_cents", "refunded_at", .. FactKeys.Parameters];

    readonly FactBatch batch;
    readonly CustomerGroups groups;
    readonly FactKeys keys;
    readonly OrderFacts facts;
    readonly long nowMs;
    readonly byte[] source;
    // What statements themselves say was given back, of the orders of which something came back at a date of its own.
    readonly Dictionary<int, long>? saidRefunded;
    readonly Dictionary<(int Order, int Line), int>? returned;

    public StatedOrders(FactBatch batch, CustomerGroups groups, FactKeys keys, Instant now)
    {
        (this.batch, this.groups, this.keys, facts) = (batch, groups, keys, batch.History.Orders);
        (nowMs, source) = (now.UnixMs, Encoding.UTF8.GetBytes(batch.Source));
        if (facts.Past is not { } past) return;
        saidRefunded = past.Statements.ToDictionary(one => one.Order, one => one.RefundedCents);
        returned = [];
        foreach (var change in past.Changes)
            if (change.Line >= 0)
                returned[(change.Order, change.Line)] =
                    returned.GetValueOrDefault((change.Order, change.Line)) + change.Quantity;
    }

    /// <summary>An order as its row says, without what came back at a date of its own.</summary>
    public KnownOrder Of(int order)
    {
        var row = groups.Orders.RowOf(order);
        var live = batch.Live;
        var at = live is null ? nowMs : live.SaidAt[row].UnixMs;
        var lines = LinesOf(order);
        var refunded = SaidRefunded(order);
        return new KnownOrder
        {
            Id = facts.Id[order],
            Source = live is null ? batch.Source : live.Source[row],
            PlacedAt = facts.At[order],
            GrossCents = facts.GrossCents[order],
            DiscountCents = facts.DiscountCents.Length == 0 ? 0 : facts.DiscountCents[order],
            SaidRefundedCents = refunded,
            // A file's first statement says what was given back, and of no day later than the order's.
            RefundedAtMs = refunded == 0 || live is null ? null : RefundedAt(live, row, at),
            TotalCents = TotalOf(order),
            CostCents = CostOf(order) ?? -1,
            Flags = facts.Flags.Length == 0 ? OrderFlags.None : facts.Flags[order],
            Mechanism = facts.Mechanism.Length == 0 ? DiscountMechanism.Unknown : facts.Mechanism[order],
            Number = facts.Number.Length == 0 ? null : facts.Number[order],
            SaidAtMs = at,
            LinesSaidAtMs = lines.Count == 0 ? 0 : at,
            KnownAtMs = live is { KnownAt.Count: > 0 } moved && moved.KnownAt[row].HasValue
                ? moved.KnownAt[row].UnixMs : nowMs,
            Lines = lines,
            Key = keys.OfOrder(order, row),
        };
    }

    static long? Known(Instant at) => at.HasValue ? at.UnixMs : null;

    static long? RefundedAt(LiveFacts live, int row, long at) =>
        live.RefundedAt.Length == 0 ? at : Known(live.RefundedAt[row]);

    /// <summary>A line as the order's row and what came back of it say.</summary>
    public KnownLine Line(int line) => new(batch.History.Products[facts.Lines!.Product[line]],
        facts.Lines.Quantity[line], facts.Lines.GrossCents[line], facts.Lines.DiscountCents[line],
        facts.Lines.RefundedQuantity[line]);

    List<KnownLine> LinesOf(int order)
    {
        if (facts.Lines is not { } lines) return [];
        var first = lines.Start[order];
        var list = new List<KnownLine>(lines.Start[order + 1] - first);
        for (var line = first; line < lines.Start[order + 1]; line++)
        {
            var back = returned is null ? 0 : returned.GetValueOrDefault((order, line - first));
            var one = Line(line);
            list.Add(back == 0 ? one : one with { RefundedQuantity = Math.Max(0, one.RefundedQuantity - back) });
        }
        return list;
    }

    /// <summary>Binds an order that nothing is known of, as it stands in the batch.</summary>
    public void BindNew(Statement to, int first, int shard, CustomerId customer, int order)
    {
        var hasLines = facts.Lines is { } lines && lines.Start[order + 1] > lines.Start[order];
        var total = TotalOf(order);
        to.Bind(first, shard).Bind(first + 1, customer).Bind(first + 2, facts.Id[order])
            .Bind(first + 3, facts.At[order].UnixMs).Bind(first + 4, facts.GrossCents[order])
            .Bind(first + 5, facts.DiscountCents.Length == 0 ? 0 : facts.DiscountCents[order])
            .Bind(first + 6, facts.RefundedCents.Length == 0 ? 0 : facts.RefundedCents[order])
            .Bind(first + 7, CostOf(order))
            .Bind(first + 8, facts.Flags.Length == 0 ? 0 : (long)facts.Flags[order])
            .Bind(first + 9, facts.Mechanism.Length == 0 ? 0 : (long)facts.Mechanism[order])
            .Bind(first + 10, facts.Number.Length == 0 ? null : facts.Number[order]).BindText(first + 11, source)
            .Bind(first + 12, nowMs).Bind(first + 13, hasLines ? nowMs : 0).Bind(first + 14, SaidRefunded(order))
            .Bind(first + 15, nowMs).Bind(first + 16, total == 0 ? null : (long?)total).BindNull(first + 17);
        FactKeys.Bind(to, first + 18, keys.Any ? keys.OfOrder(order, groups.Orders.RowOf(order)) : default);
    }

    /// <summary>Binds an order as it is to stand.</summary>
    public static void BindKnown(Statement to, int first, int shard, CustomerId customer, KnownOrder order)
    {
        to.Bind(first, shard).Bind(first + 1, customer).Bind(first + 2, order.Id)
            .Bind(first + 3, order.PlacedAt.UnixMs).Bind(first + 4, order.GrossCents)
            .Bind(first + 5, order.DiscountCents).Bind(first + 6, order.RefundedCents)
            .Bind(first + 7, order.CostCents < 0 ? (long?)null : order.CostCents).Bind(first + 8, (long)order.Flags)
            .Bind(first + 9, (long)order.Mechanism).Bind(first + 10, order.Number).Bind(first + 11, order.Source)
            .Bind(first + 12, order.SaidAtMs).Bind(first + 13, order.LinesSaidAtMs)
            .Bind(first + 14, order.SaidRefundedCents).Bind(first + 15, order.KnownAtMs)
            .Bind(first + 16, order.TotalCents == 0 ? null : (long?)order.TotalCents)
            .Bind(first + 17, order.RefundedAtMs);
        FactKeys.Bind(to, first + 18, order.Key);
    }

    long SaidRefunded(int order) => facts.RefundedCents.Length == 0 ? 0
        : saidRefunded is not null && saidRefunded.TryGetValue(order, out var said) ? said : facts.RefundedCents[order];

    long TotalOf(int order) => facts.TotalCents.Length == 0 ? 0 : facts.TotalCents[order];

    long? CostOf(int order) =>
        facts.CostCents.Length == 0 || facts.CostCents[order] < 0 ? null : facts.CostCents[order];
}
