using System.Net;
using Perennial.Core.AtRisk;
using Perennial.Customers;
using Perennial.Data.Engines;
using Perennial.Words;

namespace Perennial.Tests.Ui;

/// <summary>Money at risk and chances on pages of a stored flower shop.</summary>
[Collection(OneStoredShop.Name)]
public sealed class AtRiskPageTests(StoredShop shop)
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    async Task<string> Get(string address) =>
        WebUtility.HtmlDecode(await shop.Client.GetStringAsync(address, Cancel));

    [Fact]
    public async Task Money_at_risk_leads_today_and_leads_to_who_is_late()
    {
        var view = await shop.Views.Current(Cancel);
        var (page, found) = (await Get("/"), MoneyAtRisk.Of(view, 5));
        var sum = view.Table.Values(AtRiskColumns.AtRisk).Where(cents => cents > 0).Sum();
        Assert.True(sum > 0 && found.Cents == sum);
        var title = page.IndexOf($"{Show.MoneyShort(sum, view.Currency)} a year at risk", StringComparison.Ordinal);
        Assert.InRange(title, 0, page.IndexOf("class=\"tiles\"", StringComparison.Ordinal));
        Assert.Contains("/customers?cycle=late&cycle=very%20late&sort=-at_risk", page);
        Assert.Contains(view.NameOf(found.Rows[0]), page);
        var list = await Get("/customers?cycle=late&cycle=very%20late&sort=-at_risk");
        var names = found.Rows.Select(row => list.IndexOf($"{view.Ids[row]}", StringComparison.Ordinal)).ToList();
        Assert.Equal(names.Order(), names);
        Assert.Contains(Show.Value(view, AtRiskColumns.AtRisk, found.Rows[0]), list);
    }

    [Fact]
    public async Task Today_reads_once_what_strategies_are_made_of()
    {
        _ = await Get("/");
        shop.Store.StatementCount.TellApart();
        long Asked() => shop.Store.StatementCount.ByText.Where(one =>
            one.Key == SqlText.Query("strategy-versions")).Sum(one => one.Value);
        var before = Asked();
        _ = await Get("/");
        Assert.Equal(1, Asked() - before);
    }

    [Fact]
    public async Task The_chance_to_buy_stands_beside_a_call()
    {
        var view = await shop.Views.Current(Cancel);
        var first = CallList.Of(view, new CustomerFilter(), 50);
        Assert.Contains(first, call => call.BuyChance90 > 0);
        var page = await Get("/calls");
        Assert.Contains("Buys in 90 days", page);
        Assert.Contains($">{Show.Share(first.First(call => call.BuyChance90 > 0).BuyChance90!.Value)}</td>", page);
    }
}
