namespace Perennial.Core.Strategies;

/// <summary>Two customers who turned out to be one, and stood in strategies each.</summary>
public static class StrategyJoin
{
    /// <summary>Why an enrollment ended: the same person was in it already.</summary>
    public const string Merged = "merged";

    /// <summary>What the one customer stands in: of a strategy in which both were the enrollment that began first,
    /// and what was done in either is done; every other goes on. What had brought either in and has ended brings
    /// nobody in once more. Exits are asked anew by the joined facts.</summary>
    /// <param name="one">The one; with what has ended too, as far as it is kept.</param>
    /// <param name="other">The other, likewise; which is which does not matter.</param>
    /// <param name="mayOverlap">Whether a strategy is entered once per occurrence, so that several stand side by side.
    /// </param>
    /// <param name="now">When.</param>
    /// <returns>What goes on, and what ends by this.</returns>
    public static CustomerStrategies Of(
        CustomerStrategies one, CustomerStrategies other, Func<string, bool> mayOverlap, Instant now)
    {
        var kept = new List<Enrollment>();
        var over = one.Enrollments.Concat(other.Enrollments).Where(enrollment => !enrollment.IsOpen)
            .Select(enrollment => (enrollment.Strategy, enrollment.Occurrence)).Concat(one.Over).Concat(other.Over)
            .ToHashSet();
        foreach (var same in one.Open.Concat(other.Open).GroupBy(enrollment =>
            (enrollment.Strategy, mayOverlap(enrollment.Strategy) ? enrollment.Occurrence : "")))
        {
            var inOrder = same.OrderBy(enrollment => over.Contains((enrollment.Strategy, enrollment.Occurrence)))
                .ThenBy(enrollment => enrollment.EnteredAt)
                .ThenBy(enrollment => enrollment.Occurrence, StringComparer.Ordinal).ToList();
            var first = inOrder[0];
            var done = inOrder.SelectMany(enrollment => enrollment.Done).Except(first.Done);
            kept.Add(over.Contains((first.Strategy, first.Occurrence)) ? first.End(Merged, now)
                : first with { Done = [.. first.Done, .. done] });
            kept.AddRange(inOrder.Skip(1).Select(enrollment => enrollment.End(Merged, now)));
        }
        var joined = new CustomerStrategies
        {
            Enrollments = kept, DueAt = now, Over = over, Decided = one.Decided.Concat(other.Decided).ToHashSet(),
            Pasts = [.. one.Pasts.Concat(other.Pasts).GroupBy(past => past.Strategy).Select(Past)],
        };
        // What ends by this has ended for those who may enter again some time behind an end.
        return kept.Where(enrollment => !enrollment.IsOpen)
            .Aggregate(joined, (state, ended) => state.With(state.PastOf(ended.Strategy) with { EndedAt = now }));
    }

    static StrategyPast Past(IGrouping<string, StrategyPast> same) => new(same.Key)
    {
        Entries = same.Sum(past => past.Entries), EnteredAt = same.Max(past => past.EnteredAt),
        EndedAt = same.Max(past => past.EndedAt), LastContactAt = same.Max(past => past.LastContactAt),
        AskedUntil = same.Max(past => past.AskedUntil), AheadUntil = same.Max(past => past.AheadUntil),
        Pending = same.Select(past => past.Pending)
            .Where(pending => pending is not null).MaxBy(pending => pending!.At),
    };
}
