using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Profiles;

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

        var totals = new ProfileTable(keys);
        var fold = new ProfileFold(Some.Now, new ProfileSettings(), totals);
        Assert.Equal(orders.NextChangeAt[0], fold.FoldTotals(0, last, 2, 1505));
        Assert.Equal(Instant.Never, fold.FoldTotals(1, Instant.None, 0, 0));

        void Same<T>(Column<T> column) where T : unmanaged =>
            Assert.Equal(orders.Values(column), totals.Values(column));
        Same(Columns.LastOrderAt);
        Same(Columns.Orders);
        Same(Columns.Frequency);
        Same(Columns.Revenue);
        Same(Columns.Monetary);
        Same(Columns.AverageOrderValue);
        Same(Columns.PriorityScore);
        Same(Columns.MultiBuyer);
        Same(Columns.Lifecycle);
        Assert.False(totals.Values(Columns.FirstOrderAt)[0].HasValue);
    }
}
