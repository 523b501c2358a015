using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Parts;
using Perennial.Core.Segments;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Parsing;

namespace Perennial.Tests.Rules;

/// <summary>What is wrong, where, and what it should have been.</summary>
public class RuleErrors
{
    [Theory]
    [InlineData("", 1, "The rule is empty.", "everybody")]
    [InlineData("revenu > 5", 1, "no column or attribute \"revenu\"", "'revenue'")]
    [InlineData("orders > 1 and lifecicle = 'new'", 16, "\"lifecicle\"", "'lifecycle'")]
    [InlineData("lifecycle = 'formr'", 13, "No lifecycle is called 'formr'", "'former'")]
    [InlineData("lifecycle = new", 13, "text in quotes", "'…'")]
    [InlineData("lifecycle > 'new'", 11, "more or less", "!=")]
    [InlineData("rfm_segment = 'Bst'", 15, "'Bst'", "'Best'")]
    [InlineData("r = 6", 3, "No r is 6", "1 to 5")]
    [InlineData("r > 5", 3, "No r is above 5", "1 to 5")]
    [InlineData("r < 9", 3, "Every r is below 9", "1 to 5")]
    [InlineData("r >= 0", 3, "Every r is at least 0", "1 to 5")]
    [InlineData("r != 9", 3, "Every r is not 9", "1 to 5")]
    [InlineData("r not in (1, 2, 3, 4, 5, 6)", 3, "No r is not 1, 2, 3, 4, 5 or 6", "1 to 5")]
    [InlineData("refund_rate < 60", 13, "Every refund_rate is below 60", "30%")]
    [InlineData("refund_rate > -1", 13, "Every refund_rate is above -1", "0.3")]
    [InlineData("has order where gift or total >= 40", 25, "'or' ends one", "or has order where total")]
    [InlineData("r < 1", 3, "No r is below 1", "1 to 5")]
    [InlineData("priority_tier = 7", 15, "No priority_tier is 7", "1 to 6")]
    [InlineData("r in (1, 9)", 3, "No r is 1 or 9", "1 to 5")]
    [InlineData("r in ()", 7, "is a number", "score")]
    [InlineData("r in (1, 2", 11, "\")\" is expected", "Close the list")]
    [InlineData("r = 1 and r > 3", 11, "is both 1 and above 3", "'or'")]
    [InlineData("rfm = 56", 7, "no rfm", "side by side")]
    [InlineData("rfm > 555", 5, "more or less", "in (…)")]
    [InlineData("rfm = 556", 7, "no rfm", "1 to 5")]
    [InlineData("refund_rate > 30", 13, "No refund_rate is above 30", "30%")]
    [InlineData("refund_rate > 30d", 15, "\"d\" is no unit", "30%")]
    [InlineData("revenue > 12.345", 11, "more than two decimals", "12.50")]
    [InlineData("revenue > '12'", 11, "is a number, and not '12'", "500")]
    [InlineData("revenue > 5%", 11, "\"%\" is no unit", "currency")]
    [InlineData("orders > 1.5", 10, "whole number", "3")]
    [InlineData("orders > 1.5.2", 10, "no number", "1234.5")]
    [InlineData("orders > 99999999999999999999", 10, "too large", "whole")]
    [InlineData("orders between 5 and 2", 8, "between 5 and 2", "Exchange")]
    [InlineData("recency_days > 3h", 16, "\"h\" is no unit", "30d")]
    [InlineData("multi_buyer > yes", 13, "more or less", "= yes")]
    [InlineData("multi_buyer = 1", 15, "yes or no", "= yes")]
    [InlineData("multi_buyer is known", 13, "always known", "= yes")]
    [InlineData("last_order_at > '2026-13-01'", 17, "no day", "2026-11-01")]
    [InlineData("last_order_at > 5", 17, "text in quotes", "2026-11-01")]
    [InlineData("last_order_at before '2026-01-01'", 22, "by a sign", "<")]
    [InlineData("last_order_at", 14, "comparison is expected", "is known")]
    [InlineData("country > 'A'", 9, "more or less", "in (…)")]
    [InlineData("country = ''", 11, "empty", "unknown")]
    [InlineData("email = 'a@b'", 1, "do not compare email", "is known")]
    [InlineData("has ordr", 5, "no kind of fact", "'order'")]
    [InlineData("has 3 orders", 5, "exactly or at least", "at least 3")]
    [InlineData("has at least 0 orders", 5, "everybody", "1")]
    [InlineData("has order where colour = 'red'", 17, "Nothing called", "category")]
    [InlineData("has order where categry = 'red'", 17, "Nothing called", "'category'")]
    [InlineData("has email where channel = 'fax'", 27, "'fax'", "sms")]
    [InlineData("has order within 30", 18, "no length of time", "30d")]
    [InlineData("has order within 3m", 18, "Months and years", "90d")]
    [InlineData("has order within 999999d", 18, "hundred years", "30d")]
    [InlineData("has order within 99999999min", 18, "hundred years", "30min")]
    [InlineData("has order within 30m", 18, "Months and years", "30min")]
    [InlineData("has order within 30min before 1h", 24, "within 30 minutes and yet before 1 hour", "larger")]
    [InlineData("has order within 30d before 40d", 22, "within 30 days and yet before 40 days", "larger")]
    [InlineData("has order within 30d within 40d", 22, "second time", "once")]
    [InlineData("tpo 5 of (orders > 1) by revenue", 1, "\"tpo\"", "'top'")]
    [InlineData("consnts by email", 1, "\"consnts\"", "'consents'")]
    [InlineData("birthdya within 3d", 1, "\"birthdya\"", "'birthday'")]
    [InlineData("dte 'anniversary' within 3d", 1, "\"dte\"", "'date'")]
    [InlineData("ws in segment 'loyal'", 1, "\"ws\"", "'was'")]
    [InlineData("bougth 'rose'", 1, "\"bougth\"", "'bought'")]
    [InlineData("adress is known", 1, "\"adress\"", "'address'")]
    [InlineData("has form where nme = 'newsletter'", 16, "\"nme\"", "'name'")]
    [InlineData("has click where strateg = 'welcome'", 17, "\"strateg\"", "'strategy'")]
    [InlineData("has feedbck", 5, "\"feedbck\"", "'feedback'")]
    [InlineData("has confirmatoin", 5, "\"confirmatoin\"", "'confirmation'")]
    [InlineData("has form where pge = '/a'", 16, "\"pge\"", "'page'")]
    [InlineData("has form where proprty 'plan' = 'x'", 16, "\"proprty\"", "'property'")]
    [InlineData("has click where stp = 'first'", 17, "\"stp\"", "'step'")]
    [InlineData("has response where chanel = 'email'", 20, "\"chanel\"", "'channel'")]
    [InlineData("has contact where topc = 'offers'", 19, "\"topc\"", "'topic'")]
    [InlineData("has contact where ofer = 'x'", 19, "\"ofer\"", "'offer'")]
    [InlineData("has contact where tol = 'x'", 19, "\"tol\"", "'tool'")]
    [InlineData("has feedback where scor > 5", 20, "\"scor\"", "'score'")]
    [InlineData("has refnd", 5, "\"refnd\"", "'refund'")]
    [InlineData("langauge = 'fr'", 1, "\"langauge\"", "'language'")]
    [InlineData("tme_zone = 'Europe/Paris'", 1, "\"tme_zone\"", "'time_zone'")]
    [InlineData("attributes.likse = 'roses'", 1, "\"attributes.likse\"", "'attributes.likes'")]
    [InlineData("cycle_statsu of 'pots' = 'late'", 1, "\"cycle_statsu\"", "'cycle_status'")]
    [InlineData("cycle_status of 'pots' = 'lte'", 26, "'lte'", "'late'")]
    [InlineData("r of 'suport' = 5", 6, "'suport'", "'support'")]
    [InlineData("consents too 'offers' by email", 10, "\"too\"", "consents to 'offers'")]
    [InlineData("top of (orders > 1) by revenue", 5, "\"of\" is no number of customers", "top 200 of")]
    [InlineData("was inn segment 'loyal'", 5, "\"inn\"", "was in segment")]
    [InlineData("bought rose", 8, "\"rose\"", "in quotes")]
    [InlineData("date anniversary within 3d", 6, "\"anniversary\"", "in quotes")]
    [InlineData("has contact since last contact of this stratgy", 40, "\"stratgy\"", "this strategy")]
    [InlineData("has order within 30mn", 18, "\"30mn\"", "30min")]
    [InlineData("top 200 of everybody by revenue", 12, "\"(\" is expected", "top 200 of")]
    [InlineData("top 0 of (orders > 1) by revenue", 5, "no number of customers", "top 200 of")]
    [InlineData("top 5 of (orders > 1) by revenu", 26, "no column \"revenu\"", "'revenue'")]
    [InlineData("top 5 of (orders > 1) by priority_rank", 26, "Nobody has most of priority_rank", "priority_score")]
    [InlineData("top 5 of (orders > 1) by recency_days", 26, "Nobody has most of recency_days", "revenue")]
    [InlineData("top 5 of (has click since entry) by revenue", 1, "not everybody has entered", "beside it")]
    [InlineData("consents to 'offers' by mail", 25, "\"mail\" is no channel", "'email'")]
    [InlineData("consents to offers by email", 13, "text in quotes", "to 'offers'")]
    [InlineData("consent by email", 1, "no column or attribute \"consent\"", "'consents'")]
    [InlineData("consent_expires_in_day < 30", 1, "consent_expires_in_day", "'consent_expires_in_days'")]
    [InlineData("birthday within 10h", 17, "within days, and not hours", "10d")]
    [InlineData("birthday within 400d", 17, "Within a year", "fewer days")]
    [InlineData("date 'anniversary' = 5", 20, "\"is\" is expected", "within 10d")]
    [InlineData("was in segment 'loyl'", 16, "no segment 'loyl'", "'loyal'")]
    [InlineData("address = 'rue'", 1, "do not compare address", "is known")]
    [InlineData("rebuy_1 > 'ROS'", 9, "more or less", "in (…)")]
    [InlineData("rebuy1 = 'ROS'", 1, "\"rebuy1\"", "'rebuy_1'")]
    [InlineData("has order since enty", 17, "nothing that can be counted from", "'entry'")]
    [InlineData("has order since last contct", 22, "\"contact\" is expected", "since last contact")]
    [InlineData("has order since entry since last contact", 23, "second time", "once")]
    [InlineData("last_order_at since entry", 15, "comparison is expected", "is known")]
    [InlineData("has order since '2026-02-01' before '2026-01-01'", 30, "ends before", "earlier")]
    [InlineData("has order within next 3d", 18, "in the past", "7d")]
    [InlineData("in segment 'loyl'", 12, "no segment 'loyl'", "'loyal'")]
    [InlineData("in segment loyal", 12, "text in quotes", "'name'")]
    [InlineData("(r = 1", 7, "\")\" is expected", "parenthesis")]
    [InlineData("r = 1)", 6, "cannot follow", "'and'")]
    [InlineData("r = 1 orders = 2", 7, "cannot follow", "'and'")]
    [InlineData("r = 1 and", 10, "a test should start", "column")]
    [InlineData("r = 1 or or r = 2", 10, "no column or attribute \"or\"", "")]
    [InlineData("country = 'FR", 11, "has no end", "'")]
    [InlineData("r = 1 & f = 2", 7, "\"&\" means nothing", "names")]
    [InlineData("last_order_day > 5", 1, "\"last_order_day\"", "'last_order_at'")]
    public void A_wrong_rule_is_refused_where_it_is_wrong(string rule, int column, string problem, string remedy)
    {
        var error = Assert.Throws<BadInputException>(() => RuleParser.Parse(rule, SomeRuleShop.Context));

        Assert.Equal($"rule line 1, column {column}", error.Place);
        Assert.Contains(problem, error.Problem);
        Assert.Contains(remedy, error.Remedy);
        Assert.EndsWith(".", error.Problem);
    }

    [Theory]
    [InlineData("has order since entry")]
    [InlineData("has click since last contact of this strategy")]
    public void Since_entry_is_refused_where_nobody_has_entered(string rule)
    {
        var error = Assert.Throws<BadInputException>(() => RuleParser.Parse(
            rule, new RuleContext { Asked = "the audience" }));

        Assert.Equal("Nobody has entered when the audience is asked.", error.Problem);
        Assert.Equal("rule line 1, column 11", error.Place);
    }

    [Theory]
    [InlineData("no contact where strategy = 'winbck' within 7d", 29, "no strategy 'winbck'", "'win back'")]
    [InlineData("has click where step in ('first', 'lst')", 35, "no step 'lst'", "'last'")]
    [InlineData("has email where topic != 'offer'", 26, "no topic 'offer'", "'offers'")]
    [InlineData("has email where offer = 'phone-2'", 25, "no offer 'phone-2'", "'phone-20'")]
    [InlineData("has call_result where disposition = 'not intrested'", 37, "'not intrested'", "'not interested'")]
    [InlineData("has order where category = 'pts'", 28, "no category 'pts'", "'pots'")]
    [InlineData("has product_view where product = 'roze'", 34, "no product 'roze'", "'rose'")]
    [InlineData("bought 'roze' within 30d", 8, "no product 'roze'", "'rose'")]
    [InlineData("rebuy_1 = 'lilly'", 11, "no product 'lilly'", "'lily'")]
    [InlineData("consents to 'ofers' by email", 13, "no topic 'ofers'", "'offers'")]
    [InlineData("date 'aniversary' within 10d", 6, "no date 'aniversary'", "'anniversary'")]
    public void A_name_that_there_is_not_is_refused_with_the_nearest(
        string rule, int column, string problem, string remedy)
    {
        var there = new Dictionary<NameKind, HashSet<string>>
        {
            [NameKind.Strategy] = ["welcome", "win back"], [NameKind.Step] = ["first", "last"],
            [NameKind.Topic] = ["offers", "news"], [NameKind.Offer] = ["phone-20"],
            [NameKind.Disposition] = [.. NameKinds.Dispositions], [NameKind.Date] = ["anniversary"],
            [NameKind.Category] = ["cut flowers", "pots"], [NameKind.Product] = ["rose", "lily"],
        };

        var error = Assert.Throws<BadInputException>(() => RuleParser.Parse(
            rule, SomeRuleShop.Context with { Names = there.GetValueOrDefault }));

        Assert.Equal($"rule line 1, column {column}", error.Place);
        Assert.Contains(problem, error.Problem);
        Assert.Contains(remedy, error.Remedy);
        // What a name begins with is none; and where nothing is known any name will do.
        RuleParser.Parse("has order where category starts with 'p'", SomeRuleShop.Context with
        {
            Names = there.GetValueOrDefault,
        });
        RuleParser.Parse(rule, SomeRuleShop.Context);
    }

    /// <summary>Every word that a test may start with, and every fact, with its middle letter left out or two letters
    /// exchanged, is met with itself.</summary>
    [Fact]
    public void Every_word_that_is_misspelt_is_met_with_itself()
    {
        List<string> starts =
        [
            .. Columns.Shown.Select(column => column.Name), "consents", "birthday", "bought", "country",
            .. SomeRuleShop.Context.Attributes.Select(one => AttributeSet.SentName(one.Name)),
        ];
        Assert.Empty(NotMet(starts, wrong => $"{wrong} is known"));
        Assert.Empty(NotMet([.. FactWord.All.Select(fact => fact.Name)], wrong => $"has {wrong} within 30d"));
        foreach (var fact in FactWord.All)
        {
            Assert.Empty(NotMet([.. fact.Fields.Select(field => field.Name)],
                wrong => $"has {fact.Name} where {wrong} = 'x'"));
        }
    }

    static IEnumerable<string> NotMet(List<string> words, Func<string, string> rule)
    {
        foreach (var word in words.Where(word => word.Length > 3))
        {
            var (middle, last) = (word.Length / 2, word.Length - 1);
            foreach (var wrong in new[] { word.Remove(middle, 1), $"{word[..(last - 1)]}{word[last]}{word[last - 1]}" })
            {
                if (words.Contains(wrong)) continue;
                var error = Assert.Throws<BadInputException>(() => RuleParser.Parse(rule(wrong), SomeRuleShop.Context));
                if (!error.Remedy.Contains($"'{word}'")) yield return $"{wrong}: {error.Problem} {error.Remedy}";
            }
        }
    }

    // Each with the columns of its mistakes.
    [Theory]
    [InlineData("p_buy_30 < 1 and lifcycle = 'new'", 1, 18)]
    [InlineData("r = 9 or (citty = 'Lyon' and m > 7) and orders > 1", 3, 11, 32)]
    [InlineData("not (r = 9) or not in segment 'loyl'", 8, 31)]
    [InlineData("has ordr where total > 5 and gift and orders = x", 5, 48)]
    [InlineData("orders between x and 5 and citty = 'Lyon'", 16, 28)]
    [InlineData("orders between 1 and x and country > 'A'", 22, 36)]
    [InlineData("has order where categry = 'red' and total > 5 or f = 7", 17, 52)]
    [InlineData("r in (1, 9, and f = 7", 13, 19)]
    [InlineData("(r = 9 and f = 7", 4, 14, 17)]
    [InlineData("r = 9) and f = 7", 3, 6)]
    [InlineData("no oder within 3d and lifcycle = 'new'", 4, 23)]
    [InlineData("has order where total > x and quantity = 'y' and gift = 3 within 3m and f = 7", 25, 42, 57, 66, 75)]
    [InlineData("has order where categry = 'red' and totl > 5 and gift and f = 7", 17, 37, 61)]
    [InlineData("has order where total in (1, x, 3) and qantity between 1 and 2 or f = 7", 30, 40, 69)]
    [InlineData("has order where total > 5 and totl > 5 and gift = 3 and citty = 'Lyon'", 31, 51, 57)]
    public void All_mistakes_of_a_rule_are_told_at_once(string rule, params int[] columns)
    {
        var error = Assert.Throws<BadInputException>(() => RuleParser.Parse(rule, SomeRuleShop.Context));

        Assert.Equal(columns.Select(column => $"rule line 1, column {column}"),
            error.Others.Prepend(error).Select(one => one.Place));
        Assert.Equal(columns.Length, error.Message.Split(Environment.NewLine).Length);
    }

    [Fact]
    public void All_names_that_there_are_not_are_told_at_once()
    {
        var there = new Dictionary<NameKind, HashSet<string>>
        {
            [NameKind.Strategy] = ["welcome"], [NameKind.Topic] = ["offers"], [NameKind.Offer] = ["phone-20"],
            [NameKind.Product] = [.. Enumerable.Range(1, 30).Select(i => $"rose-{i:00}")],
        };
        var error = Assert.Throws<BadInputException>(() => RuleParser.Parse(
            "has contact where strategy in ('x', 'welcom') and topic = 'ofers' and offer = 'nope' or bought 'tulip'",
            SomeRuleShop.Context with { Names = there.GetValueOrDefault }));
        Assert.Equal(
        [
            ("rule line 1, column 32", "There is 'welcome'."), ("rule line 1, column 37", "Did you mean 'welcome'?"),
            ("rule line 1, column 59", "Did you mean 'offers'?"), ("rule line 1, column 79", "There is 'phone-20'."),
            ("rule line 1, column 96", "There are 30, such as 'rose-01', 'rose-02' or 'rose-03'."),
        ], error.Others.Prepend(error).Select(one => (one.Place, one.Remedy)));
    }

    [Fact]
    public void Lines_are_counted_and_the_segment_is_named()
    {
        var error = Assert.Throws<BadInputException>(() => RuleParser.Parse(
            "orders > 1 # more than one\n  and\n  citty = 'Lyon'", new RuleContext { Place = "segment 'x'" }));

        Assert.Equal("segment 'x' line 3, column 3", error.Place);
        Assert.Contains("'city'", error.Remedy);
    }

    [Fact]
    public void A_rule_nested_beyond_reason_is_refused_and_not_a_crash() => Assert.Contains("nested",
        Assert.Throws<BadInputException>(() => RuleParser.Parse(new string('(', 100_000) + "everybody")).Problem);

    [Fact]
    public void Segments_that_double_at_every_step_are_refused()
    {
        var segments = Enumerable.Range(1, 40)
            .Select(i => new ShopSegment($"s{i}", $"in segment 's{i - 1}' or not in segment 's{i - 1}'"))
            .Prepend(new ShopSegment("s0", "orders > 1"));

        var error = Assert.Throws<BadInputException>(() => new SegmentCatalogue([.. segments]));
        Assert.Contains("more than", error.Problem);
    }
}
