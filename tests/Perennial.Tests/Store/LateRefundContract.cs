using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;
using Perennial.Core.Segments.Rules.Parsing;

namespace Perennial.Tests.Store;

/// <summary>What the shop heard of only after a customer's entry counts since the entry, refunds as other facts: alike
/// by arrays, for one customer, and in SQL.</summary>
public abstract class LateRefundContract : StoreContract
{
    static readonly Instant entered = DaysAgo(5);

    static Instant DaysAgo(int days) => SomeEvents.At(24 * 60 * days);

    void Hear(int daysAgo, string id, int happenedDaysAgo, OrderStatement? order = null, OrderChange? change = null)
    {
        var at = DaysAgo(daysAgo);
        Store.Intake.Write(
            EventBatch.Of([SomeEvents.Event(id, 24 * 60 * happenedDaysAgo, SomeEvents.Person("C-1")) with
            {
                Order = order, Change = change,
            }]), Moment with { Now = at, AsOf = at }, cancellation: Stop);
    }

    static OrderStatement Order(long refunded) => SomeEvents.Order("1", 24 * 60 * 20, 1_000) with
    {
        RefundedCents = refunded,
    };

    bool Counts(string rule = "has refund since entry")
    {
        var parsed = RuleParser.Parse(rule, new RuleContext { HasEntry = true });
        var moment = new RuleMoment(Now, ShopCalendar.Utc, new RuleEntry(entered));
        var history = Assert.Single(Store.Facts.Histories(withPast: true)).History;
        var nobody = new ProfileTable(Columns.All, Tests.Some.Keys(1));
        bool[] found =
        [
            Store.Rules.Count(parsed, moment) == 1,
            new RuleTest(parsed, new RuleData(nobody) { History = history }).Holds(0, moment),
            new RuleTest(parsed, new RuleData(nobody) { History = history.AsOf(Now, Now) }).Find(moment).Count == 1,
        ];
        return Assert.Single(found.Distinct());
    }

    [Theory]
    [InlineData(6, false)]
    [InlineData(4, true)]
    public void A_refund_counts_since_the_entry_where_it_was_heard_of_later(int heardDaysAgo, bool counts)
    {
        Hear(20, "o", 20, Order(0));
        Hear(heardDaysAgo, "r", 7, change: new OrderChange("1", 300));
        Assert.Equal(counts, Counts());
        Assert.Equal(counts, Counts("has refund where amount = 3 since entry"));
        Assert.False(Counts("has refund where amount = 4 since entry"));
    }

    [Fact]
    public void But_not_one_that_is_older_than_a_week()
    {
        Hear(20, "o", 20, Order(0));
        Hear(4, "r", 13, change: new OrderChange("1", 300));
        Assert.False(Counts());
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(200, true)]
    [InlineData(300, false)]
    public void What_an_order_says_was_given_back_was_known_when_a_statement_first_said_so_much(
        long saidBefore, bool counts)
    {
        Hear(20, "o", 20, Order(0));
        Hear(6, "o6", 8, Order(saidBefore));
        Hear(4, "o4", 7, Order(300));
        Assert.Equal(counts, Counts());
    }

    [Fact]
    public void What_came_back_at_one_instant_was_known_when_the_last_of_it_was()
    {
        Hear(20, "o", 20, Order(0));
        foreach (var (heard, id) in ((int, string)[])[(6, "r1"), (4, "r2"), (6, "r3"), (4, "r4")])
            Hear(heard, id, 7, change: new OrderChange("1", 100));
        _ = Counts();
    }
}

public sealed class SqliteLateRefunds : LateRefundContract;

public sealed class PostgresLateRefunds : LateRefundContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}
