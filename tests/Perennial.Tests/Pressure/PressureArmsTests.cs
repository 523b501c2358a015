using System.Text;
using Perennial.Core.Pressure;

namespace Perennial.Tests.Pressure;

public class PressureArmsTests
{
    [Fact]
    public void Arms_take_their_share_evenly_and_no_more()
    {
        var arms = new PressureArms { Enabled = true };
        var count = new Dictionary<int, int>();
        for (var i = 0; i < 100_000; i++)
        {
            var cap = arms.CapOf(Encoding.UTF8.GetBytes($"customer-{i}"));
            count[cap] = count.GetValueOrDefault(cap) + 1;
        }
        Assert.Equal([-1, 0, 1, 2, 4, 8], count.Keys.Order());
        Assert.All(count.Where(arm => arm.Key >= 0), arm => Assert.InRange(arm.Value, 1_820, 2_180));
    }

    [Fact]
    public void Nobody_is_drawn_unless_asked_for() => Assert.Equal(-1, new PressureArms { Share = 1 }.CapOf("x"u8));
}
