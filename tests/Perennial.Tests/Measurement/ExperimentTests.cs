using System.Text;
using Perennial.Core;
using Perennial.Core.Measurement;

namespace Perennial.Tests.Measurement;

public class ExperimentTests
{
    static Experiment Of(params (string Name, double Weight)[] arms) => new()
    {
        Name = "test", Version = "1", Seed = "holdout-2026",
        Arms = [.. arms.Select(arm => new ExperimentArm(arm.Name, arm.Weight))],
    };

    static string ArmOf(Experiment experiment, int customer) =>
        experiment.ArmOf(Encoding.UTF8.GetBytes($"customer-{customer}"));

    [Fact]
    public void Each_arm_takes_its_weight_and_the_rest_is_in_none()
    {
        var experiment = Of(("gift", .5), ("plain", .3), ("never", 0));
        var count = Enumerable.Range(0, 100_000).CountBy(customer => ArmOf(experiment, customer)).ToDictionary();
        Assert.Equal([Experiment.NoArm, "gift", "plain"], count.Keys.Order(StringComparer.Ordinal));
        // Five standard deviations at most.
        Assert.InRange(count["gift"], 49_200, 50_800);
        Assert.InRange(count["plain"], 29_270, 30_730);
    }

    // measurement.md 1.9: customer 42 of holdout-2026 has the number .8654678131694601.
    [Theory]
    [InlineData(.86, Experiment.NoArm)]
    [InlineData(.87, "held out")]
    public void A_published_number_falls_into_the_arm_that_ends_behind_it(double weight, string arm) =>
        Assert.Equal(arm, Of(("held out", weight)).ArmOf("42"u8));

    [Fact]
    public void Arms_without_a_name_and_weights_above_one_are_refused()
    {
        Of([.. Enumerable.Range(0, 10).Select(i => ($"{i}", .1))]).Check();
        Assert.Throws<BadInputException>(() => Of(("", .1)).Check());
        Assert.Throws<BadInputException>(() => Of(("a", .1), ("a", .1)).Check());
        Assert.Throws<BadInputException>(() => Of(("a", .7), ("b", .4)).Check());
        Assert.Throws<BadInputException>(() => Of(("a", double.NaN)).Check());
    }

    [Fact]
    public void Of_two_draws_the_earlier_counts_and_of_one_instant_that_of_the_smaller_id()
    {
        var (one, two) = (new CustomerId(1), new CustomerId(2));
        ArmAssignment At(CustomerId id, long ms) => new("test", "1", id, "a", "", new Instant(ms));
        Assert.True(At(two, 5).ComesBefore(At(one, 6)));
        Assert.True(At(one, 5).ComesBefore(At(two, 5)));
        Assert.False(At(two, 5).ComesBefore(At(one, 5)));
    }
}
