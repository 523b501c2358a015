using System.Text.Json;
using Microsoft.Data.Sqlite;
using Perennial.Channels.Destinations;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data;
using Perennial.Operations.Sync;
using Perennial.Tests.Store;

namespace Perennial.Tests.Destinations;

/// <summary>A clock that can be set forward.</summary>
sealed class MovedTime : TimeProvider
{
    TimeSpan ahead;

    public void Forward(TimeSpan by) => ahead += by;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
}

/// <summary>A store with customers and an outbox, and a destination to send it to.</summary>
sealed class SyncShopFixture : IDisposable
{
    const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    readonly string folder = Directory.CreateTempSubdirectory("perennial-sync-").FullName;
    readonly SqliteConnection behind;
    long sequence;

    public SyncShopFixture(params string[] customers)
    {
        Store = ShopStore.Open(File, Now);
        Store.Write(SomeFacts.Batch(
            [.. customers.Select(key => (key, (CustomerDetails?)new() { Email = $"{key}@shop.example" }))],
            [.. customers.Select((key, i) => SomeFacts.Order(key, $"n{i}", 10 + i, 1000))]),
            Store.Moment());
        behind = new SqliteConnection($"Data Source={File};Pooling=false");
        behind.Open();
        Execute("""
            create table if not exists outbox (shard integer not null, sequence bigint not null,
              customer_id bytea not null, at bigint not null, change text not null, primary key (shard, sequence))
            """);
    }

    public string File => Path.Combine(folder, "shop.db");

    public string Folder => folder;

    public ShopStore Store { get; private set; }

    public MovedTime Time { get; } = new();

    public Dictionary<string, string> Environment { get; } = new() { ["SECRET"] = Secret };

    public Instant Now => Instant.From(Time.GetUtcNow());

    public DestinationContext Context => new(Time, Environment.GetValueOrDefault);

    public static CustomerId Id(string key) => SomeFacts.Id(key);

    public void Execute(string sql, params (string Name, object Value)[] parameters)
    {
        using var command = behind.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }

    /// <summary>Writes an outbox row as the shard transaction does.</summary>
    public long Change(string customer, object change)
    {
        sequence++;
        var id = new byte[16];
        Id(customer).WriteTo(id);
        Execute("insert into outbox (shard, sequence, customer_id, at, change) values (0, @s, @c, @a, @t)",
            ("@s", sequence), ("@c", id), ("@a", Now.UnixMs), ("@t", JsonSerializer.Serialize(change)));
        return sequence;
    }

    public long Orders(string customer, int orders) => Change(customer, new { columns = new { orders } });

    /// <summary>Sets up a destination from its YAML.</summary>
    public DestinationEntry Load(string yaml, params string[] segments)
    {
        var settings = DestinationFile.Parse("destinations:\n" + yaml, "destinations.yaml", segments).Single();
        Store.PutDestination(settings.Name, settings.Kind, settings.ToJson(), Now);
        return Store.Destinations().Single(entry => entry.Name == settings.Name);
    }

    /// <summary>As <see cref="Load"/>, everybody taken as sent.</summary>
    public DestinationEntry LoadWithoutFirst(string yaml, params string[] segments)
    {
        var entry = Load(yaml, segments);
        Execute("update destination_cursor set first_sync = 0");
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
        return Store = ShopStore.Open(File, Now);
    }

    public void Dispose()
    {
        behind.Dispose();
        Store.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
