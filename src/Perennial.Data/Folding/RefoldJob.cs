using Perennial.Core;

namespace Perennial.Data.Folding;

/// <summary>A recomputation of all profiles that processes share.</summary>
/// <param name="Id">Its number.</param>
/// <param name="AsOf">The instant it computes as of.</param>
/// <param name="Moment">Counts the changes of settings, segments and so on that there had been when it was begun.
/// </param>
public sealed record RefoldJob(long Id, Instant AsOf, long Moment);
