using Perennial.Core.Consent;
using Perennial.Core.Planning;
using Perennial.Strategies;

namespace Perennial.Tests.Strategies;

/// <summary>Which days are public holidays.</summary>
public class HolidayDays
{
    static IEnumerable<string> Of(string country, int year) => PublicHolidays.Of(year, year)
        .Where(one => one.Country == country).Select(one => $"{one.Day:MM-dd}").Order();

    // Service-Public.fr; US Office of Personnel Management; Feiertagsgesetze der Länder (those of all of them); gov.uk
    // for England and Wales.
    [Theory]
    [InlineData("FR", 2026, "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25")]
    [InlineData("FR", 2027, "01-01 03-29 05-01 05-06 05-08 05-17 07-14 08-15 11-01 11-11 12-25")]
    [InlineData("US", 2026, "01-01 01-19 02-16 05-25 06-19 07-03 07-04 09-07 10-12 11-11 11-26 12-25")]
    [InlineData("DE", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26")]
    [InlineData("GB", 2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28")]
    public void They_are_those_of_published_tables(string country, int year, string days) =>
        Assert.Equal(days, string.Join(' ', Of(country, year)));

    [Fact]
    public void Every_country_has_some_every_year() => Assert.All(PublicHolidays.Countries, country =>
        Assert.All([2025, 2026, 2027, 2028], year => Assert.InRange(Of(country, year).Count(), 4, 20)));

    [Fact]
    public void A_plan_knows_them()
    {
        var rules = new PlanRules(new StrategySet(), new ContactOptions(), PublicHolidays.Of(2026, 2026));
        Assert.True(rules.IsHoliday("FR", new DateOnly(2026, 7, 14)));
        Assert.False(rules.IsHoliday("DE", new DateOnly(2026, 7, 14)));
        Assert.False(rules.IsHoliday(null, new DateOnly(2026, 12, 25)));
    }
}
