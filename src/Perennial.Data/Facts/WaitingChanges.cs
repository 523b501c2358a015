using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data.Batches;
using Perennial.Data.Engines;

namespace Perennial.Data.Facts;

/// <summary>Changes that a batch brings which are nobody's: a store's webhook names the order alone, and a file the
/// orders of another file. They wait for their orders.</summary>
static class WaitingChanges
{
    /// <summary>The columns of <c>add-waiting-change</c>.</summary>
    public static readonly string[] Parameters = ["order_id", "change_id", "changed_at", "known_at", "refunded_cents",
        "unit", "line", "quantity", "source"];

    /// <summary>Binds one.</summary>
    public static void Bind(Statement to, int first, OrderChangeFact change, string source) => to
        .Bind(first, change.Order).Bind(first + 1, change.Id).Bind(first + 2, change.At).Bind(first + 3, change.KnownAt)
        .Bind(first + 4, change.RefundedCents).Bind(first + 5, (long)change.Unit)
        .Bind(first + 6, change.Line < 0 ? null : (long?)change.Line).Bind(first + 7, change.Quantity)
        .Bind(first + 8, source);

    /// <summary>Whether there are any.</summary>
    public static bool Any(FactBatch batch, CustomerGroups groups, IReadOnlyCollection<int> erased) =>
        Of(batch, groups, erased).Any();

    /// <summary>Keeps them. In a transaction.</summary>
    public static void Keep(
        Database database, FactBatch batch, CustomerGroups groups, IReadOnlyCollection<int> erased, Instant now)
    {
        if (!Any(batch, groups, erased)) return;
        using var add = new BulkInsert<OrderChangeFact>(database, SqlText.Query("add-waiting-change"), Parameters,
            (to, first, change) => Bind(to, first, change, batch.Live?.Source[change.Row] ?? batch.Source));
        foreach (var change in Of(batch, groups, erased))
            add.Add(change with { At = change.At > now ? now : change.At, KnownAt = now });
        add.Flush();
    }

    static IEnumerable<OrderChangeFact> Of(FactBatch batch, CustomerGroups groups, IReadOnlyCollection<int> erased)
    {
        if (batch.Live is not { } live) return batch.Elsewhere;
        if (live.Changes.Count == 0) return [];
        var rows = groups.Rows.ToArray().ToHashSet();
        return live.Changes.Where(change => !rows.Contains(change.Row) && !erased.Contains(change.Row));
    }
}
