using Perennial.Core;

namespace Perennial.Data;

/// <summary>How many came into a segment and left it at one recording.</summary>
/// <param name="At">When it was written down.</param>
/// <param name="Entered">Customers who came in.</param>
/// <param name="Left">Customers who left.</param>
public sealed record SegmentMoves(Instant At, int Entered, int Left);

/// <summary>One customer who came into a segment or left it.</summary>
/// <param name="Customer">Who.</param>
/// <param name="At">When it was written down.</param>
public sealed record SegmentMover(CustomerId Customer, Instant At);

public sealed partial class ShopStore
{
    /// <summary>How many came and went at each recording, the last first.</summary>
    /// <param name="segment">Its name.</param>
    /// <param name="most">At most so many recordings.</param>
    public IReadOnlyList<SegmentMoves> SegmentMoves(string segment, int most)
    {
        using var lease = Rent();
        var rows = lease.Database
            .Query("segment-moves", "segment", "left_segment", "most")
            .Bind(1, segment).Bind(2, segment).Bind(3, most);
        var moves = new List<SegmentMoves>();
        while (rows.Step()) moves.Add(new SegmentMoves(rows.Instant(0), rows.Int32(1), rows.Int32(2)));
        return moves;
    }

    /// <summary>Who is in a segment, those who came last first.</summary>
    public IReadOnlyList<SegmentMover> SegmentCame(string segment, int most) => Movers("segment-came", segment, most);

    /// <summary>Who was in a segment and is no longer, those who left last first.</summary>
    public IReadOnlyList<SegmentMover> SegmentWent(string segment, int most) => Movers("segment-went", segment, most);

    List<SegmentMover> Movers(string query, string segment, int most)
    {
        using var lease = Rent();
        var rows = lease.Database.Query(query, "segment", "most").Bind(1, segment).Bind(2, most);
        var movers = new List<SegmentMover>();
        while (rows.Step()) movers.Add(new SegmentMover(rows.CustomerId(0), rows.Instant(1)));
        return movers;
    }
}
