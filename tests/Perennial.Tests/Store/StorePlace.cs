using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Tests.Postgres;

namespace Perennial.Tests.Store;

/// <summary>Where a test's store is kept, for as long as the test runs.</summary>
public abstract class StorePlace : IDisposable
{
    /// <summary>How many customers one transaction takes of a work that concerns everybody.</summary>
    public int CustomersPerChunk { get; init; } = 7;

    /// <summary>As <c>--store</c> takes it.</summary>
    public abstract string Address { get; }

    internal abstract StoreOptions Options { get; }

    /// <summary>Opens the store that is kept there; what a test did not put there before is an empty one.</summary>
    internal virtual ShopStore Open(Instant now, StoreOptions? options = null) =>
        ShopStore.Open(Address, now, options ?? Options);

    public abstract void Dispose();
}

/// <summary>A file in a folder of its own.</summary>
public sealed class FilePlace(string folder) : StorePlace
{
    public override string Address { get; } = Path.Combine(folder, "shop.db");

    internal override StoreOptions Options => new() { CustomersPerChunk = CustomersPerChunk };

    internal override ShopStore Open(Instant now, StoreOptions? options = null) =>
        EmptyStore.Open(Address, now, options ?? Options);

    public override void Dispose()
    {
    }
}

/// <summary>A database on the tests' own server. Few shards are as many as many, and quicker.</summary>
/// <param name="shards">How many.</param>
/// <param name="isAlone">Whether nobody may be connected but whom the test connects.</param>
public sealed class DatabasePlace(int shards = 3, bool isAlone = false) : StorePlace
{
    static int made;

    public override string Address { get; } = PostgresServer.Rent(shards, isAlone);

    readonly string erasures = Path.Combine(
        Path.GetTempPath(), $"perennial-{Environment.ProcessId}-{Interlocked.Increment(ref made)}.erasures");

    // The list of erasures is not where somebody's own shops have theirs.
    // A machine on which everything is tested at once may keep somebody waiting for long.
    internal override StoreOptions Options => new()
    {
        NewShards = shards, CustomersPerChunk = CustomersPerChunk, Erasures = erasures,
        BusyTimeout = TimeSpan.FromSeconds(60),
    };

    public override void Dispose()
    {
        PostgresServer.GiveBack(Address, shards, isAlone);
        File.Delete(erasures);
    }
}
