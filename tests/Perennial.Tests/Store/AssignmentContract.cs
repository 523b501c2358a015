using System.Text;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Pressure;
using Perennial.Core.Shards;
using Perennial.Data.Access;
using Perennial.Data.Erasure;
using Perennial.Data.Profiles;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Store;

/// <summary>Who was drawn for an arm of an experiment stays in it, whatever key they are known by later.</summary>
public abstract class AssignmentContract : StoreContract
{
    static readonly PressureArms arms = new() { Enabled = true, Share = .8 };

    ShopMoment Drawing(PressureArms by, Instant? now = null) =>
        Store.Moment(profiles: new() { Pressure = new() { Arms = by } }) with { Now = now ?? Now };

    static IncomingEvent Looks(string id, CustomerKeySet who) => SomeEvents.Event(id, 9, who) with
    {
        Activity = new ActivityStatement(ActivityKind.PageView),
    };

    void Say(IncomingEvent said, Instant? now = null) =>
        Store.Intake.Write(EventBatch.Of([said]), Drawing(arms, now), cancellation: Stop);

    static Instant Later(int minutes) => new(Now.UnixMs + 60_000 * minutes);

    static int CapByKey(string key, PressureArms? by = null) =>
        PressureArms.CapOf((by ?? arms).AsExperiment()!.ArmOf(Encoding.UTF8.GetBytes(key)));

    // A key that is drawn for another arm than others are.
    static string KeyApartFrom(params string[] others) => Enumerable.Range(0, 1_000).Select(i => $"key {i}")
        .First(key => others.All(other => CapByKey(other) != CapByKey(key)));

    static CustomerKeySet Person(string external, params string[] previous) =>
        new() { External = external, Previous = previous };

    int CapOf(CustomerId id) => CapOf(Store.Profiles.Load(), id);

    static int CapOf(StoreSnapshot known, CustomerId id)
    {
        var cap = known.Profiles.Values(PressureColumns.Arm)[known.RowOf(id)];
        return cap == PressureColumns.Arm.NoValue ? -1 : cap;
    }

    int CapOf(string external) => CapOf(Id(external));

    [Fact]
    public void A_visitor_who_says_who_they_are_stays_in_their_arm()
    {
        var visitor = new CustomerKeySet { Anonymous = "device" };
        var number = KeyApartFrom("device");
        Say(Looks("v", visitor));
        Assert.Equal(CapByKey("device"), CapOf(CustomerId.Of(CustomerKeyKind.Anonymous, "device")));

        Say(SomeEvents.Event("i", 8, visitor with { External = number }), Later(1));

        Assert.Equal(CapByKey("device"), CapOf(number));
        Store.Folding.RefoldAll(Drawing(arms, Later(5)), cancellation: Stop);
        Assert.Equal(CapByKey("device"), CapOf(number));
        AssertSound();
    }

    [Theory, InWholeRuns(OnDatabases = true)]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_two_customers_who_are_one_the_arm_of_the_older_stays(bool oldFirst)
    {
        var (older, newer) = ("old", KeyApartFrom("old"));
        Say(Looks("a", Person(older)));
        Say(Looks("b", Person(newer)), Later(1));
        Assert.Equal((CapByKey(older), CapByKey(newer)), (CapOf(older), CapOf(newer)));

        Say(Looks("c", oldFirst ? Person(newer, older) : Person(older, newer)), Later(2));

        var remains = Assert.Single(Store.Profiles.Load().Ids);
        Assert.Equal(CapByKey(older), CapOf(remains));
        // Both draws stay in the ledger: a group may have lost more than another by what was joined.
        Assert.Equal(2, Store.Erasure.RowsAbout(remains)["assignment"].Count);
        AssertSound();
    }

    [Fact]
    public void Through_a_chain_of_keys_the_first_arm_stays()
    {
        var visitor = new CustomerKeySet { Anonymous = "device" };
        Say(Looks("1", visitor));
        Say(Looks("2", new CustomerKeySet { Email = "ann@example.com" }), Later(1));
        Say(Looks("3", visitor with { Email = "ann@example.com" }), Later(2));
        Say(Looks("4", new CustomerKeySet { External = "C-1" }), Later(3));
        Say(Looks("5", new CustomerKeySet { External = "C-1", Email = "Ann@example.com" }), Later(4));
        Assert.Equal(CapByKey("device"), CapOf("C-1"));
        Assert.Single(Store.Profiles.Load().Ids);
        AssertSound();
    }

    [Fact]
    public void Who_was_there_before_the_ledger_keeps_the_arm_that_followed_from_the_key()
    {
        string[] keys = [.. Enumerable.Range(0, 60).Select(i => $"c{i}")];
        Store.Intake.Write(
            Batch([.. keys.Select((key, i) => Order(key, $"n{i}", 5, 1_000))]), Moment, cancellation: Stop);
        var before = Store.Profiles.Load();
        Assert.All(keys, key => Assert.Equal(-1, CapOf(before, Id(key))));

        Store.Folding.RefoldAll(Drawing(arms), cancellation: Stop);

        var known = Store.Profiles.Load();
        Assert.All(keys, key => Assert.Equal(CapByKey(key), CapOf(known, Id(key))));
        Assert.Equal(6, known.Profiles.Values(PressureColumns.Arm).Distinct().Count());
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void Who_was_there_before_the_ledger_and_is_joined_first_keeps_their_arm_too()
    {
        var visitor = new CustomerKeySet { Anonymous = "device" };
        var number = KeyApartFrom("device");
        Store.Intake.Write(EventBatch.Of([Looks("v", visitor)]), Moment, cancellation: Stop);
        Say(SomeEvents.Event("i", 8, visitor with { External = number }), Later(1));
        Assert.Equal(CapByKey("device"), CapOf(number));
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void Another_version_draws_anew_and_the_first_remembers()
    {
        var visitor = new CustomerKeySet { Anonymous = "device" };
        var number = KeyApartFrom("device");
        Say(Looks("v", visitor));
        Say(SomeEvents.Event("i", 8, visitor with { External = number }), Later(1));
        var other = arms with { WeeklyCaps = [16, 32] };

        Store.Folding.RefoldAll(Drawing(other), cancellation: Stop);
        Assert.Equal(CapByKey(number, other), CapOf(number));

        Store.Folding.RefoldAll(Drawing(arms), cancellation: Stop);
        Assert.Equal(CapByKey("device"), CapOf(number));
        Store.Folding.RefoldAll(Moment, cancellation: Stop);
        Assert.Equal(-1, CapOf(number));
    }

    [Fact]
    public void The_ledger_forgets_whoever_is_erased()
    {
        var visitor = new CustomerKeySet { Anonymous = "device" };
        Say(Looks("v", visitor));
        Say(SomeEvents.Event("i", 8, visitor with { External = "C-1" }));
        Say(Looks("o", Person("C-2")));
        var ledger = Store.Erasure.RowsAbout(Id("C-1"))["assignment"];
        var device = $"{CustomerId.Of(CustomerKeyKind.Anonymous, "device")}";
        Assert.Contains(ledger, row => (string)row["assigned_id"]! == device);

        var receipt = Store.Erasure.Erase(
            new ErasureRequest([Id("C-1")], "asked", Now, Actor.Terminal("tests")), Moment);

        Assert.Equal(ledger.Count, receipt.Rows["assignment"]);
        Assert.Empty(Store.Erasure.RowsAbout(Id("C-1"))["assignment"]);
        Assert.Equal(CapByKey("C-2"), CapOf("C-2"));
        Assert.Single(Ask("select * from assignment"));
        AssertSound();
    }

    [Fact]
    public void Nothing_is_written_twice_and_nothing_where_nobody_draws()
    {
        Write(Batch(Order("ann", "1", 5, 100)));
        Assert.Empty(Store.Erasure.RowsAbout(Id("ann"))["assignment"]);
        for (var i = 1; i < 4; i++) Store.Folding.RefoldAll(Drawing(arms, Later(i)), cancellation: Stop);
        var line = Assert.Single(Store.Erasure.RowsAbout(Id("ann"))["assignment"]);
        Assert.Equal($"{Later(1)}", line["assigned_at"]);
        Assert.Equal("pressure", line["experiment"]);
    }
}
