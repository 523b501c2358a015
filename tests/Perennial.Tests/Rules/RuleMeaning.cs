using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;
using Perennial.Core.Segments.Rules.Parsing;
using Perennial.Data.Rules;

namespace Perennial.Tests.Rules;

/// <summary>What rules mean, on one customer whose facts are all known.</summary>
public class RuleMeaning
{
    // Two orders: roses and a card for 40.00 with 4.00 off on 2026-01-10, a subscription's pot for 20.00 on 2026-03-01;
    // a third was sent back whole. Two e-mails, one opened, and a product looked at.
    static readonly Instant asOf = Tests.Some.At("2026-03-31T12:00");
    static readonly RuleMoment moment = new(asOf, ShopCalendar.Utc);
    static readonly RuleData data = Customer();

    static RuleData Customer()
    {
        var builder = new HistoryBuilder();
        builder.Add(Tests.Some.Order("2026-01-10T09:00", gross: 40, discount: 4));
        builder.AddLine(new OrderLineFact(0, 12, 3600, 400));
        builder.AddLine(new OrderLineFact(1, 1, 400));
        builder.Add(Tests.Some.Order("2026-03-01T23:59", gross: 20, flags: OrderFlags.Subscription));
        builder.AddLine(new OrderLineFact(2, 1, 2000));
        builder.Add(Tests.Some.Order("2026-03-20", gross: 5, refunded: 5));
        builder.AddPast(new PastStatement(0, Instant.None, 500, 0),
            new PastChange(0, Tests.Some.At("2026-03-25"), 200), new PastChange(0, Tests.Some.At("2026-03-29"), -1));
        builder.Add(Tests.Some.Order("2026-04-02", gross: 99));
        var orders = builder.Build(1, ["rose", "card", "pot"]).Orders;
        var history = new HistoryTable(1, orders)
        {
            Products = ["rose", "card", "pot"], Categories = ["roses", "gifts", null],
            Activities = new ActivityFacts
            {
                Start = [0, 1], At = [Tests.Some.At("2026-03-30T08:00")], Kind = [ActivityKind.ProductView],
                Product = [0], DurationSeconds = [45],
            },
            Contacts = new ContactFacts
            {
                Start = [0, 2], At = [Tests.Some.At("2026-03-25"), Tests.Some.At("2026-03-30T13:00")],
                Channel = [ContactChannel.Email, ContactChannel.Email], Strategy = ["welcome", null],
            },
            Responses = new ResponseFacts
            {
                Start = [0, 1], At = [Tests.Some.At("2026-03-26")], Kind = [ResponseKind.Open],
                Channel = [ContactChannel.Email],
            },
        };
        var attributes = new AttributeTable(1);
        attributes.Set(0, CustomerAttribute.Country, "FR");
        attributes.Set(0, CustomerAttribute.Postcode, "75011");
        attributes.Set(0, CustomerAttribute.Email, "ann@example.org");
        var profiles = ProfileFold.FoldAll(history, Tests.Some.Keys(1), asOf, new ProfileSettings());
        return new RuleData(profiles) { History = history, Attributes = attributes };
    }

    [Theory]
    [InlineData("everybody")]
    [InlineData("orders = 2 and revenue = 56 and revenue > 55.99 and not revenue > 56")]
    [InlineData("ORDERS = 2 AND multi_buyer")]
    [InlineData("recency_days = 30 and recency_days <= 30d and recency_days between 4w and 5w")]
    [InlineData("lifecycle = 'new' and lifecycle in ('active', 'recent') and lifecycle != 'former'")]
    [InlineData("last_order_at = '2026-03-01' and last_order_at < '2026-03-02' and last_order_at >= '2026-03-01'")]
    [InlineData("not last_order_at < '2026-03-01' and not last_order_at > '2026-03-01'")]
    [InlineData("last_order_at within 30d and not last_order_at within 29d and last_order_at before 29 days")]
    [InlineData("orders = 7 or orders = 2 and multi_buyer")]
    [InlineData("not (orders = 7 and multi_buyer)")]
    [InlineData("not not orders = 2")]
    // Without a value a comparison is false, and its opposite true.
    [InlineData("r is unknown and not r is known and r != 3 and r not in (1, 2) and not r > 2 and not r <= 2")]
    [InlineData("margin is unknown and not margin < 5 and not margin >= 5")]
    [InlineData("country = 'FR' and country in ('DE', 'FR') and postcode starts with '75' and city is unknown")]
    [InlineData("city != 'Lyon' and city not in ('Lyon') and not city starts with 'L'")]
    [InlineData("email is known and phone is not known and birthday is unknown")]
    // Orders sent back whole do not count, nor what comes later.
    [InlineData("has exactly 2 orders and has at least 2 orders and has at most 2 orders and has fewer than 3 orders")]
    [InlineData("has more than 1 order and not has more than 2 orders")]
    [InlineData("has order where total = 36 and has order where net between 20 and 36")]
    [InlineData("has order where category = 'roses' and quantity >= 12 and has order where product = 'card'")]
    // Of one and the same line: the card was bought once.
    [InlineData("not has order where category = 'gifts' and quantity >= 2")]
    [InlineData("has order where category is unknown and subscription within 30d")]
    [InlineData("no order where gift and orders = 2")]
    [InlineData("has order within 30d and no order within 29d and has order before 29d and no order before 80d")]
    [InlineData("has exactly 1 order within 90d before 40d")]
    [InlineData("has order since '2026-03-01' and no order since '2026-03-02' and has order before '2026-03-01'")]
    // Each on its own day: 2.00 and then the rest, on which the order alone says that nothing is left.
    [InlineData("has exactly 2 refunds and has refund within 3d and no refund within 1d and has refund before 4d")]
    [InlineData("has refund where amount = 2 before 4d and has refund where amount = 3 within 4d")]
    [InlineData("no refund where amount > 3 and no refund since '2026-03-30'")]
    [InlineData("has at least 2 refunds since '2026-03-25' and has fewer than 3 refunds where amount > 2")]
    [InlineData("has product_view where duration > 30 and category = 'roses' within 7d")]
    [InlineData("no cart_add and no video and has exactly 1 activity")]
    [InlineData("has at least 1 email and has email where strategy = 'welcome' and has contact where channel != 'sms'")]
    [InlineData("has contact within 24h and no contact within 22h and has contact before 24h and no sms")]
    [InlineData("has open within 5d and no open within 4d and no click and has response where channel != 'sms'")]
    public void It_holds(string rule)
    {
        var test = new RuleTest(RuleParser.Parse(rule), data);
        Assert.True(test.Holds(0, moment));
        Assert.True(test.Find(moment).Contains(0));
        Assert.False(new RuleTest(RuleParser.Parse($"not ({rule})"), data).Holds(0, moment));
    }

    [Fact]
    public void A_label_by_its_former_name_means_the_same_is_told_by_its_present_one_and_answered_with_a_hint()
    {
        var rule = RuleParser.Parse("orders > 1 and not lifecycle in ('new', 'recent') or lifecycle = 'new'");
        var now = RuleParser.Parse("orders > 1 and not lifecycle in ('active', 'recent') or lifecycle = 'active'");
        Assert.Equal(["lifecycle 'new' is called 'active' now. It means the same: write 'active'."],
            RuleHints.Of(rule));
        Assert.Empty(RuleHints.Of(now));
        Assert.Equal(RuleWords.Of(now), RuleWords.Of(rule));
        Assert.Equal(RuleSql.Of(now, moment).Values, RuleSql.Of(rule, moment).Values);
    }

    [Theory]
    [InlineData("everybody", "All customers.")]
    [InlineData("lifecycle in ('active', 'recent') and fxm >= 4",
        "Customers whose lifecycle is active or recent, and whose fxm is at least 4.")]
    [InlineData("not lifecycle = 'new' or country != 'FR'",
        "Customers whose lifecycle is not active or whose country is not FR.")]
    [InlineData("has product_view within 7d and no order within 1d",
        "Customers who have a product view within 7 days, and who have no order within 1 day.")]
    [InlineData("not (orders > 3 and multi_buyer)",
        "Customers whose orders is not above 3 or whose multi buyer is not yes.")]
    [InlineData("has at least 2 orders where category = 'roses' within 400d before 330d",
        "Customers who have at least 2 orders whose category is roses within 400 days and more than 330 days ago.")]
    [InlineData("(orders = 1 or orders = 2) and last_order_at within next 3d",
        "Customers (whose orders is 1 or whose orders is 2), and whose last order at is within the next 3 days.")]
    public void A_rule_is_told_in_words(string rule, string words) =>
        Assert.Equal(words, RuleWords.Of(RuleParser.Parse(rule)));

    [Fact]
    public void Why_names_each_test_the_value_and_the_answer()
    {
        var rule = RuleParser.Parse("recency_days > 30 or (has order within 90d and country = 'FR' and r >= 4)");

        Assert.Equal(
        [
            "at least one of these: no",
            "  recency days is above 30: 30 days, no",
            "  all of these: no",
            "    an order within 90 days: 2, the last 30 days ago, yes",
            "    country is FR: FR, yes",
            "    r is at least 4: unknown, no",
        ], RuleReasons.Of(rule, data, 0, moment).Select(line => line.ToString()));
    }

    [Fact]
    public void A_rule_on_facts_needs_them()
    {
        var without = new RuleData(data.Profiles);
        Assert.Throws<ArgumentException>(() => new RuleTest(RuleParser.Parse("has order"), without));
        Assert.Throws<ArgumentException>(() => new RuleTest(RuleParser.Parse("city is known"), without));
    }

    [Fact]
    public void Nobody_to_ask_is_no_error()
    {
        var nobody = new RuleData(new ProfileTable(Columns.All, Tests.Some.Keys(0)))
        {
            History = new HistoryTable(0, OrderFacts.Empty(0)), Attributes = new AttributeTable(0),
        };
        var rule = RuleParser.Parse("orders = 0 or country = 'FR' or no order within 3d");
        Assert.Equal(0, new RuleTest(rule, nobody).Find(moment).Count);
    }

    [Fact]
    public void Names_in_conditions_are_no_columns_or_attributes() => Assert.Empty(
        FactWord.All.SelectMany(word => word.Fields).Select(field => field.Name).Distinct()
            .Intersect(Columns.Shown.Select(column => column.Name)
                .Concat(AttributeTable.All.Select(AttributeTable.NameOf))));
}
