using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using Perennial.Channels.Destinations;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Destinations;
using Perennial.Data.Erasure;
using Perennial.Destinations;
using Perennial.Tests.Store;

namespace Perennial.Tests.Destinations;

/// <summary>A store with customers who have not bought yet, and a destination that is told what becomes of them.
/// </summary>
sealed class SyncShopFixture : IDisposable
{
    const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    readonly string folder = Directory.CreateTempSubdirectory("perennial-sync-").FullName;
    readonly Dictionary<string, int> ordersOf = [];

    public SyncShopFixture(params string[] customers)
    {
        Store = EmptyStore.Open(File, Now);
        Write(SomeFacts.Batch(
            [.. customers.Select(key => (key, (CustomerDetails?)new() { Email = $"{key}@shop.example" }))]));
    }

    public string File => Path.Combine(folder, "shop.db");

    public string Folder => folder;

    public ShopStore Store { get; private set; }

    public FakeTimeProvider Time { get; } = new(Some.Now.ToDateTimeOffset());

    public Dictionary<string, string> Environment { get; } = new() { ["SECRET"] = Secret };

    /// <summary>Rules of segments that are watched, by name.</summary>
    public List<(string Name, string Rule)> Watched { get; } = [];

    public Instant Now => Instant.From(Time.GetUtcNow());

    public DestinationContext Context => new(Time, Environment.GetValueOrDefault);

    public static CustomerId Id(string key) => SomeFacts.Id(key);

    /// <summary>Stores facts.</summary>
    /// <returns>The number of the last change that was noted for destinations.</returns>
    public long Write(FactBatch facts)
    {
        Store.Intake.Write(facts, Store.Moment(null, null, [.. Watched]));
        return Store.Outbox.LastSequence(0);
    }

    /// <summary>A customer buys until they have so many orders, all at once.</summary>
    /// <returns>As <see cref="Write"/>.</returns>
    public long Orders(string customer, int orders, long cents = 1000)
    {
        var known = ordersOf.GetValueOrDefault(customer);
        Assert.True(orders > known, $"{customer} has {known} orders already.");
        ordersOf[customer] = orders;
        return Write(SomeFacts.Batch([.. Enumerable.Range(known, orders - known)
            .Select(i => SomeFacts.Order(customer, $"{customer}-{i}", 10, cents))]));
    }

    /// <summary>A customer looks at a page, which changes no order and no amount.</summary>
    /// <returns>As <see cref="Write"/>.</returns>
    public long View(string customer) => Write(SomeBehaviour.Batch([SomeBehaviour.Viewed(customer, "a1", 60)]));

    /// <summary>A customer is forgotten.</summary>
    public void Erase(string customer) => Store.Erasure.Erase(
        new ErasureRequest([Id(customer)], "asked for", Now, Actor.Terminal("tests")), Store.Moment());

    /// <summary>Sets up a destination from its YAML.</summary>
    public DestinationEntry Load(string yaml, params string[] segments)
    {
        var settings = DestinationFile.Parse("destinations:\n" + yaml, "destinations.yaml", segments).Single();
        Store.Destinations.Put(settings.Name, settings.Kind, settings.ToJson(), Now);
        return Store.Destinations.All().Single(entry => entry.Name == settings.Name);
    }

    /// <summary>As <see cref="Load"/>, after a receiver that takes everything was sent everybody.</summary>
    public async Task<DestinationEntry> LoadAfterFirst(string yaml, params string[] segments)
    {
        await using var patient = await Receiver.Start((_, _) => Task.CompletedTask);
        await Sync(Load(Regex.Replace(yaml, @"url: \S+", $"url: {patient.Url}"), segments));
        var entry = Load(yaml, segments);
        Assert.False(Store.Deliveries.States()[entry.Name].IsFirstSync);
        return entry;
    }

    public Task<SyncReport> Sync(DestinationEntry entry, bool full = false, bool retryDead = false)
    {
        var by = Actor.Terminal("tests");
        if (full) DestinationEditing.SendAll(Store, entry.Name, by, Now);
        if (retryDead) DestinationEditing.SendAgain(Store, entry.Name, by, Now);
        return new SyncShop(Store, Time, Environment.GetValueOrDefault)
            .Run(entry, TestContext.Current.CancellationToken);
    }

    /// <summary>The same store, as another process would open it.</summary>
    public ShopStore Reopen()
    {
        Store.Dispose();
        return Store = EmptyStore.Open(File, Now);
    }

    public void Dispose()
    {
        Store.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
