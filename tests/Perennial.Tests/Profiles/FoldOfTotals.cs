using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Lifecycle;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;

namespace Perennial.Tests.Profiles;

public class FoldOfTotals
{
    [Fact]
    public void Totals_give_the_columns_that_the_orders_behind_them_give()
    {
        var builder = new HistoryBuilder();
        var last = new Instant(Some.Now.UnixMs - 40L * 86_400_000);
        builder.Add(new OrderFact { Customer = 0, At = new Instant(last.UnixMs - 86_400_000), GrossCents = 1000 });
        builder.Add(new OrderFact { Customer = 0, At = last, GrossCents = 505 });
        var keys = CustomerKeys.From(["ann", "prospect"]);
        var orders = ProfileFold.FoldAll(builder.Build(2), keys, Some.Now, new ProfileSettings());

        var totals = new ProfileTable(Columns.All, keys);
        var fold = new ProfileFold(Some.Now, new ProfileSettings(), totals);
        Assert.Equal(orders.NextChangeAt[0], fold.FoldTotals(0, last, 2, 1505));
        Assert.Equal(Instant.Never, fold.FoldTotals(1, Instant.None, 0, 0));

        void Same<T>(Column<T> column) where T : unmanaged =>
            Assert.Equal(orders.Values(column), totals.Values(column));
        Same(PurchaseColumns.LastOrderAt);
        Same(PurchaseColumns.Orders);
        Same(PurchaseColumns.Frequency);
        Same(PurchaseColumns.Revenue);
        Same(PurchaseColumns.Monetary);
        Same(PurchaseColumns.AverageOrderValue);
        Same(PurchaseColumns.PriorityScore);
        Same(PurchaseColumns.MultiBuyer);
        Same(LifecycleColumns.Stage);
        Assert.False(totals.Values(PurchaseColumns.FirstOrderAt)[0].HasValue);
    }
}
