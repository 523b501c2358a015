using PublicHoliday;

namespace Perennial.Strategies;

/// <summary>Public holidays by country, for contact hours and laws that leave them out.</summary>
/// <remarks>Where a holiday that falls on a weekend is kept on another day, both are holidays. Those of a part of a
/// country alone are not among them, nor are countries that are not listed here: no day is a holiday there.</remarks>
public static class PublicHolidays
{
    static readonly Dictionary<string, Func<PublicHolidayBase>> calendars = new()
    {
        ["AT"] = () => new AustriaPublicHoliday(), ["AU"] = () => new AustraliaPublicHoliday(),
        ["BE"] = () => new BelgiumPublicHoliday(), ["BR"] = () => new BrazilPublicHoliday(),
        ["CA"] = () => new CanadaPublicHoliday(null), ["CH"] = () => new SwitzerlandPublicHoliday(false, false, false),
        ["CZ"] = () => new CzechRepublicPublicHoliday(), ["DE"] = () => new GermanPublicHoliday(),
        ["DK"] = () => new DenmarkPublicHoliday(), ["EE"] = () => new EstoniaPublicHoliday(),
        ["ES"] = () => new SpainPublicHoliday(), ["FI"] = () => new FinlandPublicHoliday(false),
        ["FR"] = () => new FrancePublicHoliday(), ["GB"] = () => new UKBankHoliday(),
        ["GR"] = () => new GreecePublicHoliday(), ["HR"] = () => new CroatiaPublicHoliday(),
        ["HU"] = () => new HungaryPublicHoliday(), ["IE"] = () => new IrelandPublicHoliday(),
        ["IT"] = () => new ItalyPublicHoliday(), ["JP"] = () => new JapanPublicHoliday(),
        ["LT"] = () => new LithuaniaPublicHoliday(), ["LU"] = () => new LuxembourgPublicHoliday(),
        ["LV"] = () => new LatviaPublicHoliday(), ["MX"] = () => new MexicoPublicHoliday(),
        ["NL"] = () => new DutchPublicHoliday(), ["NO"] = () => new NorwayPublicHoliday(),
        ["NZ"] = () => new NewZealandPublicHoliday(), ["PL"] = () => new PolandPublicHoliday(),
        ["PT"] = () => new PortugalPublicHoliday(), ["RO"] = () => new RomanianPublicHoliday(),
        ["SE"] = () => new SwedenPublicHoliday(), ["SI"] = () => new SloveniaPublicHoliday(),
        ["SK"] = () => new SlovakiaPublicHoliday(), ["TR"] = () => new TurkeyPublicHoliday(),
        ["US"] = () => new USAPublicHoliday(), ["ZA"] = () => new SouthAfricaPublicHoliday(),
    };

    /// <summary>The countries whose holidays are known, ISO 3166 two letters.</summary>
    public static IReadOnlyCollection<string> Countries => calendars.Keys;

    /// <summary>The holidays of all of them, from one year to another, both included.</summary>
    public static IEnumerable<(string Country, DateOnly Day)> Of(int firstYear, int lastYear)
    {
        foreach (var (country, calendar) in calendars)
        {
            var holidays = calendar();
            for (var year = firstYear; year <= lastYear; year++)
            {
                foreach (var day in holidays.PublicHolidaysInformation(year)
                    .SelectMany(one => new[] { one.HolidayDate, one.ObservedDate }).Distinct())
                    yield return (country, DateOnly.FromDateTime(day));
            }
        }
    }
}
