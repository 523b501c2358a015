using Perennial.Core;

namespace Perennial.Data.Engines;

/// <summary>What the lock of a shard tells.</summary>
/// <param name="Version">The shard's version.</param>
/// <param name="Moment">How often what writes go by has changed.</param>
/// <param name="Asked">Up to which publishing everybody of the shard was asked whether strategies bring them in.
/// </param>
readonly record struct ShardLock(long Version, long Moment, Instant Asked);
