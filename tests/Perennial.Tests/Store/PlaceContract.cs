using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Intake;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;
using Perennial.Core.Segments.Rules.Parsing;
using Perennial.Phones;
using Perennial.Shop;

namespace Perennial.Tests.Store;

/// <summary>Rules ask for the language and the time zone that hold of a customer: what was said, else what the address
/// allows, else the telephone number, else the shop's. By arrays, for one customer, and in SQL alike.</summary>
public abstract class PlaceContract : StoreContract
{
    void Say(string who, CustomerDetails said, int minutesAgo = 90) => Write(EventBatch.Of([
        SomeEvents.Event($"{who}{minutesAgo}", minutesAgo, SomeEvents.Person(who)) with { Details = said },
    ]));

    void Everybody()
    {
        Say("said", new CustomerDetails { Country = "DE", Attributes = [new("language", "fr")] });
        Say("swiss", new CustomerDetails { Country = " ch ", Phone = "+33612345678" });
        Say("caller", new CustomerDetails { Country = "France", Phone = "+33612345678" });
        Say("plain", new CustomerDetails { City = "Lyon" });
        Write(EventBatch.Of([SomeEvents.Event("p", 80, new CustomerKeySet { Phone = "+12125550123" }) with
        {
            Details = new CustomerDetails { City = "New York" },
        }]));
    }

    static readonly RuleContext context = new()
    {
        Attributes = new AttributeSet([], zone => zone, "en", "Europe/London").All,
    };

    string Who(string text)
    {
        var rule = RuleParser.Parse(text, context);
        var moment = new RuleMoment(Now, ShopCalendar.Utc);
        CustomerId[] ids = Store.Profiles.Load().Ids;
        var table = new ProfileTable(Columns.All, Tests.Some.Keys(ids.Length));
        var arrays = new RuleTest(rule, new RuleData(table) { Attributes = Store.Rules.Attributes(ids) });
        var one = new ProfileTable(Columns.All, Tests.Some.Keys(1));
        string Names(IEnumerable<CustomerId> some) => string.Join(' ', some.Select(id => Store.Customers.ById(id)!.Key)
            .Order(StringComparer.Ordinal));
        string[] found =
        [
            Names(Store.Rules.Find(rule, moment)),
            Names(arrays.Find(moment).All().Select(row => ids[row])),
            Names(ids.Where((_, row) => arrays.Holds(row, moment))),
            Names(ids.Where(id => new RuleTest(rule, new RuleData(one)
            {
                Attributes = RuleSource.AttributesOf(Store.Customers.ById(id)!),
            }).Holds(0, moment))),
            Names(ids.Where(id => new RuleTest(rule, new RuleData(one)
            {
                Attributes = Store.Rules.Attributes([id]),
            }).Holds(0, moment))),
        ];
        return Assert.Single(found.Distinct());
    }

    [Fact]
    public void What_was_said_goes_before_the_address_that_before_the_number_and_that_before_the_shop()
    {
        Everybody();
        Assert.Equal("caller said swiss", Who("language = 'fr'"));
        Assert.Equal("swiss", Who("language = 'de'"));
        Assert.Equal("+12125550123 plain", Who("language in ('en', 'es')"));
        Assert.Equal("+12125550123 plain", Who("language not in ('fr', 'de')"));
        Assert.Equal("plain", Who("time_zone = 'Europe/London'"));
        Assert.Equal("+12125550123", Who("time_zone = 'America/New_York'"));
        Assert.Equal("caller plain said swiss", Who("time_zone starts with 'Europe/'"));
        Assert.Equal("", Who("language is unknown or time_zone is unknown"));
        AssertSound();
    }

    [Fact]
    public void It_follows_what_is_said_later()
    {
        Everybody();
        Say("plain", new CustomerDetails { Country = "ES" }, 60);
        Say("swiss", new CustomerDetails { Country = "AT" }, 60);
        // Earlier than what is known, and heard later.
        Say("said", new CustomerDetails { Country = "AT", Attributes = [new("language", "it")] }, 100);
        Say("caller", new CustomerDetails { Attributes = [new("language", "")] }, 60);
        Assert.Equal("caller said", Who("language = 'fr'"));
        Assert.Equal("plain", Who("language = 'es'"));
        Assert.Equal("swiss", Who("time_zone = 'Europe/Vienna'"));
    }

    [Fact]
    public void A_watched_segment_is_entered_with_the_address()
    {
        var moment = Store.Moment(watch: ("french", "language = 'fr'"));
        void Heard(int minutesAgo, string country) => Store.Intake.Write(EventBatch.Of([
            SomeEvents.Event($"s{minutesAgo}", minutesAgo, SomeEvents.Person("C-1")) with
            {
                Details = new CustomerDetails { Country = country },
            }]), moment, cancellation: Stop);
        Heard(9, "CH");
        var id = Assert.Single(Store.Profiles.Load().Ids);
        Assert.False(Assert.Single(Store.Stays.Of(id)).LeftAt.HasValue);
        Heard(5, "AT");
        Assert.True(Assert.Single(Store.Stays.Of(id)).LeftAt.HasValue);
    }

    [Fact]
    public void A_shop_of_before_is_gone_through_once()
    {
        Everybody();
        Beside("update customer set place_languages = null, place_zones = null");
        Reopen();
        NumbersAnew.IfDue(Store, Now, Stop);
        Assert.Equal("caller said swiss", Who("language = 'fr'"));
        Assert.Equal(0, Store.Places.FindAll(Moment, Stop));
    }
}

public sealed class SqlitePlaces : PlaceContract
{
    protected override int PerChunk => 2;
}

public sealed class PostgresPlaces : PlaceContract
{
    protected override StorePlace NewPlace() => new DatabasePlace { CustomersPerChunk = 2 };
}
