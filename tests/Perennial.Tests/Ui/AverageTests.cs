using System.Net;
using Perennial.Core.Segments;
using Perennial.Data.Access;
using Perennial.Scoring;
using Perennial.Shop;
using Perennial.Tests.Access;
using Perennial.Tests.Store;

namespace Perennial.Tests.Ui;

/// <summary>An average of half a cent is the same number wherever somebody reads it.</summary>
public sealed class AverageTests
{
    [Theory]
    [InlineData(5_001, 2, 2_501)]
    [InlineData(12_002, 4, 3_001)]
    [InlineData(7, 2, 4)]
    [InlineData(-5, 2, -3)]
    [InlineData(10, 3, 3)]
    public void Half_a_cent_goes_away_from_zero(long cents, long count, long expected)
    {
        Assert.Equal(expected, Average.Cents(cents, count));
        // As columns hold it: a double of currency units.
        Assert.Equal(expected, Average.Cents(cents / 100.0 / count));
    }

    [Fact]
    public async Task Pages_files_the_API_and_the_terminal_say_one_number()
    {
        var shop = new GuardedShop();
        await shop.InitializeAsync();
        await using var _ = shop;
        // Anna: 50.01 in two orders. All: 120.02 in four.
        shop.Store.Intake.Write(SomeFacts.Batch(SomeFacts.Order("anna", "3", 9, 1), SomeFacts.Order("dora", "4", 8, 1)),
            shop.Store.Moment());
        Rescore.Run(shop.Store, null, null, shop.Now, (_, _) => { }, TestContext.Current.CancellationToken);
        shop.Store.Segments.Save(new ShopSegment("buyers", "orders >= 1"), shop.Now);
        var viewer = shop.As(StaffRole.Viewer);
        async Task<string> Get(string address) => WebUtility.HtmlDecode(
            await viewer.GetStringAsync(address, TestContext.Current.CancellationToken));

        Assert.Contains("<dt>Average order</dt><dd>30.01</dd>", await Get("/"));
        Assert.Contains("<dt>Average order</dt><dd>30.01</dd>", await Get("/segments/buyers"));
        var anna = SomeFacts.Id("anna");
        Assert.Contains("data-label=\"Average\">25.01</td>", await Get("/customers"));
        Assert.Contains("25.01 an order", await Get($"/customers/{anna}"));
        Assert.Contains(",25.01,", await Get("/customers.csv"));

        var named = shop.Store.ScoringRuns.Latest()!.RfmSegmentTotals.Where(total => total.Orders > 0)
            .Select(total => Average.Cents(total.RevenueCents, total.Orders) / 100m).ToList();
        var (answer, page) = (await Get("/api/rfm-segments"), await Get("/segments"));
        Assert.All(named, average => Assert.Contains($"\"average_order_value\":{average}", answer.Replace(" ", "")));
        Assert.All(named, average => Assert.Contains($"data-label=\"Average order\">{average:0.00}</td>", page));
        using var output = new StringWriter();
        await Cli.CommandLine.Run(["segments", "--store", shop.Store.Path], output, TextWriter.Null, shop.Clock);
        Assert.All(named, average => Assert.Contains($"{average:0.00}", output.ToString()));
    }
}
