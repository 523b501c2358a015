using Perennial.Core;
using Perennial.Data;
using Perennial.Loops;

namespace Perennial.Live;

/// <summary>Whether the program can do its work now, and does all of it: for whoever decides where to send requests,
/// and for whoever looks after it.</summary>
/// <param name="store">The shop.</param>
/// <param name="live">What goes on in it; null where nothing does.</param>
/// <param name="time">The clock.</param>
sealed class Readiness(ShopStore? store, LiveShop? live, TimeProvider time)
{
    static readonly TimeSpan patience = TimeSpan.FromSeconds(1);

    readonly Lock guard = new();
    Task? asking;
    Instant? silentSince;

    /// <summary>Why not, and since when, in words that anybody may read; empty where it can.</summary>
    public async Task<IReadOnlyList<string>> Problems()
    {
        var problems = new List<string>();
        var silence = await StoreProblem();
        if (live?.Health.Away is { } away) problems.Add(away.Sentence);
        else if (silence is not null) problems.Add(silence);
        if (live is null) return problems;
        problems.AddRange(LoopProblems(live).Select(one => one.Sentence));
        if (!live.Intake.IsRunning) problems.Add("Events are not written any more.");
        if (live.Intake.Backlog >= LiveIntake.ReadyBelow) problems.Add(
            $"{live.Intake.Backlog:N0} events wait to be written; the limit is {LiveIntake.ReadyBelow:N0}.");
        return problems;
    }

    /// <summary>The loops that are away, but for the one that waits for the store to say so itself.</summary>
    public static IEnumerable<LoopAway> LoopProblems(LiveShop live) =>
        live.Loops.Away.Where(one => one.Loop != StoreHealth.Trying);

    async Task<string?> StoreProblem()
    {
        if (store is null) return null;
        Task one;
        // A store that hangs is asked once, however many ask here.
        lock (guard) one = asking is { IsCompleted: false } ? asking : asking = Task.Run(store.Watch.Touch);
        try
        {
            await one.WaitAsync(patience);
            silentSince = null;
            return null;
        }
        catch (TimeoutException)
        {
            return $"The store does not answer within a second, since {Since()}.";
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return $"The store cannot be reached, since {Since()}.";
        }
    }

    Instant Since() => silentSince ??= Instant.From(time.GetUtcNow());
}
