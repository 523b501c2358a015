using Perennial.Core.Segments;
using Perennial.Data.Engines;
using Perennial.Data.Settings;
using Perennial.Tests.Store;

namespace Perennial.Tests.Loops;

/// <summary>Whichever loop of a process the store fails, and at whichever of its statements, it comes back and does its
/// work.</summary>
public abstract class LoopContract : StoreContract
{
    static readonly TimeSpan second = TimeSpan.FromSeconds(1), moment = TimeSpan.FromMilliseconds(250);

    // What asks and writes most; a night of scoring alone takes a database longer than all of them.
    static readonly string[] onDatabases = ["tick", "lane 1", "deliveries to hook"];

    /// <summary>What a loop does once.</summary>
    /// <param name="Cause">Gives it something to do, for the so-manieth time.</param>
    /// <param name="IsDone">Whether it has done that.</param>
    /// <param name="Step">How time passes meanwhile.</param>
    sealed record Work(Func<int, Task> Cause, Func<int, bool> IsDone, TimeSpan Step);

    public static TheoryData<string> Loops =>
    [
        "looking at the store", "tick", "lane 1", "deliveries", "deliveries to hook", "trimming the outbox",
        "counting what came in", "nightly scoring", "trying the store", "bringing changes to their orders",
    ];

    static Work WorkOf(string loop, FailingShop shop) => loop switch
    {
        "looking at the store" => Asking(shop, "pulse", _ => Task.CompletedTask, () => true),
        "tick" => new(number =>
        {
            shop.Store.Segments.Save(new ShopSegment($"segment {number}", $"orders >= {number}"), shop.Now);
            shop.Time.Advance(TimeSpan.FromDays(11));
            return Task.CompletedTask;
        }, _ => !shop.Store.Watch.Pulse(shop.Now).IsDue, second),
        "lane 1" => Lane(shop),
        "deliveries" => new(number =>
        {
            if (number % 2 == 1) shop.PutDestination("other");
            else shop.Store.Destinations.Remove("other");
            return Task.CompletedTask;
        }, number => shop.Live.Loops.Loops.Any(one => one.Name == "deliveries to other") == (number % 2 == 1), second),
        "deliveries to hook" => new(number => shop.Buy("anna", number),
            number => shop.Ledger.Of("anna").Count() == number, moment),
        "trimming the outbox" => Asking(shop, "shards-to-trim", async number =>
        {
            await shop.Buy("anna", number);
            await shop.Until(() => shop.Ledger.Of("anna").Count() == number, moment, "the change arrives");
        }, () => shop.Store.Outbox.ShardsToTrim().Count == 0),
        "counting what came in" => new(number =>
        {
            shop.Live.Counts.Taken($"source {number}", 1, shop.Now);
            return Task.CompletedTask;
        }, number => shop.Store.IntakeCounts.OfLast(shop.Now, 24).Any(one => one.Source == $"source {number}"), second),
        "nightly scoring" => Scoring(shop),
        "bringing changes to their orders" => Asking(shop, "orders-waited-for", _ =>
        {
            shop.Time.Advance(TimeSpan.FromMinutes(1));
            return Task.CompletedTask;
        }, () => true),
        _ => new(_ =>
        {
            Meet(shop);
            return Task.CompletedTask;
        }, _ => shop.Live.Health.Away is null, second),
    };

    // Done once it has asked again, and nothing is left to do.
    static Work Asking(FailingShop shop, string query, Func<int, Task> cause, Func<bool> isDone)
    {
        shop.Store.StatementCount.TellApart();
        var before = 0L;
        return new(async number =>
        {
            await cause(number);
            before = Asked();
        }, _ => Asked() > before + 1 && isDone(), second);

        long Asked() => shop.Store.StatementCount.ByText.GetValueOrDefault(SqlText.Query(query));
    }

    static Work Lane(FailingShop shop)
    {
        // One of those whom the first lane writes.
        var customer = Enumerable.Range(0, 100).Select(i => $"person {i}")
            .First(name => shop.Store.ShardOf(SomeFacts.Id(name)) % Math.Min(4, shop.Store.ShardCount) == 0);
        return new(async number =>
        {
            try
            {
                await shop.Buy(customer, number);
            }
            catch (Exception error) when (error is DeliberateFault or StoreAwayException)
            {
                // Whoever sent it is told, and sends it again.
                await shop.Buy(customer, number);
            }
        }, number => shop.Orders(customer) == number, second);
    }

    static Work Scoring(FailingShop shop)
    {
        shop.Store.Times.PutScoring(new ScoringTime(3 * 60), shop.Now);
        var last = 0L;
        return new(_ =>
        {
            last = shop.Store.ScoringRuns.Latest()!.Id;
            shop.Time.Advance(TimeSpan.FromDays(1));
            return Task.CompletedTask;
        }, _ => shop.Store.ScoringRuns.Latest()!.Id > last, TimeSpan.FromSeconds(10));
    }

    static void Meet(FailingShop shop)
    {
        using var rental = shop.Store.Rent();
        rental.Database.Faults.Note(Refused());
    }

    static StoreAwayException Refused() =>
        new(StoreFault.Refused, "the store", "It refused a statement.", "Ask again.");

    // At each statement of what asks few; of what asks many, at fewer the later they are. The fast suite leaves out
    // most: what a loop does after a failure knows neither statement nor engine.
    static IEnumerable<int> Statements(int count, bool isFile)
    {
        if (!Suite.IsWhole && !isFile) return [1];
        var each = Suite.IsWhole ? 8 : 2;
        return Enumerable.Range(1, count).Where(at => at <= each || int.IsPow2(at));
    }

    [Theory]
    [MemberData(nameof(Loops))]
    public async Task A_loop_that_the_store_fails_comes_back_and_does_its_work(string loop)
    {
        using var place = NewPlace();
        Assert.SkipWhen(!Suite.IsWhole && place is not FilePlace && !onDatabases.Contains(loop),
            "./test tries this loop on a database as well (PERENNIAL_WHOLE=1).");
        await using var shop = await FailingShop.Start(place);
        await shop.Until(() => shop.Ledger.Arrived.Count >= 20, moment, "everybody is sent first");
        var work = WorkOf(loop, shop);
        var number = 1;
        // What is read once and kept is not asked again.
        await work.Cause(number);
        await shop.Until(() => work.IsDone(number), work.Step, $"{loop} works");
        number++;
        var all = shop.Arm(loop, int.MaxValue, Refused);
        await work.Cause(number);
        await shop.Until(() => work.IsDone(number), work.Step, $"{loop} works");
        Assert.True(all.Statements > 0, $"{loop} asked nothing.");
        var (met, tried) = (0, 0);
        foreach (var at in Statements(all.Statements, place is FilePlace))
        {
            // Both ways at the first, by turns at the others.
            foreach (var isFault in at == 1 ? (bool[])[false, true] : [at % 2 == 0])
            {
                number++;
                tried++;
                var what = $"{loop}, {(isFault ? "a fault" : "a refusal")} at statement {at} of {all.Statements}";
                var failure = shop.Arm(loop, at, isFault ? () => new DeliberateFault() : Refused);
                await work.Cause(number);
                var idle = 0;
                await shop.Until(() => failure.IsMet || (work.IsDone(number) && ++idle > 40), work.Step, what);
                await shop.Until(() => work.IsDone(number) && shop.Live.Loops.Away.Count == 0, work.Step, what);
                met += failure.IsMet ? 1 : 0;
            }
        }
        Assert.True(met > tried / 2, $"{loop} was failed only {met} of {tried} times.");
        AssertSaid(shop, loop);
    }

    static void AssertSaid(FailingShop shop, string loop)
    {
        // Stacks are those of the program's own faults alone, and texts of errors are not said.
        Assert.All(shop.Log.Lines, line => Assert.Equal(
            line.Contains(" program_fault:"), line.Contains("   at Perennial.")));
        Assert.DoesNotContain("zebulon", shop.Log.Text);
        // A lane hands what it met to whoever sent, and has not stopped.
        if (loop != "lane 1")
            Assert.Contains(shop.Log.Lines, line => line.Contains($"fault of the program in {loop}: DeliberateFault"));
    }
}

public sealed class SqliteLoops : LoopContract;

public sealed class PostgresLoops : LoopContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}
