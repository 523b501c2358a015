namespace Perennial.Core.Strategies;

/// <summary>Two customers who turned out to be one, and stood in strategies each.</summary>
public static class StrategyJoin
{
    /// <summary>Why an enrollment ended: the same person was in it already.</summary>
    public const string Merged = "merged";

    /// <summary>What the one customer stands in: of a strategy in which both were the enrollment that began first,
    /// and what
    /// was done in either is done; every other goes on. Exits are asked anew by the joined facts.</summary>
    /// <param name="one">The one.</param>
    /// <param name="other">The other; which is which does not matter.</param>
    /// <param name="mayOverlap">Whether a strategy is entered once per occurrence, so that several stand side by side.
    /// </param>
    /// <param name="now">When.</param>
    public static CustomerStrategies Of(
        CustomerStrategies one, CustomerStrategies other, Func<string, bool> mayOverlap, Instant now)
    {
        var kept = new List<Enrollment>();
        foreach (var same in one.Open.Concat(other.Open).GroupBy(enrollment =>
            (enrollment.Strategy, mayOverlap(enrollment.Strategy) ? enrollment.Occurrence : "")))
        {
            var inOrder = same.OrderBy(enrollment => enrollment.EnteredAt)
                .ThenBy(enrollment => enrollment.Occurrence, StringComparer.Ordinal).ToList();
            var first = inOrder[0];
            kept.Add(inOrder.Count == 1 ? first : first with
            {
                Done = [.. first.Done, .. inOrder.Skip(1).SelectMany(enrollment => enrollment.Done).Except(first.Done)],
                DueAt = now < first.DueAt ? now : first.DueAt,
            });
            kept.AddRange(inOrder.Skip(1).Select(enrollment => enrollment.End(Merged, now)));
        }
        return new CustomerStrategies
        {
            Enrollments = kept, DueAt = now,
            Pasts = [.. one.Pasts.Concat(other.Pasts).GroupBy(past => past.Strategy).Select(Past)],
        };
    }

    static StrategyPast Past(IGrouping<string, StrategyPast> same) => new(same.Key)
    {
        Entries = same.Sum(past => past.Entries), EnteredAt = same.Max(past => past.EnteredAt),
        EndedAt = same.Max(past => past.EndedAt), LastContactAt = same.Max(past => past.LastContactAt),
        AskedUntil = same.Max(past => past.AskedUntil), Pending = same.Select(past => past.Pending)
            .Where(pending => pending is not null).MaxBy(pending => pending!.At),
    };
}
