using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Lifecycle;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;
using Perennial.Settings;

namespace Perennial.Tests.Profiles;

/// <summary>The fold on cases worked out by hand.</summary>
public class ProfileFoldTests
{
    [Fact]
    public void Purchases_add_up()
    {
        var profile = Some.Profile("2026-03-31",
            Some.Order("2026-03-11T10:00", 100, discount: 10, refunded: 30, cost: 40),   // net 60, margin 20
            Some.Order("2026-01-10T09:00", 50, cost: 20),                               // net 50, margin 30
            Some.Order("2026-01-10T18:00", 25));                                        // net 25, cost unknown
        Assert.Equal(Some.At("2026-01-10T09:00"), profile.Values(PurchaseColumns.FirstOrderAt)[0]);
        Assert.Equal(Some.At("2026-03-11T10:00"), profile.Values(PurchaseColumns.LastOrderAt)[0]);
        Assert.Equal(3, profile.Values(PurchaseColumns.Orders)[0]);
        Assert.Equal(3, profile.Values(PurchaseColumns.Frequency)[0]);
        Assert.Equal(0, profile.Values(PurchaseColumns.ReturnedOrders)[0]);
        Assert.Equal(135_00, profile.Values(PurchaseColumns.Revenue)[0]);
        Assert.Equal(135_00, profile.Values(PurchaseColumns.Monetary)[0]);
        Assert.Equal(45.0, profile.Values(PurchaseColumns.AverageOrderValue)[0]);
        Assert.Equal(30.0 / 165.0, profile.Values(PurchaseColumns.RefundRate)[0]);
        Assert.Equal(50_00, profile.Values(PurchaseColumns.Margin)[0]);
        Assert.Equal(135.0 * 3, profile.Values(PurchaseColumns.PriorityScore)[0]);
        Assert.Equal(1, profile.Values(PurchaseColumns.MultiBuyer)[0]);
        Assert.Equal(0, profile.Values(PurchaseColumns.Continuity)[0]);
        Assert.Equal(20, profile.Values(PurchaseColumns.RecencyDays)[0]);
    }

    [Fact]
    public void A_customer_without_orders_is_a_prospect_whom_time_does_not_change()
    {
        var profile = Some.Profile("2026-03-31");
        Assert.Equal("prospect", profile.Label(LifecycleColumns.Stage, 0));
        Assert.Equal(Instant.Never, profile.NextChangeAt[0]);
        Assert.Equal(0, profile.Values(PurchaseColumns.Orders)[0]);
        Assert.Equal(0, profile.Values(PurchaseColumns.Revenue)[0]);
        Assert.Equal(Instant.None, profile.Values(PurchaseColumns.LastOrderAt)[0]);
        Assert.Equal(PurchaseColumns.RecencyDays.NoValue, profile.Values(PurchaseColumns.RecencyDays)[0]);
        Assert.Equal(PurchaseColumns.Margin.NoValue, profile.Values(PurchaseColumns.Margin)[0]);
        Assert.True(double.IsNaN(profile.Values(PurchaseColumns.AverageOrderValue)[0]));
        Assert.True(double.IsNaN(profile.Values(PurchaseColumns.RefundRate)[0]));
        Assert.True(double.IsNaN(profile.Values(PurchaseColumns.MeanGapDays)[0]));
    }

    // Reference rule 1.8.6: a fully returned order moves neither recency nor frequency; its money counts, as nothing.
    [Fact]
    public void A_fully_returned_order_is_no_purchase()
    {
        var profile = Some.Profile("2026-03-31",
            Some.Order("2026-01-10", 50), Some.Order("2026-03-30", 80, discount: 8, refunded: 72));
        Assert.Equal(1, profile.Values(PurchaseColumns.Orders)[0]);
        Assert.Equal(1, profile.Values(PurchaseColumns.ReturnedOrders)[0]);
        Assert.Equal(50_00, profile.Values(PurchaseColumns.Revenue)[0]);
        Assert.Equal(80, profile.Values(PurchaseColumns.RecencyDays)[0]);
        Assert.Equal(0, profile.Values(PurchaseColumns.MultiBuyer)[0]);
        Assert.Equal(72.0 / 122.0, profile.Values(PurchaseColumns.RefundRate)[0]);
    }

    [Fact]
    public void Whoever_returned_everything_is_a_prospect()
    {
        var profile = Some.Profile("2026-03-31", Some.Order("2026-03-30", 80, refunded: 80));
        Assert.Equal("prospect", profile.Label(LifecycleColumns.Stage, 0));
        Assert.Equal(1, profile.Values(PurchaseColumns.ReturnedOrders)[0]);
        Assert.Equal(1.0, profile.Values(PurchaseColumns.RefundRate)[0]);
        Assert.Equal(Instant.Never, profile.NextChangeAt[0]);
    }

    [Fact]
    public void A_present_that_cost_nothing_is_a_purchase()
    {
        var profile = Some.Profile("2026-03-31", Some.Order("2026-03-30", 20, discount: 20));
        Assert.Equal(1, profile.Values(PurchaseColumns.Orders)[0]);
        Assert.Equal(0, profile.Values(PurchaseColumns.Revenue)[0]);
        Assert.True(double.IsNaN(profile.Values(PurchaseColumns.RefundRate)[0]));
    }

    [Fact]
    public void Revenue_may_be_negative_but_what_is_scored_is_not()
    {
        var profile = Some.Profile(
            "2026-03-31", Some.Order("2026-03-01", 10, refunded: 25), Some.Order("2026-03-02", 5));
        Assert.Equal(-10_00, profile.Values(PurchaseColumns.Revenue)[0]);
        Assert.Equal(0, profile.Values(PurchaseColumns.Monetary)[0]);
        Assert.Equal(0.0, profile.Values(PurchaseColumns.PriorityScore)[0]);
        Assert.Equal(-10.0, profile.Values(PurchaseColumns.AverageOrderValue)[0]);
    }

    [Fact]
    public void Gaps_are_counted_between_purchase_days()
    {
        var profile = Some.Profile("2026-12-31",
            Some.Order("2026-01-01T08:00"), Some.Order("2026-01-01T20:00"),     // one purchase day
            Some.Order("2026-01-11"),                                           // first gap: 10
            Some.Order("2026-02-10"), Some.Order("2026-02-10"),                 // 30
            Some.Order("2026-02-15"));                                          // last gap: 5
        Assert.Equal(10, profile.Values(PurchaseColumns.FirstGapDays)[0]);
        Assert.Equal(5, profile.Values(PurchaseColumns.LastGapDays)[0]);
        Assert.Equal(45.0 / 3, profile.Values(PurchaseColumns.MeanGapDays)[0]);
    }

    [Fact]
    public void Several_orders_of_one_day_have_no_gap()
    {
        var profile = Some.Profile("2026-12-31", Some.Order("2026-01-01T08:00"), Some.Order("2026-01-01T20:00"));
        Assert.Equal(PurchaseColumns.FirstGapDays.NoValue, profile.Values(PurchaseColumns.FirstGapDays)[0]);
        Assert.Equal(PurchaseColumns.LastGapDays.NoValue, profile.Values(PurchaseColumns.LastGapDays)[0]);
        Assert.True(double.IsNaN(profile.Values(PurchaseColumns.MeanGapDays)[0]));
        Assert.Equal(1, profile.Values(PurchaseColumns.MultiBuyer)[0]);
    }

    [Fact]
    public void Continuity_is_what_the_last_order_says()
    {
        var byHand = Some.Order("2026-01-01");
        var running = Some.Order("2026-02-01", flags: OrderFlags.Subscription | OrderFlags.Gift);
        Assert.Equal(1, Some.Profile("2026-12-31", byHand, running).Values(PurchaseColumns.Continuity)[0]);
        Assert.Equal(0, Some.Profile("2026-01-15", byHand, running).Values(PurchaseColumns.Continuity)[0]);
        Assert.Equal(0, Some.Profile("2026-12-31", running,
            Some.Order("2026-02-02")).Values(PurchaseColumns.Continuity)[0]);
        // At one instant any subscription counts, whichever arrived first.
        var same = Some.Order("2026-02-01");
        Assert.Equal(1, Some.Profile("2026-12-31", running, same).Values(PurchaseColumns.Continuity)[0]);
        Assert.Equal(1, Some.Profile("2026-12-31", same, running).Values(PurchaseColumns.Continuity)[0]);
    }

    [Theory]
    [InlineData(30, LifecycleStage.Active, "2026-02-01")]
    [InlineData(31, LifecycleStage.Recent, "2026-05-02")]
    [InlineData(120, LifecycleStage.Recent, "2026-05-02")]
    [InlineData(121, LifecycleStage.Older, "2028-01-02")]
    [InlineData(730, LifecycleStage.Older, "2028-01-02")]
    [InlineData(731, LifecycleStage.Former, null)]
    public void A_stage_changes_at_midnight_after_its_last_day(int days, LifecycleStage stage, string? changesAt)
    {
        // Ordered at the first of January, 18:00; seen in the last millisecond of a day.
        var asOf = ShopCalendar.Utc.EndOf(Some.Day("2026-01-01") + days);
        var profile = Some.Profiles([Some.Order("2026-01-01T18:00")], asOf);
        Assert.Equal((byte)stage, profile.Values(LifecycleColumns.Stage)[0]);
        Assert.Equal(changesAt is null ? Instant.Never : Some.At(changesAt), profile.NextChangeAt[0]);
    }

    [Fact]
    public void Days_are_those_of_the_shop()
    {
        // 23:30 in Paris is still the 14th; the stage changes at midnight there, in summer time.
        var settings = new ProfileSettings { Calendar = ShopCalendars.Of("Europe/Paris") };
        var profile = Some.Profiles([Some.Order("2026-03-14T22:30")], Some.At("2026-03-14T23:00"), settings: settings);
        Assert.Equal(1, profile.Values(PurchaseColumns.RecencyDays)[0]);
        Assert.Equal(Some.At("2026-04-13T22:00"), profile.NextChangeAt[0]);
    }

    [Fact]
    public void A_stage_changes_when_the_day_begins_where_midnight_is_skipped()
    {
        // Sao Paulo, 4 November 2018: the day began at 01:00, which is 03:00 UTC.
        var settings = new ProfileSettings { Calendar = ShopCalendars.Of("America/Sao_Paulo") };
        var profile = Some.Profiles([Some.Order("2018-10-04T15:00")], Some.At("2018-10-05"), settings: settings);
        Assert.Equal(Some.At("2018-11-04T03:00"), profile.NextChangeAt[0]);
    }

    [Fact]
    public void An_order_still_to_come_is_not_seen_but_says_when_it_will_be()
    {
        OrderFact[] orders = [Some.Order("2026-01-01", 10), Some.Order("2026-01-20T08:00", 99)];
        var before = Some.Profile("2026-01-20T07:59:59.999", orders);
        Assert.Equal(1, before.Values(PurchaseColumns.Orders)[0]);
        Assert.Equal(10_00, before.Values(PurchaseColumns.Revenue)[0]);
        Assert.Equal(Some.At("2026-01-20T08:00"), before.NextChangeAt[0]);
        var at = Some.Profile("2026-01-20T08:00", orders);
        Assert.Equal(2, at.Values(PurchaseColumns.Orders)[0]);
    }

    [Fact]
    public void The_last_millisecond_of_a_day_belongs_to_it()
    {
        var endOfYear = ShopCalendar.Utc.EndOf(Some.Day("2006-12-31"));
        OrderFact[] orders = [Some.Order("2006-12-31T23:59:59.999"), Some.Order("2007-01-01")];
        var profile = Some.Profiles(orders, endOfYear);
        Assert.Equal(1, profile.Values(PurchaseColumns.Orders)[0]);
        Assert.Equal(0, profile.Values(PurchaseColumns.RecencyDays)[0]);
    }

    // pymc-marketing's test_data for rfm_summary, as of 2015-02-07: frequency, recency, mean spend by customer. Its
    // customer 4 is left out: it counts two orders of one day as one.
    [Fact]
    public void Published_fixture_of_pymc_marketing()
    {
        OrderFact[] orders =
        [
            Some.Order("2015-01-01", 1, customer: 0), Some.Order("2015-02-06", 2, customer: 0),
            Some.Order("2015-01-01", 2, customer: 1),
            Some.Order("2015-01-01", 3, customer: 2), Some.Order("2015-01-02", 1, customer: 2),
            Some.Order("2015-01-05", 5, customer: 2),
            Some.Order("2015-01-16", 3, customer: 3), Some.Order("2015-01-17", 1, customer: 3),
            Some.Order("2015-01-18", 8, customer: 3),
            Some.Order("2015-02-02", 5, customer: 4),
        ];
        var profile = Some.Profiles(orders, Some.At("2015-02-07"), customers: 5);
        Assert.Equal([2, 1, 3, 3, 1], profile.Values(PurchaseColumns.Frequency));
        Assert.Equal([1, 37, 33, 20, 5], profile.Values(PurchaseColumns.RecencyDays));
        Assert.Equal([1.5, 2, 3, 4, 5], profile.Values(PurchaseColumns.AverageOrderValue));
    }

    [Fact]
    public void Amounts_too_large_to_add_are_an_error_not_a_wrong_sum()
    {
        var huge = Some.Order("2026-01-01") with { GrossCents = long.MaxValue };
        var fold = new ProfileFold(Some.At("2026-02-01"), new ProfileSettings(),
            new ProfileTable(Columns.All, Some.Keys(1)));
        var history = Some.History([huge, huge], 1);
        Assert.Throws<OverflowException>(() => fold.Fold(history[0], 0));
    }

    [Fact]
    public void Limits_that_do_not_ascend_are_refused()
    {
        var settings = new ProfileSettings { Lifecycle = new LifecycleOptions { RecentDays = 10 } };
        Assert.Throws<ArgumentException>(
            () => new ProfileFold(Some.At("2026-02-01"), settings, new ProfileTable(Columns.All, Some.Keys(0))));
    }
}
