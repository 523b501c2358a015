using Perennial.Core.Cycle.Forecasts;
using Perennial.Core.Statistics;

namespace Perennial.Tests.Cycle;

public class PeriodLevelTests
{
    static IReadOnlyList<PeriodLevel> Past(Func<int, double> levelOf, double noise = 0.03)
    {
        var rng = new Rng(5);
        return [.. PastBuyers.DaysAgo.Where(days => days >= 90).Select(days =>
            new PeriodLevel(days, levelOf(days) + noise * rng.NextNormal(), noise))];
    }

    [Fact]
    public void Nothing_but_noise_forecasts_the_usual_level() =>
        Assert.Equal(0, PeriodLevels.Next(Past(_ => 0)).Shift, 0.02);

    [Fact]
    public void A_season_comes_back() =>
        Assert.InRange(
            PeriodLevels.Next(Past(days => 0.5 * Math.Cos(2 * Math.PI * days / 365.25))).Shift, 0.25, 0.6);

    [Fact]
    public void A_new_level_lasts() =>
        Assert.True(PeriodLevels.Next(Past(days => days < 300 ? -0.5 : 0.3)).Shift < -0.25);

    [Fact]
    public void Nothing_known_forecasts_nothing() => Assert.Equal(0, PeriodLevels.Next([]).Shift);

    [Fact]
    public void Two_years_that_never_moved_say_how_the_next_is_and_three_months_do_not()
    {
        PeriodLevel[] few = [new(91, 0.02, 0.1), new(122, -0.03, 0.1), new(152, 0.01, 0.1)];
        Assert.InRange(PeriodLevels.Next(few).StandardError, 0.08, 0.6);
        Assert.InRange(PeriodLevels.Next(Past(_ => 0)).StandardError, 0, 0.06);
        Assert.True(PeriodLevels.Next(Past(days => days % 60 < 30 ? 0.4 : -0.4)).StandardError > 0.15);
    }
}
