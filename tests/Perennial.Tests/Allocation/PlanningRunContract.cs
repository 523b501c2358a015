using Perennial.Allocation;
using Perennial.Cli;
using Perennial.Core;
using Perennial.Core.Allocation;
using Perennial.Data.Access;
using Perennial.Tests.Store;

namespace Perennial.Tests.Allocation;

/// <summary>What contacts add and what became of scarce days is kept, and told.</summary>
public abstract class PlanningRunContract : StoreContract
{
    const string Calls = "queue retention/day";

    static readonly Actor by = Actor.Terminal("anna");

    [Fact]
    public void Loaded_values_stand_in_place_of_those_before_and_it_is_written_down()
    {
        const string one = "values: [{ channel: call, value: 3.1, low: 1, high: 5, measured: 2026-11-01 }]";
        Assert.Equal(1, MeasuredValueEditing.Load(Store, one, "one.yaml", by, Now));
        Assert.Equal(MeasuredValueFile.Parse(one, "one.yaml"), Store.MeasuredValues.All());
        Assert.Throws<BadInputException>(() => MeasuredValueEditing.Load(Store, "values: 3", "no.yaml", by, Now));
        Assert.Single(Store.MeasuredValues.All());
        var later = new Instant(Now.UnixMs + 60_000);
        Assert.Equal(0, MeasuredValueEditing.Load(Store, "values: []", "none.yaml", by, later));
        Assert.Empty(Store.MeasuredValues.All());
        Assert.Equal(["1 values", "0 values"], Store.Audit.Last(10)
            .Where(entry => entry.What == MeasuredValueEditing.Loading).Select(entry => entry.Before));
    }

    [Fact]
    public void Looks_of_one_day_are_summed_and_the_last_price_holds()
    {
        var later = new Instant(Now.UnixMs + 60_000);
        Store.PlanningRuns.Add([Run(5, Now, 60, 100, 50, price: 250, value: 9_000, bound: 9_100)]);
        Store.PlanningRuns.Add([
            Run(5, later, 10, 55, 10, price: 310, value: 1_000, bound: 1_000),
            Run(6, later, 60, 10, 10, price: 0, value: 700, bound: 700) with { Resource = "money", IsMoney = true },
        ]);
        var (money, calls) = (Store.PlanningRuns.Newest(9)[0], Store.PlanningRuns.Newest(9)[1]);
        Assert.Equal(Run(5, later, 60, 105, 60, price: 310, value: 10_000, bound: 10_100), calls);
        Assert.Equal((6, true, 0), (money.Day, money.IsMoney, money.Gap));
        Assert.Single(Store.PlanningRuns.Newest(1));
        // Once by order, and the day's sum is no measured one any more.
        Store.PlanningRuns.Add([Run(5, later, 0, 45, 0, 0, 0, 0) with { IsByValue = false }]);
        Assert.False(Store.PlanningRuns.Newest(9)[1].IsByValue);
    }

    [Fact]
    public async Task The_verb_tells_what_one_more_call_is_worth_and_what_went_by_order()
    {
        Store.PlanningRuns.Add([
            Run(20_000, Now, 60, 100, 60, price: 310_000, value: 40_000_000, bound: 40_500_000),
            Run(20_000, Now, 10, 30, 10, 0, 0, 0) with { Resource = "letters/month", IsByValue = false },
        ]);
        var (output, log) = (new StringWriter(), new StringWriter());
        Assert.Equal(0, await CommandLine.Run(["capacity", "--store", Address], output, log, TimeProvider.System));
        Assert.Matches(@"retention/day +60 +60 +40 +one more is worth .?3\.10.* .?5\.00.* \(1\.2 %\)", $"{output}");
        Assert.Contains("by the strategies' priority and the order of calls", $"{output}");
        Assert.Contains("was not measured", $"{log}");
        var json = new StringWriter();
        await CommandLine.Run(["capacity", "--json", "--store", Address], json, log, TimeProvider.System);
        Assert.Contains("\"price\": 3.1", $"{json}");
        Assert.Contains("\"by\": \"priority\"", $"{json}");
    }

    static PlanningRun Run(
        int day, Instant at, long capacity, long wanted, long taken, long price, long value, long bound) =>
        new(Calls, day, at, capacity, wanted, taken) { IsByValue = true, Price = price, Value = value, Bound = bound };
}

public sealed class SqlitePlanningRuns : PlanningRunContract;

public sealed class PostgresPlanningRuns : PlanningRunContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}
