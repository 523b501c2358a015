using NodaTime;
using NodaTime.TimeZones;
using Perennial.Core;
using Perennial.Settings;
using Instant = Perennial.Core.Instant;

namespace Perennial.Tests;

public class ShopCalendarTests
{
    [Theory]
    [InlineData("UTC", "2026-03-28T23:59:59.999", "2026-03-28")]
    [InlineData("Europe/Paris", "2026-03-28T23:00", "2026-03-29")]          // winter time: one hour ahead
    [InlineData("Europe/Paris", "2026-03-29T22:00", "2026-03-30")]          // summer time: two
    [InlineData("Europe/Paris", "2026-10-25T22:59:59.999", "2026-10-25")]   // back to one
    [InlineData("America/New_York", "2026-01-01T04:59:59.999", "2025-12-31")]
    [InlineData("Asia/Kolkata", "1969-12-31T18:30", "1970-01-01")]          // before 1970 and half an hour
    public void An_instant_lies_on_the_local_day(string zone, string at, string day) =>
        Assert.Equal(Some.Day(day), ShopCalendars.Of(zone).DayOf(Some.At(at)));

    [Theory]
    [InlineData("UTC", "2026-03-29", "2026-03-29T00:00", 24)]
    [InlineData("Europe/Paris", "2026-03-29", "2026-03-28T23:00", 23)]
    [InlineData("Europe/Paris", "2026-10-25", "2026-10-24T22:00", 25)]
    [InlineData("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00", 23)] // 00:00 jumps to 01:00
    [InlineData("America/Sao_Paulo", "2018-02-17", "2018-02-17T02:00", 25)] // 24:00 falls back to 23:00
    [InlineData("Asia/Beirut", "2022-03-27", "2022-03-26T22:00", 23)]       // 00:00 jumps to 01:00
    [InlineData("America/Havana", "2022-11-06", "2022-11-06T04:00", 25)]    // 01:00 falls back to 00:00
    public void A_day_starts_at_its_first_instant_and_ends_before_the_next(
        string zone, string day, string start, int hours)
    {
        var calendar = ShopCalendars.Of(zone);
        var number = Some.Day(day);
        Assert.Equal(Some.At(start), calendar.StartOf(number));
        Assert.Equal(new Instant(Some.At(start).UnixMs + hours * 3_600_000L - 1), calendar.EndOf(number));
        Assert.Equal(number, calendar.DayOf(calendar.StartOf(number)));
        Assert.Equal(number, calendar.DayOf(calendar.EndOf(number)));
        Assert.Equal(number - 1, calendar.DayOf(new Instant(calendar.StartOf(number).UnixMs - 1)));
    }

    [Fact]
    public void A_day_that_a_zone_left_out_starts_where_the_next_does()
    {
        var apia = ShopCalendars.Of("Pacific/Apia");
        Assert.Equal(apia.StartOf(Some.Day("2011-12-31")), apia.StartOf(Some.Day("2011-12-30")));
        Assert.Equal(Some.Day("2011-12-29"), apia.DayOf(apia.EndOf(Some.Day("2011-12-29"))));
    }

    [Fact]
    public void Days_start_where_NodaTime_says_around_every_clock_change_of_every_zone_since_1970()
    {
        var since = NodaTime.Instant.FromUtc(1970, 1, 2, 0, 0);
        var until = NodaTime.Instant.FromUtc(2038, 1, 1, 0, 0);
        var compared = 0;
        // A zone under another name has the same clock.
        var zones = TzdbDateTimeZoneSource.Default.CanonicalIdMap.Where(zone => zone.Key == zone.Value)
            .Select(zone => DateTimeZoneProviders.Tzdb[zone.Key]);
        foreach (var zone in zones)
        {
            var calendar = ShopCalendars.Of(zone.Id);
            foreach (var change in zone.GetZoneIntervals(since, until).Skip(1))
            {
                var around = change.Start.InZone(zone).Date;
                for (var date = around.PlusDays(-2); date <= around.PlusDays(2); date = date.PlusDays(1))
                {
                    if (LeftOut(zone, date)) continue;
                    var expected = zone.AtStartOfDay(date).ToInstant().ToUnixTimeMilliseconds();
                    var day = ShopCalendar.Day(date.ToDateOnly());
                    Assert.True(expected == calendar.StartOf(day).UnixMs,
                        $"{zone.Id} {date}: {new Instant(expected)}, not {calendar.StartOf(day)}");
                    compared++;
                }
            }
        }
        Assert.True(compared > 80_000, $"Only {compared} days were compared.");
    }

    // A zone that crosses the date line eastwards has no such day.
    static bool LeftOut(DateTimeZone zone, LocalDate date)
    {
        var noon = date + new LocalTime(12, 0);
        return zone.MapLocal(noon).Count == 0;
    }

    [Fact]
    public void Dates_and_day_numbers_are_each_others_inverse()
    {
        Assert.Equal(0, ShopCalendar.Day(new DateOnly(1970, 1, 1)));
        Assert.Equal(-1, ShopCalendar.Day(new DateOnly(1969, 12, 31)));
        Assert.Equal(13_513, ShopCalendar.Day(new DateOnly(2006, 12, 31)));
        foreach (var date in new[] { DateOnly.MinValue, new DateOnly(2000, 2, 29), DateOnly.MaxValue })
            Assert.Equal(date, ShopCalendar.Date(ShopCalendar.Day(date)));
    }

    [Fact]
    public void Offsets_and_changes_must_fit_together()
    {
        Assert.Throws<ArgumentException>(() => new ShopCalendar("x", [new(1)], [0]));
        Assert.Throws<ArgumentException>(() => new ShopCalendar("x", [new(2), new(2)], [0, 1, 2]));
    }

    [Theory]
    [InlineData("europe/paris", "Europe/Paris")]
    [InlineData(" UTC ", "UTC")]
    public void A_zone_is_found_whatever_its_case(string asked, string zone) =>
        Assert.Equal(zone, ShopCalendars.Of(asked).Zone);

    [Theory]
    [InlineData("Europe/Pari", "Europe/Paris")]
    [InlineData("New York", "America/New_York")]
    [InlineData("", "Europe/Paris")]
    public void An_unknown_zone_is_refused_with_one_that_is_like_it(string asked, string like)
    {
        var error = Assert.Throws<BadInputException>(() => ShopCalendars.Of(asked));
        Assert.Contains($"'{asked}'", error.Place);
        Assert.Contains(like, error.Remedy);
    }
}
