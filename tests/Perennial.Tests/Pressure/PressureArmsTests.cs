using System.Text;
using Perennial.Core.Measurement;
using Perennial.Core.Pressure;

namespace Perennial.Tests.Pressure;

public class PressureArmsTests
{
    [Fact]
    public void Arms_take_their_share_evenly_and_no_more()
    {
        var caps = new PressureArms { Enabled = true }.AsExperiment()!;
        var count = new Dictionary<int, int>();
        for (var i = 0; i < 100_000; i++)
        {
            var cap = PressureArms.CapOf(caps.ArmOf(Encoding.UTF8.GetBytes($"customer-{i}")));
            count[cap] = count.GetValueOrDefault(cap) + 1;
        }
        Assert.Equal([-1, 0, 1, 2, 4, 8], count.Keys.Order());
        Assert.All(count.Where(arm => arm.Key >= 0), arm => Assert.InRange(arm.Value, 1_820, 2_180));
    }

    [Fact]
    public void Arms_are_those_that_the_key_gave_before_they_were_written_down()
    {
        int[] weeklyCaps = [0, 1, 2, 4, 8];
        foreach (var share in new[] { .1, .37, 1 })
        {
            var caps = new PressureArms { Enabled = true, Share = share }.AsExperiment()!;
            for (var i = 0; i < 20_000; i++)
            {
                var drawn = Assignment.Uniform("pressure", $"customer-{i}");
                var cap = drawn >= share ? -1 : weeklyCaps[Math.Min(4, (int)(drawn / share * 5))];
                Assert.Equal(cap, PressureArms.CapOf(caps.ArmOf(Encoding.UTF8.GetBytes($"customer-{i}"))));
            }
        }
    }

    [Fact]
    public void Other_shares_caps_and_salts_are_other_versions()
    {
        var arms = new PressureArms { Enabled = true };
        PressureArms[] others = [arms with { Share = .2 }, arms with { WeeklyCaps = [0, 3] }, arms with { Salt = "x" }];
        Assert.Equal(4, others.Append(arms).Select(one => one.AsExperiment()!.Version).Distinct().Count());
    }

    [Fact]
    public void Nobody_is_drawn_unless_asked_for() => Assert.Null(new PressureArms { Share = 1 }.AsExperiment());
}
