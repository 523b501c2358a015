using Perennial.Core;
using Perennial.Data.Engines;
using Perennial.Watch;

namespace Perennial.Loops;

/// <summary>One loop under its supervisor: at work, or away since it failed and until its work succeeds.</summary>
/// <remarks>Its own methods are called by the loop; what it says of itself may be read by any thread.</remarks>
sealed class Loop(string name, Pauses pauses, TimeProvider time, ILogger log)
{
    static readonly AsyncLocal<string?> current = new();

    readonly Seldom seldom = new(time);
    volatile LoopAway? away;
    bool isSaid;

    /// <summary>The loop that the caller belongs to; null outside of any.</summary>
    public static string? Current
    {
        get => current.Value;
        internal set => current.Value = value;
    }

    /// <summary>What it does, in words: <c>tick</c>.</summary>
    public string Name => name;

    /// <summary>Since when and why it is away; null while it works.</summary>
    public LoopAway? Away => away;

    /// <summary>Whether it waits for the store.</summary>
    public bool WaitsForStore { get; private set; }

    /// <summary>Its work has succeeded, all of what failed before included.</summary>
    public void Worked()
    {
        if (away is not { } was) return;
        away = null;
        WaitsForStore = false;
        seldom.Over();
        if (isSaid) LoopLog.Back(log, name, Seconds(was));
        isSaid = false;
    }

    /// <summary>It failed: says so, once.</summary>
    /// <returns>How long to wait before it is tried again.</returns>
    public TimeSpan Failed(Exception error)
    {
        var failures = (away?.Failures ?? 0) + 1;
        var isNews = away?.Kind != Fault.Kind(error);
        away = new LoopAway(
            name, away?.Since ?? Instant.From(time.GetUtcNow()), Fault.Kind(error), Fault.Words(error), failures);
        WaitsForStore = error is StoreAwayException;
        if (!Fault.IsExpected(error)) Fault.Report(log, name, error, isSaid: isNews | seldom.May());
        // What keeps the store from its work is said once for all of them.
        else if (!WaitsForStore) Say(error, failures);
        return pauses.After(failures);
    }

    void Say(Exception error, int failures)
    {
        if (!seldom.May()) return;
        var problem = error is BadInputException bad ? $"{bad.Place}: {bad.Problem} {bad.Remedy}" : "";
        if (!isSaid) LoopLog.Away(log, name, away!.Kind, problem);
        else LoopLog.StillAway(log, name, Seconds(away!), failures, away!.Kind, problem);
        isSaid = true;
    }

    double Seconds(LoopAway since) =>
        Math.Round((Instant.From(time.GetUtcNow()).UnixMs - since.Since.UnixMs) / 1000.0, 1);
}
