using Perennial.Channels.Phones;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data.Access;
using Perennial.Data.Erasure;
using Perennial.Moments;
using static Perennial.Core.CustomerKeyKind;

namespace Perennial.Tests.Store;

/// <summary>A shop whose numbers were compared as they were written, before they were read by their country.</summary>
public abstract class PhoneContract : StoreContract
{
    const string National = "06 12 34 56 78", International = "+33612345678";

    static readonly DialPlan french = DialPlan.Of("FR");

    void Say(params IncomingEvent[] events)
    {
        foreach (var one in events)
            Store.Intake.Write(EventBatch.Of([one]), new ShopMoments(Store).At(Now), cancellation: Stop);
    }

    int ReadAnew(CancellationToken? cancel = null) =>
        Store.Intake.ReadPhonesAnew(french.Number, new ShopMoments(Store).At(Now), cancel ?? Stop);

    static IncomingEvent Ordered(string number, int minutesAgo, CustomerKeySet who, CustomerDetails? details = null) =>
        SomeEvents.Event($"o{number}", minutesAgo, who) with
        {
            Order = SomeEvents.Order(number, minutesAgo, 1_000, new LineStatement("p", 1, 1_000, 0)),
            Details = details,
        };

    static CustomerId Id(CustomerKeyKind kind, string key) => CustomerId.Of(kind, key);

    string[] Customers() => [.. Store.Profiles.Load().Ids.Select(id => Store.Customers.ById(id)!)
        .Select(one => $"{one.Key}: {string.Join(' ', one.History.Orders.Number.ToArray().Order())}").Order()];

    [Fact, InWholeRuns(OnDatabases = true)]
    public void Everybody_keeps_their_id_and_is_found_by_the_number_as_it_is_read_now()
    {
        Store.Tell();
        Say(Ordered("1", 99, new() { Phone = National, Anonymous = "device" }),
            Ordered("2", 98, new() { External = "C-1" }, new() { Phone = "06.98.76.54.32", FirstName = "Ann" }),
            Ordered("3", 97, new() { External = "C-2" }, new() { Phone = "06 98 76 54 32" }),
            Ordered("4", 96, new() { Phone = "+49 30 23125 012" }));
        Score(Now);
        Store.Folding.RefoldAll(Store.Moment(watch: ("everybody", "orders >= 0")), cancellation: Stop);
        var (before, facts) = (Store.Profiles.Load(), Customers());
        string[] Rows(string table) =>
            [.. Ask($"select * from {table} order by 1, 2, 3, 4").Select(row => string.Join(' ', row))];
        var (stays, outbox) = (Rows("segment_member"), Rows("outbox"));
        Assert.NotEmpty(stays);
        Assert.NotEmpty(outbox);

        Assert.Equal(4, ReadAnew());
        AssertSound();
        var after = Store.Profiles.Load();
        Assert.Equal(before.Ids, after.Ids);
        AssertSameProfiles(before.Profiles, after.Profiles);
        Assert.Equal(stays, Rows("segment_member"));
        Assert.Equal(outbox, Rows("outbox"));
        var spelled = facts.Select(one => one.Replace(National, International).Replace(" 30 23125 ", "3023125"));
        Assert.Equal(spelled.Order(), Customers());
        Assert.Equal(Id(Phone, "0612345678"), Assert.Single(Store.Customers.Find(International)));
        Assert.Equal("+33698765432", Store.Customers.ById(Id(External, "C-1"))!.Details.Phone);
        Assert.Equal(0, ReadAnew());

        Say(Ordered("5", 9, new() { Phone = International }), Ordered("6", 8, new() { Phone = "+33698765432" }),
            Ordered("7", 7, new() { Anonymous = "device" }));
        Assert.Equal(["+33612345678: 1 5 7", "+493023125012: 4", "C-1: 2 6", "C-2: 3"], Customers());
        AssertSound();
    }

    [Fact]
    public void Who_was_two_by_two_spellings_is_one()
    {
        Say(Ordered("1", 99, new() { Phone = National }), Ordered("2", 98, new() { Phone = International }),
            Ordered("3", 97, new() { Phone = "0033 6 12 34 56 78" }),
            // A number of somebody who has one of the shop's own is that customer's.
            Ordered("4", 96, new() { Phone = "07 11 22 33 44" }),
            Ordered("5", 95, new() { External = "C-1" }, new() { Phone = "+33 7 11 22 33 44" }));
        ReadAnew();
        Assert.Equal(["+33612345678: 1 2 3", "C-1: 4 5"], Customers());
        AssertSound();
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void Two_who_have_numbers_of_the_shops_own_stay_two()
    {
        Say(Ordered("1", 99, new() { External = "C-1" }, new() { Phone = National }),
            Ordered("2", 98, new() { External = "C-2" }, new() { Phone = International }));
        ReadAnew();
        Assert.Equal(["C-1: 1", "C-2: 2"], Customers());
        Assert.Equal(2, Store.Customers.Find(International).Count);
        AssertSound();
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void What_joins_nobody_joins_nobody_in_another_spelling()
    {
        Say(Ordered("1", 99, new() { External = "C-1", Phone = National }));
        Store.Intake.Unjoin(Id(Phone, National), new ShopMoments(Store).At(Now));
        ReadAnew();
        Say(Ordered("2", 98, new() { External = "C-2", Phone = International }));
        Assert.Equal(["C-1: 1", "C-2: 2"], Customers());
        AssertSound();
    }

    [Fact]
    public void What_joins_nobody_as_it_was_written_joins_nobody_before_numbers_are_read_anew()
    {
        Say(Ordered("1", 99, new() { External = "C-1", Phone = National }));
        Store.Intake.Unjoin(Id(Phone, National), new ShopMoments(Store).At(Now));
        Say(Ordered("2", 98, new() { Anonymous = "d-2", Phone = International }),
            Ordered("3", 97, new() { Anonymous = "d-3", Phone = International }));
        Assert.Equal(["C-1: 1", "d-2: 2", "d-3: 3"], Customers());
        AssertSound();
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void Who_was_erased_by_the_number_as_it_was_written_is_refused_by_it_in_any_spelling()
    {
        Say(Ordered("1", 99, new() { Phone = National }));
        Store.Erasure.Erase(new ErasureRequest([Id(Phone, National)], "asked", Now, Actor.Terminal("tests")), Moment);
        ReadAnew();
        Say(Ordered("2", 98, new() { Phone = International }),
            Ordered("3", 97, new() { Anonymous = "device" }, new() { Phone = International }));
        Assert.Empty(Store.Profiles.Load().Ids);
        Say(Ordered("4", 96, new() { Phone = "+33698765432" }));
        Assert.Single(Store.Profiles.Load().Ids);
    }

    [Fact]
    public void Stopped_half_way_it_goes_on_to_the_same_end()
    {
        Say([.. Enumerable.Range(10, 20).SelectMany(i => (IncomingEvent[])
        [
            Ordered($"a{i}", 99, new() { Phone = $"06 12 34 56 {i}" }),
            Ordered($"b{i}", 98, new() { External = $"C-{i}" }, new() { Phone = $"06 98 76 54 {i}" }),
        ])]);
        using var stop = new CancellationTokenSource();
        var read = 0;
        Assert.Throws<OperationCanceledException>(() => Store.Intake.ReadPhonesAnew(text =>
        {
            if (++read == 60) stop.Cancel();
            return french.Number(text);
        }, new ShopMoments(Store).At(Now), stop.Token));
        ReadAnew();
        Assert.Equal(40, Store.Profiles.Load().Ids.Length);
        Assert.All(Enumerable.Range(10, 20), i => Assert.Equal((1, 1), (
            Store.Customers.Find($"+336123456{i}").Count, Store.Customers.Find($"+336987654{i}").Count)));
        AssertSound();
    }
}
