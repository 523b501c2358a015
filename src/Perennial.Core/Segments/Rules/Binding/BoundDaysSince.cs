namespace Perennial.Core.Segments.Rules.Binding;

/// <summary>The days since a calendar day lie in some ranges.</summary>
sealed class BoundDaysSince(int[] days, WholeRange[] ranges) : BoundRule
{
    public override bool Holds(int row, RuleMoment moment)
    {
        if (days[row] == int.MinValue) return false;
        var since = (long)moment.Today - days[row];
        foreach (var range in ranges)
            if (range.Contains(since)) return true;
        return false;
    }

    public override Instant NextEdge(int row, RuleMoment moment) =>
        days[row] == int.MinValue ? Instant.Never : NextEdge(days[row], ranges, moment);

    /// <summary>When the days since a day next come into one of the ranges or leave it.</summary>
    public static Instant NextEdge(int day, WholeRange[] ranges, RuleMoment moment)
    {
        var since = (long)moment.Today - day;
        var next = long.MaxValue;
        foreach (var (from, to) in ranges)
        {
            if (from > since) next = Math.Min(next, from);
            if (to >= since && to < long.MaxValue) next = Math.Min(next, to + 1);
        }
        return next > TimeLength.LongestDays ? Instant.Never : moment.Calendar.StartOf((int)(day + next));
    }

    public override void Fill(int start, int rows, RuleMoment moment, ReadOnlySpan<ulong> wanted, Span<ulong> bits)
    {
        bits.Clear();
        foreach (var (from, to) in ranges)
        {
            // since between from and to is: the day between today − to and today − from.
            var first = to > int.MaxValue ? int.MinValue + 1 : Math.Max(moment.Today - to, int.MinValue + 1);
            var last = from < int.MinValue ? int.MaxValue : Math.Min(moment.Today - from, int.MaxValue);
            if (first <= last) RangeBits.Add(days.AsSpan(start, rows), (int)first, (int)last, bits);
        }
    }
}

/// <summary>The days since the calendar day of an instant lie in some ranges.</summary>
sealed class BoundInstantsSince(Instant[] values, WholeRange[] ranges) : BoundRule
{
    public override bool Holds(int row, RuleMoment moment)
    {
        if (!values[row].HasValue) return false;
        var since = (long)moment.Today - moment.Calendar.DayOf(values[row]);
        foreach (var range in ranges)
            if (range.Contains(since)) return true;
        return false;
    }

    public override Instant NextEdge(int row, RuleMoment moment) => values[row].HasValue
        ? BoundDaysSince.NextEdge(moment.Calendar.DayOf(values[row]), ranges, moment) : Instant.Never;

    public override void Fill(int start, int rows, RuleMoment moment, ReadOnlySpan<ulong> wanted, Span<ulong> bits)
    {
        bits.Clear();
        var instants = System.Runtime.InteropServices.MemoryMarshal.Cast<Instant, long>(values.AsSpan(start, rows));
        foreach (var range in ranges)
        {
            var (from, to) = DayRange.Instants(DayRange.Ago(range, moment.Today), moment.Calendar);
            RangeBits.Add(instants, from.UnixMs, to.UnixMs, bits);
        }
    }
}

/// <summary>The days since a calendar day, divided by a customer's own measure, lie in some ranges.</summary>
sealed class BoundPosition(int[] days, double[] per, NumberRange[] ranges) : BoundRule
{
    public override int Cost => 2;

    public override bool Holds(int row, RuleMoment moment) =>
        days[row] != int.MinValue && per[row] > 0 && In((long)moment.Today - days[row], per[row]);

    bool In(long since, double length)
    {
        var position = since / length;
        foreach (var range in ranges)
            if (range.Contains(position)) return true;
        return false;
    }

    public override Instant NextEdge(int row, RuleMoment moment)
    {
        if (days[row] == int.MinValue || !(per[row] > 0)) return Instant.Never;
        var length = per[row];
        var since = (long)moment.Today - days[row];
        var next = long.MaxValue;
        foreach (var range in ranges)
        {
            Consider(range.From);
            Consider(range.To);
        }
        return next == long.MaxValue ? Instant.Never : moment.Calendar.StartOf((int)(days[row] + next));

        // Around a limit the answer turns on one of a few days: rounding decides which.
        void Consider(double limit)
        {
            var around = limit * length;
            if (!(Math.Abs(around) < TimeLength.LongestDays)) return;
            for (var day = Math.Max(since + 1, (long)around - 2); day <= (long)around + 3; day++)
            {
                if (In(day, length) == In(day - 1, length)) continue;
                next = Math.Min(next, day);
                return;
            }
        }
    }
}
