using FsCheck;
using FsCheck.Fluent;
using Perennial.Core.Cycle.Gaps;

namespace Perennial.Tests.Cycle;

/// <summary>The tabulated mixture against the closed forms it stands for.</summary>
public class GapForecastTests
{
    static readonly GapParameters[] Shops =
    [
        new([.. GapParameters.Grid], [.01, .02, .1, .35, .2, .18, .1, .03, .01], 0.8, 61, .14, 2.8, 0, 0),
        new([.. GapParameters.Grid], [.2, .1, .1, .1, .1, .1, .1, .1, .1], 4, 90, .9, 1.6, 0, 0),
        new([1], [1], 1.2, 36, .5, 2, 0, 0),
    ];

    static readonly Gen<(GapParameters Shop, GapSums Sums, int Silence)> Cases =
        from shop in Gen.Elements(Shops)
        from gaps in Gen.Elements(0, 1, 2, 5, 11, 31, 32, 33, 57, 90, 300, 2000)
        from mean in Gen.Choose(2, 200)
        from spread in Gen.Choose(0, 90)
        from silence in Gen.Choose(1, 900)
        // The mean logarithm lies below the logarithm of the mean.
        select (shop, gaps == 0 ? default
            : new GapSums(gaps, gaps * mean, gaps * (Math.Log(mean) - spread / 100.0)), silence);

    [Fact]
    public void Percentiles_are_those_of_the_mixture() => Holds(x =>
        Math.Abs(GapForecast.Of(x.Shop, x.Sums).Percentile(x.Silence) - Percentile(x.Shop, x.Sums, x.Silence)) < 3e-4);

    [Fact]
    public void Quantiles_invert_percentiles() => Holds(x =>
    {
        var forecast = GapForecast.Of(x.Shop, x.Sums);
        double[] probabilities = [.03, .3, .5, .8, .97];
        foreach (var p in probabilities)
            if (Math.Abs(Percentile(x.Shop, x.Sums, forecast.Quantile(p)) - p) > 4e-4) return false;
        return true;
    });

    [Fact]
    public void Chances_are_those_of_the_closed_form_with_lapsing() => Holds(x =>
    {
        var (lapsed, active) = x.Shop.Dropout(x.Sums.Gaps);
        var now = 1 - Percentile(x.Shop, x.Sums, x.Silence);
        var then = 1 - Percentile(x.Shop, x.Sums, x.Silence + 90);
        var expected = active * (now - then) / (lapsed + active * now);
        var found = GapForecast.Of(x.Shop, x.Sums).Returns(x.Silence, 90);
        return found is >= 0 and <= 1 && Math.Abs(found - expected) < 1e-3;
    });

    [Fact]
    public void A_longer_silence_is_a_higher_percentile() => Holds(x =>
    {
        var forecast = GapForecast.Of(x.Shop, x.Sums);
        return forecast.Percentile(0) == 0 && forecast.Percentile(x.Silence) <= forecast.Percentile(x.Silence + 1);
    });

    [Fact]
    public void A_customer_who_buys_more_often_is_expected_sooner()
    {
        var often = GapForecast.Of(Shops[0], default(GapSums).With(20).With(20).With(20)).Quantile(.5);
        var seldom = GapForecast.Of(Shops[0], default(GapSums).With(80).With(80).With(80)).Quantile(.5);
        Assert.InRange(often, 15, 30);
        Assert.InRange(seldom, 60, 90);
    }

    // The definition, component by component.
    static double Percentile(GapParameters shop, GapSums x, double silence)
    {
        double[] ln = [.. shop.Weights.Select((weight, i) => Math.Log(weight) + shop.Curve(i).LnDensity(x))];
        double[] weights = [.. ln.Select(value => Math.Exp(value - ln.Max()))];
        return weights.Select((weight, i) => weight * shop.Curve(i).Percentile(x, silence)).Sum() / weights.Sum();
    }

    static void Holds(Func<(GapParameters Shop, GapSums Sums, int Silence), bool> claim) =>
        Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(200),
            Prop.ForAll(Cases.ToArbitrary(), claim));
}
