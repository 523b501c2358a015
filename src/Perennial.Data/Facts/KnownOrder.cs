using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core;
using Perennial.Data.Batches;
using Perennial.Data.Engines;
using Perennial.Data.History;

namespace Perennial.Data.Facts;

/// <summary>What the store says, or is to say, of one order.</summary>
sealed class KnownOrder
{
    public required OrderId Id { get; init; }

    public required string Source { get; init; }

    public Instant PlacedAt { get; set; }

    public long GrossCents { get; set; }

    public long DiscountCents { get; set; }

    /// <summary>−1 where unknown.</summary>
    public long CostCents { get; set; } = -1;

    public OrderFlags Flags { get; set; }

    public DiscountMechanism Mechanism { get; set; }

    public string? Number { get; set; }

    /// <summary>When the amounts were said.</summary>
    public long SaidAtMs { get; set; }

    /// <summary>When the lines were said; 0 where there are none.</summary>
    public long LinesSaidAtMs { get; set; }

    /// <summary>What the statement says was given back.</summary>
    public long SaidRefundedCents { get; set; }

    /// <summary>From when that counts; null for the order's own instant.</summary>
    public long? RefundedAtMs { get; set; }

    /// <summary>When the amounts were first known; null for when the order was placed.</summary>
    public long? KnownAtMs { get; set; }

    /// <summary>Paid in all, tax and shipping included; 0 where nobody said.</summary>
    public long TotalCents { get; set; }

    /// <summary>What was given back, by the statement and by the changes.</summary>
    public long RefundedCents { get; set; }

    /// <summary>As they were stated: what came back by dated changes is not in them.</summary>
    public List<KnownLine> Lines { get; set; } = [];

    /// <summary>The keys that the amounts were said under.</summary>
    public FactKey Key { get; set; }

    /// <summary>An order as the query <c>known-orders</c> reads it, without its lines.</summary>
    public static KnownOrder Read(Rows row) => new()
    {
        Id = row.OrderId(1),
        PlacedAt = row.Instant(2),
        GrossCents = row.Int64(3),
        DiscountCents = row.Int64(4),
        RefundedCents = row.Int64(5),
        CostCents = row.NullableInt64(6) ?? -1,
        Flags = (OrderFlags)row.Int64(7),
        Mechanism = (DiscountMechanism)row.Int64(8),
        Number = row.Text(9),
        Source = row.Text(10)!,
        SaidAtMs = row.Int64(11),
        LinesSaidAtMs = row.Int64(12),
        SaidRefundedCents = row.Int64(13),
        KnownAtMs = row.NullableInt64(14),
        TotalCents = row.NullableInt64(15) ?? 0,
        RefundedAtMs = row.NullableInt64(16),
        Key = FactKeys.Read(row, 17),
    };

    /// <summary>The amounts that two statements of one instant are told apart by.</summary>
    public (long, long, long, int, int, long) Rank =>
        (GrossCents, DiscountCents, SaidRefundedCents, (int)Flags, (int)Mechanism, TotalCents);

    /// <summary>Which of two statements of one instant counts, so that it does not matter which came first: the one
    /// with the greater lines (<see cref="KnownLine.Compare"/>), of the same lines the one with the greater amounts.
    /// Negative where the other does.</summary>
    /// <remarks>Lines come first, for those of an instant may have to be compared when the amounts that were said with
    /// them are not at hand.</remarks>
    public int CompareTo(KnownOrder other) =>
        KnownLine.Compare(OwnLines, other.OwnLines) is not 0 and var lines ? lines : Rank.CompareTo(other.Rank);

    /// <summary>The lines that were said with the amounts.</summary>
    List<KnownLine> OwnLines => LinesSaidAtMs == SaidAtMs ? Lines : [];

    /// <summary>The one of two statements of one instant that counts.</summary>
    public static KnownOrder Greater(KnownOrder one, KnownOrder other)
    {
        if (one.CompareTo(other) is not 0 and var compared) return compared < 0 ? other : one;
        // Said by both, it was known when the first of them was.
        var both = one.Copy();
        both.KnownAtMs = one.KnownAtMs is { } first && other.KnownAtMs is { } second ? Math.Min(first, second) : null;
        return both;
    }

    /// <summary>Whether the row would stay as it is.</summary>
    public bool SameRow(KnownOrder other) => PlacedAt == other.PlacedAt && Rank == other.Rank
        && CostCents == other.CostCents && Number == other.Number && SaidAtMs == other.SaidAtMs
        && LinesSaidAtMs == other.LinesSaidAtMs && RefundedCents == other.RefundedCents;

    public KnownOrder Copy() => (KnownOrder)MemberwiseClone();
}
