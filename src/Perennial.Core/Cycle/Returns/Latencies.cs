using Perennial.Core.History;

namespace Perennial.Core.Cycle.Returns;

/// <summary>How long customers take from one purchase to the next, by how many they have made: the norm a customer's
/// silence is measured against.</summary>
/// <param name="FromPurchase">1 is the step from the first purchase day to the second; the last entry holds that step
/// and all later ones.</param>
/// <param name="Curve">When they take it.</param>
/// <remarks>After J. Novo, customer latency: half of those who come back at all have done so by
/// <see cref="MedianDays"/>; a customer still silent at <see cref="TripWireDays"/> raises a hand.</remarks>
public sealed record Latency(int FromPurchase, SurvivalCurve Curve)
{
    /// <summary>Days by which half of those who come back have done so; null where nobody did.</summary>
    public int? MedianDays => Curve.DayOf(0.5);

    /// <summary>Days by which four in five of those who come back have done so; null where nobody did.</summary>
    public int? TripWireDays => Curve.DayOf(0.8);
}

/// <summary>Counts latencies from histories, which may come in pieces.</summary>
/// <param name="asOf">Orders at this instant and before are used.</param>
/// <param name="calendar">The shop's calendar.</param>
public sealed class Latencies(Instant asOf, ShopCalendar calendar)
{
    /// <summary>The steps told apart: first to second … fifth to sixth and later ones.</summary>
    public const int Steps = 5;

    readonly ReturnCounts[] counts = [.. Enumerable.Range(0, Steps).Select(_ => new ReturnCounts())];
    readonly int today = calendar.DayOf(asOf);

    /// <summary>The latencies of one table.</summary>
    public static IReadOnlyList<Latency> Of(HistoryTable table, Instant asOf, ShopCalendar calendar)
    {
        var latencies = new Latencies(asOf, calendar);
        latencies.Add(table);
        return latencies.Found();
    }

    /// <summary>Counts every customer of a table.</summary>
    public void Add(HistoryTable table)
    {
        for (var customer = 0; customer < table.CustomerCount; customer++) Add(table[customer].Orders);
    }

    void Add(OrderSlice orders)
    {
        var (lastDay, purchases) = (int.MinValue, 0);
        for (var i = 0; i < orders.Count && orders.At[i] <= asOf; i++)
        {
            if (PurchaseDay.IsReturned(orders, i)) continue;
            var day = calendar.DayOf(orders.At[i]);
            if (day == lastDay) continue;
            if (purchases > 0) counts[Math.Min(purchases, Steps) - 1].AddReturn(day - lastDay);
            purchases++;
            lastDay = day;
        }
        if (purchases > 0) counts[Math.Min(purchases, Steps) - 1].AddWaiting(Math.Max(0, today - lastDay));
    }

    /// <summary>What was counted so far, one entry a step.</summary>
    public IReadOnlyList<Latency> Found() => [.. counts.Select((count, i) => new Latency(i + 1, count.Curve()))];
}
