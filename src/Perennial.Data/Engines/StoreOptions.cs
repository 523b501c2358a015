namespace Perennial.Data.Engines;

/// <summary>How a store is opened.</summary>
public sealed record StoreOptions
{
    /// <summary>How long to wait for another process that is writing. Default 10 seconds.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether a commit does not wait for the disk: quicker, but a power cut may take the last moments with
    /// it. The store stays sound, and a killed program loses nothing.</summary>
    public bool RelaxedSync { get; init; }

    /// <summary>The list of erasures outside the store; null for the store's usual place
    /// (<see cref="ShopPlace.ErasuresOf"/>).</summary>
    public string? Erasures { get; init; }

    /// <summary>How many customers one transaction takes of a work that concerns everybody, so that events get in
    /// between. Default 1,000: a tenth of a second.</summary>
    internal int CustomersPerChunk { get; init; } = 1_000;

    /// <summary>Into how many shards a new store is cut; 0 for the engine's own number.</summary>
    internal int NewShards { get; init; }

    /// <summary>The file may not grow beyond so many pages: a full disk, for tests. 0 for no limit.</summary>
    internal int MaxPages { get; init; }

    /// <summary>Called with the text of each statement before it is run, on the thread that runs it: what it throws is
    /// thrown in the statement's place. For tests.</summary>
    internal Action<string>? BeforeStatement { get; init; }
}
