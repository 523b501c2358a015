using Perennial.Core;
using Perennial.Core.Intake;

namespace Perennial.Operations;

/// <summary>How much of one kind came to one door since the program started.</summary>
/// <param name="Door">Which: <c>shopify/main</c>, a vendor and the shop's name for it.</param>
/// <param name="Reason">A refusal's reason; <c>taken</c>, <c>left_out</c>, <c>unknown_order</c> and <c>busy</c> are
/// none.</param>
/// <param name="Count">How often.</param>
/// <param name="LastAt">When last.</param>
public sealed record DoorCount(string Door, string Reason, long Count, Instant LastAt);

/// <summary>Something that was refused.</summary>
/// <param name="Door">Where.</param>
/// <param name="At">When.</param>
/// <param name="Refusal">Why.</param>
public sealed record DoorRefusal(string Door, Instant At, Refusal Refusal);

/// <summary>Counts what comes through the doors, in memory: since when the program runs, and the last
/// refusals.</summary>
public sealed class DoorCounts
{
    const int KeptRefusals = 200;

    readonly Lock guard = new();
    readonly Dictionary<(string Door, string Reason), DoorCount> counts = [];
    readonly Queue<DoorRefusal> last = new();

    /// <summary>Counts.</summary>
    public void Add(string door, string reason, int count, Instant at)
    {
        if (count == 0) return;
        lock (guard)
        {
            var before = counts.GetValueOrDefault((door, reason))?.Count ?? 0;
            counts[(door, reason)] = new DoorCount(door, reason, before + count, at);
        }
    }

    /// <summary>Told of every refusal, with its door.</summary>
    public event Action<string, Refusal>? Refused;

    /// <summary>Counts a refusal and keeps it for a while.</summary>
    public void Add(string door, Refusal refusal, Instant at)
    {
        Refused?.Invoke(door, refusal);
        Add(door, refusal.Reason, 1, at);
        lock (guard)
        {
            last.Enqueue(new DoorRefusal(door, at, refusal));
            if (last.Count > KeptRefusals) last.Dequeue();
        }
    }

    /// <summary>All counts by door and reason.</summary>
    public IReadOnlyList<DoorCount> All()
    {
        lock (guard) return [.. counts.Values.OrderBy(one => (one.Door, one.Reason))];
    }

    /// <summary>How many of one reason came to one door.</summary>
    public long Of(string door, string reason)
    {
        lock (guard) return counts.GetValueOrDefault((door, reason))?.Count ?? 0;
    }

    /// <summary>The last refusals, the latest first.</summary>
    public IReadOnlyList<DoorRefusal> Refusals()
    {
        lock (guard) return [.. last.Reverse()];
    }
}
