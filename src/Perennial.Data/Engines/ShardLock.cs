namespace Perennial.Data.Engines;

/// <summary>What the lock of a shard tells.</summary>
/// <param name="Version">The shard's version.</param>
/// <param name="Moment">How often what writes go by has changed.</param>
readonly record struct ShardLock(long Version, long Moment);
