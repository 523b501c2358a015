using Perennial.Core.History;
using Perennial.Data.History;

namespace Perennial.Data.Facts;

/// <summary>Which of two statements of an order counts.</summary>
/// <remarks>A file states every order as it is when the file is read, and has the last word. An event states an order
/// as it was at an instant: of two the later counts, whichever arrives first, for amounts and lines each on their own;
/// the earliest instant at which any says it was placed is when it was placed.</remarks>
static class OrderStatements
{
    /// <summary>Takes a file's statement: what it does not say stays, and lines that no longer add up go.</summary>
    /// <returns>The statement that it replaced; null where it says the same.</returns>
    public static KnownOrder? TakeLast(KnownOrder now, KnownOrder said)
    {
        if (IsSaidAgain(now, said))
        {
            if (now.TotalCents == 0) now.TotalCents = said.TotalCents;
            return null;
        }
        var before = now.Copy();
        var amountsStay = said.GrossCents == now.GrossCents && said.DiscountCents == now.DiscountCents;
        if (said.Lines.Count > 0) now.Lines = said.Lines;
        else if (!amountsStay) now.Lines = [];
        now.LinesSaidAtMs = now.Lines.Count == 0 ? 0 : said.Lines.Count > 0 ? said.SaidAtMs : now.LinesSaidAtMs;
        TakeAmounts(now, said);
        if (said.Mechanism == DiscountMechanism.Unknown) now.Mechanism = before.Mechanism;
        if (said.TotalCents == 0 && amountsStay) now.TotalCents = before.TotalCents;
        // Undated, and not said before: from now on.
        now.RefundedAtMs = said.SaidRefundedCents == 0 ? null
            : said.SaidRefundedCents == before.SaidRefundedCents ? before.RefundedAtMs : said.SaidAtMs;
        now.PlacedAt = said.PlacedAt;
        return before;
    }

    /// <summary>Takes an event's statement.</summary>
    /// <returns>Of the two the one that was true earlier; null where they are of one instant.</returns>
    public static KnownOrder? TakeLater(KnownOrder now, KnownOrder said)
    {
        var before = now.Copy();
        if (said.PlacedAt < now.PlacedAt) now.PlacedAt = said.PlacedAt;
        var counts = said.SaidAtMs > now.SaidAtMs || (said.SaidAtMs == now.SaidAtMs && said.CompareTo(now) > 0);
        if (said.Lines.Count > 0 && (said.LinesSaidAtMs > now.LinesSaidAtMs
            || (said.LinesSaidAtMs == now.LinesSaidAtMs && KnownLine.Compare(said.Lines, now.Lines) > 0)))
            (now.Lines, now.LinesSaidAtMs) = (said.Lines, said.LinesSaidAtMs);
        if (counts) TakeAmounts(now, said);
        // What the later does not say the earlier does, whichever came first.
        else if (now.CostCents < 0) now.CostCents = said.CostCents;
        now.Number ??= said.Number;
        return said.SaidAtMs > before.SaidAtMs ? before : said.SaidAtMs < before.SaidAtMs ? said : null;
    }

    static void TakeAmounts(KnownOrder now, KnownOrder said)
    {
        (now.GrossCents, now.DiscountCents, now.TotalCents) = (said.GrossCents, said.DiscountCents, said.TotalCents);
        (now.SaidRefundedCents, now.RefundedAtMs) = (said.SaidRefundedCents, said.RefundedAtMs);
        (now.SaidAtMs, now.KnownAtMs, now.Flags) = (said.SaidAtMs, said.KnownAtMs, said.Flags);
        if (said.CostCents >= 0) now.CostCents = said.CostCents;
        now.Mechanism = said.Mechanism;
        now.Number = said.Number ?? now.Number;
        now.Key = said.Key;
    }

    // What a file does not say it does not change.
    static bool IsSaidAgain(KnownOrder now, KnownOrder said) =>
        now.PlacedAt == said.PlacedAt && now.GrossCents == said.GrossCents && now.DiscountCents == said.DiscountCents
        && now.SaidRefundedCents == said.SaidRefundedCents && now.Flags == said.Flags
        && (said.Mechanism == DiscountMechanism.Unknown || said.Mechanism == now.Mechanism)
        && (said.CostCents < 0 || said.CostCents == now.CostCents)
        && (said.TotalCents == 0 || now.TotalCents == 0 || said.TotalCents == now.TotalCents)
        && (said.Number is null || said.Number == now.Number)
        && (said.Lines.Count == 0 || said.Lines.SequenceEqual(now.Lines));
}
