using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Settings;
using Perennial.Destinations;
using Perennial.Live;
using Perennial.Scoring;
using Perennial.Tests.Destinations;
using Perennial.Tests.Store;
using Perennial.Tests.Watch;

namespace Perennial.Tests.Loops;

/// <summary>A shop in which everything goes on, by a clock of the test's, and whose store fails where the test says.
/// </summary>
sealed class FailingShop : IAsyncDisposable
{
    const string Secret = "PERENNIAL_LOOP_SECRET";

    static readonly TimeSpan patience = TimeSpan.FromSeconds(30);

    readonly ILoggerFactory logs;
    StoreFailure? failure;

    FailingShop(StorePlace place, Ledger ledger)
    {
        Ledger = ledger;
        Store = place.Open(Now, place.Options with { BeforeStatement = _ => failure?.Meet() });
        Store.Times.PutScoring(ScoringTime.Never, Now);
        var orders = Enumerable.Range(0, 20).Select(i => SomeFacts.Order($"c{i}", $"n{i}", i, 1000 + i));
        Store.Intake.Write(SomeFacts.Batch([.. orders]), Store.Moment(Now));
        Rescore.Run(Store, null, null, Now, (_, _) => { }, TestContext.Current.CancellationToken);
        Environment.SetEnvironmentVariable(Secret, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        PutDestination("hook");
        logs = Log.Factory();
        Live = LiveShop.Start(Store, Time, logs.CreateLogger("perennial"));
    }

    public static async Task<FailingShop> Start(StorePlace place) => new(place, await Ledger.Start());

    public FakeTimeProvider Time { get; } = new(Some.Now.ToDateTimeOffset());

    public Instant Now => Instant.From(Time.GetUtcNow());

    public ShopStore Store { get; }

    public LiveShop Live { get; }

    public Ledger Ledger { get; }

    public LogLines Log { get; } = new();

    /// <summary>The next statements fail as it says.</summary>
    public StoreFailure Arm(string loop, int at, Func<Exception> error) => failure = new(loop, at, error);

    public void PutDestination(string name)
    {
        var yaml = Ledger.Yaml().Replace("name: hook", $"name: {name}").Replace("SECRET", Secret);
        var settings = DestinationFile.Parse("destinations:\n" + yaml, "destinations.yaml", []).Single();
        Store.Destinations.Put(name, settings.Kind, settings.ToJson(), Now);
    }

    /// <summary>Customers have bought, and a server is told.</summary>
    public Task Buy(string customer, int order) => Live.Intake.Write("shop",
    [
        SomeEvents.Event($"{customer} {order}", 5, SomeEvents.Person(customer)) with
        {
            Order = SomeEvents.Order($"{customer} {order}", 5, 1_000),
        },
    ], TestContext.Current.CancellationToken);

    public int Orders(string customer) => Store.Customers.ById(SomeFacts.Id(customer))?.History.Orders.At.Length ?? 0;

    /// <summary>Lets time pass until something holds.</summary>
    public async Task Until(Func<bool> holds, TimeSpan step, string what)
    {
        var began = Stopwatch.GetTimestamp();
        while (!holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < patience, $"Not in time: {what}. Away: "
                + string.Join("; ", Live.Loops.Away) + $"\n{Log.Text}");
            Time.Advance(step);
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        failure = null;
        await Live.DisposeAsync();
        await Ledger.DisposeAsync();
        logs.Dispose();
        Store.Dispose();
    }
}
