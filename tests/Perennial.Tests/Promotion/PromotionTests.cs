using System.Text.Json;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Promotion;
using Perennial.Core.Scoring;
using Perennial.Core.Statistics;
using Perennial.Rfm;
using Perennial.Tests.Measurement;

namespace Perennial.Tests.Promotion;

public class PromotionTests
{
    static ProfileTable Fold(HistoryTable history, PromotionOptions? options = null, string asOf = "2026-12-31") =>
        ProfileFold.FoldAll(history, Some.Keys(history.CustomerCount), Some.At(asOf),
            new ProfileSettings { Promotion = options ?? new PromotionOptions() });

    static HistoryTable WithMechanisms(OrderFact[] orders, params DiscountMechanism[] mechanisms)
    {
        var all = Some.History(orders, 1).Orders;
        return new HistoryTable(1, new OrderFacts
        {
            Start = all.Start, At = all.At, GrossCents = all.GrossCents, DiscountCents = all.DiscountCents,
            RefundedCents = all.RefundedCents, Mechanism = mechanisms,
        });
    }

    static HistoryTable WithLines(OrderFact order, params OrderLineFact[] lines)
    {
        var builder = new HistoryBuilder();
        builder.Add(order);
        foreach (var line in lines) builder.AddLine(line);
        return builder.Build(1, ["rose", "tulip", "vase"]);
    }

    static (int Orders, int Purchases, int Promoted, long Gross, long OnPromotion, long Discount) Sums(
        ProfileTable table) => (
        table.Values(PromotionColumns.Orders)[0], table.Values(PromotionColumns.Purchases)[0],
        table.Values(PromotionColumns.PurchasesPromoted)[0], table.Values(PromotionColumns.Gross)[0],
        table.Values(PromotionColumns.GrossPromoted)[0], table.Values(PromotionColumns.Discount)[0]);

    [Fact]
    public void Orders_without_lines_are_purchases_and_small_discounts_are_none()
    {
        var table = Fold(Some.History(
        [
            Some.Order("2026-01-01", 100), Some.Order("2026-02-01", 100, discount: 4.99m),
            Some.Order("2026-03-01", 100, discount: 5), Some.Order("2026-04-01", 50, discount: 20),
            Some.Order("2026-05-01", 80, discount: 40, refunded: 40),       // returned whole
            Some.Order("2027-01-01", 80, discount: 40),                     // still to come
        ], 1));
        Assert.Equal((4, 4, 2, 350_00, 150_00, 29_99), Sums(table));
        Assert.Equal(350.0 * 350 / 32_500, table.Values(PromotionColumns.EffectivePurchases)[0], 1e-12);
    }

    [Fact]
    public void A_purchase_at_the_very_instant_is_seen()
    {
        var history = Some.History([Some.Order("2026-01-01T10:00", 100, discount: 50)], 1);
        Assert.Equal(1, Sums(Fold(history, asOf: "2026-01-01T10:00")).Promoted);
        Assert.Equal(0, Sums(Fold(history, asOf: "2026-01-01T09:59:59.999")).Orders);
    }

    [Fact]
    public void Lines_are_purchases_and_a_discount_on_the_order_is_spread_over_them()
    {
        OrderLineFact[] lines = [new(0, 1, 60_00, 30_00), new(1, 2, 40_00), new(2, 1, 0)];
        var order = Some.Order("2026-01-01", 100, discount: 30);
        Assert.Equal((1, 2, 1, 100_00, 60_00, 30_00), Sums(Fold(WithLines(order, lines))));
        // Ten more off the whole order: 6 and 4.
        var more = Some.Order("2026-01-01", 100, discount: 40);
        Assert.Equal((1, 2, 2, 100_00, 100_00, 40_00), Sums(Fold(WithLines(more, lines))));
    }

    [Fact]
    public void Staff_prices_and_goodwill_take_no_part_and_points_only_if_set()
    {
        OrderFact[] orders =
        [
            Some.Order("2026-01-01", 10, discount: 5), Some.Order("2026-01-02", 10, discount: 5),
            Some.Order("2026-01-03", 10, discount: 5), Some.Order("2026-01-04", 10, discount: 5),
            Some.Order("2026-01-05", 10),
        ];
        var history = WithMechanisms(orders, DiscountMechanism.Staff, DiscountMechanism.Goodwill,
            DiscountMechanism.LoyaltyPoints, DiscountMechanism.PercentOff, DiscountMechanism.Gift);
        var table = Fold(history);
        Assert.Equal((2, 2, 1, 20_00, 10_00, 5_00), Sums(table));
        Assert.Equal((1, 1, 0),
            (table.Values(PromotionColumns.PercentOffOrders)[0], table.Values(PromotionColumns.GiftOrders)[0],
            table.Values(PromotionColumns.BundleOrders)[0]));
        Assert.Equal(3, Sums(Fold(history, new PromotionOptions { LoyaltyPointsCount = true })).Orders);
    }

    [Fact]
    public void The_calendar_says_what_was_to_be_expected_at_the_dates_of_the_purchases()
    {
        // January: three of four on promotion; February: none.
        OrderFact[] orders =
        [
            Some.Order("2026-01-05", 10, discount: 5, customer: 0), Some.Order("2026-01-06", 10, customer: 1),
            Some.Order("2026-01-07", 10, discount: 5, customer: 1),
            Some.Order("2026-01-08", 10, discount: 1, customer: 2),
            Some.Order("2026-02-01", 30, customer: 0), Some.Order("2026-02-02", 30, customer: 2),
            Some.Order("2027-02-02", 30, discount: 30, customer: 2),
        ];
        var history = Some.History(orders, 3);
        var calendar = PromotionCalendar.Of(history, Some.At("2026-12-31"), ShopCalendar.Utc, new PromotionOptions());
        Assert.Equal(2, calendar.Months.Count);
        var january = calendar.At(2026 * 12, null)!;
        Assert.Equal((750_000, 750_000, 275_000),
            (january.PurchasesMillionths, january.ValueMillionths, january.DepthMillionths));
        Assert.Null(calendar.At(2026 * 12 + 5, null));
        var table = Fold(history, new PromotionOptions { Calendar = calendar });
        Assert.Equal([.375, .75, .375], table.Values(PromotionColumns.ExpectedShare));
        Assert.Equal([7.5 / 40, .75, 7.5 / 40], table.Values(PromotionColumns.ExpectedValue));
        Assert.Equal(.275, table.Values(PromotionColumns.ExpectedDepth)[1], 1e-12);
        Assert.All(Fold(history).Values(PromotionColumns.ExpectedShare), share => Assert.True(double.IsNaN(share)));

        var again = JsonSerializer.Deserialize<PromotionCalendar>(JsonSerializer.Serialize(calendar))!;
        Assert.Equal(january, again.At(2026 * 12, "roses"));
    }

    [Fact]
    public void Purchases_of_the_running_month_are_measured_against_that_month()
    {
        // Nothing was on promotion for a year; in the running month everything is, whoever buys.
        var orders = Enumerable.Range(0, 200).SelectMany(customer => Enumerable.Range(1, 12).Select(month =>
            Some.Order($"2026-{month:00}-03", 20, discount: month == 12 ? 6 : 0, customer: customer))
            // Half of them buy again and again while everything is.
            .Concat(Enumerable.Range(4, customer % 2 == 0 ? 8 : 0).Select(day =>
                Some.Order($"2026-12-{day:00}", 20, discount: 6, customer: customer)))).ToArray();
        var history = Some.History(orders, 200);
        var months = new PromotionMonths(Some.At("2026-12-20"), ShopCalendar.Utc, new PromotionOptions());
        months.Add(history);
        var table = Fold(history, new PromotionOptions { Calendar = months.Build(completeOnly: true) }, "2026-12-20");
        Score(table);
        // What the dates explain makes nobody a deal-seeker, nor certainly other than whoever bought once in the month.
        Assert.DoesNotContain((byte)PromotionClass.DealSeeker, table.Values(PromotionColumns.Class));
        Assert.True(table.Values(PromotionColumns.Low)[0] < table.Values(PromotionColumns.Score)[1]);
    }

    [Fact]
    public void A_category_has_an_expectation_of_its_own_where_it_has_enough_purchases()
    {
        var builder = new HistoryBuilder();
        for (var i = 0; i < 400; i++)
        {
            builder.Add(Some.Order("2026-01-05", 20, discount: 5));
            builder.AddLine(new(0, 1, 10_00, 5_00));
            builder.AddLine(new(1, 1, 10_00));
        }
        var lines = builder.Build(1, ["rose", "tulip"]);
        var history = new HistoryTable(1, lines.Orders) { Products = lines.Products, Categories = ["sale", "new"] };
        var calendar = PromotionCalendar.Of(history, Some.At("2026-12-31"), ShopCalendar.Utc, new PromotionOptions());
        Assert.Equal(3, calendar.Months.Count);
        Assert.InRange(calendar.At(2026 * 12, "sale")!.ValueMillionths, 970_000, 999_999);
        Assert.InRange(calendar.At(2026 * 12, "new")!.ValueMillionths, 1, 30_000);
        Assert.Equal(500_000, calendar.At(2026 * 12, null)!.ValueMillionths);
    }

    // Customers with a known taste who buy when they like; half of the months have most things on promotion.
    static (HistoryTable History, double[] Taste) Shop(int customers, int orders, bool dates = false)
    {
        var rng = new Rng(5);
        var taste = new double[customers];
        var builder = new HistoryBuilder();
        for (var customer = 0; customer < customers; customer++)
        {
            taste[customer] = rng.NextBeta(2, 3);
            var saleMonths = dates && customer % 2 == 0;
            for (var i = 0; i < orders; i++)
            {
                var month = saleMonths ? 2 * rng.NextInt(0, 5) + 1 : dates ? 2 * rng.NextInt(1, 6) : rng.NextInt(1, 12);
                var share = !dates ? taste[customer]
                    : month % 2 == 1 ? .4 + .6 * taste[customer] : .4 * taste[customer];
                var gross = rng.NextInt(500, 9_000);
                builder.Add(new OrderFact
                {
                    Customer = customer, At = Some.At($"2026-{month:00}-{rng.NextInt(1, 28):00}"), GrossCents = gross,
                    DiscountCents = rng.Chance(share) ? gross / 5 : 0,
                });
            }
        }
        return (builder.Build(customers), taste);
    }

    static ScoringRun Score(ProfileTable table, PromotionScoringOptions? options = null) => Scorer.Run(
        table, ShopCalendar.Utc,
        new ScoringOptions
        {
            RfmSegmentSet = RfmSegmentSets.Load("rfm-125"), Promotion = options ?? new(),
            Cycle = new() { FitCustomers = 100 },
        }, null, Some.NoPast(table));

    static double RankCorrelation(IReadOnlyList<double> left, IReadOnlyList<double> right)
    {
        static double[] Ranks(IReadOnlyList<double> values)
        {
            var ranks = new double[values.Count];
            foreach (var (rank, i) in Enumerable.Range(0, values.Count).OrderBy(i => values[i]).Index()
                .Select(pair => (pair.Index, pair.Item))) ranks[i] = rank;
            return ranks;
        }
        var (a, b) = (Ranks(left), Ranks(right));
        var mean = (a.Length - 1) / 2.0;
        return a.Zip(b, (x, y) => (x - mean) * (y - mean)).Sum() / a.Sum(x => (x - mean) * (x - mean));
    }

    [Fact]
    public void The_taste_behind_twenty_purchases_is_recovered()
    {
        var (history, taste) = Shop(2_000, 20);
        var table = Fold(history);
        var run = Score(table);
        Assert.InRange(run.Models.Promotion!.Purchases!.Size, 4.4, 5.6);
        Assert.InRange(RankCorrelation(taste, table.Values(PromotionColumns.Score)), .85, 1);
        var classes = table.Values(PromotionColumns.Class);
        double Taste(PromotionClass of) => taste.Where((_, row) => classes[row] == (byte)of).Average();
        Assert.InRange(Taste(PromotionClass.FullPrice), 0, .25);
        Assert.InRange(Taste(PromotionClass.DealSeeker), .55, 1);
        Assert.InRange(Taste(PromotionClass.Mixed), .3, .5);
    }

    [Fact]
    public void Dates_explain_what_the_calendar_knows()
    {
        var (history, taste) = Shop(2_000, 20, dates: true);
        var plain = Fold(history);
        Score(plain);
        var calendar = PromotionCalendar.Of(history, Some.At("2026-12-31"), ShopCalendar.Utc, new PromotionOptions());
        var adjusted = Fold(history, new PromotionOptions { Calendar = calendar });
        Score(adjusted);
        var before = RankCorrelation(taste, plain.Values(PromotionColumns.Score));
        var after = RankCorrelation(taste, adjusted.Values(PromotionColumns.Score));
        Assert.True(after > .7 && after > before + .15, $"{before} {after}");
    }

    [Fact]
    public void Eighty_of_a_hundred_intervals_hold_the_truth_and_are_wider_where_less_is_known()
    {
        var (history, taste) = Shop(2_000, 12);
        var table = Fold(history);
        var model = Score(table).Models.Promotion!;
        var truth = taste.Select(share => .8 * share + .2 * share * .2).ToList();
        var mean = model.Weights[0] * model.Value!.Mean + model.Weights[1] * model.Purchases!.Mean
            + model.Weights[2] * model.Depth;
        var held = Enumerable.Range(0, taste.Length).Count(row =>
        {
            var rank = model.RankOf(truth[row] - mean);
            return table.Values(PromotionColumns.Low)[row] <= rank && rank <= table.Values(PromotionColumns.High)[row];
        });
        Assert.InRange(held / 2_000.0, .75, .92);
        var (few, many) = (Fold(Shop(300, 3).History), Fold(Shop(300, 60).History));
        Score(few);
        Score(many);
        double Width(ProfileTable of) =>
            of.Values(PromotionColumns.High).Zip(of.Values(PromotionColumns.Low), (high, low) => high - low).Average();
        Assert.True(Width(few) > 1.5 * Width(many));
        Assert.All(few.Values(PromotionColumns.Class), label => Assert.Equal((byte)PromotionClass.Unknown, label));
    }

    [Fact]
    public void Mechanisms_have_means_of_their_own_and_the_size_of_their_parent()
    {
        var orders = Enumerable.Range(0, 12)
            .Select(i => Some.Order($"2026-{i + 1:00}-01", 10, discount: i < 6 ? 2 : 0)).ToArray();
        var mechanisms = orders.Select((_, i) => i < 4 ? DiscountMechanism.PercentOff
            : i < 6 ? DiscountMechanism.Gift : DiscountMechanism.Unknown).ToArray();
        var table = Fold(WithMechanisms(orders, mechanisms));
        var model = Score(table).Models.Promotion!;
        Assert.Equal(4.0 / 12, model.Mechanisms[0].Mean, 1e-9);
        Assert.Equal(2.0 / 12, model.Mechanisms[2].Mean, 1e-9);
        Assert.All(model.Mechanisms, prior => Assert.Equal(model.Mechanisms[0].Size, prior.Size, 1e-3));
        Assert.Equal(4.0 / 12, table.Values(PromotionColumns.PercentOffShare)[0], 1e-6);
        Assert.Equal(0, table.Values(PromotionColumns.BundleShare)[0], 1e-6);
    }

    [Fact]
    public void Weights_change_the_score_as_they_say()
    {
        var (history, _) = Shop(300, 10);
        var table = Fold(history);
        var depth = Score(table, new PromotionScoringOptions { ValueWeight = 0, OrdersWeight = 0, DepthWeight = 3 });
        Assert.Equal([0, 0, 1], depth.Models.Promotion!.Weights);
        var scores = table.Values(PromotionColumns.Score);
        var depths = table.Values(PromotionColumns.Depth);
        Assert.True(RankCorrelation(scores, depths) > .9999);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void Whoever_has_just_enough_orders_is_given_a_class(int leastOrders, bool known)
    {
        var table = Fold(Shop(300, 5).History);
        Score(table, new PromotionScoringOptions { LeastOrders = leastOrders, LeastPurchases = 1 });
        Assert.All(table.Values(PromotionColumns.Class),
            label => Assert.Equal(known, label != (byte)PromotionClass.Unknown));
    }

    [Fact]
    public void Shops_without_promotions_or_differences_or_orders_say_so()
    {
        var none = Fold(Some.History([Some.Order("2026-01-01"), Some.Order("2026-02-01")], 1));
        var run = Score(none);
        Assert.Equal("nothing was bought on promotion", run.Models.Promotion!.Verdict);
        Assert.True(double.IsNaN(none.Values(PromotionColumns.Score)[0]));
        Assert.Equal(0, none.Values(PromotionColumns.Class)[0]);

        var one = Fold(Some.History([Some.Order("2026-01-01", 10, discount: 2)], 1));
        Assert.Contains("alike", Score(one).Models.Promotion!.Verdict);

        OrderFact[] free = [Some.Order("2026-01-01", 0), Some.Order("2026-01-02", 10, refunded: 10)];
        Assert.Null(Score(Fold(Some.History(free, 1))).Models.Promotion);
    }

    [Fact]
    public void A_stored_model_writes_the_same_columns_for_a_touched_customer()
    {
        var (history, _) = Shop(200, 8);
        var table = Fold(history);
        var run = Score(table);
        var read = JsonSerializer.Deserialize<Models>(JsonSerializer.Serialize(run.Models))!;
        var again = Fold(history);
        Scorer.Apply(run with { Models = read }, again, [7, 9], ShopCalendar.Utc);
        foreach (var row in new[] { 7, 9 }) Assert.Equal(Some.Stored(table, row).Split(' ').Where(IsPromotion),
            Some.Stored(again, row).Split(' ').Where(IsPromotion));
        static bool IsPromotion(string cell) => cell.StartsWith("promotion_", StringComparison.Ordinal);
    }

    // measurement.md section 6: quintiles of the score foretell the next half year; value shares, likewise.
    [Fact]
    public void Households_of_the_Complete_Journey_keep_their_taste()
    {
        var (first, second) = HouseholdDeals.Halves();
        var value = Core.Measurement.BetaPrior.OfMoments(
            [.. first.Values.Select(half => half.EffectiveLines)], [.. first.Values.Select(half => half.ValueShare)])!;
        var both = first.Where(pair => second.TryGetValue(pair.Key, out var later) && later.Lines >= 5)
            .Select(pair => (Before: pair.Value, After: second[pair.Key])).ToList();
        double Shrunk(HouseholdDeals.Half half) =>
            value.Shrunk(half.ValueShare * half.EffectiveLines, half.EffectiveLines);
        double Error(Func<HouseholdDeals.Half, double> forecast) =>
            both.Average(pair => Math.Pow(forecast(pair.Before) - pair.After.ValueShare, 2));
        var raw = Error(half => half.ValueShare);
        var population = Error(_ => first.Values.Sum(half => half.DealGross) / first.Values.Sum(half => half.Gross));
        Assert.Equal(.04225, population, 2e-4);
        Assert.Equal(.07243, raw, 5e-5);
        Assert.InRange(Error(Shrunk), .0385, .0398);
    }

    [Fact]
    public void Quintiles_of_the_score_foretell_the_next_half_year()
    {
        var (first, second) = HouseholdDeals.Halves();
        string[] households = [.. first.Keys.Order(StringComparer.Ordinal)];
        var row = households.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var builder = new HistoryBuilder();
        foreach (var line in HouseholdDeals.FirstHalf)
        {
            builder.Add(new OrderFact
            {
                Customer = row[line.Household], At = Some.At(line.At.Replace(' ', 'T')),
                GrossCents = (long)Math.Round(line.Gross * 100), DiscountCents = (long)Math.Round(line.Discount * 100),
            });
        }
        var table = Fold(builder.Build(households.Length), new PromotionOptions { LeastDepth = 1e-9 }, "2018-01-01");
        var run = Score(table);
        Assert.InRange(run.Models.Promotion!.Purchases!.Size, 25.1, 25.4);
        var scores = table.Values(PromotionColumns.Score);
        var shares = households.Where(name => second.TryGetValue(name, out var later) && later.Lines >= 5)
            .OrderBy(name => scores[row[name]]).Select(name => second[name].Share).ToList();
        var quintiles = Enumerable.Range(0, 5)
            .Select(fifth => shares[(shares.Count * fifth / 5)..(shares.Count * (fifth + 1) / 5)].Average()).ToList();
        double[] published = [.461, .490, .517, .544, .583];
        foreach (var (expected, actual) in published.Zip(quintiles)) Assert.Equal(expected, actual, .015);
        Assert.Equal(quintiles.Order(), quintiles);
    }
}
