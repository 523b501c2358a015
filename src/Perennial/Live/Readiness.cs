using Perennial.Data;

namespace Perennial.Live;

/// <summary>Whether the program can do its work now: for whoever decides where to send requests.</summary>
/// <param name="store">The shop.</param>
/// <param name="intake">What takes events; null where none are taken.</param>
sealed class Readiness(ShopStore? store, LiveIntake? intake)
{
    static readonly TimeSpan patience = TimeSpan.FromSeconds(1);

    readonly Lock guard = new();
    Task? asking;

    /// <summary>Why not, in words that anybody may read; empty where it can.</summary>
    public async Task<IReadOnlyList<string>> Problems()
    {
        var problems = new List<string>();
        if (await StoreProblem() is { } away) problems.Add(away);
        if (intake is null) return problems;
        if (!intake.IsRunning) problems.Add("Events are not written any more.");
        if (intake.Backlog >= LiveIntake.ReadyBelow)
            problems.Add($"{intake.Backlog:N0} events wait to be written; the limit is {LiveIntake.ReadyBelow:N0}.");
        return problems;
    }

    async Task<string?> StoreProblem()
    {
        if (store is null) return null;
        Task one;
        // A store that hangs is asked once, however many ask here.
        lock (guard) one = asking is { IsCompleted: false } ? asking : asking = Task.Run(store.Watch.Touch);
        try
        {
            await one.WaitAsync(patience);
            return null;
        }
        catch (TimeoutException)
        {
            return "The store does not answer within a second.";
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return "The store cannot be reached.";
        }
    }
}
