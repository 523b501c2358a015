using Perennial.Core;
using Perennial.Core.Occasions;
using Perennial.Settings;

namespace Perennial.Tests.Strategies;

/// <summary>On which days occasions fall, and when times come again.</summary>
public class OccasionDays
{
    static readonly IReadOnlyDictionary<string, DayRule> mothersDay =
        SomeStrategies.Shipped.Set.Occasions.Single(one => one.Name == "mothers day").Days;

    // Published tables: Easter of the Gregorian calendar; Mother's Day in the United States, Great Britain and
    // France.
    [Theory]
    [InlineData(2025, "04-20", "05-11", "03-30", "05-25")]
    [InlineData(2026, "04-05", "05-10", "03-15", "05-31")]
    [InlineData(2027, "03-28", "05-09", "03-07", "05-30")]
    [InlineData(2028, "04-16", "05-14", "03-26", "05-28")]
    [InlineData(2029, "04-01", "05-13", "03-11", "05-27")]
    [InlineData(2030, "04-21", "05-12", "03-31", "05-26")]
    [InlineData(2020, "04-12", "05-10", "03-22", "06-07")]
    [InlineData(2023, "04-09", "05-14", "03-19", "06-04")]
    public void Days_are_those_of_published_calendars(int year, string easter, string us, string gb, string fr)
    {
        string Of(DayRule rule) => $"{rule.In(year):MM-dd}";
        Assert.Equal((easter, us, gb, fr),
            (Of(new EasterDay(0)), Of(mothersDay["US"]), Of(mothersDay["GB"]), Of(mothersDay["FR"])));
        Assert.Equal(us, Of(mothersDay["DE"]));
    }

    [Fact]
    public void Weekdays_of_a_month_and_tables()
    {
        Assert.Equal(new DateOnly(2026, 11, 26), new WeekdayOfMonth(4, DayOfWeek.Thursday, 11).In(2026));
        Assert.Equal(new DateOnly(2026, 3, 1), new WeekdayOfMonth(1, DayOfWeek.Sunday, 3).In(2026));
        Assert.Equal(new DateOnly(2028, 2, 29), new FixedDay(2, 29).In(2028));
        Assert.Null(new FixedDay(2, 29).In(2027));
        var table = new DayTable(new Dictionary<int, DateOnly> { [2026] = new(2026, 11, 9) });
        Assert.Equal(new DateOnly(2026, 11, 9), table.In(2026));
        Assert.Null(table.In(2027));
    }

    [Theory]
    [InlineData("2026-10-24T00:00Z", "2026-10-25T00:30Z")]                   // the first 02:30, +02
    [InlineData("2026-10-25T00:30Z", "2026-10-25T00:30Z")]                   // exactly now counts
    [InlineData("2026-10-25T00:31Z", "2026-11-01T01:30Z")]                   // not the second 02:30 of that night
    [InlineData("2026-03-28T00:00Z", "2026-03-29T01:30Z")]                   // 03:30 where 02:30 is skipped
    public void A_schedule_in_nights_in_which_clocks_change(string from, string next) => Assert.Equal(
        Some.At(next), new Schedule(150, "sunday 02:30") { Weekdays = Weekdays.None.With(DayOfWeek.Sunday) }
            .Next(Some.At(from), ShopCalendars.Of("Europe/Paris")));

    [Fact]
    public void Schedules_by_the_month_and_of_one_day()
    {
        var newsletter = new Schedule(600, "") { EveryMonth = new WeekdayOfMonth(1, DayOfWeek.Tuesday, 1) };
        Assert.Equal(Some.At("2026-12-01T10:00Z"), newsletter.Next(Some.At("2026-11-03T10:01Z"), ShopCalendar.Utc));
        Assert.Equal(Some.At("2026-11-03T10:00Z"), newsletter.Next(Some.At("2026-11-03T10:00Z"), ShopCalendar.Utc));
        var march = new Schedule(540, "") { Day = new WeekdayOfMonth(1, DayOfWeek.Monday, 3) };
        Assert.Equal(Some.At("2027-03-01T09:00Z"), march.Next(Some.At("2026-03-02T09:01Z"), ShopCalendar.Utc));
        var once = new Schedule(540, "") { Date = new(2026, 12, 1) };
        Assert.Equal(Instant.Never, once.Next(Some.At("2026-12-01T09:01Z"), ShopCalendar.Utc));
    }

    static readonly OpenHours calls = new(Weekdays.All, [new(9 * 60, 12 * 60 + 30), new(13 * 60 + 30,
        19 * 60 + 30)], false);

    [Theory]
    [InlineData("2026-06-01T07:00Z", "2026-06-01T07:00Z")]                   // 09:00, open from then on
    [InlineData("2026-06-01T06:59Z", "2026-06-01T07:00Z")]
    [InlineData("2026-06-01T10:30Z", "2026-06-01T11:30Z")]                   // 12:30 is closed, 13:30 open
    [InlineData("2026-06-01T17:30Z", "2026-06-02T07:00Z")]
    [InlineData("2026-10-24T17:30Z",
        "2026-10-25T08:00Z")]                   // 09:00 is an hour later behind the change
    [InlineData("2026-07-13T20:00Z", "2026-07-15T07:00Z")]                   // the 14th of July is a holiday
    public void Hours_open_by_the_clock_of_the_place(string from, string open) => Assert.Equal(Some.At(open),
        calls.NextOpen(Some.At(from), ShopCalendars.Of("Europe/Paris"), day => (day.Month, day.Day) == (7, 14)));

    [Fact]
    public void What_is_never_open_has_no_next_time() => Assert.Equal(Instant.Never,
        (calls with { Days = Weekdays.None }).NextOpen(Some.At("2026-06-01"), ShopCalendar.Utc, _ => false));
}
