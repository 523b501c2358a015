using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Lifecycle;
using Perennial.Core.Parts;
using Perennial.Core.Priority;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;
using Perennial.Core.Rfm;
using Perennial.Customers;
using Perennial.Shop;

namespace Perennial.Tests.Ui;

public class ListTests
{
    static readonly ShopView view = SomeShop.Of(3_000).View;

    static ListOrder By(string text) => ListOrder.Parse(text);

    [Fact]
    public void A_filter_finds_whom_a_plain_loop_finds()
    {
        var filter = new CustomerFilter().With("r", "4", "5").With("lifecycle", "recent");
        var page = CustomerList.Find(view, filter, By("-revenue"), 1, 3_000);
        var (r, lifecycle, revenue) =
            (view.Table.Values(RfmColumns.R), view.Table.Values(LifecycleColumns.Stage),
            view.Table.Values(PurchaseColumns.Revenue));
        var expected = Enumerable.Range(0, view.Count)
            .Where(row => r[row] >= 4 && lifecycle[row] == 3).OrderByDescending(row => revenue[row]).ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Count, page.Total);
        Assert.Equal(expected.Select(row => revenue[row]), page.Rows.Select(row => revenue[row]));
        Assert.Equal(expected.Order(), page.Rows.Order());
    }

    [Fact]
    public void Pages_side_by_side_are_the_whole_list()
    {
        var filter = new CustomerFilter().With("f", "1");
        var whole = CustomerList.All(view, filter, By("orders")).ToList();
        var pages = Enumerable.Range(1, (whole.Count + 49) / 50)
            .SelectMany(page => CustomerList.Find(view, filter, By("orders"), page, 50).Rows).ToList();
        Assert.Equal(whole, pages);
    }

    [Fact]
    public void A_page_past_the_end_is_the_last()
    {
        var page = CustomerList.Find(view, new CustomerFilter(), ListOrder.Priority, 1_000_000, 50);
        Assert.Equal(60, page.Page);
        Assert.Equal(50, page.Rows.Length);
    }

    [Fact]
    public void Every_column_sorts_both_ways_with_no_value_last()
    {
        foreach (var column in Columns.Shown)
        {
            var up = view.Orders.By(column.Name);
            Assert.Equal(Enumerable.Range(0, view.Count), up.Rows.Order());
            foreach (var descending in (bool[])[false, true])
            {
                var values = Enumerable.Range(0, view.Count)
                    .Select(place => Key(column, up.At(place, descending))).ToList();
                var known = values.TakeWhile(value => value is not null).ToList();
                Assert.All(values.Skip(known.Count), Assert.Null);
                for (var i = 1; i < known.Count; i++)
                {
                    var order = Comparer<object>.Default.Compare(known[i - 1], known[i]);
                    var words = $"{column.Name}: {known[i - 1]} stands before {known[i]}";
                    Assert.True(descending ? order >= 0 : order <= 0, words);
                }
            }
        }
    }

    static object? Key(Column column, int row) => column switch
    {
        Column<byte> { Type: ColumnType.Flag } flags => view.Table.Values(flags)[row],
        Column<byte> bytes => view.Table.Values(bytes)[row] is var value && value == 0 ? null : value,
        Column<int> ints => view.Table.Values(ints)[row] is var value && value == ints.NoValue ? null : value,
        Column<long> longs => view.Table.Values(longs)[row] is var value && value == longs.NoValue ? null : value,
        Column<double> doubles => view.Table.Values(doubles)[row] is var value && double.IsNaN(value) ? null : value,
        Column<Instant> instants => view.Table.Values(instants)[row] is { HasValue: true } value ? value.UnixMs : null,
        _ => throw new InvalidOperationException(column.Name),
    };

    [Fact]
    public void Names_sort_as_whole_names_whatever_their_case()
    {
        var names = view.Orders.By(RowOrders.ByName).Rows.Select(row => view.NameOf(row).ToUpperInvariant()).ToList();
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
    }

    [Fact]
    public void A_search_finds_parts_of_names_numbers_and_ids()
    {
        Assert.Equal(view.Ids[7], Only("C000008"));
        Assert.Equal(view.Ids[7], Only(view.Ids[7].ToString()));
        Assert.Equal(view.Ids[70], Only(view.Directory.Email(70).ToUpperInvariant()));
        var page = CustomerList.Find(view, new CustomerFilter { Text = "berg anna" }, ListOrder.Priority, 1, 500);
        Assert.NotEmpty(page.Rows);
        Assert.All(page.Rows, row => Assert.Equal("Anna Berger", view.Directory.Name(row)));

        static CustomerId Only(string text) => view.Ids[Assert.Single(
            CustomerList.Find(view, new CustomerFilter { Text = text }, ListOrder.Priority, 1, 10).Rows)];
    }

    [Fact]
    public void The_call_list_follows_the_rank_and_leaves_out_who_never_ordered()
    {
        var calls = CustomerList.All(view, new CustomerFilter { Ranked = true }, ListOrder.Priority).ToList();
        Assert.Equal(view.ScoringRun!.Customers, calls.Count);
        var rank = view.Table.Values(PriorityColumns.Rank);
        Assert.Equal(Enumerable.Range(1, calls.Count), calls.Select(row => rank[row]));
        var tiers = CustomerList.CountByTier(view, new CustomerFilter { Ranked = true }.With("tier", "1"));
        Assert.Equal(calls.Count, tiers.Sum());
        Assert.Equal(view.Totals.Tier[1].Customers, tiers[1]);
    }

    [Fact]
    public void Who_has_no_phone_or_refused_calls_cannot_be_called()
    {
        var page = CustomerList.Find(view, new CustomerFilter { WithPhone = true }, ListOrder.Priority, 1, 3_000);
        var refused = view.Permissions.Calls.Where(one => one.Value.LastSaid(ContactChannel.Call) == false)
            .Select(one => one.Key).ToHashSet();
        var expected = Enumerable.Range(0, view.Count)
            .Where(row => view.Directory.HasPhone(row) && !refused.Contains(view.Ids[row])).ToList();
        Assert.NotEmpty(refused);
        Assert.Equal(expected, page.Rows.Order());
        Assert.All(refused, id => Assert.Equal("", view.PhoneToCall(view.RowOf(id))));
    }

    [Fact]
    public void Totals_of_parts_add_up_to_the_whole()
    {
        var totals = view.Totals;
        Assert.Equal(view.Count, totals.All.Customers);
        Assert.Equal(totals.All.RevenueCents, totals.Lifecycle.Sum(total => total.RevenueCents));
        Assert.Equal(totals.All.Orders, totals.RfmSegment.Sum(total => total.Orders));
        Assert.Equal(totals.Buyers, totals.RByF.Cast<Total>().Sum(total => total.Customers));
        Assert.Equal(totals.Buyers, totals.RByFxm.Cast<Total>().Sum(total => total.Customers));
        Assert.Equal(view.ScoringRun!.RfmSegmentTotals.Select(total => total.Customers),
            totals.RfmSegment.Skip(1).Take(view.ScoringRun.RfmSegmentTotals.Count).Select(total => total.Customers));
    }

    [Fact]
    public void Leavers_were_among_the_best_and_are_no_longer()
    {
        var leavers = CustomerList.Leavers(view, 5);
        Assert.NotEmpty(leavers);
        Assert.All(leavers, row =>
        {
            Assert.Contains(view.Table.Label(RfmColumns.PreviousRfmSegment, row), (string[])["Champions", "Loyal"]);
            Assert.DoesNotContain(view.Table.Label(RfmColumns.RfmSegment, row), (string[])["Champions", "Loyal"]);
        });
    }

    [Theory]
    [InlineData("rfm_segment", "Champion")]
    [InlineData("r", "6")]
    [InlineData("tier", "7")]
    public void A_value_that_does_not_exist_is_named_with_those_that_do(string field, string value)
    {
        var bad = Assert.Throws<BadInputException>(() => new CustomerFilter().With(field, value).Match(view, out _));
        Assert.Contains(value, bad.Problem);
        Assert.Contains(field == "rfm_segment" ? "Champions" : "1, 2, 3", bad.Remedy);
    }
}
