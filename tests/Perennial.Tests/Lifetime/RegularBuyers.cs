using Perennial.Core.Lifetime;
using Perennial.Core.Statistics;

namespace Perennial.Tests.Lifetime;

/// <summary>Customers who buy every so many steps, as MBG/CNBD-k says: the truth is found again.</summary>
public class RegularBuyers
{
    static readonly BgNbd Truth = new(1.3, 2.8, 0.45, 1.6) { K = 3, MayLeaveAtOnce = true };

    static (BuyingPatterns Patterns, List<(int X, double LastAt, double Age, int Later)> Customers) Shop(double ahead)
    {
        var customers = new List<(int, double, double, int)>();
        var logGaps = 0.0;
        for (var i = 0; i < 6_000; i++)
        {
            var rng = Rng.ForStream(11, (ulong)i);
            var (rate, leaving, age) = (rng.NextGamma(Truth.R) / Truth.Alpha, rng.NextBeta(Truth.A, Truth.B), 26.0);
            var (x, last, at, later) = (0, 0.0, 0.0, 0);
            while (!rng.Chance(leaving))
            {
                var gap = 0.0;
                for (var step = 0; step < Truth.K; step++) gap += rng.NextExponential() / rate;
                at += gap;
                if (at > age + ahead) break;
                if (at > age) later++;
                else
                {
                    (x, last) = (x + 1, at);
                    logGaps += Math.Log(gap);
                }
            }
            customers.Add((x, last, age, later));
        }
        return (BuyingPatterns.Of([.. customers.Select(c => c.Item1)], [.. customers.Select(c => c.Item2)],
            [.. customers.Select(c => c.Item3)], logGaps), customers);
    }

    [Fact]
    public void Regularity_and_parameters_are_recovered_and_forecasts_come_true()
    {
        var (patterns, customers) = Shop(ahead: 20);
        var fit = PurchaseFitting.Fit(PurchaseModelKind.MbgCnbdK, patterns);
        Assert.Equal((3, ModelFit.Fine), (fit.K, fit.Verdict));
        double[] truth = [Truth.R, Truth.Alpha, Truth.A, Truth.B];
        for (var i = 0; i < 4; i++)
            Assert.InRange((fit.Parameters[i] - truth[i]) / fit.StandardErrors[i]!.Value, -3, 3);

        var expected = customers.Sum(c => Truth.ExpectedNext(20, c.X, c.LastAt, c.Age));
        Assert.InRange(expected / customers.Sum(c => c.Later), 0.97, 1.03);
        foreach (var group in customers.GroupBy(c => Math.Min(3, c.X)))
        {
            var of = group.Sum(c => Truth.ExpectedNext(20, c.X, c.LastAt, c.Age));
            Assert.InRange(of / group.Sum(c => c.Later), 0.88, 1.12);
        }
    }

    [Fact]
    public void New_customers_buy_as_expected()
    {
        var (_, customers) = Shop(ahead: 20);
        Assert.InRange(Truth.Expected(26) / customers.Average(c => c.X), 0.97, 1.03);
        for (var x = 0; x < 4; x++)
            Assert.Equal(customers.Count(c => c.X == x) / 6_000.0, Truth.Probability(26, x), 0.02);
    }

    [Fact]
    public void Without_gaps_nothing_is_said_of_regularity() => Assert.Contains("gaps between purchases are not known",
        PurchaseFitting.Fit(PurchaseModelKind.MbgCnbdK, BuyingPatterns.OfDays(
            [.. Enumerable.Repeat(2, 50)], [.. Enumerable.Repeat(9, 50)], [.. Enumerable.Repeat(20, 50)], 7)).Verdict);
}
