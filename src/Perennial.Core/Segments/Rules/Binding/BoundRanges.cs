using System.Numerics;
using System.Runtime.InteropServices;

namespace Perennial.Core.Segments.Rules.Binding;

/// <summary>A column's values lie in some ranges: 64 rows at a time with the processor's vector instructions.</summary>
/// <param name="values">The column.</param>
/// <param name="ranges">Closed ranges that leave out "no value".</param>
sealed class BoundRanges<T>(T[] values, (T From, T To)[] ranges) : BoundRule
    where T : unmanaged, INumber<T>
{
    public override bool Holds(int row, RuleMoment moment)
    {
        var value = values[row];
        foreach (var (from, to) in ranges)
            if (value >= from && value <= to) return true;
        return false;
    }

    public override void Fill(int start, int rows, RuleMoment moment, ReadOnlySpan<ulong> wanted, Span<ulong> bits)
    {
        bits.Clear();
        foreach (var (from, to) in ranges) RangeBits.Add(values.AsSpan(start, rows), from, to, bits);
    }
}

/// <summary>An instant lies in a window that moves with the moment.</summary>
sealed class BoundWindow(Instant[] values, TimeWindow window) : BoundRule
{
    public override bool Holds(int row, RuleMoment moment)
    {
        var (from, to) = window.Bounds(moment);
        return values[row].HasValue && values[row] >= from && values[row] <= to;
    }

    public override Instant NextEdge(int row, RuleMoment moment) =>
        values[row].HasValue ? window.NextEdge(values[row], moment) : Instant.Never;

    public override void Fill(int start, int rows, RuleMoment moment, ReadOnlySpan<ulong> wanted, Span<ulong> bits)
    {
        bits.Clear();
        var (from, to) = window.Bounds(moment);
        var instants = MemoryMarshal.Cast<Instant, long>(values.AsSpan(start, rows));
        RangeBits.Add(instants, Math.Max(from.UnixMs, long.MinValue + 1), Math.Min(to.UnixMs, long.MaxValue - 1), bits);
    }
}

/// <summary>An instant lies on some calendar days.</summary>
sealed class BoundDates(Instant[] values, WholeRange[] days) : BoundRule
{
    public override bool Holds(int row, RuleMoment moment)
    {
        if (!values[row].HasValue) return false;
        var day = moment.Calendar.DayOf(values[row]);
        foreach (var range in days)
            if (range.Contains(day)) return true;
        return false;
    }

    public override void Fill(int start, int rows, RuleMoment moment, ReadOnlySpan<ulong> wanted, Span<ulong> bits)
    {
        bits.Clear();
        var instants = MemoryMarshal.Cast<Instant, long>(values.AsSpan(start, rows));
        foreach (var range in days)
        {
            var (from, to) = DayRange.Instants(range, moment.Calendar);
            RangeBits.Add(instants, from.UnixMs, to.UnixMs, bits);
        }
    }
}
