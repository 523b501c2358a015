using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Scoring;
using Perennial.Shop;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Store;

/// <summary>A customer begins with the first fact, or when first known where that is earlier: a look back counts nobody
/// who did not exist yet.</summary>
public abstract class BeginningContract : StoreContract
{
    static DateOnly Day(int daysAgo) => ShopCalendar.Date(ShopCalendar.Utc.DayOf(At(daysAgo)));

    static IncomingEvent Says(string id, int daysAgo, CustomerKeySet who) =>
        new() { Source = "test", MessageId = id, At = At(daysAgo), Who = who };

    void Tell(params IncomingEvent[] events) => Write(EventBatch.Of(events));

    void AssertThere(int daysAgo, params CustomerId[] expected) =>
        Assert.Equal(expected.Order(), ShopAsOf.Load(Store, new LookBack(Day(daysAgo), null), Now).Ids);

    static CustomerId[] Ids(params string[] keys) => [.. keys.Select(Id)];

    // Imported today, all of them.
    void WriteThreeOfAFile() => Write(Batch(
        [("old", null), ("late", null), ("never", new CustomerDetails { FirstName = "Nora" })],
        Order("old", "1", 400, 900), Order("old", "2", 300, 900), Order("late", "3", 10, 500)));

    [Fact]
    public void Nobody_is_counted_before_the_first_fact()
    {
        WriteThreeOfAFile();
        Tell(Says("m1", 5, new CustomerKeySet { Anonymous = "browser" }) with
        {
            Activity = new ActivityStatement(ActivityKind.PageView),
        });
        var browser = CustomerId.Of(CustomerKeyKind.Anonymous, "browser");

        AssertThere(100, Ids("old"));
        AssertThere(7, Ids("old", "late"));
        AssertThere(3, [.. Ids("old", "late"), browser]);
        AssertThere(0, [.. Ids("old", "late", "never"), browser]);
    }

    [Fact]
    public void Whoever_said_who_they_are_began_then()
    {
        WriteThreeOfAFile();
        Tell(Says("m1", 50, new CustomerKeySet { External = "early" }) with
        {
            Details = new CustomerDetails { FirstName = "Eve" },
        });

        AssertThere(51, Ids("old"));
        AssertThere(49, Ids("old", "early"));
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void A_file_may_say_since_when()
    {
        WriteThreeOfAFile();
        Write(Batch([("member", new CustomerDetails { FirstName = "Mia", BeganAt = At(200) })]));
        Write(Batch([("old", new CustomerDetails { FirstName = "Olga", BeganAt = At(800) })]));

        AssertThere(201, Ids("old"));
        AssertThere(199, Ids("old", "member"));
    }

    [Fact]
    public void The_earliest_counts_in_whatever_order_it_is_heard()
    {
        WriteThreeOfAFile();
        foreach (var daysAgo in new[] { 20, 60, 40 })
        {
            Tell(Says($"m{daysAgo}", daysAgo, new CustomerKeySet { External = "early" }) with
            {
                Details = new CustomerDetails { FirstName = "Eve" },
            });
        }

        AssertThere(61, Ids("old"));
        AssertThere(59, Ids("old", "early"));
    }

    [Fact]
    public void Of_two_who_become_one_the_earlier_beginning_stays()
    {
        WriteThreeOfAFile();
        Tell(Says("m1", 90, new CustomerKeySet { Email = "ann@example.com" }) with
        {
            Details = new CustomerDetails { FirstName = "Ann" },
        });
        Tell(Says("m2", 30, new CustomerKeySet { External = "ann" }) with
        {
            Details = new CustomerDetails { FirstName = "Anna" },
        });
        Tell(Says("m3", 2, new CustomerKeySet { External = "ann", Email = "ann@example.com" }));

        var address = CustomerId.Of(CustomerKeyKind.Email, "ann@example.com");
        AssertThere(91, Ids("old"));
        AssertThere(89, [.. Ids("old"), address]);
        AssertThere(29, [.. Ids("old", "ann"), address]);
        AssertThere(1, Ids("old", "late", "ann"));
        // Of whom they are now: what writes profiles goes by that.
        Assert.Equal([true, false], new[] { 91, 89 }.Select(days =>
            Store.Customers.NotBegunBy(At(days)).Contains(Id("ann"))));
        AssertSound();
    }

    [Fact]
    public void Whoever_has_become_another_since_is_counted()
    {
        WriteThreeOfAFile();
        IncomingEvent Looks(string id, int daysAgo) => Says(id, daysAgo, new CustomerKeySet { Anonymous = "browser" })
            with { Activity = new ActivityStatement(ActivityKind.PageView) };
        Tell(Looks("m1", 50));
        Tell(Says("m2", 20, new CustomerKeySet { External = "old", Anonymous = "browser" }));
        Tell(Says("m3", 20, new CustomerKeySet { External = "old", Anonymous = "new device" }), Looks("m4", 10));

        // Of then, not of before; and a key that was nobody's before is nobody who became another.
        Assert.Equal([0, 1, 0, 0], new[] { 60, 30, 15, 0 }.Select(days => Store.Duplicates.JoinedAfter(At(days))));
        Assert.Equal(1, Store.Duplicates.JoinedAfter(At(15), At(18)));
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void A_run_of_an_earlier_day_shows_nobody_who_came_later()
    {
        WriteThreeOfAFile();
        Rescore.Run(Store, null, Day(100), Now, (_, _) => { }, Stop);

        Assert.Equal(Ids("old"), ShopLoader.Load(Store, Now).Ids);
        Assert.Equal(["older"], Store.Scoring.Transitions(0, 1).Select(one => one.LifecycleAfter));

        Rescore.Run(Store, null, null, Now, (_, _) => { }, Stop);
        Assert.Equal(Ids("old", "late", "never").Order(), ShopLoader.Load(Store, Now).Ids);
        AssertSound();
    }
}

public sealed class SqliteBeginning : BeginningContract;

public sealed class PostgresBeginning : BeginningContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}
