using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Perennial.Cli;
using Perennial.Consent;
using Perennial.Core.Purchases;
using Perennial.Insights;

namespace Perennial.Tests.Ui;

/// <summary>Who can be contacted by which channel, counted over a stored flower shop.</summary>
[Collection(OneStoredShop.Name)]
public sealed class ReachTests(StoredShop shop)
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_may_be_contacted_one_by_one_is_counted()
    {
        var view = await shop.Views.Current(Cancel);
        var reach = ReachInsight.Of(view);
        var revenue = view.Table.Values(PurchaseColumns.Revenue);
        var allowed = new int[view.Count];
        foreach (var (channel, _) in PermissionWords.Channels)
        {
            var (customers, cents) = (0, 0L);
            for (var row = 0; row < view.Count; row++)
            {
                var record = shop.Store.Customers.ById(view.Ids[row])!;
                if (!view.Permissions.Ask(record.Permissions, channel).IsAllowed) continue;
                customers++;
                allowed[row]++;
                cents += Math.Max(0, revenue[row]);
            }
            var found = reach.Channels.Single(one => one.Channel == PermissionWords.Name(channel));
            Assert.Equal((customers, cents), (found.Reached.Customers, found.Reached.RevenueCents));
            Assert.Equal(view.Count, customers + found.Why.Sum(why => why.People.Customers));
        }
        Assert.Equal(allowed.Count(count => count == 0), reach.ByNone.Customers);
        Assert.Equal(allowed.Count(count => count == 1), reach.ByOne.Customers);
        Assert.Equal(reach.ByOne.Customers, reach.Channels.Sum(one => one.Only.Customers));
        Assert.Equal(reach.ByOne.RevenueCents, reach.Channels.Sum(one => one.Only.RevenueCents));
        Assert.Equal(view.Count, reach.ByCount.Sum(one => one.People.Customers));
        Assert.InRange(reach.ByNone.Customers, 1, view.Count - 1);
    }

    [Fact]
    public async Task Verb_endpoint_and_page_say_the_same()
    {
        var (output, log) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.Run(["insights", "reach", "--store", shop.Store.Path], output, log,
            new FakeTimeProvider(StoredShop.Now.ToDateTimeOffset()));
        Assert.True(code == 0, $"{log}");
        var answer = JsonDocument.Parse(await shop.Client.GetStringAsync("/api/insights/reach", Cancel)).RootElement;
        var none = $"{answer.GetProperty("by_none").GetProperty("customers").GetInt32():N0}";
        Assert.Contains($"nothing reaches {none}", $"{output}".ReplaceLineEndings(" "));
        var page = WebUtility.HtmlDecode(await shop.Client.GetStringAsync("/insights/reach", Cancel));
        Assert.Contains($"nothing reaches {none}", page);
        Assert.Contains("never agreed: could be asked", page);
    }
}
