using Perennial.Core.History;

namespace Perennial.Core.Demo;

/// <summary>When the shop's customers sent back what they sent back: some days after it was ordered.</summary>
static class Returns
{
    const int FirstDays = 2, MostDays = 19;
    const long MsPerDay = 86_400_000;

    /// <summary>The returns as dated changes; null where there are none.</summary>
    /// <param name="chunks">The shop.</param>
    /// <param name="id">The orders' ids; empty where they are not named.</param>
    /// <param name="end">The present of the shop: nothing was sent back later.</param>
    public static OrderPast? Of(ShopChunk[] chunks, OrderId[] id, Instant end)
    {
        var (past, order) = (new OrderPastBuilder(), 0);
        foreach (var chunk in chunks)
        {
            var line = 0;
            for (var i = 0; i < chunk.At.Count; i++, order++)
            {
                var lines = chunk.LinesOfOrder.Count == 0 ? 0 : chunk.LinesOfOrder[i];
                if (chunk.Refunded[i] > 0)
                    Add(past, chunk, i, order, line, lines, id.Length == 0 ? default : id[order], end);
                line += lines;
            }
        }
        return past.Build();
    }

    static void Add(OrderPastBuilder past, ShopChunk chunk, int i, int order, int firstLine, int lines, OrderId id,
        Instant end)
    {
        past.Add(new PastStatement(order, Instant.None, chunk.Gross[i], chunk.Discount[i])
        {
            CostCents = chunk.Cost[i], Flags = chunk.Flags[i], Mechanism = chunk.Mechanism[i],
        });
        var at = BackAt(chunk.At[i]);
        if (at > end) at = end;
        var left = chunk.Refunded[i];
        for (var number = 0; number < lines; number++)
        {
            var line = chunk.Lines[firstLine + number];
            if (line.RefundedQuantity == 0) continue;
            var cents = Math.Min(left, Simulation.Baskets.RefundOf(line));
            left -= cents;
            past.Add(new PastChange(order, at, cents)
            {
                Line = number, Quantity = line.RefundedQuantity, Id = IdOf(id, number),
            });
        }
        if (left > 0) past.Add(new PastChange(order, at, left) { Id = IdOf(id, -1) });
    }

    static FactId IdOf(OrderId order, int line) => new(order.Value ^ (uint)(line + 2));

    /// <summary>When an order is sent back.</summary>
    /// <remarks>From the order's own instant, so that no random number is drawn that another part of the shop would
    /// have drawn.</remarks>
    public static Instant BackAt(Instant placed)
    {
        const long msPerMinute = 60_000;
        var days = FirstDays + placed.UnixMs / msPerMinute % (MostDays - FirstDays + 1);
        return new Instant(placed.UnixMs + days * MsPerDay);
    }
}
