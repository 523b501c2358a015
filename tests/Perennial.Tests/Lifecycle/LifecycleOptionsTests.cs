using Perennial.Core.Lifecycle;

namespace Perennial.Tests.Lifecycle;

public class LifecycleOptionsTests
{
    static readonly LifecycleOptions Default = new();

    [Theory]
    [InlineData(0, LifecycleStage.Active, 31)]
    [InlineData(30, LifecycleStage.Active, 31)]
    [InlineData(31, LifecycleStage.Recent, 121)]
    [InlineData(120, LifecycleStage.Recent, 121)]
    [InlineData(121, LifecycleStage.Older, 731)]
    [InlineData(730, LifecycleStage.Older, 731)]
    [InlineData(731, LifecycleStage.Former, -1)]
    [InlineData(int.MaxValue, LifecycleStage.Former, -1)]
    public void A_stage_lasts_through_its_last_day(int recencyDays, LifecycleStage stage, int next)
    {
        Assert.Equal(stage, Default.StageOf(recencyDays));
        Assert.Equal(next, Default.NextChangeAfter(recencyDays));
    }

    [Fact]
    public void The_next_change_is_the_first_day_of_another_stage()
    {
        var options = new LifecycleOptions { ActiveDays = 0, RecentDays = 1, OlderDays = 5 };
        for (var day = 0; day < 10; day++)
        {
            var stage = options.StageOf(day);
            var brute = Enumerable.Range(day, 20).FirstOrDefault(later => options.StageOf(later) != stage, -1);
            Assert.Equal(brute, options.NextChangeAfter(day));
        }
    }

    [Theory]
    [InlineData(-1, 120, 730)]
    [InlineData(30, 30, 730)]
    [InlineData(30, 120, 120)]
    public void Limits_that_do_not_ascend_are_refused(int newDays, int recentDays, int olderDays)
    {
        var options = new LifecycleOptions { ActiveDays = newDays, RecentDays = recentDays, OlderDays = olderDays };
        var error = Assert.Throws<ArgumentException>(options.Check);
        Assert.Contains($"{newDays}", error.Message);
        Default.Check();
    }

    [Fact]
    public void Every_stage_has_a_name_at_its_number()
    {
        Assert.Equal(["prospect", "active", "recent", "older", "former"], LifecycleStages.Names);
        foreach (var stage in Enum.GetValues<LifecycleStage>())
            Assert.Equal(stage.ToString().ToLowerInvariant(), LifecycleStages.Names[(int)stage - 1]);
    }
}
