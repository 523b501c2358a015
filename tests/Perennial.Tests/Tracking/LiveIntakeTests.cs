using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data;
using Perennial.Data.Settings;
using Perennial.Live;
using Perennial.Loops;
using Perennial.Moments;
using Perennial.Tests.Loops;
using Perennial.Tests.Store;
using Perennial.Watch;

namespace Perennial.Tests.Tracking;

/// <summary>What becomes of events that wait to be written together.</summary>
public sealed class LiveIntakeTests : IAsyncDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("perennial-live-");
    readonly ShopStore store;
    readonly LiveIntake intake;
    readonly FakeTimeProvider time = new(Some.Now.ToDateTimeOffset());

    public LiveIntakeTests()
    {
        store = EmptyStore.Open(Path.Combine(folder.FullName, "shop.db"), Some.Now);
        intake = new LiveIntake(store, new ShopMoments(store), new Supervisor(time, NullLogger.Instance), time,
            new IntakeCounts());
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static IncomingEvent Order(string customer, string? currency = null) =>
        SomeEvents.Event($"of {customer}", 5, SomeEvents.Person(customer)) with
        {
            Currency = currency, Order = SomeEvents.Order($"of {customer}", 5, 1_000),
        };

    Task Write(params IncomingEvent[] events) => intake.Write("shop", events, Stop);

    int Orders(string customer) => store.Customers.ById(SomeFacts.Id(customer))?.History.Orders.At.Length ?? 0;

    [Fact]
    public async Task Of_events_that_wait_together_none_suffers_from_one_that_cannot_be_written()
    {
        using var gate = new ManualResetEventSlim();
        using var writing = new ManualResetEventSlim();
        intake.Committed += () =>
        {
            writing.Set();
            gate.Wait(TimeSpan.FromSeconds(20));
        };
        await Write(Order("first"));
        Assert.True(writing.Wait(TimeSpan.FromSeconds(20), Stop));
        // What comes now waits for the lane, and is written together.
        var good = Write(Order("ann"));
        var bad = Write(Order("nobody") with { Who = new CustomerKeySet() });
        var other = Write(Order("bob"));
        Assert.Equal(3, intake.Backlog);
        gate.Set();

        await good;
        await other;
        await Assert.ThrowsAsync<ArgumentException>(() => bad);
        Assert.Equal((1, 1), (Orders("ann"), Orders("bob")));
        Assert.Equal(3, intake.Written);
    }

    [Fact]
    public async Task What_is_refused_because_too_much_waits_does_not_wait()
    {
        var one = Order("ann");
        await Assert.ThrowsAsync<BadInputException>(() => Write([.. Enumerable.Repeat(one, 100_001)]));
        Assert.Equal(0, intake.Backlog);
        await Write(one);
        Assert.Equal(1, Orders("ann"));
        // Whoever sent it is answered before it is counted no longer.
        await intake.DisposeAsync();
        Assert.Equal(0, intake.Backlog);
    }

    [Fact]
    public async Task The_first_amount_sets_the_shops_currency_and_those_in_another_are_left_out()
    {
        await Write(Order("ann", "EUR"));
        Assert.Equal("EUR", store.Settings.Of(SettingStore.Currency));
        await Write(Order("bob", "USD"), Order("cid", "eur"), Order("dot"));
        Assert.Equal((0, 1, 1), (Orders("bob"), Orders("cid"), Orders("dot")));
    }

    [Fact]
    public async Task Whoever_waits_for_commits_is_told_of_each()
    {
        var commits = 0;
        intake.Committed += () => Interlocked.Increment(ref commits);
        await Write(Order("ann"));
        await Write(Order("bob"));
        await intake.DisposeAsync();
        Assert.Equal(2, commits);
    }

    // The lane's pauses are those of the test's clock.
    async Task Passes(Task waited)
    {
        for (var seconds = 0; !waited.IsCompleted; seconds++)
        {
            Assert.True(seconds < 10_000, "Somebody waits for ever.");
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, Stop);
        }
    }

    [Fact]
    public async Task Nobody_waits_for_ever_for_a_lane_that_has_stopped_and_it_comes_back()
    {
        var stops = 2;
        intake.Wrote += (_, _) =>
        {
            if (Interlocked.Decrement(ref stops) >= 0) throw new DeliberateFault();
        };
        await Assert.ThrowsAnyAsync<Exception>(() => Write(Order("ann")));
        // The second stops the lane with others behind it.
        var commits = 0;
        intake.Committed += () =>
        {
            if (Interlocked.Increment(ref commits) == 1) throw new DeliberateFault();
        };
        Task[] all = [Write(Order("bob")), Write(Order("cid")), Write(Order("dot"))];
        await Passes(Task.WhenAll(all));
        var again = Write(Order("eve"), Order("ann"), Order("bob"), Order("cid"), Order("dot"));
        await Passes(again);
        await again;
        foreach (var name in new[] { "ann", "bob", "cid", "dot", "eve" }) Assert.Equal(1, Orders(name));
        // Whoever waits is told before their events are taken off what waits.
        while (intake.Backlog > 0) await Task.Delay(1, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await intake.DisposeAsync();
        store.Dispose();
        folder.Delete(recursive: true);
    }
}
