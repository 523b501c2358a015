using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Data.Batches;
using Perennial.Data.Engines;
using Perennial.Data.History;

namespace Perennial.Data.Facts;

/// <summary>Everything that was told of one customer's orders: as they stand, their statements of before, and what
/// became of them.</summary>
sealed class ToldOrders
{
    readonly Dictionary<OrderId, List<KnownOrder>> versions = [];

    /// <param name="orders">Rows of <c>known-orders</c>.</param>
    /// <param name="lines">Rows of <c>lines-of-customer</c>.</param>
    /// <param name="changes">Rows of <c>changes-of-customer</c>.</param>
    /// <param name="statements">Rows of <c>versions-of-customer</c>.</param>
    public ToldOrders(
        IEnumerable<Rows> orders, IEnumerable<Rows> lines, IEnumerable<Rows> changes, IEnumerable<Rows> statements)
    {
        var byId = new Dictionary<OrderId, KnownOrder>();
        foreach (var row in orders) byId.Add(row.OrderId(1), KnownOrder.Read(row));
        foreach (var row in lines)
            if (byId.TryGetValue(row.OrderId(1), out var order)) order.Lines.Add(KnownLine.Read(row));
        Changes = [.. changes.Select(row => new ToldChange(
            ChangeRow.Read(row), row.Text(5)!, FactKeys.Read(row, 6)))];
        foreach (var some in Changes.GroupBy(change => change.Fact.Order))
            if (byId.TryGetValue(some.Key, out var order))
                order.Lines = OrderChanges.WithUnits(some.Select(change => change.Fact), order.Lines, -1);
        Orders = [.. byId.Values];
        foreach (var row in statements)
        {
            if (!byId.TryGetValue(row.OrderId(1), out var order)) continue;
            if (!versions.TryGetValue(order.Id, out var list)) versions.Add(order.Id, list = []);
            list.Add(KnownVersion.Read(row, order));
        }
    }

    /// <summary>The orders as they stand, their lines without what came back by dated changes.</summary>
    public IReadOnlyList<KnownOrder> Orders { get; }

    /// <summary>What became of them.</summary>
    public IReadOnlyList<ToldChange> Changes { get; }

    /// <summary>An order's statements that are not the latest.</summary>
    public IReadOnlyList<KnownOrder> VersionsOf(KnownOrder order) => versions.GetValueOrDefault(order.Id, []);
}

/// <summary>A change, who told it, and under which key.</summary>
readonly record struct ToldChange(OrderChangeFact Fact, string Source, FactKey Key);
