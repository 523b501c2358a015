using Perennial.Core;
using Perennial.Core.Demo;
using Perennial.Core.History;
using Perennial.Core.Simulation;

namespace Perennial.Tests.Demo;

/// <summary>The shop looks like a shop, and what its customers do follows from what is true of them.</summary>
public class BehaviourTests
{
    static readonly FlowerShop shop = ShopsForTests.Paris;
    static readonly ShopCalendar calendar = ShopsForTests.ParisCalendar;
    static OrderFacts Orders => shop.Batch.History.Orders;
    static IReadOnlyList<CustomerTruth> Truth => shop.Truth.Customers;

    static IEnumerable<int> Buyers => Enumerable.Range(0, Truth.Count).Where(c => Count(c) > 0);
    static int Count(int customer) => Orders.Start[customer + 1] - Orders.Start[customer];
    static IEnumerable<int> OrdersOf(int customer) => Enumerable.Range(Orders.Start[customer], Count(customer));
    static IEnumerable<int> LinesOf(int order) =>
        Enumerable.Range(Orders.Lines!.Start[order], Orders.Lines.Start[order + 1] - Orders.Lines.Start[order]);
    static int Day(int order) => calendar.DayOf(Orders.At[order]);
    static long Net(int order) => Orders.GrossCents[order] - Orders.DiscountCents[order] - Orders.RefundedCents[order];

    [Fact]
    public void The_shops_figures_are_believable()
    {
        Assert.InRange(Orders.At.Length, 20_000, 30_000);
        Assert.InRange(Truth.Count(truth => truth.Prospect), 300, 550);
        var buyers = Buyers.ToList();
        Assert.InRange((double)buyers.Count(c => Count(c) == 1) / buyers.Count, 0.40, 0.50);
        Assert.InRange(Share(order => Orders.RefundedCents[order] > 0), 0.02, 0.04);
        Assert.InRange(Share(order => Orders.DiscountCents[order] > 0), 0.15, 0.35);
        Assert.InRange(Share(order => (Orders.Flags[order] & OrderFlags.Gift) != 0), 0.08, 0.2);
        Assert.InRange(Share(order => (Orders.Flags[order] & OrderFlags.Subscription) != 0), 0.03, 0.12);
        Assert.InRange(Enumerable.Range(0, Orders.At.Length).Average(order => Net(order) / 100.0), 40, 80);
        var revenue = buyers.Select(c => OrdersOf(c).Sum(Net)).OrderDescending().ToList();
        Assert.InRange(revenue.Take(revenue.Count / 10).Sum() / (double)revenue.Sum(), 0.4, 0.65);
        Assert.True(revenue.Distinct().Count() > 2_000);

        static double Share(Func<int, bool> mark) =>
            Enumerable.Range(0, Orders.At.Length).Count(mark) / (double)Orders.At.Length;
    }

    [Fact]
    public void Revenue_grows_from_year_to_year()
    {
        var end = calendar.DayOf(ShopsForTests.End);
        var years = Enumerable.Range(0, Orders.At.Length).GroupBy(order => (end - Day(order)) / 365)
            .ToDictionary(year => year.Key, year => year.Sum(Net));
        Assert.True(years[0] > 1.05 * years[1] && years[1] > 1.05 * years[2]);
    }

    [Fact]
    public void Every_product_is_sold_and_no_category_dominates()
    {
        var lines = Orders.Lines!;
        Assert.Equal(60, lines.Product.Distinct().Count());
        var byCategory = lines.Product.GroupBy(product => shop.Batch.Products[product].Category);
        Assert.All(byCategory, group => Assert.InRange(group.Count() / (double)lines.Product.Length, 0.02, 0.45));
    }

    [Fact]
    public void Prospects_order_nothing_and_nobody_else_is_one() =>
        Assert.All(Enumerable.Range(0, Truth.Count), c => Assert.Equal(Truth[c].Prospect, Count(c) == 0));

    [Fact]
    public void Nobody_orders_after_having_lapsed()
    {
        var lapsed = Buyers.Where(c => !Truth[c].Active).ToList();
        Assert.InRange(lapsed.Count, 2_000, 3_800);
        Assert.All(lapsed, c => Assert.Equal(Truth[c].LapsedAt, Orders.At[Orders.Start[c + 1] - 1]));
        Assert.All(Buyers.Where(c => Truth[c].Active), c => Assert.Equal(Instant.None, Truth[c].LapsedAt));
    }

    [Fact]
    public void The_share_that_lapses_after_a_purchase_is_the_true_chance()
    {
        // Purchases after which a lapse could be seen, binned by their customers' true chance.
        var plain = Buyers.Where(c => Truth[c].SubscriptionDays == 0 && Truth[c].Gift == GiftOccasion.None).ToList();
        foreach (var (low, high) in new[] { (0.0, 0.1), (0.1, 0.3), (0.3, 0.6), (0.6, 0.9) })
        {
            var bin = plain.Where(c => Truth[c].DropoutChance >= low && Truth[c].DropoutChance < high).ToList();
            var purchases = bin.Sum(Count);
            var expected = bin.Sum(c => Count(c) * Truth[c].DropoutChance);
            var spread = Math.Sqrt(bin.Sum(c => Count(c) * Truth[c].DropoutChance * (1 - Truth[c].DropoutChance)));
            var lapses = bin.Count(c => !Truth[c].Active);
            Assert.InRange(lapses, expected - 4 * spread - 1, expected + 4 * spread + 1);
            Assert.True(purchases > 500);
        }
    }

    [Fact]
    public void Gaps_between_purchases_recover_the_true_cycle()
    {
        // Regular customers with many purchases who do not wait for promotions: their mean gap is their cycle, but for
        // the orders that an e-mail caused on top.
        var ratios = Buyers.Where(c => Truth[c] is { Regularity: >= 4, SubscriptionDays: 0, Gift: GiftOccasion.None,
                DiscountSensitivity: < 0.4, CycleDays: < 120 })
            .Select(c => (Own: OrdersOf(c).Where(order => !shop.Truth.OrderCaused[order]).ToList(), Truth[c].CycleDays))
            .Where(one => one.Own.Count >= 8)
            .Select(one => (Day(one.Own[^1]) - Day(one.Own[0])) / (one.Own.Count - 1.0) / one.CycleDays)
            .Order().ToList();
        Assert.True(ratios.Count > 60, $"only {ratios.Count} customers");
        Assert.InRange(ratios[ratios.Count / 2], 0.94, 1.06);
        Assert.All(ratios.Skip(ratios.Count / 20).SkipLast(ratios.Count / 20),
            ratio => Assert.InRange(ratio, 0.7, 1.3));
    }

    [Fact]
    public void Clockwork_customers_vary_less_than_random_ones()
    {
        var clockwork = Variation(truth => truth.Regularity > 15);
        var random = Variation(truth => truth.Regularity == 1);
        Assert.InRange(clockwork, 0.1, 0.55);
        Assert.InRange(random, 0.7, 1.3);

        static double Variation(Func<CustomerTruth, bool> which) => Buyers
            .Where(c => Count(c) >= 8 && which(Truth[c])
                && Truth[c].SubscriptionDays == 0 && Truth[c].Gift == GiftOccasion.None)
            .Select(c =>
            {
                var gaps = OrdersOf(c).Skip(1).Select(order => (double)(Day(order) - Day(order - 1))).ToList();
                var mean = gaps.Average();
                return Math.Sqrt(gaps.Sum(gap => (gap - mean) * (gap - mean)) / (gaps.Count - 1)) / mean;
            }).Average();
    }

    [Fact]
    public void The_share_of_discounted_orders_follows_the_sensitivity()
    {
        var own = Buyers.Where(c => Truth[c].SubscriptionDays == 0).ToList();
        double[] shares =
        [
            .. Enumerable.Range(0, 4).Select(quarter =>
            {
                var orders = own.Where(c => (int)Math.Min(3, Truth[c].DiscountSensitivity * 4) == quarter)
                    .SelectMany(OrdersOf).ToList();
                return orders.Count(order => Orders.DiscountCents[order] > 0) / (double)orders.Count;
            }),
        ];
        for (var quarter = 1; quarter < 4; quarter++)
            Assert.True(shares[quarter] > shares[quarter - 1] + 0.08, string.Join(" ", shares));
        Assert.True(shares[0] < 0.2 && shares[3] > 0.5, string.Join(" ", shares));
    }

    [Fact]
    public void Discounts_are_those_of_the_promotion_of_the_day_or_the_welcome_coupon()
    {
        for (var c = 0; c < Truth.Count; c++)
            foreach (var order in OrdersOf(c).Where(order => Orders.DiscountCents[order] > 0))
            {
                var running = shop.Truth.Promotions.Where(p => p.FirstDay <= Day(order) && Day(order) <= p.LastDay)
                    .Select(p => p.Percent).Append(10);
                var percent = 100.0 * Orders.DiscountCents[order] / Orders.GrossCents[order];
                Assert.Contains(running, expected => Math.Abs(percent - expected) < 0.5);
            }
    }

    [Theory]
    [InlineData("2025-02-14")]
    [InlineData("2025-05-11")]
    [InlineData("2025-05-25")]
    [InlineData("2026-02-14")]
    [InlineData("2025-12-23")]
    public void The_days_before_an_occasion_are_busier_than_the_month_around(string occasion)
    {
        var last = ShopCalendar.Day(DateOnly.Parse(occasion));
        var before = Enumerable.Range(0, Orders.At.Length).Count(order => Day(order) > last - 7 && Day(order) <= last);
        var month = Enumerable.Range(0, Orders.At.Length)
            .Count(order => Math.Abs(Day(order) - last) <= 31 && !(Day(order) > last - 7 && Day(order) <= last)) / 8.0;
        Assert.True(before > 1.15 * month, $"{before} orders in the week before, {month:0} in a usual week");
    }

    [Fact]
    public void Wreaths_sell_before_christmas_and_tulips_in_spring()
    {
        Assert.True(Monthly("wreaths", [11, 12]) > 3 * Monthly("wreaths", [6, 7]));
        Assert.True(Monthly("spring flowers", [3, 4]) > 3 * Monthly("spring flowers", [7, 8]));

        static double Monthly(string category, int[] months) => Enumerable.Range(0, Orders.At.Length)
            .Where(order => months.Contains(ShopCalendar.Date(Day(order)).Month))
            .Sum(order => LinesOf(order)
                .Count(line => shop.Batch.Products[Orders.Lines!.Product[line]].Category == category));
    }

    // Mother's Day by country: in Britain the fourth Sunday of Lent, in France the last Sunday of May, in Germany and
    // the United States the second. The dates are calendar facts of 2025.
    [Theory]
    [InlineData("GB", "2025-03-30")]
    [InlineData("FR", "2025-05-25")]
    [InlineData("DE", "2025-05-11")]
    [InlineData("US", "2025-05-11")]
    public void Gifts_for_mothers_day_arrive_before_their_countrys_day(string country, string occasion)
    {
        var day = ShopCalendar.Day(DateOnly.Parse(occasion));
        var givers = Buyers.Where(c => Truth[c].Gift == GiftOccasion.MothersDay
            && double.IsInfinity(Truth[c].CycleDays) && shop.Batch.Details[c]!.Country == country).ToList();
        var orders = givers.SelectMany(OrdersOf).Where(order => Math.Abs(Day(order) - day) < 150).ToList();
        Assert.NotEmpty(orders);
        Assert.All(orders, order => Assert.InRange(day - Day(order), 1, 10));
    }

    [Fact]
    public void Yearly_gifts_recur_around_the_same_date()
    {
        var givers = Buyers.Where(c => Truth[c].Gift == GiftOccasion.OwnDay && double.IsInfinity(Truth[c].CycleDays)
            && Count(c) >= 2).ToList();
        Assert.NotEmpty(givers);
        Assert.All(givers, c => Assert.All(OrdersOf(c).Skip(1), order =>
        {
            Assert.Equal(OrderFlags.Gift, Orders.Flags[order]);
            Assert.InRange(Day(order) - Day(order - 1), 365 - 10, 366 + 10);
        }));
    }

    [Fact]
    public void Deliveries_come_every_two_or_four_weeks()
    {
        var subscribers = Buyers.Where(c => Truth[c].SubscriptionDays > 0).ToList();
        Assert.InRange(subscribers.Count, 60, 250);
        Assert.All(subscribers, c =>
        {
            Assert.Contains(Truth[c].SubscriptionDays, new[] { 14, 28 });
            var days = OrdersOf(c).Where(order => Orders.Flags[order] == OrderFlags.Subscription).Select(Day).ToList();
            Assert.All(days.Zip(days.Skip(1)),
                pair => Assert.Equal(Truth[c].SubscriptionDays, pair.Second - pair.First));
        });
        Assert.All(Buyers.Except(subscribers), c => Assert.All(OrdersOf(c),
            order => Assert.Equal(OrderFlags.None, Orders.Flags[order] & OrderFlags.Subscription)));
    }

    [Fact]
    public void Favourite_categories_show_in_what_is_bought()
    {
        var (favourite, all) = (0, 0);
        foreach (var c in Buyers.Where(c => Truth[c].Gift == GiftOccasion.None && Truth[c].SubscriptionDays == 0))
            foreach (var order in OrdersOf(c))
                foreach (var line in LinesOf(order))
                {
                    all++;
                    var category = shop.Batch.Products[Orders.Lines!.Product[line]].Category;
                    if (category == FlowerCatalogue.Categories[Truth[c].FavouriteCategory]) favourite++;
                }
        Assert.InRange((double)favourite / all, 0.4, 0.75);
    }
}
