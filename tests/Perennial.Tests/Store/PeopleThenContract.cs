using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Purchases;
using Perennial.Data.Access;
using Perennial.Data.Erasure;
using Perennial.Data.History;
using Perennial.Scoring;
using Perennial.Segments;
using Perennial.Shop;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Store;

/// <summary>Keys are joined at an instant: before it the people whose they were are people of their own, each with what
/// came under their own key.</summary>
public abstract class PeopleThenContract : StoreContract
{
    const string Mailbox = "ann@example.com";

    static readonly CustomerKeySet device = new() { Anonymous = "browser" }, number = new() { External = "C-1" },
        address = new() { Email = Mailbox };

    static readonly CustomerId byAddress = CustomerId.Of(CustomerKeyKind.Email, Mailbox),
        byDevice = CustomerId.Of(CustomerKeyKind.Anonymous, "browser");

    static DateOnly Day(int daysAgo) => ShopCalendar.Date(ShopCalendar.Utc.DayOf(At(daysAgo)));

    static IncomingEvent Says(int daysAgo, CustomerKeySet who) => new()
    {
        Source = "test", MessageId = $"{daysAgo} {who}", At = At(daysAgo), Who = who,
    };

    static IncomingEvent Buys(int daysAgo, string order, CustomerKeySet who, long cents) => Says(daysAgo, who) with
    {
        Order = new OrderStatement(order, At(daysAgo)) { GrossCents = cents },
    };

    // Somebody else has bought before: where nobody has there is nothing to compare. Somebody looks around, somebody
    // subscribes and buys, and a customer buys by phone: they are one.
    static readonly IncomingEvent[] told =
    [
        Buys(95, "0", new CustomerKeySet { External = "C-0" }, 100),
        Says(90, device) with { Activity = new ActivityStatement(ActivityKind.PageView) },
        Says(85, address) with
        {
            Details = new CustomerDetails
            {
                Email = Mailbox, FirstName = "Ann", Country = "FR",
                Consents = [new ConsentStatement(ContactChannel.Email, true) { SaidAt = At(85) }],
            },
        },
        Buys(80, "1", address, 1_000), Buys(75, "2", number, 5_000),
        Says(74, number) with { Details = new CustomerDetails { FirstName = "Anna", City = "Graz" } },
        Says(60, new CustomerKeySet { Id = CustomerId.Nobody }) with { Change = new OrderChange("1", 400) },
        Says(50, address with { Anonymous = "browser" }),
        Says(30, number with { Email = Mailbox }),
        Says(20, device) with { Activity = new ActivityStatement(ActivityKind.PageView) },
    ];

    void Tell(IEnumerable<IncomingEvent> events)
    {
        foreach (var one in events) Write(EventBatch.Of([one]));
    }

    /// <summary>Everybody of a day: key, orders, revenue, views, name, country and city.</summary>
    string[] Then(int daysAgo)
    {
        var view = ShopAsOf.Load(Store, new LookBack(Day(daysAgo), null), Now);
        var people = Store.Duplicates.PeopleAt(view.Table.AsOf);
        return
        [
            .. Enumerable.Range(0, view.Count).Select(row =>
            {
                var one = Store.Customers.ByIdAt(view.Ids[row], view.Table.AsOf, people: people)!;
                var (orders, revenue) = (view.Table.Values(PurchaseColumns.Orders)[row],
                    view.Table.Values(PurchaseColumns.Revenue)[row]);
                Assert.Equal(orders, one.History.Orders.At.Length);
                Assert.Equal($"{one.Details.FirstName} {one.Details.LastName}".Trim(), view.Directory.Name(row));
                return $"{view.Table.Keys.Text(row)}={one.Key}: {orders} {revenue}"
                    + $" {one.History.Activities?.At.Count(at => at <= view.Table.AsOf) ?? 0}"
                    + $" {one.Details.FirstName} {one.Details.Country}{one.Details.City}";
            }).Order(StringComparer.Ordinal),
        ];
    }

    const string Other = "C-0=C-0: 1 100 0  ";

    static readonly Dictionary<int, string[]> everybody = new()
    {
        [82] = [Other, $"{Mailbox}={Mailbox}: 0 0 0 Ann FR", "browser=browser: 0 0 1  "],
        [70] =
        [
            Other, "C-1=C-1: 1 5000 0 Anna Graz", $"{Mailbox}={Mailbox}: 1 1000 0 Ann FR", "browser=browser: 0 0 1  ",
        ],
        [55] =
        [
            Other, "C-1=C-1: 1 5000 0 Anna Graz", $"{Mailbox}={Mailbox}: 1 600 0 Ann FR", "browser=browser: 0 0 1  ",
        ],
        [40] = [Other, "C-1=C-1: 1 5000 0 Anna Graz", $"{Mailbox}={Mailbox}: 1 600 1 Ann FR"],
        [10] = [Other, "C-1=C-1: 2 5600 2 Anna FRGraz"],
    };

    [Theory]
    [InlineData(82)]
    [InlineData(70)]
    [InlineData(55)]
    [InlineData(40)]
    [InlineData(10)]
    public void Before_they_were_joined_they_were_several(int daysAgo)
    {
        Tell(told);
        Assert.Equal(["C-0", "C-1"], Store.Profiles.Load().Ids.Select(id => Store.Customers.ById(id)!.Key).Order());
        Assert.Equal(everybody[daysAgo], Then(daysAgo));
        AssertSound();
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void Whatever_rules_ask_is_asked_of_whom_they_were()
    {
        Tell(told);
        string[] Find(int daysAgo, string rule)
        {
            var view = ShopAsOf.Load(Store, new LookBack(Day(daysAgo), null), Now);
            return [.. view.Segments.Find(view.Segments.Parse(rule)).All().Select(row => view.Table.Keys.Text(row))
                .Order(StringComparer.Ordinal)];
        }
        Assert.Equal([Mailbox], Find(55, "has refund within 30d"));
        Assert.Equal(["browser"], Find(55, "has page_view within 60d"));
        Assert.Equal([Mailbox], Find(55, "country = 'FR'"));
        Assert.Equal(["C-1"], Find(55, "city = 'Graz' and has order within 60d"));
        Assert.Equal(["C-1"], Find(10, "country = 'FR' and city = 'Graz' and has page_view within 30d"));
    }

    [Fact]
    public void One_of_them_is_found_by_the_id_that_they_had()
    {
        Tell(told);
        CustomerView? Of(CustomerId id, int daysAgo) =>
            ShopAsOf.Customer(Store, id, new LookBack(Day(daysAgo), null), Now);
        var visitor = Of(byDevice, 55)!;
        Assert.Equal(("anonymous", "browser"), (visitor.Record.KeyKind, visitor.Record.Key));
        Assert.Null(Of(byDevice, 40));
        Assert.Null(Of(Id("C-1"), 82));
        Assert.Equal("1", Assert.Single(Of(byAddress, 55)!.Record.History.Orders.Number));
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void Who_has_refused_since_under_any_key_is_not_contacted()
    {
        Tell(told);
        string Written()
        {
            var view = ShopAsOf.Load(Store, new LookBack(Day(55), null), Now);
            return view.EmailsToWriteTo([view.RowOf(byAddress)])[0];
        }
        Assert.Equal(Mailbox, Written());
        Tell([Says(5, number) with { Details = new CustomerDetails { ConsentEmail = false } }]);
        Assert.Equal("", Written());
    }

    [Fact]
    public void By_what_was_known_then_they_were_several_until_it_was_heard()
    {
        foreach (var one in told)
            Store.Intake.Write(EventBatch.Of([one]), Moment with { Now = At(5), AsOf = At(5) }, cancellation: Stop);
        Assert.Equal(["ann@example.com", "browser"],
            Store.Duplicates.PeopleAt(At(10), At(10)).Others.Values.Select(one => one.Key).Order());
        Assert.Same(PeopleThen.AsNow, Store.Duplicates.PeopleAt(At(10)));
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void What_a_file_says_of_keys_held_from_the_beginning()
    {
        Tell([Buys(80, "1", address, 1_000)]);
        Write(Batch([("C-1", new CustomerDetails { Email = Mailbox })], Order("C-1", "2", 70, 500)));
        Assert.Same(PeopleThen.AsNow, Store.Duplicates.PeopleAt(At(60)));
        Assert.Equal([Mailbox], Store.Duplicates.PeopleAt(At(60), At(60)).Others.Values.Select(one => one.Key));
    }

    [Fact]
    public void Whoever_is_forgotten_is_forgotten_as_whom_they_were()
    {
        Tell(told);
        Assert.NotEmpty(Ask("select known from alias where known is not null"));
        Store.Erasure.Erase(new ErasureRequest([Id("C-1")], "asked", Now, Actor.Terminal("tests")), Moment);
        Assert.Empty(Ask("select * from alias"));
        Assert.Same(PeopleThen.AsNow, Store.Duplicates.PeopleAt(At(70)));
    }

    [Theory]
    [InlineData(40, 60, 30)]
    [InlineData(30, 60)]
    [InlineData(60, 40, 60)]
    public void Of_several_times_at_which_it_is_said_the_earliest_counts(params int[] heard)
    {
        Tell([Buys(80, "1", address, 1_000), Buys(75, "2", number, 5_000)]);
        Tell(heard.Select(days => Says(days, number with { Email = Mailbox })));
        Assert.Equal([true, false, false],
            new[] { 70, 55, 35 }.Select(days => Store.Duplicates.PeopleAt(At(days)).Others.ContainsKey(byAddress)));
        AssertSound();
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void Whoever_was_taken_apart_again_was_never_one()
    {
        Tell(told);
        Store.Intake.Unjoin(byAddress, Moment);
        Assert.DoesNotContain(byAddress, Store.Duplicates.PeopleAt(At(70)).Others.Keys);
        Assert.Contains(Then(70), one => one.StartsWith($"{Mailbox}=", StringComparison.Ordinal));
        AssertSound();
    }
}

public sealed class SqlitePeopleThen : PeopleThenContract;

public sealed class PostgresPeopleThen : PeopleThenContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}
