using Perennial.Core;
using Perennial.Core.Cycle.Forecasts;
using Perennial.Core.Cycle.Returns;
using Perennial.Core.Purchases;

namespace Perennial.Tests.Cycle;

public class ReturnTests
{
    // E. L. Kaplan and P. Meier 1958, section 2: losses at 1.0, 3.1, 5.4, 9.2 among eight, deaths at .8, 3.1 … by days.
    [Fact]
    public void Shares_who_came_back_are_Kaplan_and_Meiers()
    {
        var counts = new ReturnCounts();
        int[] returned = [8, 31, 54, 92];
        int[] waiting = [10, 27, 70, 121];
        foreach (var days in returned) counts.AddReturn(days);
        foreach (var days in waiting) counts.AddWaiting(days);
        var curve = counts.Curve();
        Assert.Equal([8, 31, 54, 92], curve.Days);
        Assert.Equal([8, 5, 4, 2], curve.AtRisk);
        double[] expected = [7 / 8.0, 7 / 8.0 * 4 / 5, 7 / 8.0 * 4 / 5 * 3 / 4, 7 / 8.0 * 4 / 5 * 3 / 4 / 2];
        for (var i = 0; i < 4; i++) Assert.Equal(1 - expected[i], curve.Share[i], 1e-12);
        Assert.Equal(0, curve.ShareBy(7));
        Assert.Equal(1 - expected[1], curve.ShareBy(53)!.Value, 1e-12);
        Assert.Null(curve.ShareBy(122));
        Assert.Equal(54, curve.DayOf(.5));
        Assert.Equal(92, curve.DayOf(.8));
        var spans = curve.Hazard(30);
        Assert.Equal((1, 30, 8, 1), (spans[0].FromDay, spans[0].ToDay, spans[0].AtRisk, spans[0].Returned));
        Assert.Equal(1 - 4 / 5.0 * 3 / 4, spans[1].Chance, 1e-12);
    }

    [Fact]
    public void Nobody_has_no_curve()
    {
        var curve = new ReturnCounts().Curve();
        Assert.Null(curve.ShareBy(0));
        Assert.Null(curve.DayOf(.5));
        Assert.Empty(curve.Hazard(7));
    }

    [Fact]
    public void Latencies_follow_from_orders_step_by_step()
    {
        var history = Some.History(
            [
                Some.Order("2024-01-01"), Some.Order("2024-01-11"), Some.Order("2024-01-31"),
                Some.Order("2024-01-05", customer: 1), Some.Order("2024-01-05T10:00", customer: 1),
                Some.Order("2024-01-01", customer: 2), Some.Order("2024-01-31", customer: 2),
                Some.Order("2024-02-20", refunded: 10, customer: 2),
            ],
            4);
        var found = Latencies.Of(history, Some.At("2024-03-01"), ShopCalendar.Utc);
        Assert.Equal(Latencies.Steps, found.Count);
        Assert.Equal((3, 2), (found[0].Curve.Customers, found[0].Curve.Returned));
        Assert.Equal([10, 30], found[0].Curve.Days);
        Assert.Equal((10, 30), (found[0].MedianDays, found[0].TripWireDays));
        Assert.Equal((2, 1), (found[1].Curve.Customers, found[1].Curve.Returned));
        Assert.Equal([20], found[1].Curve.Days);
        Assert.Null(found[2].MedianDays);
    }

    [Fact]
    public void Latencies_of_pieces_are_those_of_the_whole()
    {
        var orders = PublicForecasts.Cdnow.Batch.History;
        var whole = Latencies.Of(orders, Some.At("1998-01-01"), ShopCalendar.Utc);
        var twice = new Latencies(Some.At("1998-01-01"), ShopCalendar.Utc);
        twice.Add(orders);
        twice.Add(orders);
        Assert.Equal(whole.Select(latency => 2 * latency.Curve.Returned),
            twice.Found().Select(latency => latency.Curve.Returned));
        Assert.Equal(whole.Select(latency => latency.TripWireDays), twice.Found().Select(l => l.TripWireDays));
    }

    // All of CDNOW's customers came in the first quarter of 1997.
    [Fact]
    public void Cohorts_of_Cdnow_count_everybody_once()
    {
        var table = PublicForecasts.Cdnow.Table;
        var cohorts = Cohorts.Of(table, ShopCalendar.Utc);
        Assert.Equal([Some.Day("1997-01-01"), Some.Day("1997-02-01"), Some.Day("1997-03-01")],
            cohorts.Select(cohort => cohort.FirstDay));
        Assert.Equal(2357, cohorts.Sum(cohort => cohort.Customers));
        Assert.Equal(2357, cohorts.Sum(cohort => cohort.Statuses.Sum()));
        // Everybody was seen for more than 180 days: no estimate, a count. No month was seen for 365 days but January.
        var days = table.Values(PurchaseColumns.FirstOrderDay);
        var gaps = table.Values(PurchaseColumns.FirstGapDays);
        for (var i = 0; i < 3; i++)
        {
            var rows = Enumerable.Range(0, table.Count)
                .Where(row => ShopCalendar.Date(days[row]).Month == i + 1).ToList();
            var back = rows.Count(row => gaps[row] is > 0 and <= 180);
            Assert.Equal((double)back / rows.Count, cohorts[i].ReturnedBy[3]!.Value, 1e-12);
            Assert.Equal(i == 0, cohorts[i].ReturnedBy[4] is not null);
        }
    }

    [Fact]
    public void Chances_of_single_buyers_follow_their_cohort()
    {
        var curve = new ReturnCurve([0, 30], [.01, .001], [100, 50], [12 * 2024, 12 * 2024 + 1], [1, 2], 100, 40);
        var (january, february) = (Some.Day("2024-01-10"), Some.Day("2024-02-10"));
        Assert.Equal(1 - Math.Exp(-(20 * .01 + 10 * .001)), curve.Returns(january, 10, 30), 1e-12);
        Assert.Equal(1 - Math.Exp(-2 * (20 * .01 + 10 * .001)), curve.Returns(february, 10, 30), 1e-12);
        Assert.Equal(1 - Math.Exp(-30 * .001), curve.Returns(Some.Day("2020-01-01"), 400, 30), 1e-12);
    }

    [Fact]
    public void Forecasts_are_scored_as_defined()
    {
        var score = ForecastScore.Of([.9, .2, .6, .6], [1, 0, 1, 0]);
        Assert.Equal(-(Math.Log(.9) + Math.Log(.8) + Math.Log(.6) + Math.Log(.4)) / 4, score.LogLoss, 1e-12);
        Assert.Equal(3.5 / 4, score.Auc, 1e-12);
        Assert.Equal(.5, ForecastScore.AreaUnder([1, 2], [1, 1]));
    }
}
