using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Purchases;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Store;

/// <summary>Whom what a tracker says in passing does not join, and who may join them.</summary>
public abstract class DuplicateContract : StoreContract
{
    const string Ann = "ann@example.com", Bob = "bob@example.com";

    static readonly CustomerId ann = CustomerId.Of(CustomerKeyKind.Email, Ann);
    static readonly CustomerId bob = CustomerId.Of(CustomerKeyKind.Email, Bob);

    void Say(params IncomingEvent[] events)
    {
        foreach (var one in events) Write(EventBatch.Of([one]));
    }

    static IncomingEvent Ordered(string number, int minutesAgo, CustomerKeySet who) =>
        SomeEvents.Event($"o{number}", minutesAgo, who) with { Order = SomeEvents.Order(number, minutesAgo, 1_000) };

    static IncomingEvent Identified(int minutesAgo, CustomerKeySet who) =>
        SomeEvents.Event($"i{minutesAgo}", minutesAgo, who) with
        {
            Details = who.Email is null ? null : new CustomerDetails { Email = who.Email },
        };

    string[] Customers() => [.. Store.Profiles.Load().Ids.Select(id => Store.Customers.ById(id)!)
        .Select(one => $"{one.Key}: {string.Join(' ', one.History.Orders.Number.ToArray().Order())}").Order()];

    // Both have bought under their addresses.
    void TwoPeople() => Say(Ordered("1", 90, new() { Email = Ann }), Ordered("2", 80, new() { Email = Bob }));

    /// <summary>What a tracker may say of two people who both have an address.</summary>
    public static TheoryData<string> Passing => ["one number", "one device", "a device, then a number"];

    static IncomingEvent[] Said(string how) => how switch
    {
        "one number" =>
        [
            Identified(50, new() { External = "C-1", Email = Ann }),
            Identified(40, new() { External = "C-1", Email = Bob }),
        ],
        "one device" =>
        [
            Identified(50, new() { Anonymous = "device", Email = Ann }),
            Identified(40, new() { Anonymous = "device", Email = Bob }),
        ],
        _ =>
        [
            Identified(50, new() { Anonymous = "device", Email = Ann }),
            Identified(40, new() { External = "C-1", Anonymous = "device", Email = Bob }),
        ],
    };

    [Theory, InWholeRuns(OnDatabases = true)]
    [MemberData(nameof(Passing))]
    public void Two_people_with_addresses_of_their_own_stay_two_and_are_listed(string how)
    {
        TwoPeople();
        Say(Said(how));
        Say(Said(how));
        var customers = Customers();
        Assert.Equal(2, customers.Length);
        Assert.Single(customers, one => one.EndsWith(": 1", StringComparison.Ordinal));
        Assert.Single(customers, one => one.EndsWith(": 2", StringComparison.Ordinal));
        var pair = Assert.Single(Store.Duplicates.Open(10));
        Assert.Equal(Store.Profiles.Load().Ids.Order(), new[] { pair.One, pair.Other }.Order());
        AssertSound();
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public void Whoever_says_so_joins_them_and_they_are_listed_no_longer(string how)
    {
        TwoPeople();
        Say(Said(how));
        var pair = Assert.Single(Store.Duplicates.Open(10));
        Store.Intake.Join(Store.Customers.ById(pair.One)!, Store.Customers.ById(pair.Other)!, Moment);
        Assert.EndsWith(": 1 2", Assert.Single(Customers()));
        Assert.Empty(Store.Duplicates.Open(10));
        AssertSound();
    }

    [Fact]
    public void A_pair_that_somebody_called_two_people_is_not_listed_again()
    {
        TwoPeople();
        Say(Said("one device"));
        var pair = Assert.Single(Store.Duplicates.Open(10));
        Assert.True(Store.Duplicates.Settle(pair.Other, pair.One));
        Say(Said("one device"));
        Reopen();
        Say(Said("one device"));
        Assert.Empty(Store.Duplicates.Open(10));
        Assert.Equal(2, Customers().Length);
    }

    [Fact]
    public void The_address_moves_with_whoever_gives_it()
    {
        TwoPeople();
        Say(Said("one number"));
        var number = Store.Customers.ById(CustomerId.Of(CustomerKeyKind.External, "C-1"))!;
        Assert.Equal(Bob, number.Details.Email);
        // It was not bob's to lose.
        Assert.NotNull(Store.Customers.ById(bob));
        Assert.Null(Store.Customers.ById(ann));
    }

    [Fact]
    public void An_address_that_was_nobodys_is_the_customers_who_gives_it()
    {
        Say(Ordered("1", 90, new() { External = "C-1", Email = Ann }),
            Identified(50, new() { External = "C-1", Email = "ann.new@example.com" }),
            Ordered("2", 40, new() { Email = "ann.new@example.com" }), Ordered("3", 30, new() { Email = Ann }));
        Assert.Equal(["C-1: 1 2 3"], Customers());
        Assert.Empty(Store.Duplicates.Open(10));
    }

    [Fact]
    public void Whoever_leaves_an_address_and_then_signs_in_is_one_person()
    {
        Say(Ordered("1", 90, new() { Anonymous = "device", Email = Ann }),
            Identified(50, new() { Anonymous = "device", External = "C-1" }));
        Assert.Equal(["C-1: 1"], Customers());
    }

    [Theory, InWholeRuns(OnDatabases = true)]
    [InlineData("C-2")]
    [InlineData("C-3")]
    public void An_alias_joins_whoever_it_names(string previous)
    {
        Say(Ordered("1", 90, new() { External = "C-1", Email = Ann }),
            Ordered("2", 80, new() { External = previous, Email = Bob }));
        Assert.Equal(2, Customers().Length);
        Say(SomeEvents.Event("a", 40, new() { External = "C-1", Previous = [previous] }));
        Assert.Equal(["C-1: 1 2"], Customers());
        Assert.Empty(Store.Duplicates.Open(10));
    }

    [Theory, InWholeRuns(OnDatabases = true)]
    [InlineData("012")]
    [InlineData("120")]
    [InlineData("201")]
    [InlineData("210")]
    [InlineData("0212")]
    public void Whose_a_telephone_of_two_is_does_not_depend_on_who_was_known_first(string order)
    {
        IncomingEvent[] events =
        [
            Ordered("1", 90, new() { External = "C-1", Phone = "+33155512345" }),
            Ordered("2", 80, new() { External = "C-2", Phone = "+33155512345" }),
            Ordered("3", 70, new() { Phone = "+33155512345" }),
        ];
        Say([.. order.Select(place => events[place - '0'])]);
        var first = new[] { "C-1", "C-2" }.MinBy(key => CustomerId.Of(CustomerKeyKind.External, key));
        string[] expected = first == "C-1" ? ["C-1: 1 3", "C-2: 2"] : ["C-1: 1", "C-2: 2 3"];
        Assert.Equal(expected, Customers());
        AssertSound();
    }

    [Fact]
    public void Two_numbers_with_one_address_are_listed_and_two_on_one_device_are_not()
    {
        Say(Ordered("1", 90, new() { External = "C-1", Email = Ann, Anonymous = "device" }),
            Ordered("2", 80, new() { External = "C-2", Anonymous = "device" }));
        Assert.Empty(Store.Duplicates.Open(10));
        Say(Ordered("3", 70, new() { External = "C-3", Email = Ann }));
        var pair = Assert.Single(Store.Duplicates.Open(10));
        Assert.Equal(new[] { Id("C-1"), Id("C-3") }.Order(), new[] { pair.One, pair.Other }.Order());
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void A_file_joins_nobody_whom_a_tracker_would_not()
    {
        TwoPeople();
        Write(Batch([("C-1", new CustomerDetails { Email = Ann })]));
        Write(Batch([("C-1", new CustomerDetails { Email = Bob })]));
        Assert.Equal(["C-1: 1", $"{Bob}: 2"], Customers());
        Assert.Single(Store.Duplicates.Open(10));
        var orders = Store.Profiles.Load();
        Assert.Equal(1, orders.Profiles.Values(PurchaseColumns.Orders)[orders.RowOf(Id("C-1"))]);
    }
}
