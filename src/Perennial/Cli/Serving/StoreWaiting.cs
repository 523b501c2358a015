using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Loops;
using Perennial.Watch;

namespace Perennial.Cli.Serving;

/// <summary>Opens the store that is served. A database that is starting, or cannot be reached yet, is waited for: after
/// a power cut everything starts at once.</summary>
static class StoreWaiting
{
    /// <summary>Whoever starts the server again does so after this.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Opens it.</summary>
    /// <param name="open">Tries to.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Is told once.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="Core.BadInputException">It cannot be opened, for another reason or for too long.</exception>
    public static async Task<ShopStore> Open(
        Func<ShopStore> open, TimeProvider time, ILogger log, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        for (var failures = 1; ; failures++)
        {
            try
            {
                return open();
            }
            catch (StoreAwayException away)
                when (away.Fault == StoreFault.Unreachable && time.GetElapsedTime(began) < Longest)
            {
                if (failures == 1) WatchLog.Waiting(log, away.Place, away.Problem, Longest.TotalMinutes);
                await Task.Delay(Pauses.Usual.After(failures), time, cancel);
            }
        }
    }
}
