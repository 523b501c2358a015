using Perennial.Core;
using Perennial.Data.Engines;

namespace Perennial.Data.Shards;

/// <summary>The versions of all shards: another number than before means that something changed.</summary>
/// <param name="All">By the shards' numbers.</param>
/// <param name="Rescored">Which version was the last that changed so much that everything has to be read anew.</param>
readonly record struct ShardVersions(long[] All, long[] Rescored)
{
    public static ShardVersions Read(Database database, int shards)
    {
        var read = new ShardVersions(new long[shards], new long[shards]);
        var rows = database.Query("shard-versions");
        while (rows.Step())
            (read.All[rows.Int32(0)], read.Rescored[rows.Int32(0)]) = (rows.Int64(1), rows.Int64(2));
        return read;
    }

    /// <summary>Whose profiles changed after a version of a shard.</summary>
    public static List<CustomerId> Changed(Database database, int shard, long since) =>
        database.Query("changed-customers", "shard", "version").Bind(1, shard).Bind(2, since).Ids();
}
