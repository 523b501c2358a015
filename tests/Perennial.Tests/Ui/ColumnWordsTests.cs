using Perennial.Core.Cycle;
using Perennial.Core.Parts;
using Perennial.Core.Purchases;
using Perennial.Core.Rfm;
using Perennial.Shop;
using Perennial.Words;

namespace Perennial.Tests.Ui;

[Collection(OneStoredShop.Name)]
public sealed class ColumnWordsTests(StoredShop shop)
{
    async Task<ShopView> View() => await shop.Views.Current(TestContext.Current.CancellationToken);

    [Fact]
    public async Task Every_column_of_every_customer_has_words_without_gaps_or_broken_numbers()
    {
        var view = await View();
        for (var row = 0; row < view.Count; row++)
        {
            var words = new ColumnWords(view, row);
            foreach (var column in Columns.Shown)
            {
                var how = words.Of(column);
                Assert.False(string.IsNullOrWhiteSpace(how), $"{column.Name} of row {row}");
                Assert.DoesNotMatch(@"NaN|∞|-?2,?147,?483,?648|\bof  |; ;|: $|, $|–,|^–", how);
            }
        }
    }

    [Fact]
    public async Task A_cycle_is_told_with_its_days_the_silence_and_the_chance()
    {
        var view = await View();
        var days = view.Table.Values(CycleColumns.Days);
        var row = Enumerable.Range(0, view.Count)
            .First(row => view.Table.Label(CycleColumns.Status, row) == "late");
        var recency = view.Table.Values(PurchaseColumns.RecencyDays)[row];
        Assert.Matches(
            $@"^late: usually buys every {days[row]:N0} days \([\d,]+–[\d,]+\), {recency:N0} days since the last "
                + @"order; (was )?expected around \d+ \w+( \d{4})?; [\d.]+ % likely to order within 30 days$",
            new ColumnWords(view, row).Cycle);
    }

    [Fact]
    public async Task The_days_at_which_a_status_changes_agree_with_the_status_of_everybody()
    {
        var view = await View();
        var (recency, seen) = (view.Table.Values(PurchaseColumns.RecencyDays), new HashSet<string>());
        for (var row = 0; row < view.Count; row++)
        {
            if (new ColumnWords(view, row).Limits is not { } limits) continue;
            Assert.True(0 <= limits.SoonFrom && limits.SoonFrom <= limits.LateFrom
                && limits.LateFrom <= limits.VeryLateFrom);
            var status = limits.InactiveFrom >= 0 && recency[row] >= limits.InactiveFrom ? CycleStatus.Inactive
                : recency[row] >= limits.VeryLateFrom ? CycleStatus.VeryLate
                : recency[row] >= limits.LateFrom ? CycleStatus.Late
                : recency[row] >= limits.SoonFrom ? CycleStatus.Soon : CycleStatus.Recent;
            var label = view.Table.Label(CycleColumns.Status, row);
            Assert.Equal(CycleStatuses.Names[(int)status - 1], label);
            seen.Add(label);
        }
        Assert.True(seen.Count >= 4, string.Join(", ", seen));
    }

    [Fact]
    public async Task One_time_buyers_and_prospects_are_told_what_is_not_known()
    {
        var view = await View();
        var orders = view.Table.Values(PurchaseColumns.Orders);
        var once = new ColumnWords(view, Array.IndexOf(orders, 1));
        Assert.StartsWith("cycle unknown: bought on one day only", once.Cycle);
        Assert.StartsWith("unknown: ", once.Promotion);
        var nobody = new ColumnWords(view, Array.IndexOf(orders, 0));
        Assert.Equal("no order yet", nobody.Cycle);
        Assert.Equal("no order yet", nobody.Of(PurchaseColumns.Revenue));
        Assert.NotEqual("", nobody.Prospect);
    }

    [Fact]
    public void Before_the_first_scoring_run_words_say_that_it_is_awaited()
    {
        var view = SomeShop.Of(60, scored: false).View;
        var buyer = Enumerable.Range(0, view.Count).First(row => view.Table.Values(PurchaseColumns.Orders)[row] > 1);
        var words = new ColumnWords(view, buyer);
        Assert.Equal("comes with the first scoring run", words.Of(RfmColumns.R));
        Assert.Equal("comes with the first scoring run", words.Cycle);
        Assert.Equal("comes with the first scoring run", words.Lifetime);
    }
}
