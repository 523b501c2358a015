using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Statistics;
using Perennial.Customers;
using Perennial.Scoring;
using Perennial.Segments;
using Perennial.Shop;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Store;

/// <summary>Details and permissions of customers are asked as they were: by what had been said by then, whenever it was
/// heard.</summary>
public abstract class DetailsThenContract : StoreContract
{
    static readonly CustomerKeySet ann = new() { External = "ann" };

    static DateOnly Day(int daysAgo) => ShopCalendar.Date(ShopCalendar.Utc.DayOf(At(daysAgo)));

    static IncomingEvent Says(int daysAgo, CustomerDetails details, CustomerKeySet? who = null) => new()
    {
        Source = "test", MessageId = $"{daysAgo}-{details.GetHashCode()}", At = At(daysAgo), Who = who ?? ann,
        Details = details,
    };

    void Tell(params IncomingEvent[] events) =>
        Store.Intake.Write(EventBatch.Of(events), Moment, cancellation: Stop);

    void TellAt(int daysAgo, params IncomingEvent[] events) =>
        Store.Intake.Write(EventBatch.Of(events), Moment with { Now = At(daysAgo), AsOf = At(daysAgo) },
            cancellation: Stop);

    string[] Country(params int[] daysAgo) => [.. daysAgo.Select(days =>
        Store.Customers.ByIdAt(Id("ann"), At(days))!.Details.Country ?? "")];

    static readonly (int DaysAgo, string Country)[] moves = [(80, "FR"), (60, "DE"), (40, "FR"), (20, "AT")];

    // Of three statements heard in all orders; the first of them again.
    [Theory]
    [InlineData("0123")]
    [InlineData("3210")]
    [InlineData("20310")]
    public void A_detail_is_what_was_last_said_in_whatever_order_it_was_heard(string order)
    {
        foreach (var place in order.Select(digit => digit - '0'))
            Tell(Says(moves[place].DaysAgo, new CustomerDetails { Country = moves[place].Country }));
        Assert.Equal(["", "FR", "DE", "FR", "AT"], Country(90, 70, 50, 30, 10));
        Assert.Equal("AT", Store.Customers.ById(Id("ann"))!.Details.Country);
        AssertSound();
    }

    [Fact]
    public void What_a_file_says_without_a_date_held_from_the_beginning()
    {
        var file = Batch([("ann", new CustomerDetails { Country = "FR" })], Order("ann", "1", 400, 900));
        Store.Intake.Write(file, Moment with { Now = At(60), AsOf = At(60) }, cancellation: Stop);
        Assert.Equal(["FR", "FR"], Country(390, 0));
        Tell(Says(50, new CustomerDetails { Country = "DE" }));
        Assert.Equal(["FR", "FR", "DE"], Country(390, 55, 0));
        Write(Batch([("ann", new CustomerDetails { Country = "AT" })]));
        Assert.Equal(["FR", "DE", "AT"], Country(390, 1, 0));
    }

    [Fact]
    public void By_what_was_known_then_nobody_knows_what_was_heard_later()
    {
        TellAt(80, Says(80, new CustomerDetails { Country = "FR" }));
        TellAt(10, Says(60, new CustomerDetails { Country = "DE" }));
        string Known(int asOf, int knownBy) =>
            Store.Customers.ByIdAt(Id("ann"), At(asOf), At(knownBy))!.Details.Country ?? "";
        Assert.Equal(["FR", "DE", "FR"], [Known(50, 50), Known(50, 5), Known(70, 5)]);
    }

    [Fact]
    public void Whoever_becomes_another_keeps_what_was_said_of_both()
    {
        var address = new CustomerKeySet { Email = "ann@example.com" };
        Tell(Says(80, new CustomerDetails { Country = "FR" }, address));
        Tell(Says(60, new CustomerDetails { Country = "DE" }, address));
        Tell(Says(70, new CustomerDetails { Country = "IT" }));
        Tell(Says(40, new CustomerDetails { City = "Graz" }, ann with { Email = "ann@example.com" }));
        Assert.Equal(["FR", "IT", "DE", "DE"], Country(75, 65, 50, 0));
        AssertSound();
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void Rules_names_and_lists_see_the_details_of_then()
    {
        Write(Batch([("ann", null), ("bo", new CustomerDetails { Country = "FR" })],
            Order("ann", "1", 100, 900), Order("ann", "2", 90, 900), Order("bo", "3", 95, 100)));
        Tell(Says(80, new CustomerDetails { Country = "FR", FirstName = "Ann", Phone = "+49 30 1" }));
        Tell(Says(40, new CustomerDetails { Country = "DE", FirstName = "Anna", Phone = "+49 30 2" }));
        IEnumerable<CustomerId> Find(int daysAgo, string rule)
        {
            var view = ShopAsOf.Load(Store, new LookBack(Day(daysAgo), null), Now);
            return view.Segments.Find(view.Segments.Parse(rule)).All().Select(row => view.Ids[row]);
        }
        Assert.Equal([Id("bo")], Find(85, "country = 'FR'"));
        Assert.Equal(new[] { Id("ann"), Id("bo") }.Order(), Find(60, "country = 'FR'"));
        Assert.Equal([Id("ann")], Find(10, "country = 'DE'"));
        var then = ShopAsOf.Load(Store, new LookBack(Day(60), null), Now);
        Assert.Equal(("Ann", "+49 30 1"), (then.NameOf(then.RowOf(Id("ann"))),
            then.Directory.Phone(then.RowOf(Id("ann")))));
        var page = ShopAsOf.Customer(Store, Id("ann"), new LookBack(Day(60), null), Now)!;
        Assert.Equal("Ann", page.Record.Details.FirstName);
    }

    [Fact]
    public void Who_lived_with_somebody_is_asked_as_of_then()
    {
        Write(Batch([("ann", null), ("bo", null), ("cy", null), ("di", null)],
            Order("ann", "1", 100, 900), Order("bo", "2", 95, 100), Order("cy", "3", 95, 100)));
        CustomerDetails Lives(string street, string name) =>
            new() { FirstName = name, Address1 = street, Postcode = "75001" };
        Tell(Says(80, Lives("1 rue Haute", "Ann")));
        Tell(Says(80, Lives("1, rue haute", "Bo"), new CustomerKeySet { External = "bo" }));
        Tell(Says(80, Lives("9 rue Basse", "Cy"), new CustomerKeySet { External = "cy" }));
        // Bo moves away, cy moves in, and dan is heard of at the same address.
        Tell(Says(40, Lives("9 rue Basse", "Bo"), new CustomerKeySet { External = "bo" }));
        Tell(Says(20, Lives("1 rue Haute", "Cy"), new CustomerKeySet { External = "cy" }));
        Tell(Says(10, Lives("1 rue Haute", "Dan"), new CustomerKeySet { External = "dan" }));
        string With(int daysAgo) => KnownLine.Of(Store,
                ShopAsOf.Customer(Store, Id("ann"), new LookBack(Day(daysAgo), null), Now)!, Now)
            .SingleOrDefault(line => line.Name == "household")?.Value ?? "";
        Assert.Equal(["", "with Bo", "", "with Cy"], [With(90), With(60), With(30), With(15)]);
        Assert.Equal(["Cy", "Dan"], With(5).Replace("with ", "").Split(", ").Order());
        Assert.Equal(["Cy", "Dan"], KnownLine.Of(Store, Store.Customers.ById(Id("ann"))!, Now)
            .Single(line => line.Name == "household").Value.Replace("with ", "").Split(", ").Order());
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void Whether_somebody_might_be_called_is_asked_as_of_then_and_now()
    {
        Write(Batch([("ann", new CustomerDetails { Phone = "+49 30 1" }), ("bo", new() { Phone = "+49 30 2" })],
            Order("ann", "1", 100, 900), Order("bo", "3", 95, 100)));
        Tell(Says(80, new CustomerDetails { ConsentPhone = false }));
        Tell(Says(40, new CustomerDetails { ConsentPhone = true }));
        Tell(Says(20, new CustomerDetails { ConsentPhone = false }, new CustomerKeySet { External = "bo" }));
        bool May(int daysAgo, string who)
        {
            var view = ShopAsOf.Load(Store, new LookBack(Day(daysAgo), null), Now);
            return view.CanBeCalled[view.RowOf(Id(who))];
        }
        Assert.Equal([true, false, true], [May(90, "ann"), May(60, "ann"), May(10, "ann")]);
        // Nobody is called who has refused since.
        Assert.False(May(60, "bo"));
    }

    [Fact]
    public void Who_knew_of_a_refusal_when_is_kept()
    {
        TellAt(80, Says(80, new CustomerDetails { ConsentEmail = true }));
        TellAt(10, Says(60, new CustomerDetails { ConsentEmail = false }));
        var said = Store.Permissions.Of([Id("ann")])[Id("ann")];
        Assert.Equal([At(80), At(10)], said.Consents.OrderBy(one => one.SaidAt).Select(one => one.KnownAt));
        Assert.Equal([true, false], [said.KnownBy(At(50)).LastSaid(ContactChannel.Email)!.Value,
            said.LastSaid(ContactChannel.Email)!.Value]);
    }

    static CustomerDetails Drawn(Rng random) => random.NextInt(5) switch
    {
        0 => new() { Country = $"C{random.NextInt(3)}", City = $"T{random.NextInt(3)}" },
        1 => new() { FirstName = $"N{random.NextInt(3)}" },
        2 => new() { Birthday = new DateOnly(1990, 1, random.NextInt(3) + 1) },
        3 => new() { Phone = $"+49 30 {random.NextInt(3)}", ConsentEmail = random.NextInt(2) == 1 },
        _ => new() { Address1 = $"S{random.NextInt(3)}", Region = $"R{random.NextInt(3)}" },
    };

    /// <summary>The customers of all that was said, read as of a day, are those of what was said until then.</summary>
    [Fact]
    public void A_shop_as_of_a_day_has_the_details_of_one_that_heard_no_more()
    {
        using var cut = Another<DetailsThenContract>();
        for (var draw = 0; draw < CasesHere(16); draw++)
        {
            var (random, day) = (new Rng((ulong)draw), draw * 4);
            IncomingEvent[] events = [.. Enumerable.Range(0, 30).Select(_ =>
                Says(random.NextInt(60) + 1, Drawn(random), new() { External = $"c{draw}-{random.NextInt(3)}" }))];
            foreach (var some in events.Chunk(3)) Tell(some);
            IncomingEvent[] until = [.. events.Where(one => one.At <= At(day))];
            if (until.Length > 0) cut.Tell(until);
            foreach (var id in events.Select(one => Id(one.Who.External!)).Distinct())
            {
                Assert.Equal(cut.Store.Customers.ById(id) is null, Store.Customers.NotBegunBy(At(day)).Contains(id));
                if (cut.Store.Customers.ById(id) is { } expected)
                    Assert.Equal(expected.Details, Store.Customers.ByIdAt(id, At(day))!.Details);
            }
        }
    }
}

public sealed class SqliteDetailsThen : DetailsThenContract;

public sealed class PostgresDetailsThen : DetailsThenContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}
