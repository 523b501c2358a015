using Perennial.Core;
using Perennial.Core.Lifetime;
using Perennial.Core.Statistics;

namespace Perennial.Tests.Lifetime;

/// <summary>Data that cannot say: a verdict in words and no value, or sound values and a warning; never NaN.</summary>
public class DegenerateData
{
    public static TheoryData<PurchaseModelKind> Kinds => [.. Enum.GetValues<PurchaseModelKind>()];

    static BuyingPatterns Repeated(int times, params (int X, double LastAt, double Age)[] customers)
    {
        var all = Enumerable.Repeat(customers, times).SelectMany(x => x).ToList();
        return BuyingPatterns.Of([.. all.Select(c => c.X)], [.. all.Select(c => c.LastAt)],
            [.. all.Select(c => c.Age)], all.Sum(c => c.X > 0 ? c.X * Math.Log(c.LastAt / c.X) : 0));
    }

    static void Says(string words, ModelFit fit)
    {
        Assert.Contains(words, fit.Verdict);
        Assert.False(fit.IsFitted);
        Assert.Empty(fit.Parameters);
        Assert.Null(PurchaseFitting.ModelOf(fit with { Model = "bg-nbd" }));
    }

    static ModelFit Sound(ModelFit fit)
    {
        Assert.True(fit.IsFitted, fit.Verdict);
        Assert.All(fit.Parameters, value => Assert.True(double.IsFinite(value) && value > 0));
        Assert.All(fit.StandardErrors, value => Assert.True(value is null || double.IsFinite(value.Value)));
        Assert.True(double.IsFinite(fit.LogLikelihood));
        if (fit.Model.EndsWith("nbd", StringComparison.Ordinal) || fit.Model.EndsWith("-k", StringComparison.Ordinal))
        {
            var model = PurchaseFitting.ModelOf(fit)!;
            foreach (var (x, last, age) in new[] { (0, 0.0, 0.0), (0, 0.0, 100.0), (3, 10.0, 40.0), (300, 90, 100) })
            {
                Assert.InRange(model.Alive(x, last, age), 0, 1);
                Assert.InRange(model.ExpectedNext(52, x, last, age), 0, 1e5);
            }
        }
        return fit;
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Nobody(PurchaseModelKind kind) =>
        Says("No customer has a purchase", PurchaseFitting.Fit(kind, Repeated(0)));

    [Theory, MemberData(nameof(Kinds))]
    public void One_customer(PurchaseModelKind kind) =>
        Says("1 of 1 customers bought again", PurchaseFitting.Fit(kind, Repeated(1, (5, 20, 30))));

    [Theory, MemberData(nameof(Kinds))]
    public void All_bought_once(PurchaseModelKind kind) =>
        Says("0 of 500 customers", PurchaseFitting.Fit(kind, Repeated(500, (0, 0, 30))));

    [Theory, MemberData(nameof(Kinds))]
    public void All_on_the_last_day(PurchaseModelKind kind) =>
        Says("on the last day", PurchaseFitting.Fit(kind, Repeated(500, (0, 0, 0))));

    [Fact]
    public void All_refunded()
    {
        var history = Some.History(
            [.. Enumerable.Range(0, 50).Select(i => Some.Order("2026-01-01", 10, refunded: 10, customer: i))], 50);
        var counts = PurchaseCounts.Of(
            history, ShopCalendar.Utc, TimeUnit.Week, Some.Day("2026-06-30"), Some.Day("2026-06-30"));
        Assert.Equal(0, counts.Count);
        Says("No customer", PurchaseFitting.Fit(PurchaseModelKind.MbgNbd, counts.Patterns()));
        Says("0 customers bought again", OtherFitting.Spend(counts.Spend()));
        Says("No customer", OtherFitting.Periods(counts.Periods()));
        Assert.Null(HoldoutComparison.Of("mbg-nbd", counts, [], []));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void All_alike(PurchaseModelKind kind) =>
        Assert.NotEqual(ModelFit.Fine, Sound(PurchaseFitting.Fit(kind, Repeated(200, (4, 40, 50)))).Verdict);

    [Theory, MemberData(nameof(Kinds))]
    public void All_bought_again_this_very_day(PurchaseModelKind kind) =>
        Assert.NotEqual(
            ModelFit.Fine, Sound(PurchaseFitting.Fit(kind, Repeated(100, (3, 50, 50), (9, 50, 50)))).Verdict);

    [Theory]
    [InlineData(PurchaseModelKind.BgNbd)]
    [InlineData(PurchaseModelKind.MbgNbd)]
    [InlineData(PurchaseModelKind.ParetoNbd)]
    public void Nobody_lapses(PurchaseModelKind kind)
    {
        var customers = Enumerable.Range(0, 400).Select(i => Bought(Rng.ForStream(7, (ulong)i), k: 1, leaving: 0, 52))
            .ToArray();
        Assert.Contains("nobody seems to lapse", Sound(PurchaseFitting.Fit(kind, Repeated(1, customers))).Verdict);
    }

    // Gaps of k exponential steps; the rate gamma distributed with mean k a month.
    static (int X, double LastAt, double Age) Bought(Rng rng, int k, double leaving, double age)
    {
        var rate = rng.NextGamma(1.2) / 4 * k;
        var (x, last) = (0, 0.0);
        while (!rng.Chance(leaving))
        {
            var next = last;
            for (var i = 0; i < k; i++) next += rng.NextExponential() / rate;
            if (next > age) break;
            (x, last) = (x + 1, next);
        }
        return (x, last, age);
    }

    [Fact]
    public void Spend_that_is_the_same_for_all()
    {
        var fit = Sound(OtherFitting.Spend(
            SpendPatterns.Of([.. Enumerable.Repeat(3, 100)], [.. Enumerable.Repeat(20.0, 100)])));
        Assert.StartsWith("Flat", fit.Verdict);
        Assert.InRange(OtherFitting.SpendModel(fit)!.Expected(3, 20)!.Value, 19.9, 20.1);
    }

    [Fact]
    public void Spend_whose_mean_is_infinite()
    {
        var rng = new Rng(3);
        double[] mean = [.. Enumerable.Range(0, 2_000).Select(_ => rng.NextGamma(5) * 10 / rng.NextGamma(0.6))];
        var fit = Sound(OtherFitting.Spend(SpendPatterns.Of([.. mean.Select(_ => 1)], mean)));
        Assert.Contains("infinite", fit.Verdict);
        var model = OtherFitting.SpendModel(fit)!;
        Assert.Null(model.PopulationMean);
        Assert.Null(model.Expected(0, 0));
        Assert.True(double.IsFinite(model.Expected(3, 20)!.Value));
    }

    [Fact]
    public void Nothing_to_say_of_giving_or_of_contracts()
    {
        Says("two periods", OtherFitting.Periods([new(1, 1, 1, 50)]));
        Says("0 of 80", OtherFitting.Periods([new(0, 0, 6, 80)]));
        Says("Nobody cancelled", OtherFitting.Contracts([100, 100, 100]));
        Says("two renewals", OtherFitting.Contracts([100, 80]));
        Says("two renewals", OtherFitting.Contracts([]));
        Sound(OtherFitting.Periods([new(6, 6, 6, 100)]));
        Sound(OtherFitting.Contracts([100, 50, 0]));
        Assert.Throws<ArgumentException>(() => OtherFitting.Contracts([10, 20]));
    }

    [Fact]
    public void What_is_no_buying_pattern_is_refused()
    {
        Assert.Throws<ArgumentException>(() => BuyingPatterns.Of([-1], [0], [1]));
        Assert.Throws<ArgumentException>(() => BuyingPatterns.Of([1], [2], [1]));
        Assert.Throws<ArgumentException>(() => BuyingPatterns.Of([1], [double.NaN], [1]));
        Assert.Throws<ArgumentException>(() => BuyingPatterns.Of([1], [1], [double.PositiveInfinity]));
        Assert.Throws<ArgumentException>(() => BuyingPatterns.OfDays([1], [2], [1], 7));
        Assert.Throws<BadInputException>(() => new LifetimeOptions { MonthlyDiscount = double.NaN }.Check());
        Assert.Throws<BadInputException>(() => new LifetimeOptions { LeastRepeaters = 1 }.Check());
    }
}
