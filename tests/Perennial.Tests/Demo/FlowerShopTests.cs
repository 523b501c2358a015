using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Perennial.Core.Demo;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Tests.Demo;

public partial class FlowerShopTests
{
    static readonly FlowerShop shop = ShopsForTests.Paris;
    static OrderFacts Orders => shop.Batch.History.Orders;

    [Fact]
    public void The_same_seed_gives_the_same_facts_everywhere()
    {
        var options = new FlowerShopOptions { Customers = 1500, Seed = 7, End = ShopsForTests.End };
        // Pinned: whoever changes the shop changes what every demo and every later test of estimates sees.
        const string expected = "ba513cffdb0306d78c7c0007272c9282ead9bda39ab999c772408fc4b0f3bab2";
        Assert.Equal(expected, Fingerprint(FlowerShop.Generate(options with { Behaviour = false })));
    }

    [Fact]
    public void The_same_seed_gives_the_same_behaviour_everywhere()
    {
        var batch = FlowerShop.Generate(
            new FlowerShopOptions { Customers = 300, Seed = 7, End = ShopsForTests.End, Details = false }).Batch;
        var (text, said) = (new StringBuilder(), new StringBuilder());
        var done = batch.History.Activities!;
        // What customers say is drawn beside the rest, and leaves it as it is.
        int[] visits = [.. Enumerable.Range(0, done.Id.Length).Where(i => done.Kind[i] < ActivityKind.Rating)];
        foreach (var i in visits) text.Append($"{done.Id[i].Value:x} ");
        foreach (var i in visits) text.Append($"{done.Product[i]} ");
        foreach (var i in Enumerable.Range(0, done.Id.Length).Except(visits))
            said.Append($"{done.Id[i].Value:x} {done.Product[i]} {done.Name[i]} {done.Details?.Of(i)} ");
        foreach (var id in batch.History.Contacts!.Id) text.Append($"{id.Value:x} ");
        foreach (var id in batch.History.Responses!.Id) text.Append($"{id.Value:x} ");

        // Pinned, as the orders above are.
        Assert.StartsWith("fc161bbe3ace1699ee19d2233577597ae40826925616a24170",
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))));
        Assert.StartsWith("e8cf995e8f05832f99a9752f53d5b5cb87f24e10e6491b0360",
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said.ToString()))));
    }

    // Lists are equal by what they hold.
    static (CustomerDetails, string) Told(CustomerDetails? details) => (
        details! with { Consents = [], Attributes = [] },
        $"{string.Join(' ', details.Consents)} {string.Join(' ', details.Attributes)}");

    [Fact]
    public void Another_seed_gives_another_shop()
    {
        var options = new FlowerShopOptions { Customers = 50, Seed = 7, End = ShopsForTests.End };
        var (one, other) = (FlowerShop.Generate(options), FlowerShop.Generate(options with { Seed = 8 }));
        Assert.NotEqual(one.Batch.History.Orders.At, other.Batch.History.Orders.At);
        Assert.NotEqual(one.Batch.Details, other.Batch.Details);
    }

    [Fact]
    public void More_customers_leave_the_earlier_ones_as_they_were()
    {
        // 1,300 customers end in the middle of the second chunk of work.
        const int few = 1_300;
        var options = new FlowerShopOptions
        {
            Customers = few, Seed = 3, End = ShopsForTests.End, Behaviour = false,
        };
        var small = FlowerShop.Generate(options);
        var large = FlowerShop.Generate(options with { Customers = 2_500 });
        var (left, right) = (small.Batch.History.Orders, large.Batch.History.Orders);
        var orders = left.At.Length;
        Assert.Equal(left.Start, right.Start[..(few + 1)]);
        Assert.Equal(left.At, right.At[..orders]);
        Assert.Equal(left.GrossCents, right.GrossCents[..orders]);
        Assert.Equal(left.DiscountCents, right.DiscountCents[..orders]);
        Assert.Equal(left.RefundedCents, right.RefundedCents[..orders]);
        Assert.Equal(left.Flags, right.Flags[..orders]);
        Assert.Equal(left.Lines!.Product, right.Lines!.Product[..left.Lines.Product.Length]);
        Assert.Equal(small.Batch.Details.Select(Told), large.Batch.Details[..few].Select(Told));
        Assert.Equal(small.Truth.Customers, large.Truth.Customers.Take(few));
        Assert.Equal(small.Batch.Keys.Text(few - 1), large.Batch.Keys.Text(few - 1));
    }

    [Fact]
    public void Leaving_out_details_lines_and_numbers_changes_nothing_else()
    {
        var options = new FlowerShopOptions { Customers = 600, Seed = 3, End = ShopsForTests.End };
        var full = FlowerShop.Generate(options).Batch;
        var bare = FlowerShop.Generate(options with { Details = false, Lines = false, Numbers = false }).Batch;
        Assert.Equal(full.History.Orders.At, bare.History.Orders.At);
        Assert.Equal(full.History.Orders.GrossCents, bare.History.Orders.GrossCents);
        Assert.Equal(full.History.Orders.DiscountCents, bare.History.Orders.DiscountCents);
        Assert.Empty(bare.Details);
        Assert.Null(bare.History.Orders.Lines);
        Assert.Empty(bare.History.Orders.Number);
        Assert.Empty(bare.History.Orders.Id);
    }

    [Fact]
    public void Lines_sum_to_their_orders()
    {
        var lines = Orders.Lines!;
        var products = shop.Batch.Products;
        for (var order = 0; order < Orders.At.Length; order++)
        {
            long gross = 0, discount = 0, refunded = 0, cost = 0;
            Assert.True(lines.Start[order] < lines.Start[order + 1], "An order has no line.");
            for (var i = lines.Start[order]; i < lines.Start[order + 1]; i++)
            {
                Assert.InRange(lines.RefundedQuantity[i], 0, lines.Quantity[i]);
                Assert.Equal(products[lines.Product[i]].PriceCents * lines.Quantity[i], lines.GrossCents[i]);
                gross += lines.GrossCents[i];
                discount += lines.DiscountCents[i];
                refunded += (lines.GrossCents[i] - lines.DiscountCents[i])
                    * lines.RefundedQuantity[i] / lines.Quantity[i];
                cost += products[lines.Product[i]].CostCents!.Value * lines.Quantity[i];
            }
            Assert.Equal(gross, Orders.GrossCents[order]);
            Assert.Equal(discount, Orders.DiscountCents[order]);
            Assert.Equal(refunded, Orders.RefundedCents[order]);
            Assert.Equal(cost, Orders.CostCents[order]);
            Assert.True(discount < gross && refunded <= gross - discount);
        }
        Assert.Equal(shop.Batch.History.Products, products.Select(product => product.Id));
    }

    [Fact]
    public void Order_numbers_count_up_in_time_order()
    {
        var inTime = Enumerable.Range(0, Orders.At.Length).OrderBy(i => Orders.At[i].UnixMs).ThenBy(i => i).ToList();
        for (var rank = 0; rank < inTime.Count; rank++)
        {
            var number = $"F-{100_001 + rank}";
            Assert.Equal(number, Orders.Number[inTime[rank]]);
            if (rank % 500 == 0) Assert.Equal(OrderId.Numbered("flower-shop", number), Orders.Id[inTime[rank]]);
        }
        Assert.Equal(Orders.Id.Length, Orders.Id.Distinct().Count());
    }

    [Fact]
    public void All_orders_lie_within_the_years_and_each_customers_are_in_time_order()
    {
        var opening = ShopsForTests.End.ToDateTimeOffset().AddYears(-3).AddDays(-1);
        Assert.All(Orders.At,
            at => Assert.InRange(at.UnixMs, opening.ToUnixTimeMilliseconds(), ShopsForTests.End.UnixMs - 1));
        // The shop is alive on its last morning, not just until the day before.
        Assert.True(ShopsForTests.End.UnixMs - Orders.At.Max(at => at.UnixMs) < 86_400_000);
        for (var c = 0; c < shop.Batch.History.CustomerCount; c++)
            for (var i = Orders.Start[c] + 1; i < Orders.Start[c + 1]; i++)
                Assert.True(Orders.At[i - 1] <= Orders.At[i]);
    }

    [Fact]
    public void Nobody_orders_at_night_by_the_shops_clock()
    {
        var calendar = ShopsForTests.ParisCalendar;
        var hours = Orders.At
            .Select(at => (int)((at.UnixMs - calendar.StartOf(calendar.DayOf(at)).UnixMs) / 3_600_000)).ToList();
        Assert.InRange(hours.Min(), 6, 7);
        Assert.InRange(hours.Max(), 21, 23);
        Assert.True(hours.Count(hour => hour is >= 10 and < 19) > hours.Count * 0.6);
    }

    [Fact]
    public void One_customer_and_one_year_are_enough()
    {
        var tiny = FlowerShop.Generate(new FlowerShopOptions { Customers = 1, Years = 1, End = ShopsForTests.End });
        Assert.Equal(1, tiny.Batch.History.CustomerCount);
        Assert.Equal("C-100001", tiny.Batch.Keys.Text(0));
        Assert.Single(tiny.Truth.Customers);
    }

    [Theory]
    [InlineData(0, 3, 1.0)]
    [InlineData(10, 0, 1.0)]
    [InlineData(10, 3, 0.0)]
    [InlineData(10, 3, double.NaN)]
    public void Impossible_options_are_refused(int customers, int years, double pace) =>
        Assert.ThrowsAny<ArgumentException>(() => FlowerShop.Generate(
            new FlowerShopOptions { Customers = customers, Years = years, Pace = pace, End = ShopsForTests.End }));

    static string Fingerprint(FlowerShop shop)
    {
        var text = new StringBuilder();
        var (batch, orders) = (shop.Batch, shop.Batch.History.Orders);
        for (var c = 0; c < batch.Keys.Count; c++)
        {
            text.Append(batch.Keys.Text(c)).Append(Unsaid.Replace($"{batch.Details[c]}", ""))
                .Append(shop.Truth.Customers[c].LapsedAt).AppendLine();
            for (var i = orders.Start[c]; i < orders.Start[c + 1]; i++)
                text.AppendLine($"{orders.Number[i]} {orders.At[i]} {orders.GrossCents[i]} {orders.DiscountCents[i]} "
                    + $"{orders.RefundedCents[i]} {orders.CostCents[i]} {orders.Flags[i]} {orders.Id[i].Value:x}");
        }
        foreach (var product in orders.Lines!.Product) text.Append(product).Append(' ');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    // What the shop says nothing of; lists print their type alone.
    [GeneratedRegex(", (Consents|Suppressions|Attributes|BeganAt) = [^,}]*(?=,| })")]
    static partial Regex Unsaid { get; }
}
