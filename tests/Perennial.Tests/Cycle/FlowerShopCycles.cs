using Perennial.Core;
using Perennial.Core.Cycle;
using Perennial.Core.Cycle.Categories;
using Perennial.Core.Cycle.Gaps;
using Perennial.Core.Demo;
using Perennial.Core.History;
using Perennial.Core.Parts;
using Perennial.Core.Validation;

namespace Perennial.Tests.Cycle;

/// <summary>Cycles of the synthetic shop, whose truth is known.</summary>
public class FlowerShopCycles
{
    static readonly Instant End = Some.At("2026-07-01");
    static readonly int LastDay = Some.Day("2026-06-30");

    static readonly Lazy<FlowerShop> Shop = new(() => FlowerShop.Generate(new FlowerShopOptions
    {
        End = End, Customers = 8000, Seed = 11, Details = false, Numbers = false, Behaviour = false,
    }));

    static readonly CycleOptions Quick = new() { FitCustomers = 1200 };

    static HistoryTable WithCategories(HistoryTable history)
    {
        var categories = Shop.Value.Batch.Products.ToDictionary(product => product.Id, product => product.Category);
        return new HistoryTable(history.CustomerCount, history.Orders)
        {
            Products = history.Products,
            Categories = [.. history.Products.Select(product => categories[product])],
        };
    }

    static readonly Lazy<CategoryCycleModel> Categories = new(() => CategoryCycles.Of(
        WithCategories(Shop.Value.Batch.History), ShopCalendar.Utc.EndOf(LastDay), ShopCalendar.Utc, new GapOptions(),
        Quick));

    [Fact, InWholeRuns]
    public void Chances_hold_within_three_and_a_half_points_for_every_status()
    {
        var batch = Shop.Value.Batch;
        // Four quarters of a year: flowers have seasons, and a calibration is of the season before.
        var found = CycleValidation.Run(
            batch.History, batch.Keys, new ProfileSettings(), Quick, LastDay, origins: 4, stepDays: 90);
        Assert.Equal(4, found.Origins.Count);
        foreach (var status in found.Reliability)
            Assert.True(status.Customers < 200 || Math.Abs(status.Forecast - status.Bought) <= 0.035, $"{status}");
        Assert.True(found.Used.Auc > found.RecencyAuc, $"{found.Used} against {found.RecencyAuc}");
        Assert.True(found.Used.LogLoss <= found.Plain.LogLoss, $"{found.Used} against {found.Plain}");
        Assert.Equal(10, found.Pit.Count);
        Assert.Equal(1, found.Pit.Sum(), 1e-9);
    }

    [Fact]
    public void A_history_too_short_to_validate_on_says_so()
    {
        var history = Some.History([Some.Order("2026-01-01"), Some.Order("2026-06-01")], 1);
        var error = Assert.Throws<BadInputException>(() => CycleValidation.Run(
            history, Some.Keys(1), new ProfileSettings(), new CycleOptions(), LastDay, origins: 3));
        Assert.Contains("too short", error.Message);
    }

    [Fact, InWholeRuns]
    public void The_days_at_which_a_status_begins_are_those_on_which_it_does()
    {
        var history = WithCategories(Shop.Value.Batch.History);
        var (names, ofProduct) = CategoryCycles.Items(history);
        var reader = new ItemReader(ShopCalendar.Utc.EndOf(LastDay), ShopCalendar.Utc, new GapOptions());
        var statuses = new HashSet<CycleStatus>();
        for (var customer = 0; customer < history.CustomerCount; customer += 40)
        {
            foreach (var bought in reader.Read(history[customer], ofProduct))
            {
                var cycle = Categories.Value.Find(names[bought.Item])!;
                var stand = cycle.StandOf(bought, LastDay, ShopCalendar.Utc);
                for (var day = bought.LastDay; day < bought.LastDay + 1_200; day += day < LastDay ? 3 : 1)
                {
                    var status = cycle.Of(bought, day, ShopCalendar.Utc).Status;
                    Assert.Equal(status, stand.StatusOn(day));
                    statuses.Add(status);
                }
            }
        }
        Assert.Equal(6, statuses.Count);
    }

    [Fact]
    public void Every_buyer_of_a_category_stands_somewhere_in_it()
    {
        var model = Categories.Value;
        var history = WithCategories(Shop.Value.Batch.History);
        var buyers = new Dictionary<string, int>();
        for (var customer = 0; customer < history.CustomerCount; customer++)
        {
            var orders = history[customer].Orders;
            var bought = new HashSet<string>();
            for (var i = 0; i < orders.Count; i++)
            {
                var lines = orders.Lines(i);
                for (var line = 0; line < lines.Count; line++)
                {
                    if (lines.Quantity[line] > lines.RefundedQuantity[line])
                        bought.Add(history.Categories[lines.Product[line]]!);
                }
            }
            foreach (var category in bought) buyers[category] = buyers.GetValueOrDefault(category) + 1;
        }
        Assert.Equal(buyers.Keys.Order(StringComparer.Ordinal), model.Categories.Select(category => category.Name));
        foreach (var category in model.Categories)
        {
            Assert.Equal(buyers[category.Name], category.Customers);
            Assert.Equal(buyers[category.Name], category.StatusCustomers.Sum());
            Assert.Equal(category.Repeaters < 200, category.FromAll);
            Assert.NotNull(category.Gaps);
        }
    }

    [Fact]
    public void A_customers_categories_are_listed_with_the_latest_first()
    {
        var history = WithCategories(Shop.Value.Batch.History);
        var some = Enumerable.Range(0, 400).SelectMany(customer =>
        {
            var found = CategoryCycles.OfCustomer(Categories.Value, history, customer,
                ShopCalendar.Utc.EndOf(LastDay), ShopCalendar.Utc, new GapOptions());
            Assert.Equal(found.OrderByDescending(category => category.LastAt.UnixMs).Select(c => c.LastAt),
                found.Select(category => category.LastAt));
            return found;
        }).ToList();
        Assert.Contains(some, category => category.Purchases > 2);
        foreach (var category in some)
        {
            Assert.Equal(
                category.Purchases == 1 && category.SilenceDays < 1095, category.Status == CycleStatus.Unknown);
            Assert.Equal(category.Purchases == 1, category.CycleDays is null);
            Assert.True(category.CycleDays is null
                || (category.CycleDaysLow < category.CycleDays && category.CycleDays < category.CycleDaysHigh));
            Assert.InRange(category.BuyChance90!.Value, 0, 1);
        }
    }

    [Fact]
    public void Who_bought_double_is_expected_after_double_the_time()
    {
        static HistoryTable Bought(params int[] units)
        {
            var builder = new HistoryBuilder();
            var day = Some.Day("2026-01-01");
            foreach (var quantity in units)
            {
                builder.Add(new OrderFact { Customer = 0, At = ShopCalendar.Utc.StartOf(day), GrossCents = 100 });
                builder.AddLine(new OrderLineFact(0, quantity, 100));
                day += 20 * quantity;
            }
            return builder.Build(1, ["rose"]);
        }
        var reader = new ItemReader(ShopCalendar.Utc.EndOf(LastDay), ShopCalendar.Utc, new GapOptions());
        var even = reader.Read(Bought(1, 1, 1, 1)[0], [0])[0];
        Assert.Equal((new GapSums(3, 60, 3 * Math.Log(20)), 1), (even.Sums, even.LastShare));

        // Usually 4/3 units; each gap is 20 days a unit, so in usual quantities all are 80/3 days.
        var mixed = reader.Read(Bought(1, 2, 1)[0], [0])[0];
        Assert.Equal(80 / 3.0 * 2, mixed.Sums.SumDays, 1e-9);
        Assert.Equal(.75, mixed.LastShare, 1e-12);
        Assert.Equal((mixed.LastDay + 30 - mixed.LastDay) / .75, mixed.Silence(mixed.LastDay + 30), 1e-12);
    }

    [Fact]
    public void Without_lines_no_category_is_found()
    {
        var model = CategoryCycles.Of(Some.History([Some.Order("2026-01-01")], 1), End, ShopCalendar.Utc,
            new GapOptions(), new CycleOptions());
        Assert.Empty(model.Categories);
    }
}
