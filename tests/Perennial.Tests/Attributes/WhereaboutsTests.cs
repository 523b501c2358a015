using Perennial.Channels.Phones;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Settings;

namespace Perennial.Tests.Attributes;

/// <summary>Which zones a customer may be in, and which language they read, when several things are known.</summary>
public class WhereaboutsTests
{
    static Whereabouts Zone(string? said, string? country, string? phone) => Whereabouts.Of(
        said, ShopCalendars.ZonesOf(country), phone is null ? [] : DialPlan.ZonesOf(phone), "Europe/Paris")!;

    [Fact]
    public void What_was_said_comes_before_the_address_that_before_the_telephone_and_that_before_the_shop()
    {
        Assert.Equal((KnownBy.Said, "Asia/Tokyo"), Of(Zone("Asia/Tokyo", "DE", "+12125550187")));
        Assert.Equal((KnownBy.Address, "Europe/London"), Of(Zone(null, "GB", "+12125550187")));
        Assert.Equal((KnownBy.Phone, "America/New_York"), Of(Zone(null, null, "+12125550187")));
        Assert.Equal((KnownBy.Phone, "America/New_York"), Of(Zone(null, "Atlantis", "+12125550187")));
        Assert.Equal((KnownBy.Shop, "Europe/Paris"), Of(Zone(null, null, null)));

        static (KnownBy, string) Of(Whereabouts where) => (where.By, Assert.Single(where.Candidates));
    }

    [Fact]
    public void Every_zone_it_may_be_is_a_candidate_and_each_has_its_calendar()
    {
        Assert.Equal(42, Zone(null, null, "+18005550187").Candidates.Count);
        var american = Zone(null, "US", null);
        Assert.Contains("America/New_York", american.Candidates);
        Assert.Contains("Pacific/Honolulu", american.Candidates);
        // Noon in New York on January 1st is still the night before in Honolulu, as 2 o'clock UTC is.
        var at = Instant.From(DateTimeOffset.Parse("2026-01-01T07:00:00Z"));
        var days = new ZoneCalendars(ShopCalendars.Of).Of(american).Select(calendar => calendar.DayOf(at)).Distinct();
        Assert.Equal(2, days.Count());
    }

    [Fact]
    public void A_country_of_several_languages_has_all_of_them()
    {
        Assert.Equal(["de", "fr", "it"], CountryLanguages.Of("ch"));
        Assert.Equal(["de", "fr", "nl"], Whereabouts.Of(null, CountryLanguages.Of("BE"), [], "fr")!.Candidates);
        Assert.Equal(["fr"], CountryLanguages.Of(DialPlan.CountryOf("+33612345678")));
        Assert.Null(Whereabouts.Of(null, [], [], null));
    }

    [Theory]
    [InlineData("2000-05-12 yearly", "2026-05-01", "2026-05-12")]
    [InlineData("2000-05-12 yearly", "2026-05-12", "2026-05-12")]
    [InlineData("2000-05-12 yearly", "2026-05-13", "2027-05-12")]
    [InlineData("2000-05-12 yearly not:2026", "2026-05-01", "2027-05-12")]
    [InlineData("2000-05-12 yearly not:2026 not:2027", "2026-05-01", "2028-05-12")]
    [InlineData("2000-02-29 yearly", "2026-01-01", "2026-02-28")]
    [InlineData("2000-02-29 yearly", "2028-01-01", "2028-02-29")]
    [InlineData("2030-05-12 yearly", "2026-01-01", "2030-05-12")]
    [InlineData("2026-06-20", "2026-06-20", "2026-06-20")]
    [InlineData("2026-06-20", "2026-06-21", null)]
    [InlineData("2026-06-20 not:2026", "2026-01-01", null)]
    public void A_day_of_somebody_else_comes_again_unless_it_is_not_wanted(string kept, string from, string? next)
    {
        var date = OtherDate.Of("date:birthday/Mum", kept)!;
        Assert.Equal(next, date.Next(DateOnly.Parse(from))?.ToString("yyyy-MM-dd"));
        Assert.Equal((kept, "date:birthday/Mum"), (date.Value, date.Name));
    }
}
