using Perennial.Allocation;
using Perennial.Core.Allocation;

namespace Perennial.Tests.Allocation;

/// <summary>On which days something was short.</summary>
public class CapacitySheetTests
{
    static PlanningRun Day(long wanted, long taken, long price = 0) =>
        new("email/day", 20_000, Some.At("2026-07-02"), 100, wanted, taken) { Price = price, IsByValue = price > 0 };

    static int Short(PlanningRun day, string resource = "email/day") =>
        new CapacitySheet([day], [], "EUR", 20_000, Some.At("2026-07-02"))
            .ShortOf(new HashSet<string> { resource }).Count();

    [Fact]
    public void Who_waits_for_an_hour_while_enough_is_left_makes_nothing_short()
    {
        Assert.Equal(0, Short(Day(wanted: 60, taken: 50)));
        Assert.Equal(0, Short(Day(wanted: 100, taken: 100)));
        Assert.Equal(1, Short(Day(wanted: 101, taken: 100)));
        Assert.Equal(1, Short(Day(wanted: 101, taken: 40)));
        Assert.Equal(1, Short(Day(wanted: 60, taken: 60, price: 3_100)));
        Assert.Equal(0, Short(Day(wanted: 101, taken: 100), "call/day"));
    }
}
