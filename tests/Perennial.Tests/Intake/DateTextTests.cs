using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Perennial.Channels.Intake.Values;
using Perennial.Core;

namespace Perennial.Tests.Intake;

public class DateTextTests
{
    static string? Read(string text, DateStyle style) =>
        DateText.TryParse(Encoding.UTF8.GetBytes(text), style, out var reading)
            ? reading.ToInstant(ShopCalendar.Utc).ToString() : null;

    [Theory]
    [InlineData(DateStyle.YearMonthDay, "2024-01-31", "2024-01-31T00:00:00.000Z")]
    [InlineData(DateStyle.YearMonthDay, "2024/1/3", "2024-01-03T00:00:00.000Z")]
    [InlineData(DateStyle.YearMonthDay, "2024-02-29", "2024-02-29T00:00:00.000Z")]
    [InlineData(DateStyle.YearMonthDay, "2024-01-31 10:20", "2024-01-31T10:20:00.000Z")]
    [InlineData(DateStyle.YearMonthDay, "2024-01-31T10:20:30Z", "2024-01-31T10:20:30.000Z")]
    [InlineData(DateStyle.YearMonthDay, "2024-01-31T10:20:30.123456+02:00", "2024-01-31T08:20:30.123Z")]
    [InlineData(DateStyle.YearMonthDay, "2025-10-02 17:09:34 -0300", "2025-10-02T20:09:34.000Z")]
    [InlineData(DateStyle.YearMonthDay, "2025-10-02 17:09:34 UTC", "2025-10-02T17:09:34.000Z")]
    [InlineData(DateStyle.YearMonthDay, "2025-10-02T17:09:34+05", "2025-10-02T12:09:34.000Z")]
    [InlineData(DateStyle.YearMonthDay, "2025-12-31T23:59:60Z", "2025-12-31T23:59:59.000Z")]
    [InlineData(DateStyle.DayMonthYear, "31/01/2024", "2024-01-31T00:00:00.000Z")]
    [InlineData(DateStyle.DayMonthYear, "31.1.24 9:05", "2024-01-31T09:05:00.000Z")]
    [InlineData(DateStyle.DayMonthYear, "1-2-1999", "1999-02-01T00:00:00.000Z")]
    [InlineData(DateStyle.DayMonthYear, "01/02/70", "1970-02-01T00:00:00.000Z")]
    [InlineData(DateStyle.MonthDayYear, "12/1/2010 8:26", "2010-12-01T08:26:00.000Z")]
    [InlineData(DateStyle.MonthDayYear, "1/31/2024 12:05 AM", "2024-01-31T00:05:00.000Z")]
    [InlineData(DateStyle.MonthDayYear, "1/31/2024, 5:09:07 p.m.", "2024-01-31T17:09:07.000Z")]
    [InlineData(DateStyle.Compact, "20240131", "2024-01-31T00:00:00.000Z")]
    [InlineData(DateStyle.Compact, "20240131102030", "2024-01-31T10:20:30.000Z")]
    [InlineData(DateStyle.Compact, "20240131T10:20:30Z", "2024-01-31T10:20:30.000Z")]
    [InlineData(DateStyle.MonthName, "31 Jan 2024", "2024-01-31T00:00:00.000Z")]
    [InlineData(DateStyle.MonthName, "31-JAN-24", "2024-01-31T00:00:00.000Z")]
    [InlineData(DateStyle.MonthName, "January 31, 2024 10:20", "2024-01-31T10:20:00.000Z")]
    [InlineData(DateStyle.UnixSeconds, "1706693400", "2024-01-31T09:30:00.000Z")]
    [InlineData(DateStyle.UnixSeconds, "1706693400.25", "2024-01-31T09:30:00.250Z")]
    [InlineData(DateStyle.UnixMilliseconds, "1706693400123", "2024-01-31T09:30:00.123Z")]
    [InlineData(DateStyle.ExcelSerial, "45322", "2024-01-31T00:00:00.000Z")]
    [InlineData(DateStyle.ExcelSerial, "45322.3958333333", "2024-01-31T09:30:00.000Z")]
    public void A_date_is_read(DateStyle style, string text, string instant) =>
        Assert.Equal(instant, Read(text, style));

    [Theory]
    [InlineData(DateStyle.YearMonthDay, "")]
    [InlineData(DateStyle.YearMonthDay, "2023-02-29")]
    [InlineData(DateStyle.YearMonthDay, "2024-13-01")]
    [InlineData(DateStyle.YearMonthDay, "2024-01-00")]
    [InlineData(DateStyle.YearMonthDay, "0000-00-00")]
    [InlineData(DateStyle.YearMonthDay, "2024-01/31")]
    [InlineData(DateStyle.YearMonthDay, "31-01-2024")]
    [InlineData(DateStyle.YearMonthDay, "2024-01-31T")]
    [InlineData(DateStyle.YearMonthDay, "2024-01-31 24:00")]
    [InlineData(DateStyle.YearMonthDay, "2024-01-31 10:60")]
    [InlineData(DateStyle.YearMonthDay, "2024-01-31 10:20 tomorrow")]
    [InlineData(DateStyle.YearMonthDay, "2024-01-31x")]
    [InlineData(DateStyle.DayMonthYear, "01/31/2024")]
    [InlineData(DateStyle.DayMonthYear, "31/01/024")]
    [InlineData(DateStyle.DayMonthYear, "2024/01/31")]
    [InlineData(DateStyle.MonthDayYear, "31/01/2024")]
    [InlineData(DateStyle.MonthDayYear, "1/31/2024 13:05 PM")]
    [InlineData(DateStyle.Compact, "2024013")]
    [InlineData(DateStyle.Compact, "20240132")]
    [InlineData(DateStyle.MonthName, "31 Foo 2024")]
    [InlineData(DateStyle.UnixSeconds, "20240131")]
    [InlineData(DateStyle.UnixMilliseconds, "1706693400")]
    [InlineData(DateStyle.ExcelSerial, "1706693400")]
    public void What_is_no_date_in_this_style_is_not_read(DateStyle style, string text) =>
        Assert.Null(Read(text, style));

    [Fact]
    public void Every_day_is_read_in_every_style_with_the_same_number()
    {
        (string Pattern, DateStyle Style)[] styles =
        [
            ("yyyy-MM-dd", DateStyle.YearMonthDay), ("dd/MM/yyyy", DateStyle.DayMonthYear),
            ("MM/dd/yyyy", DateStyle.MonthDayYear), ("yyyyMMdd", DateStyle.Compact),
            ("d MMM yyyy", DateStyle.MonthName),
        ];
        Prop.ForAll(Gen.Choose(-100_000, 100_000).ToArbitrary(), day => styles.All(style =>
        {
            var text = Encoding.UTF8.GetBytes(ShopCalendar.Date(day).ToString(style.Pattern));
            return DateText.TryParse(text, style.Style, out var read) && read.Day == day;
        })).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void No_text_makes_the_reader_fail() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            foreach (var style in DateStyles.All) DateText.TryParse(bytes, style, out _);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("yyyy-MM-dd", DateStyle.YearMonthDay)]
    [InlineData("dd.MM.yyyy HH:mm", DateStyle.DayMonthYear)]
    [InlineData("M/d/yyyy", DateStyle.MonthDayYear)]
    [InlineData("YYYYMMDD", DateStyle.Compact)]
    [InlineData("yyyyMMdd", DateStyle.Compact)]
    [InlineData("d MMM yyyy", DateStyle.MonthName)]
    [InlineData("unix", DateStyle.UnixSeconds)]
    [InlineData("EXCEL", DateStyle.ExcelSerial)]
    public void A_date_format_is_understood(string text, DateStyle style) =>
        Assert.Equal(style, DateStyles.Parse(text));

    [Theory]
    [InlineData("yesterday")]
    [InlineData("ddMMyyyy")]
    [InlineData("")]
    public void An_unknown_date_format_is_an_error_that_lists_the_known_ones(string text) =>
        Assert.Contains("yyyy-MM-dd", Assert.Throws<BadInputException>(() => DateStyles.Parse(text)).Remedy);

    [Fact]
    public void A_local_time_is_read_on_the_shops_clock()
    {
        // Paris, 2024: summer time from 2024-03-31T01:00Z to 2024-10-27T01:00Z.
        var paris = new ShopCalendar(
            "Europe/Paris", [Inbox.At("2024-03-31T01:00:00Z"), Inbox.At("2024-10-27T01:00:00Z")], [3600, 7200, 3600]);
        string Local(string text)
        {
            Assert.True(DateText.TryParse(Encoding.UTF8.GetBytes(text), DateStyle.YearMonthDay, out var reading));
            return reading.ToInstant(paris).ToString();
        }

        Assert.Equal("2024-01-31T09:00:00.000Z", Local("2024-01-31 10:00"));
        Assert.Equal("2024-07-31T08:00:00.000Z", Local("2024-07-31 10:00"));
        Assert.Equal("2024-03-31T00:59:00.000Z", Local("2024-03-31 01:59"));
        Assert.Equal("2024-03-31T01:30:00.000Z", Local("2024-03-31 02:30")); // skipped by the clock
        Assert.Equal("2024-03-31T01:00:00.000Z", Local("2024-03-31 03:00"));
        Assert.Equal("2024-10-27T00:30:00.000Z", Local("2024-10-27 02:30")); // shown twice
        Assert.Equal("2024-10-27T02:00:00.000Z", Local("2024-10-27 03:00"));
        Assert.Equal("2024-07-31T10:00:00.000Z", Local("2024-07-31T10:00Z"));
    }
}
