using System.Text;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Lifetime;

namespace Perennial.Tests.Lifetime;

/// <summary>What is counted before any model: against BTYD's cdnowSummary, CLVTools and the fixtures of lifetimes and
/// pymc-marketing.</summary>
public class PublishedCounts
{
    [Fact]
    public void CDNOW_adds_up_as_BTYD_says()
    {
        var counts = Cdnow.Counts;
        Assert.Equal(2_357, counts.Count);
        Assert.Equal(2_457, counts.X.Sum());
        Assert.Equal(16_135.57, counts.LastAt.Sum(), 5e-3);
        Assert.Equal(77_111.29, counts.Age.Sum(), 5e-3);
        Assert.Equal(1_882, counts.Held.Sum());
        Assert.Equal(70_976.39m, counts.HeldCents.Sum() / 100m);
        Assert.Equal(39, counts.HeldTime);
        Assert.Equal(29, counts.X.Max());
        Assert.Equal(38.857142857, counts.Age.Max(), 1e-9);
        Assert.Equal([1411, 439, 214, 100, 62, 38, 29, 64],
            Enumerable.Range(0, 8).Select(x => counts.X.Count(own => Math.Min(own, 7) == x)));
        Assert.Equal(1_016, Cdnow.Patterns.Count);
        Assert.Equal(946, Cdnow.Patterns.Repeaters);
        var orders = Cdnow.History.Orders;
        Assert.Equal(6_919, orders.At.Length);
        Assert.Equal(8, orders.GrossCents.Count(cents => cents == 0));
        // The published total spend is 244,091.90, less 4 cents of rounding there.
        Assert.Equal(244_091.94m, orders.GrossCents.Sum() / 100m);
        var days = Cdnow.Split("1998-06-30");
        Assert.Equal(6_696, days.X.Sum() + days.Count);
    }

    [Theory]
    [InlineData(1, 2, 30.428571, 38.857143, 1, 22.345)]
    [InlineData(2, 1, 1.714286, 38.857143, 0, 11.77)]
    [InlineData(6, 7, 29.428571, 38.857143, 8, 73.74143)]
    [InlineData(9, 2, 35.714286, 38.857143, 2, 25.55)]
    [InlineData(1516, 26, 30.857143, 31, 15, 39.97)]
    public void Single_customers_of_CDNOW(int id, int x, double lastAt, double age, int held, double mean)
    {
        var (counts, i) = (Cdnow.Counts, id - 1);
        Assert.Equal((x, held), (counts.X[i], counts.Held[i]));
        Assert.Equal(lastAt, counts.LastAt[i], 1e-6);
        Assert.Equal(age, counts.Age[i], 1e-6);
        Assert.Equal(mean, counts.Mean[i], 6e-3);
    }

    [Fact]
    public void Repeat_spend_of_CDNOW_as_described_by_pymc_marketing()
    {
        double[] means = [.. Cdnow.Counts.Mean.Where((_, i) => Cdnow.Counts.X[i] > 0).Order()];
        Assert.Equal(946, means.Length);
        Assert.Equal(35.08, means.Average(), 5e-3);
        Assert.Equal(30.28, Math.Sqrt(means.Sum(m => Math.Pow(m - means.Average(), 2)) / 945), 5e-3);
        Assert.Equal(2.99, means[0], 1e-9);
        Assert.Equal(27.50, (means[472] + means[473]) / 2, 5e-3);
        Assert.Equal(299.63, means[^1], 6e-3);
    }

    // CLVTools: 4 for customer 1056 if the day of the split were in the holdout.
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1000, 3)]
    [InlineData(1056, 3)]
    public void The_day_of_the_split_belongs_to_the_calibration(int id, int held) =>
        Assert.Equal(held, Cdnow.Split("1998-01-01").Held[id - 1]);

    static readonly HistoryTable Fixture = Some.History(
        [
            Some.Order("2015-01-01", 1), Some.Order("2015-02-06", 2),
            Some.Order("2015-01-01", 2, customer: 1),
            Some.Order("2015-01-01", 3, customer: 2), Some.Order("2015-01-02", 1, customer: 2),
            Some.Order("2015-01-05", 5, customer: 2),
            Some.Order("2015-01-16", 6, customer: 3), Some.Order("2015-02-02", 3, customer: 3),
            Some.Order("2015-02-05", 3, customer: 3), Some.Order("2015-02-05", 6, customer: 3),
            Some.Order("2015-01-16", 3, customer: 4), Some.Order("2015-01-17", 1, customer: 4),
            Some.Order("2015-01-18", 8, customer: 4),
            Some.Order("2015-02-02", 5, customer: 5),
        ],
        6);

    static string Shown(PurchaseCounts counts, bool holdout = false)
    {
        var text = new StringBuilder();
        for (var i = 0; i < counts.Count; i++)
        {
            text.Append($"({counts.X[i]},{counts.LastAt[i]:0.##},{counts.Age[i]:0.##},");
            text.Append(holdout ? $"{counts.Held[i]},{counts.HeldTime}) " : $"{counts.Mean[i]:0.##}) ");
        }
        return text.ToString().TrimEnd();
    }

    static PurchaseCounts Count(string split, string end, TimeUnit unit, HistoryTable? history = null) =>
        PurchaseCounts.Of(history ?? Fixture, ShopCalendar.Utc, unit, Some.Day(split), Some.Day(end));

    [Fact]
    public void The_fixture_of_pymc_marketing_by_days() => Assert.Equal(
        "(1,36,37,2) (0,0,37,0) (2,4,37,3) (2,20,22,6) (2,2,22,4.5) (0,0,5,0)",
        Shown(Count("2015-02-07", "2015-02-07", TimeUnit.Day)));

    [Fact]
    public void The_fixture_of_lifetimes_has_one_order_less_and_another_mean()
    {
        var history = Some.History(
            [Some.Order("2015-01-16", 6), Some.Order("2015-02-02", 3), Some.Order("2015-02-05", 3)], 1);
        Assert.Equal("(2,20,22,3)", Shown(Count("2015-02-07", "2015-02-07", TimeUnit.Day, history)));
    }

    [Fact]
    public void The_fixture_by_weeks_of_the_calendar()
    {
        var counts = Count("2015-02-07", "2015-02-07", TimeUnit.CalendarWeek);
        Assert.Equal([(1, 5, 5), (0, 0, 5), (1, 1, 5), (1, 3, 3), (0, 0, 3), (0, 0, 0)],
            Enumerable.Range(0, 6).Select(counts.PeriodsOf));
    }

    [Fact]
    public void The_fixture_split_by_weeks_and_by_days()
    {
        Assert.Equal("(0,0,4,1,1) (0,0,4,0,1) (1,1,4,0,1) (0,0,2,1,1) (0,0,2,0,1)",
            Shown(Count("2015-02-01", "2015-02-07", TimeUnit.CalendarWeek), holdout: true));
        var daily = Count("2015-02-01", "2015-02-04", TimeUnit.Day);
        Assert.Equal([0, 0, 0, 1, 0], daily.Held);
    }

    // Frequency, days since, mean of a day: customer 4's two orders of one day are one purchase worth 9.
    [Fact]
    public void The_fixture_as_recency_frequency_and_mean()
    {
        var counts = Count("2015-02-07", "2015-02-07", TimeUnit.Day);
        decimal[] total = [3, 2, 9, 18, 12, 5];
        Assert.Equal([(2, 1, 1.5m), (1, 37, 2), (3, 33, 3), (3, 2, 6), (3, 20, 4), (1, 5, 5)],
            Enumerable.Range(0, 6).Select(i => (counts.X[i] + 1, (int)(counts.Age[i] - counts.LastAt[i]),
                total[i] / (counts.X[i] + 1))));
    }
}
