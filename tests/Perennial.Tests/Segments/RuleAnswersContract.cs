using Perennial.Cli;
using Perennial.Core;
using Perennial.Core.Segments;
using Perennial.Customers;
using Perennial.Data.Access;
using Perennial.Data.Engines;
using Perennial.Moments;
using Perennial.Scoring;
using Perennial.Segments;
using Perennial.Shop;
using Perennial.Tests.Store;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Segments;

/// <summary>Rules asked of the database find whom the arrays find, and read nobody else.</summary>
public abstract class RuleAnswersContract : StoreContract
{
    void Begin()
    {
        Write(Batch([("qann", new() { Email = "qann@example.org", Country = "FR" }), ("qbob", null), ("qivo", null),
                ("qzoe", new() { Country = "FR" })],
            Order("qann", "1", 10, 9000) with { Lines = [("rose", 1, 9000, 0, 0)] }, Order("qbob", "2", 3, 2000),
            Order("qbob", "3", 2, 2500), Order("qzoe", "4", 80, 400)));
        Rescore.Run(Store, null, null, Now, (_, _) => { }, Stop);
        SegmentEditing.Save(Store, ShopLoader.Load(Store, Now),
            [new SegmentDraft(new ShopSegment("French", "country = 'FR'"))], Actor.Terminal("tests"), Now);
    }

    [Theory]
    [InlineData("everybody")]
    [InlineData("orders >= 1")]
    [InlineData("French")]
    [InlineData("in segment 'French' and revenue > 10")]
    [InlineData("has order within 5d")]
    [InlineData("top 1 of (orders >= 1) by revenue")]
    [InlineData("not orders >= 0")]
    public void As_the_arrays_find(string rule)
    {
        Begin();
        var view = ShopLoader.Load(Store, Now);
        var found = view.Segments.Find(view.Segments.Who(rule));
        int[] rows = [.. CustomerList.All(view, new CustomerFilter { Rule = rule }, ListOrder.Priority)];

        var answer = RuleAnswer.Of(Store, rule, Now);

        var total = RulePreview.TotalOf(view, found);
        Assert.Equal((total.Customers, total.Orders, total.RevenueCents),
            ((int)answer.Total.Customers, answer.Total.Orders, answer.Total.RevenueCents));
        Assert.Equal(view.Totals.NewestOrderAt, answer.Everybody.NewestOrderAt);
        Assert.Equal(found.All().Select(row => view.Ids[row]), answer.Members().Ids);
        Assert.Equal(rows.Take(2).Select(row => view.Ids[row]).Order(), answer.First(2).Ids);
        var members = answer.Members();
        Assert.Equal(CallList.Of(view, new CustomerFilter { Rule = rule }, 9),
            CallList.Of(members, new CustomerFilter(), 9));
    }

    [Fact]
    public void Nobody_is_read_but_who_is_shown()
    {
        Begin();
        Store.StatementCount.TellApart();

        var answer = RuleAnswer.Of(Store, "orders >= 1 and has order within 30d", Now);
        Assert.Equal((2, 1), (answer.Members().Count, answer.First(1).Count));

        var asked = Store.StatementCount.ByText.Keys;
        Assert.DoesNotContain(SqlText.Query("directory"), asked);
        Assert.DoesNotContain(asked, text => text.StartsWith("select customer_id, next", StringComparison.Ordinal)
            && !text.Contains("customer_id = ", StringComparison.Ordinal));
        Assert.Contains(asked, text => text.StartsWith("select count(*)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("segments", "orders >= 1", "qann|qbob|qzoe")]
    [InlineData("segments", "French", "qann|qzoe")]
    [InlineData("calls", "French", "qann|qzoe")]
    [InlineData("export", "orders = 2", "qbob")]
    public async Task Verbs_say_whom(string verb, string rule, string whom)
    {
        Begin();
        var (said, log) = (new StringWriter(), new StringWriter());

        string[] how = verb == "export" ? ["--out", Path.Combine(Folder, "found.csv")] : ["--json"];
        Assert.Equal(0, await CommandLine.Run([verb, rule, "--store", Address, .. how], said, log, new FixedTime(Now)));

        var text = verb == "export" ? System.IO.File.ReadAllText(how[1]) : said.ToString();
        Assert.Equal(whom.Split('|'), new[] { "qann", "qbob", "qivo", "qzoe" }.Where(text.Contains));
        Assert.DoesNotContain("old", log.ToString());
    }

    [Fact]
    public async Task A_verb_says_that_data_are_old()
    {
        Begin();
        foreach (var words in new string[][] { ["segments"], ["segments", "French"], ["calls", "French"] })
        {
            var log = new StringWriter();
            await CommandLine.Run([.. words, "--store", Address], new StringWriter(), log,
                new FixedTime(new(Now.UnixMs + 100L * 86_400_000)));
            Assert.Contains("These data are old", log.ToString());
        }
    }

    sealed class FixedTime(Instant now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now.ToDateTimeOffset();
    }
}

public sealed class SqliteRuleAnswers : RuleAnswersContract;

public sealed class PostgresRuleAnswers : RuleAnswersContract
{
    protected override StorePlace NewPlace() => new DatabasePlace { CustomersPerChunk = PerChunk };
}
