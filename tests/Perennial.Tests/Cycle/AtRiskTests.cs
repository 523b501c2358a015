using Perennial.Core;
using Perennial.Core.AtRisk;
using Perennial.Core.Cycle;
using Perennial.Core.Lifetime;
using Perennial.Core.Purchases;
using Perennial.Tests.Scoring;

namespace Perennial.Tests.Cycle;

public class AtRiskTests
{
    [Fact]
    public void Late_customers_risk_their_rhythm_less_what_is_to_be_expected_and_nobody_else_does()
    {
        var table = FittedShop.Table;
        var (status, atRisk, days) = (table.Values(CycleColumns.Status), table.Values(AtRiskColumns.AtRisk),
            table.Values(CycleColumns.Days));
        var (spend, orders) =
            (table.Values(LifetimeColumns.ExpectedSpend), table.Values(LifetimeColumns.ExpectedOrders365d));
        var (late, capped) = (0, 0);
        for (var row = 0; row < table.Count; row++)
        {
            if ((CycleStatus)status[row] is not (CycleStatus.Late or CycleStatus.VeryLate))
            {
                Assert.Equal(AtRiskColumns.AtRisk.NoValue, atRisk[row]);
                continue;
            }
            late++;
            var rhythm = 365 / days[row] * spend[row];
            var before = SpentInTheYearToTheLast(row) / 100.0;
            if (before < rhythm) capped++;
            var expected = Math.Max(0, Math.Min(rhythm, before) - orders[row] * spend[row]);
            Assert.Equal(expected, atRisk[row] / 100.0, 0.011);
        }
        Assert.True(late > 50 && capped > 5, $"{late} late, {capped} of them capped");
    }

    static long SpentInTheYearToTheLast(int row)
    {
        var facts = FittedShop.History.AsOf(FittedShop.AsOf, Instant.Never)[row].Orders;
        var last = FittedShop.Table.Values(PurchaseColumns.LastOrderAt)[row];
        var cents = 0L;
        for (var i = 0; i < facts.Count; i++)
        {
            if (facts.At[i] > last || facts.At[i].UnixMs <= last.UnixMs - 365L * 86_400_000) continue;
            cents += facts.GrossCents[i] - (facts.DiscountCents.IsEmpty ? 0 : facts.DiscountCents[i])
                - (facts.RefundedCents.IsEmpty ? 0 : facts.RefundedCents[i]);
        }
        return cents;
    }

    [Theory]
    [InlineData("2012-06-30")]
    [InlineData("2001-06-29")]
    public void Whatever_the_cycle_nobody_is_anything_but_inactive_after_three_years(string day)
    {
        var cdnow = PublicForecasts.Cdnow;
        var table = Some.Profiles([.. Orders(cdnow.Batch.History)], ShopCalendar.Utc.EndOf(Some.Day(day)),
            cdnow.Batch.History.CustomerCount);
        var columns = new Core.Cycle.Model.CycleModelColumns(cdnow.Model, table, ShopCalendar.Utc);
        for (var row = 0; row < table.Count; row++)
        {
            Assert.Equal(Instant.Never, columns.Write(row));
            Assert.Equal((byte)CycleStatus.Inactive, table.Values(CycleColumns.Status)[row]);
        }

        static IEnumerable<Core.History.OrderFact> Orders(Core.History.HistoryTable history)
        {
            for (var customer = 0; customer < history.CustomerCount; customer++)
                foreach (var at in history[customer].Orders.At.ToArray())
                    yield return new() { Customer = customer, At = at, GrossCents = 100 };
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void The_day_on_which_the_limit_is_reached_is_foreseen(int orders)
    {
        var model = PublicForecasts.Cdnow.Model;
        // A limit that comes long before any cycle's.
        model = model with { Zones = model.Zones with { InactiveAfterDays = 5 } };
        var bought = Enumerable.Range(0, orders).Select(i => Some.Order($"2026-0{i + 1}-10")).ToArray();
        var last = Some.Day($"2026-0{orders}-10");
        (byte Status, Instant Next) On(int day)
        {
            var table = Some.Profiles(bought, ShopCalendar.Utc.EndOf(day));
            var next = new Core.Cycle.Model.CycleModelColumns(model, table, ShopCalendar.Utc).Write(0);
            return (table.Values(CycleColumns.Status)[0], next);
        }
        Assert.NotEqual((byte)CycleStatus.Inactive, On(last + 4).Status);
        Assert.Equal(ShopCalendar.Utc.StartOf(last + 5), On(last + 4).Next);
        Assert.Equal(((byte)CycleStatus.Inactive, Instant.Never), On(last + 5));
    }
}
