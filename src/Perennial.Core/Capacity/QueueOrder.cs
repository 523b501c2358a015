namespace Perennial.Core.Capacity;

/// <summary>A call that staff of a queue may make.</summary>
/// <param name="Waiter">Whose, of which strategy's priority, and where in the order of calls.</param>
public sealed record QueueTask(Waiter Waiter)
{
    /// <summary>When the customer asked to be called back; <see cref="Instant.None"/> where nobody did. Before that
    /// nobody calls.</summary>
    public Instant CallBackAt { get; init; } = Instant.None;

    /// <summary>What the call is expected to add, as it was measured, in cents; null where it was not.</summary>
    public double? AddedCents { get; init; }

    /// <summary>Whether it may be made now.</summary>
    public bool IsCallable(Instant now) => !CallBackAt.HasValue || CallBackAt <= now;
}

/// <summary>In which order a queue's calls are made: those who asked to be called back by now, the earliest first; then
/// by the strategy's priority, what the call adds where that was measured, else by the order of calls, then by id.
/// </summary>
/// <remarks>Calls that were measured come before those that were not where they add something, and behind them where
/// they take something away.</remarks>
/// <param name="order">Who comes first of those who are alike in all else.</param>
public sealed class QueueOrder(WaitingOrder order) : IComparer<QueueTask>
{
    /// <summary>The calls that may be made now, in their order.</summary>
    public IReadOnlyList<QueueTask> Of(IEnumerable<QueueTask> tasks, Instant now) =>
        [.. tasks.Where(one => one.IsCallable(now)).Order(this)];

    /// <inheritdoc/>
    public int Compare(QueueTask? x, QueueTask? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var by = y.CallBackAt.HasValue.CompareTo(x.CallBackAt.HasValue);
        if (by == 0 && x.CallBackAt.HasValue) by = x.CallBackAt.CompareTo(y.CallBackAt);
        if (by == 0) by = y.Waiter.Priority.CompareTo(x.Waiter.Priority);
        if (by == 0) by = (y.AddedCents ?? 0).CompareTo(x.AddedCents ?? 0);
        return by != 0 ? by : order.Compare(x.Waiter, y.Waiter);
    }
}
