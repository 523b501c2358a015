using Perennial.Cli;
using Perennial.Core.History;
using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Settings;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Store;

/// <summary>Each planted fault is found by the check that is there for it.</summary>
public sealed class SqliteDoctor : StoreContract
{
    void WriteSound()
    {
        Write(Batch([("ann", new() { Email = "ann@example.org", ConsentEmail = true }), ("bob", null)],
            Order("ann", "1", 10, 1000) with { Lines = [("rose", 1, 400, 0, 0), ("lily", 2, 600, 0, 0)] },
            Order("ann", "2", 40, 500) with { RefundedCents = 500 },
            Order("bob", "3", 3, 200)));
        Write(SomeBehaviour.Batch([
            SomeBehaviour.Viewed("bob", "a1", 60, "rose"), SomeBehaviour.Mailed("bob", "m1", 50),
            SomeBehaviour.Answered("bob", "r1", 40, ResponseKind.Open)]));
        Score(Now);
        AssertSound();
    }

    [Theory]
    [InlineData("a-customer-has-few-addresses",
        "insert into identity select shard, customer_id, 'email', number from customer, (select '1@x' as number"
        + " union select '2@x' union select '3@x' union select '4@x') where key = 'bob'")]
    [InlineData("order-lines-sum-to-their-order", "update order_line set gross_cents = 399 where line = 0")]
    [InlineData("lines-have-an-order-and-a-product", "delete from product where product_id = 'rose'")]
    [InlineData("lines-have-an-order-and-a-product", "delete from customer_order where number = '1'")]
    [InlineData("orders-have-a-customer", "delete from customer where key = 'bob'")]
    [InlineData("an-order-belongs-to-one-customer",
        "update customer_order set order_id = (select order_id from customer_order where number = '1')"
        + " where number = '3'")]
    [InlineData("amounts-are-possible", "update customer_order set refunded_cents = 201 where number = '3'")]
    [InlineData("amounts-are-possible", "update customer_order set discount_cents = -1 where number = '3'")]
    [InlineData("identities-point-to-customers", "update identity set customer_id = x'00'")]
    [InlineData("identities-point-to-customers", "update consent set customer_id = x'00'")]
    [InlineData("identities-point-to-customers", "insert into customer_detail values (0, x'00', 0, 5, 'Ann', 5)")]
    [InlineData("nothing-is-of-the-future",
        "insert into setting_version values ('setting', 'shop_name', 9000000000000, 'Fleurs')")]
    [InlineData("assignments-have-a-customer",
        "insert into assignment values (0, x'00', 'test', '1', x'00', 'a', '', 5)")]
    [InlineData("enrollments-have-a-customer", "insert into enrollment values (0, x'00', 'a', 'b', 1, 5, 0, '', null, "
        + "'done', 5, '{}')")]
    [InlineData("strategies-know-when-they-are-due", "insert into enrollment select shard, customer_id, 'a', 'b', 1, "
        + "5, 0, '1', 5, null, null, '{}' from customer limit 1")]
    [InlineData("strategy-sums-count-their-rows", "insert into strategy_sum values (0, 'a', 1, 'b', '', 6, '', 5, 1)")]
    [InlineData("capacity-is-what-was-used", "insert into capacity values ('queue desk/day', 20000, 1)")]
    [InlineData("behaviour-has-a-customer", "update activity set customer_id = x'00'")]
    [InlineData("behaviour-has-a-customer", "update contact set customer_id = x'00'")]
    [InlineData("behaviour-has-a-customer", "update response set customer_id = x'00'")]
    [InlineData("kinds-are-known", "update activity set kind = 20")]
    [InlineData("kinds-are-known", "update activity set duration_seconds = -1")]
    [InlineData("kinds-are-known", "update contact set channel = 0")]
    [InlineData("kinds-are-known", "update response set kind = 9")]
    [InlineData("kinds-are-known", "update customer_order set mechanism = 9")]
    [InlineData("activities-name-known-products", "delete from product where product_id = 'rose'")]
    [InlineData("every-customer-has-a-profile", "delete from profile where orders = 1")]
    [InlineData("every-profile-has-a-customer", "delete from customer where key = 'bob'")]
    [InlineData("profiles-count-the-orders", "update profile set orders = 2")]
    [InlineData("profiles-count-the-orders", "update profile set revenue = null")]
    [InlineData("profiles-count-the-orders", "update customer_order set refunded_cents = 0 where number = '2'")]
    [InlineData("profiles-know-when-they-change", "update profile set next_change_at = null")]
    [InlineData("refunds-add-up",
        "insert into order_change (shard, customer_id, order_id, change_id, changed_at, refunded_cents, source,"
        + " given_cents) select shard, customer_id, order_id, x'01', 5, 5, 'test', 5 from customer_order"
        + " where number = '1'")]
    [InlineData("scores-name-their-scoring-run", "update profile set scoring_run_id = 77")]
    [InlineData("scores-name-their-scoring-run", "update profile set scoring_run_id = null")]
    [InlineData("segment-stays-follow-one-another", "insert into segment_member values (0, x'00', 'late', 5, 3)")]
    [InlineData("codes-are-one-customers", "insert into offer_code (offer, code) values ('own', 'A');"
        + " insert into promise select shard, customer_id, x'01', 'own', 'everything', null, 1, 5, 9, 0, null, null,"
        + " 'A', '{}', null from customer limit 1")]
    [InlineData("promises-have-a-customer", "insert into promise values (0, x'00', x'01', 'own', 'everything', null,"
        + " 1, 5, 9, 0, null, null, null, '{}', null)")]
    [InlineData("counted-products-are-known", "insert into bought_product values (0, 9, 'rose', -1, x'')")]
    [InlineData("nothing-is-of-the-future", "update customer_order set placed_at = placed_at + 40000000000")]
    [InlineData("nothing-is-of-the-future", "update activity set happened_at = happened_at + 40000000000")]
    [InlineData("nothing-is-of-the-future", "update contact set sent_at = sent_at + 40000000000")]
    [InlineData("nothing-is-of-the-future", "update response set responded_at = responded_at + 40000000000")]
    [InlineData("nothing-is-of-the-future", "update consent set said_at = said_at + 40000000000")]
    [InlineData("nothing-is-of-the-future", "update customer set first_seen_at = first_seen_at + 40000000000")]
    [InlineData("nothing-is-of-the-future", "update profile set folded_at = folded_at + 40000000000")]
    [InlineData("nothing-is-of-the-future", "update scoring_run set as_of_at = as_of_at + 40000000000")]
    [InlineData("tools-were-told-of-merged-customers",
        "insert into destination (name, kind, settings, loaded_at) values ('crm', 'webhook', '{}', 5);"
        + " insert into alias (shard, alias_id, customer_id, said_at, pending, external, kind)"
        + " select shard, x'01', customer_id, 6, 0, 1, 1 from customer where key = 'ann'")]
    [InlineData("versions-are-not-ahead", "update shard set version = 0")]
    [InlineData("versions-have-an-order",
        "insert into order_version values (0, x'00', x'00', 5, 5, 100, 0, 0, null, null, null, 0, 0, null, null)")]
    public void A_planted_fault_is_found(string check, string fault)
    {
        WriteSound();
        Tamper(fault);

        var finding = Assert.Single(
            StoreCheck.Run(File, cancellation: Stop, now: Now), finding => finding.Check == check);

        Assert.True(finding.Rows >= 1);
        Assert.EndsWith(".", finding.Problem);
        Assert.EndsWith(".", finding.Remedy);
    }

    [Fact]
    public void Every_check_has_a_planted_fault() => Assert.Equal(
        SqlText.Files("checks").Select(file => file.Name),
        typeof(SqliteDoctor).GetMethod(nameof(A_planted_fault_is_found))!
            .GetCustomAttributes(typeof(InlineDataAttribute), inherit: false)
            .Select(attribute => (string)((InlineDataAttribute)attribute).Data[0]!).Distinct().Order());

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public async Task How_many_addresses_one_person_may_have_is_the_shops_to_say(int most, bool isFound)
    {
        WriteSound();
        Tamper("insert into identity select shard, customer_id, 'email', number from customer, (select '1@x' as number"
            + " union select '2@x' union select '3@x' union select '4@x') where key = 'bob'");
        ShopSettings.PutFirstOptions(Store, new ShopOptions { Keys = new() { MostPeople = most } }, Now);
        using var said = new StringWriter();
        await CommandLine.Run(["doctor", "--store", File, "--json"], said, said, TimeProvider.System);
        Assert.Equal(isFound, said.ToString().Contains("a-customer-has-few-addresses"));
    }

    [Fact]
    public void A_damaged_file_is_found()
    {
        Write(Batch([.. Enumerable.Range(0, 3000).Select(i => Order($"c{i}", $"n{i}", i % 900, 100 + i))]));
        Tamper("pragma wal_checkpoint(truncate)");
        using (var file = new FileStream(File, FileMode.Open, FileAccess.Write))
        {
            file.Position = file.Length / 2 / 8192 * 8192;
            file.Write(Enumerable.Repeat((byte)0xA5, 16_384).ToArray());
        }

        var finding = Assert.Single(StoreCheck.Run(File, cancellation: Stop));

        Assert.Equal("file", finding.Check);
        Assert.Contains("damaged", finding.Problem);
        Assert.Contains("copy", finding.Remedy);
    }

    [Fact]
    public void Computing_all_profiles_again_heals_what_it_says_it_heals()
    {
        WriteSound();
        Tamper("update profile set orders = 2; update profile set next_change_at = null; delete from profile "
            + "where orders = 1");

        Reopen().Folding.RefoldAll(Moment, cancellation: Stop);

        AssertSound();
    }

    [Fact]
    public void The_check_says_what_it_is_doing()
    {
        WriteSound();
        var names = new List<string>();

        StoreCheck.Run(File, new Heard(names), Now, cancellation: Stop);

        Assert.Equal(StoreCheck.Names, names);
    }

    sealed class Heard(List<string> names) : IProgress<string>
    {
        public void Report(string value) => names.Add(value);
    }
}
