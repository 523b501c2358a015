using System.Text.Json;
using Perennial.Core;
using Perennial.Core.Lifetime;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;
using Perennial.Core.Scoring;
using Perennial.Rfm;

namespace Perennial.Tests.Lifetime;

/// <summary>The columns of a scoring run: CDNOW as of 1997-09-30, with its own past.</summary>
public class LifetimeColumnsTests
{
    static readonly ScoringOptions Options = new() { RfmSegmentSet = RfmSegmentSets.Load("rfm-125") };

    static readonly Lazy<(ProfileTable Table, ScoringRun ScoringRun)> Scored = new(() => Score("1997-09-30"));

    static ProfileTable Folded(string day) => ProfileFold.FoldAll(Cdnow.History,
        Some.Keys(Cdnow.History.CustomerCount), ShopCalendar.Utc.EndOf(Some.Day(day)), new ProfileSettings());

    static (ProfileTable, ScoringRun) Score(string day)
    {
        var table = Folded(day);
        var past = new ShopPast(
            new PastProfiles(Folded("1997-08-31"), Folded("1997-07-02")), Some.NoPast(table).Buyers);
        return (table, Scorer.Run(table, ShopCalendar.Utc, Options, null, past));
    }

    [Fact]
    public void The_run_fits_the_published_model_and_says_why_it_was_chosen()
    {
        var model = Scored.Value.ScoringRun.Models.Lifetime!;
        Assert.Equal("mbg-nbd", model.Purchases.Model);
        Assert.Equal(-9582.13571555, model.Purchases.LogLikelihood, 1e-3);
        Assert.Equal(-4055.91769480, model.Spend.LogLikelihood, 1e-3);
        Assert.Contains("MBG/NBD", model.Choice);
        Assert.Equal(["mbg-nbd", "bg-nbd"], model.Backtests.Select(test => test.Model));
        Assert.All(model.Backtests, test => Assert.InRange(test.Expected / test.Actual, 0.5, 1.5));
    }

    [Fact]
    public void Columns_are_what_the_models_say()
    {
        var table = Scored.Value.Table;
        var spend = new GammaGamma(6.24957, 3.74422, 15.44352);
        for (var row = 0; row < table.Count; row += 7)
        {
            var (counts, days) = (Cdnow.Counts, 365 / 7.0);
            var (x, last, age) = (counts.X[row], counts.LastAt[row], counts.Age[row]);
            Assert.Equal(Cdnow.MbgNbd.Alive(x, last, age), table.Values(LifetimeColumns.PAlive)[row], 1e-4);
            var expected = Cdnow.MbgNbd.ExpectedNext(days, x, last, age);
            Assert.Equal(expected, table.Values(LifetimeColumns.ExpectedOrders365d)[row], 1e-3 * (1 + expected));
            var value = spend.Expected(x, counts.Mean[row])!.Value;
            Assert.Equal(value, table.Values(LifetimeColumns.ExpectedSpend)[row], 1e-3 * value);
            // Twelve months at 1 % are worth some six per cent less.
            Assert.InRange(table.Values(LifetimeColumns.Clv)[row] / 100.0, 0.93 * expected * value - 0.01,
                0.95 * expected * value + 0.01);
        }
    }

    [Fact]
    public void A_touched_customer_is_written_as_all_were_by_the_stored_model()
    {
        var (whole, run) = Scored.Value;
        var stored = JsonSerializer.Deserialize<Models>(JsonSerializer.Serialize(run.Models))!;
        var again = Folded("1997-09-30");
        Scorer.Apply(run with { Models = stored }, again, [5, 1515], ShopCalendar.Utc);
        foreach (var row in new[] { 5, 1515 })
        {
            Assert.Equal(whole.Values(LifetimeColumns.PAlive)[row], again.Values(LifetimeColumns.PAlive)[row]);
            Assert.Equal(whole.Values(LifetimeColumns.ExpectedOrders365d)[row],
                again.Values(LifetimeColumns.ExpectedOrders365d)[row]);
            Assert.Equal(whole.Values(LifetimeColumns.ExpectedSpend)[row],
                again.Values(LifetimeColumns.ExpectedSpend)[row]);
            Assert.Equal(whole.Values(LifetimeColumns.Clv)[row], again.Values(LifetimeColumns.Clv)[row]);
        }
        Assert.True(double.IsNaN(again.Values(LifetimeColumns.PAlive)[6]));
    }

    [Fact]
    public void Without_a_model_the_columns_are_cleared()
    {
        var (table, run) = Score("1997-09-30");
        Scorer.Apply(run with { Models = new Models() }, table, [5], ShopCalendar.Utc);
        Assert.True(double.IsNaN(table.Values(LifetimeColumns.PAlive)[5]));
        Assert.True(double.IsNaN(table.Values(LifetimeColumns.ExpectedOrders365d)[5]));
        Assert.True(double.IsNaN(table.Values(LifetimeColumns.ExpectedSpend)[5]));
        Assert.Equal(LifetimeColumns.Clv.NoValue, table.Values(LifetimeColumns.Clv)[5]);
    }

    [Fact]
    public void Few_customers_have_a_verdict_and_no_value()
    {
        var orders = Enumerable.Range(0, 20).Select(i => Some.Order("2026-06-01", 10, customer: i)).ToList();
        var (table, past) = (Some.Profiles(orders, Some.Now, 21), Some.Profiles(orders, Some.At("2026-03-01"), 21));
        var run = Scorer.Run(table, ShopCalendar.Utc, Options, null,
            new ShopPast(new PastProfiles(past, past), Some.NoPast(table).Buyers));
        var model = run.Models.Lifetime!;
        Assert.Contains("0 of 20 customers bought again", model.Purchases.Verdict);
        Assert.Contains("No customer", model.Choice);
        Assert.All(table.Values(LifetimeColumns.PAlive), value => Assert.True(double.IsNaN(value)));
        Assert.All(table.Values(LifetimeColumns.Clv), value => Assert.Equal(LifetimeColumns.Clv.NoValue, value));
        Assert.DoesNotContain("NaN", JsonSerializer.Serialize(run.Models));
    }

    [Fact]
    public void A_prospect_has_no_value_and_a_refunded_repeat_draws_spend_down()
    {
        var (table, run) = Score("1997-09-30");
        table.Values(PurchaseColumns.PurchaseDays)[0] = 0;
        table.Values(PurchaseColumns.Revenue)[5] = -500;
        Scorer.Apply(run, table, [0, 5], ShopCalendar.Utc);
        Assert.True(double.IsNaN(table.Values(LifetimeColumns.PAlive)[0]));
        Assert.InRange(table.Values(LifetimeColumns.ExpectedSpend)[5], 0.01, 10);
    }
}
