using System.Text.Json;
using Perennial.Core;
using Perennial.Core.Cycle;
using Perennial.Core.Cycle.Forecasts;
using Perennial.Core.Cycle.Gaps;
using Perennial.Core.Cycle.Model;
using Perennial.Core.History;
using Perennial.Core.Profiles;
using Perennial.Core.Statistics;

namespace Perennial.Tests.Cycle;

public class CycleFittingTests
{
    static readonly Instant Now = Some.At("2024-12-31T12:00:00Z");

    static CycleModel? Fit(IEnumerable<OrderFact> orders, int customers)
    {
        var table = Some.Profiles(orders, Now, customers);
        ProfileTable Before(int days) =>
            Some.Profiles(orders, new Instant(Now.UnixMs - days * 86_400_000L), customers);
        var model = CycleFitting.Fit(
            table, new PastProfiles(Before(30), Before(90)), PastBuyers.Of(Some.History(orders, customers),
                Some.Keys(customers), Now, ShopCalendar.Utc, new GapOptions(), new CycleOptions()),
            new CycleOptions(), ShopCalendar.Utc);
        var columns = new CycleModelColumns(model, table, ShopCalendar.Utc);
        for (var row = 0; row < customers; row++)
        {
            Assert.True(columns.Write(row) > Now);
            var chance = table.Values(CycleColumns.BuyChance90)[row];
            Assert.True(double.IsNaN(chance) || chance is >= 0 and <= 1);
        }
        // Throws at NaN and infinity, and comes back the same.
        var json = JsonSerializer.Serialize(model);
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<CycleModel?>(json)));
        return model;
    }

    [Fact]
    public void An_empty_shop_has_no_model() => Assert.Null(Fit([], 0));

    [Fact]
    public void Orders_that_were_all_given_back_give_no_model() => Assert.Null(Fit(
        Enumerable.Range(0, 300).Select(i => Some.Order("2024-05-01", refunded: 10, customer: i / 3)), 100));

    [Fact]
    public void One_customer_is_too_few()
    {
        var model = Fit([Some.Order("2024-05-01"), Some.Order("2024-06-01")], 1)!;
        Assert.Null(model.Gaps);
        Assert.Equal("1 customers bought on two days or more: a cycle needs 50.", model.Verdict);
        Assert.Contains("too few", model.Days90.Verdict);
    }

    [Fact]
    public void Single_buyers_alone_are_too_few()
    {
        var model = Fit(Enumerable.Range(0, 500).Select(i => Some.Order("2024-05-01", customer: i)), 500)!;
        Assert.Null(model.Gaps);
        Assert.Null(model.FirstReturns);
        Assert.Equal(0, model.Regularity);
    }

    [Fact]
    public void Several_orders_on_one_day_are_one_purchase()
    {
        var model = Fit(Enumerable.Range(0, 500).Select(i => Some.Order("2024-05-01", customer: i / 5)), 100)!;
        Assert.Null(model.Gaps);
        Assert.Null(model.FirstReturns);
    }

    [Fact]
    public void Customers_like_clockwork_are_fitted_without_infinities()
    {
        var orders = Enumerable.Range(0, 900).Select(i =>
            Some.Order("2024-01-02", customer: i % 90) with { At = new Instant(Some.At("2024-01-02").UnixMs
                + (i / 90 * 30 + i % 7) * 86_400_000L) });
        var model = Fit(orders, 90)!;
        Assert.True(model.Gaps!.MeanK > 8, $"k {model.Gaps.MeanK}");
        Assert.True(model.Regular);
    }

    [Fact]
    public void What_was_drawn_is_found_again()
    {
        // k = 3, mean gaps 1/r with r ~ Gamma(4, 160), a chance of lapsing of .1; 500 days.
        var rng = new Rng(7);
        var orders = new List<OrderFact>();
        var start = Now.UnixMs / 86_400_000L - 500;
        for (var customer = 0; customer < 1200; customer++)
        {
            var rate = rng.NextGamma(4) / 160;
            for (var day = 100 * rng.NextDouble(); day < 500;)
            {
                orders.Add(new OrderFact
                {
                    Customer = customer, At = new Instant((start + (long)day) * 86_400_000L), GrossCents = 1000,
                });
                if (rng.NextDouble() < .1) break;
                day += Math.Max(1, rng.NextGamma(3) / (3 * rate));
            }
        }
        var model = Fit(orders, 1200)!;
        Assert.Equal(3, model.Gaps!.MeanK, .5);
        Assert.Equal(.1, model.Gaps.MeanDropout, .03);
        Assert.Equal(4, model.Gaps.A, 1.2);
        Assert.Equal(40, model.Gaps.B / model.Gaps.A, 5.0);
        Assert.True(model.Regular);
    }

    // A shop of four months: half buy every few days and every one of them comes back, which is too much alike to
    // calibrate on; half bought once, and a fifth of those come again.
    [Fact]
    public void What_cannot_be_calibrated_does_not_shift_what_can()
    {
        var rng = new Rng(11);
        var orders = new List<OrderFact>();
        void Add(int customer, int daysAgo) => orders.Add(
            Some.Order("2024-01-02", customer: customer) with
            {
                At = new Instant(Now.UnixMs - daysAgo * 86_400_000L),
            });
        for (var customer = 0; customer < 600; customer++)
        {
            var first = 95 + customer % 28;
            Add(customer, first);
            if (customer >= 300)
            {
                if (customer % 5 == 0) Add(customer, 5 + customer % 85);
                continue;
            }
            for (var ago = first - 1; ago >= 0; ago -= 1 + (int)((ago < 90 ? 40 : 6) * rng.NextDouble()))
                Add(customer, ago);
        }
        var model = Fit(orders, 600)!;
        Assert.Null(model.Days90.Calibrator);
        Assert.NotNull(model.Days90.SingleCalibrator);
        Assert.True(Math.Abs(model.Days90.Level) < 0.5, JsonSerializer.Serialize(model));
        Assert.False(model.Days90.KnowsSeason);
        Assert.True(model.Days90.LevelError >= 0.5 && model.Days30.LevelError < model.Days90.LevelError);
    }

    [Fact]
    public void A_mean_of_chances_moves_with_its_level()
    {
        var model = new HorizonModel { Days = 90, Verdict = "", LevelError = 0.1 };
        double At(double shift) => new[] { 0.1, 0.5, 0.7 }.Average(p =>
            1 / (1 + (1 - p) / p * Math.Exp(-shift)));
        Assert.Equal((At(0.196) - At(-0.196)) / 2, model.MayBeOff([0.1, double.NaN, 0.5, 0.7]), 0.001);
        Assert.True(double.IsNaN(model.MayBeOff([double.NaN])));
        Assert.True(double.IsNaN((model with { LevelError = null }).MayBeOff([0.5])));
    }

    [Fact]
    public void Limits_that_do_not_ascend_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new CycleZones { Late = .9 }.Check());
        Assert.Throws<ArgumentException>(() => new CycleZones { DwellDays = -1 }.Check());
        Assert.Throws<ArgumentException>(() => new GapOptions { LongestGapDays = 0 }.Check());
        Assert.Throws<ArgumentException>(() => new CycleOptions { FitCustomers = 0 }.Check());
    }

    [Fact]
    public void An_order_at_the_very_instant_closes_a_gap()
    {
        OrderFact[] orders = [Some.Order("2020-01-01"), Some.Order("2020-01-11T10:00")];
        var at = Some.At("2020-01-11T10:00");
        Assert.Equal(10, Some.Profiles(orders, at).Values(CycleColumns.GapDaysSum)[0]);
        Assert.Equal(CycleColumns.GapDaysSum.NoValue,
            Some.Profiles(orders, new Instant(at.UnixMs - 1)).Values(CycleColumns.GapDaysSum)[0]);
    }

    [Fact]
    public void Gaps_are_summed_without_returns_and_no_longer_than_the_limit()
    {
        var table = Some.Profiles(
            [
                Some.Order("2020-01-01"), Some.Order("2020-01-11"), Some.Order("2020-01-11T18:00"),
                Some.Order("2020-01-15", refunded: 10), Some.Order("2020-01-31"), Some.Order("2024-01-01"),
                Some.Order("2025-06-01"),
            ],
            Now);
        Assert.Equal(10 + 20 + 730, table.Values(CycleColumns.GapDaysSum)[0]);
        Assert.Equal(Math.Log(10) + Math.Log(20) + Math.Log(730), table.Values(CycleColumns.GapLnSum)[0], 1e-12);
        Assert.Equal(20, table.Values(CycleColumns.GapBeforeLastDays)[0]);
    }
}
