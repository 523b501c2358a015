using Perennial.Core.Measurement;
using Perennial.Core.Pressure;

namespace Perennial.Tests.Measurement;

public class AssignmentTests
{
    // measurement.md section 1.9.
    [Theory]
    [InlineData("holdout-2026", "1", .8990086012303360)]
    [InlineData("holdout-2026", "42", .8654478131694601)]
    [InlineData("campaign-7", "42", .9247228975575558)]
    [InlineData("campaign-7", "C-000123", .3298072590301650)]
    [InlineData("pressure", "42", .9146712213278338)]
    public void Published_vectors(string salt, string key, double u)
    {
        Assert.Equal(u, Assignment.Uniform(salt, key), 1e-15);
        Assert.Equal(u, Assignment.Uniform(salt, System.Text.Encoding.UTF8.GetBytes(key)), 1e-15);
    }

    [Fact]
    public void Arms_take_their_share_evenly_and_no_more()
    {
        var arms = new PressureArms { Enabled = true };
        var count = new Dictionary<int, int>();
        for (var i = 0; i < 100_000; i++)
        {
            var cap = arms.CapOf(System.Text.Encoding.UTF8.GetBytes($"customer-{i}"));
            count[cap] = count.GetValueOrDefault(cap) + 1;
        }
        Assert.Equal([-1, 0, 1, 2, 4, 8], count.Keys.Order());
        Assert.All(count.Where(arm => arm.Key >= 0), arm => Assert.InRange(arm.Value, 1_820, 2_180));
    }

    [Fact]
    public void Nobody_is_drawn_unless_asked_for() => Assert.Equal(-1, new PressureArms { Share = 1 }.CapOf("x"u8));
}
