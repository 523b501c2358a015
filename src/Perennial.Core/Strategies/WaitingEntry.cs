namespace Perennial.Core.Strategies;

/// <summary>Who may enter a strategy at once.</summary>
public enum EntryDoor : byte
{
    /// <summary>Whoever comes.</summary>
    Open,

    /// <summary>Whoever comes by a fact of their own; whom time or a list brings is counted first.</summary>
    Counted,

    /// <summary>Nobody: all are counted first, or wait for a person's yes.</summary>
    Closed,
}

/// <summary>Somebody who would enter a strategy, and waits until it is known how many do.</summary>
/// <param name="Strategy">Which.</param>
/// <param name="Occurrence">What brings the customer in, once.</param>
/// <param name="At">When that was.</param>
/// <param name="WaitsFor">What the strategy waits for (<see cref="Trigger.WaitsFor"/>): one that waits for something
/// else by now lets nobody in by it.</param>
public sealed record WaitingEntry(string Strategy, string Occurrence, Instant At, string WaitsFor)
{
    /// <summary>The day of the occasion; null for none.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>The last day on which one may order for it; null for none.</summary>
    public DateOnly? OrderBy { get; init; }

    /// <summary>Of somebody who stood in the audience when the strategy was published the beginning of
    /// <see cref="Occurrence"/>.</summary>
    public const string Existing = "existing:";

    /// <summary>What a coming or going brings in by.</summary>
    public static string OccurrenceOf(FreshMove move) => $"{(move.Leaves ? "leaves" : "enters")}:{move.At}";
}
