using Perennial.Core.Cycle.Gaps;
using Perennial.Core.Cycle.Returns;
using Perennial.Core.History;

namespace Perennial.Core.Cycle.Forecasts;

/// <summary>A buyer as of a day of the past, and what came next.</summary>
/// <param name="Then">The buyer, by what had been ordered to the end of that day.</param>
/// <param name="FirstGapDays">Days from the first purchase day to the second, if both had been; else −1.</param>
/// <param name="NextInDays">Days from that day to the next purchase day; −1 where none had come by the present.</param>
/// <param name="Customer">A number that follows from the customer's key.</param>
/// <param name="Draw">A number that follows from key and day as if it were drawn.</param>
public readonly record struct PastBuyer(
    Buyer Then, int FirstGapDays, int NextInDays, ulong Customer, ulong Draw)
{
    /// <summary>Whether the next purchase came within some days.</summary>
    public bool BoughtWithin(int days) => NextInDays >= 0 && NextInDays <= days;

    /// <summary>How long the second purchase took, or had not come.</summary>
    internal FirstStay First => FirstGapDays >= 0
        ? new(FirstGapDays, true, Then.FirstDay) : new(Then.TenureDays, false, Then.FirstDay);
}

/// <summary>The buyers of one day of the past.</summary>
/// <param name="DaysAgo">How long ago.</param>
/// <param name="Buyers">Them, or as many as are looked at; at least one.</param>
public sealed record PastDay(int DaysAgo, IReadOnlyList<PastBuyer> Buyers)
{
    /// <summary>How long the first of them had been known that day.</summary>
    public int AgeDays { get; } = Buyers.Max(one => one.Then.TenureDays);
}

/// <summary>
/// Buyers as they were on days of the past two years, and how soon each bought again: what chances are calibrated on.
/// One day alone would take its season, and whatever else was special about it, for what is usual.
/// </summary>
/// <remarks>
/// What becomes of orders by the present is known: an order given back since is none. Where there are more buyers than
/// are to be looked at, those are taken whose keys give the lowest numbers: the same whatever the order of customers.
/// </remarks>
public sealed class PastBuyers
{
    /// <summary>How long ago the days lie: twelve a year, two years, one of them a year ago to the day.</summary>
    public static readonly IReadOnlyList<int> DaysAgo = [.. Enumerable.Range(1, 24).Select(i => (i * 365 + 6) / 12)];

    readonly Instant asOf;
    readonly ShopCalendar calendar;
    readonly int today, longestGap, most;
    readonly Day[] days = [.. DaysAgo.Select(_ => new Day())];
    readonly List<int> bought = [];

    /// <summary>Prepares counting.</summary>
    /// <param name="asOf">The present: orders placed later are not seen.</param>
    /// <param name="calendar">The shop's calendar.</param>
    /// <param name="gaps">How gaps are read.</param>
    /// <param name="most">Look at so many buyers, all days together; at least one a day.</param>
    public PastBuyers(Instant asOf, ShopCalendar calendar, GapOptions gaps, int most)
    {
        (this.asOf, this.calendar) = (asOf, calendar);
        today = calendar.DayOf(asOf);
        longestGap = gaps.LongestGapDays;
        this.most = Math.Max(1, most / DaysAgo.Count);
    }

    /// <summary>Counts everybody of a table.</summary>
    public static PastBuyers Of(HistoryTable history, CustomerKeys keys, Instant asOf, ShopCalendar calendar,
        GapOptions gaps, CycleOptions options)
    {
        var buyers = new PastBuyers(asOf, calendar, gaps, options.CalibrationCustomers);
        for (var row = 0; row < history.CustomerCount; row++) buyers.Add(history[row].Orders, keys[row]);
        return buyers;
    }

    /// <summary>Counts one customer.</summary>
    /// <param name="orders">As they are known at the present.</param>
    /// <param name="key">Whose.</param>
    public void Add(OrderSlice orders, ReadOnlySpan<byte> key)
    {
        if (orders.Count == 0) return;
        var draw = DrawOf(key);
        var any = false;
        for (var i = 0; i < days.Length && !any; i++) any = DrawOf(draw, i) <= days[i].Limit;
        if (!any) return;
        bought.Clear();
        for (var i = 0; i < orders.Count && orders.At[i] <= asOf; i++)
        {
            if (PurchaseDay.IsReturned(orders, i)) continue;
            var day = calendar.DayOf(orders.At[i]);
            if (bought.Count == 0 || day != bought[^1]) bought.Add(day);
        }
        if (bought.Count > 0) Add(draw);
    }

    /// <summary>What was counted, the latest day first; days on which nobody had bought are left out.</summary>
    public IReadOnlyList<PastDay> Days() => [.. days
        .Select((day, i) => (DaysAgo: DaysAgo[i], Buyers: day.Kept(most))).Where(day => day.Buyers.Count > 0)
        .Select(day => new PastDay(day.DaysAgo, day.Buyers))];

    void Add(ulong draw)
    {
        var (next, sum, ln) = (0, 0, 0.0);
        for (var i = days.Length - 1; i >= 0; i--)
        {
            var then = today - DaysAgo[i];
            for (; next < bought.Count && bought[next] <= then; next++)
            {
                if (next == 0) continue;
                var gap = Math.Min(bought[next] - bought[next - 1], longestGap);
                sum += gap;
                ln += Math.Log(gap);
            }
            var own = DrawOf(draw, i);
            if (next == 0 || own > days[i].Limit) continue;
            var buyer = new Buyer(new GapSums(next - 1, sum, ln), then - bought[next - 1], then - bought[0], bought[0]);
            days[i].Add(new PastBuyer(buyer, next > 1 ? bought[1] - bought[0] : -1,
                next < bought.Count ? bought[next] - then : -1, draw, own), most);
        }
    }

    static ulong DrawOf(ReadOnlySpan<byte> key)
    {
        var hash = 14_695_981_039_346_656_037;
        foreach (var one in key) hash = unchecked((hash ^ one) * 1_099_511_628_211);
        return hash;
    }

    static ulong DrawOf(ulong key, int day)
    {
        unchecked
        {
            var x = key + (ulong)(day + 1) * 0x9E3779B97F4A7C15;
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
            return x ^ (x >> 31);
        }
    }

    sealed class Day
    {
        readonly List<PastBuyer> buyers = [];

        public ulong Limit { get; private set; } = ulong.MaxValue;

        public void Add(in PastBuyer buyer, int most)
        {
            buyers.Add(buyer);
            if (buyers.Count < 2 * most) return;
            Trim(most);
        }

        public List<PastBuyer> Kept(int most)
        {
            Trim(most);
            return buyers;
        }

        // Ordered by what was drawn, so that sums come out the same whatever order customers came in.
        void Trim(int most)
        {
            buyers.Sort((left, right) => left.Draw.CompareTo(right.Draw));
            if (buyers.Count <= most) return;
            buyers.RemoveRange(most, buyers.Count - most);
            Limit = buyers[^1].Draw;
        }
    }
}
