using Perennial.Core;

namespace Perennial.Data.Folding;

/// <summary>A recomputation of all profiles that processes share.</summary>
/// <param name="Id">Its number.</param>
/// <param name="AsOf">The instant it computes as of.</param>
public sealed record RefoldJob(long Id, Instant AsOf);
