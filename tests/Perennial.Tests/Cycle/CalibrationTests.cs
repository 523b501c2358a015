using Perennial.Core.Statistics;
using Perennial.Core.Validation;

namespace Perennial.Tests.Cycle;

public class CalibrationTests
{
    static Calibration Drawn(Func<double, double> truth, int count = 5000)
    {
        var rng = new Rng(3);
        double[] chances = [.. Enumerable.Range(0, count).Select(_ => rng.NextBeta(1, 4))];
        return Calibration.Of(90, 1, chances,
            [.. chances.Select(chance => rng.Chance(truth(chance)) ? (byte)1 : (byte)0)])!;
    }

    [Fact]
    public void What_happens_as_forecast_is_no_further_apart_than_chance_allows()
    {
        var found = Drawn(chance => chance);
        Assert.True(found.Holds, found.Words);
        Assert.Contains("no further apart", found.Words);
        Assert.Equal(10, found.ByTenth.Count);
        Assert.Equal(found.Bought, found.ByTenth.Average(tenth => tenth.Bought), 1e-9);
        // Half of the width by the normal approximation.
        var sd = Math.Sqrt(found.ByTenth.Average(tenth => tenth.Given * (1 - tenth.Given)) / found.Forecasts);
        Assert.Equal(1.96 * sd, (found.BoughtHigh - found.BoughtLow) / 2, 0.25 * sd);
    }

    [Fact]
    public void Forecasts_that_run_high_are_said_to_and_by_how_much()
    {
        var found = Drawn(chance => 0.8 * chance);
        Assert.False(found.Holds);
        Assert.InRange(found.Beyond, 0.02, 0.04);
        Assert.Contains("points fewer than chance allows", found.Words);
    }

    [Fact]
    public void Days_that_lay_within_what_was_said_of_them_are_counted()
    {
        var found = Drawn(chance => 0.8 * chance) with
        {
            ByDay = [new(1, .2, .25, .06), new(2, .2, .15, .06), new(3, .3, .2, .06)],
        };
        Assert.EndsWith("On 2 of 3 days it was within what the run of that day said of itself (up to 6 points for all "
            + "chances together).", found.Words);
    }

    [Fact]
    public void Right_in_the_large_and_wrong_by_tenths_is_no_forecast_that_holds()
    {
        var found = Drawn(chance => chance < .2 ? chance + 0.08 : Math.Max(0, chance - 0.0806));
        Assert.True(found.GapBeyond > 0.02, found.Words);
        Assert.False(found.Holds);
    }
}
