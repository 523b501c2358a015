namespace Perennial.Data.Engines;

/// <summary>Why a store cannot do its work now.</summary>
public enum StoreFault
{
    /// <summary>The server cannot be reached, or is stopping or starting.</summary>
    Unreachable,

    /// <summary>Somebody else writes, and did not finish in time.</summary>
    Busy,

    /// <summary>There is no room.</summary>
    DiskFull,

    /// <summary>The disk failed.</summary>
    DiskFailed,

    /// <summary>It may be read and not written.</summary>
    ReadOnly,

    /// <summary>This account may not use it.</summary>
    Denied,

    /// <summary>What is kept cannot be read.</summary>
    Damaged,

    /// <summary>The file is not the one that was opened.</summary>
    Gone,

    /// <summary>The database refused a statement: a table is away, it ran out of time or was cancelled.</summary>
    Refused,
}

/// <summary>What anybody may read of a fault: nothing of where the store is.</summary>
public static class StoreFaultWords
{
    /// <summary>In a sentence without its full stop.</summary>
    public static string Words(this StoreFault fault) => fault switch
    {
        StoreFault.Unreachable => "The database cannot be reached",
        StoreFault.Busy => "Another process is writing and does not finish",
        StoreFault.DiskFull => "The disk is full",
        StoreFault.DiskFailed => "The disk fails",
        StoreFault.ReadOnly => "The store may not be written",
        StoreFault.Denied => "Access to the store is denied",
        StoreFault.Damaged => "The store is damaged",
        StoreFault.Gone => "The store's file was deleted or replaced",
        _ => "The database refuses a statement",
    };

    /// <summary>The fault's kind in a log.</summary>
    public static string Kind(this StoreFault fault) => fault switch
    {
        StoreFault.Unreachable => "unreachable",
        StoreFault.Busy => "busy",
        StoreFault.DiskFull => "disk_full",
        StoreFault.DiskFailed => "disk_failed",
        StoreFault.ReadOnly => "read_only",
        StoreFault.Denied => "denied",
        StoreFault.Damaged => "damaged",
        StoreFault.Gone => "gone",
        _ => "refused",
    };
}
