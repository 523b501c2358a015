using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Perennial.Channels.Intake.Values;

namespace Perennial.Tests.Intake;

public class MoneyTextTests
{
    static long? Cents(string text, DecimalMark mark) =>
        MoneyText.TryParse(Encoding.UTF8.GetBytes(text), mark, out var amount) && amount.TryToCents(out var cents)
            ? cents : null;

    [Theory]
    [InlineData("12", 1200)]
    [InlineData("12.5", 1250)]
    [InlineData("12.50", 1250)]
    [InlineData("-12.50", -1250)]
    [InlineData("+12.50", 1250)]
    [InlineData("12.50-", -1250)]
    [InlineData("(12.50)", -1250)]
    [InlineData("\u221212.50", -1250)]
    [InlineData(".5", 50)]
    [InlineData("5.", 500)]
    [InlineData("1,234.56", 123456)]
    [InlineData("1,234,567.89", 123456789)]
    [InlineData("1 234.56", 123456)]
    [InlineData("1\u00A0234.56", 123456)]
    [InlineData("1\u202F234.56", 123456)]
    [InlineData("1'234.56", 123456)]
    [InlineData("1\u2019234.56", 123456)]
    [InlineData("$12.50", 1250)]
    [InlineData("-$12.50", -1250)]
    [InlineData("$-12.50", -1250)]
    [InlineData("12.50 €", 1250)]
    [InlineData("USD 12.50", 1250)]
    [InlineData("12.50EUR", 1250)]
    [InlineData("'12.50", 1250)]
    [InlineData("  12.50 ", 1250)]
    [InlineData("0.004", 0)]
    [InlineData("0.005", 1)]
    [InlineData("-0.005", -1)]
    [InlineData("2.675", 268)]
    public void An_amount_with_a_decimal_point_is_read_to_the_cent(string text, long cents) =>
        Assert.Equal(cents, Cents(text, DecimalMark.Point));

    [Theory]
    [InlineData("12,50", 1250)]
    [InlineData("1.234,56", 123456)]
    [InlineData("1.234", 123400)]
    [InlineData("1 234,56 €", 123456)]
    [InlineData("-1.234.567,8", -123456780)]
    public void An_amount_with_a_decimal_comma_is_read_to_the_cent(string text, long cents) =>
        Assert.Equal(cents, Cents(text, DecimalMark.Comma));

    [Theory]
    [InlineData("", DecimalMark.Point)]
    [InlineData("-", DecimalMark.Point)]
    [InlineData(".", DecimalMark.Point)]
    [InlineData("abc", DecimalMark.Point)]
    [InlineData("12,50", DecimalMark.Point)]
    [InlineData("1,23,456", DecimalMark.Point)]
    [InlineData("1,2345", DecimalMark.Point)]
    [InlineData("1234,567.00", DecimalMark.Point)]
    [InlineData(",123", DecimalMark.Point)]
    [InlineData("1.2.3", DecimalMark.Point)]
    [InlineData("1,234'567", DecimalMark.Point)]
    [InlineData("12.50", DecimalMark.Comma)]
    [InlineData("1e5", DecimalMark.Point)]
    [InlineData("12 50", DecimalMark.Point)]
    [InlineData("--5", DecimalMark.Point)]
    [InlineData("1234567890123456789", DecimalMark.Point)]
    public void What_is_no_amount_in_this_notation_is_not_read(string text, DecimalMark mark) =>
        Assert.Null(Cents(text, mark));

    [Theory]
    [InlineData("£12.00", "GBP")]
    [InlineData("12.00 €", "EUR")]
    [InlineData("usd 12.00", "USD")]
    [InlineData("$12", "$")]
    [InlineData("12.00", null)]
    public void The_currency_beside_an_amount_is_found(string text, string? currency)
    {
        Assert.True(MoneyText.TryParse(Encoding.UTF8.GetBytes(text), DecimalMark.Point, out _, out var found));
        Assert.Equal(currency, found);
    }

    [Fact]
    public void Amounts_beyond_ten_billion_are_no_amounts()
    {
        Assert.Equal(Amount.MaxCents, Cents("10000000000.00", DecimalMark.Point));
        Assert.Null(Cents("10000000000.01", DecimalMark.Point));
        Assert.Null(Cents("-999999999999999999", DecimalMark.Point));
    }

    [Fact]
    public void Quantity_times_price_is_exact()
    {
        Assert.True(new Amount(3, 0).TryTimes(new Amount(1005, 3), out var cents));
        Assert.Equal(302, cents); // 3.015 rounds away from zero
        Assert.True(new Amount(-3, 0).TryTimes(new Amount(1005, 3), out cents));
        Assert.Equal(-302, cents);
        Assert.False(new Amount(long.MaxValue / 10, 0).TryTimes(new Amount(long.MaxValue / 10, 0), out _));
    }

    [Fact]
    public void Parts_of_a_unit_count_as_one_unit()
    {
        Assert.True(new Amount(4, 1).TryToUnits(out var units));
        Assert.Equal(1, units);
        Assert.True(new Amount(-25, 1).TryToUnits(out units));
        Assert.Equal(-3, units);
        Assert.False(new Amount(99_999_999_999, 0).TryToUnits(out _));
    }

    [Fact]
    public void Every_amount_written_with_groups_in_either_notation_is_read_back() =>
        Prop.ForAll(Gen.Choose(-2_000_000_000, 2_000_000_000).ToArbitrary(), number =>
        {
            var units = number / 100m;
            var english = units.ToString("#,##0.00", System.Globalization.CultureInfo.InvariantCulture);
            var german = english.Replace(',', '_').Replace('.', ',').Replace('_', '.');
            return Cents(english, DecimalMark.Point) == number && Cents(german, DecimalMark.Comma) == number;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_text_makes_the_reader_fail() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            MoneyText.TryParse(bytes, DecimalMark.Point, out _, out _);
            new DecimalVote().Add(bytes);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(DecimalMark.Point, "12.50", "13")]
    [InlineData(DecimalMark.Point, "1,234", "1,234.5")]
    [InlineData(DecimalMark.Point, "1,234,567")]
    [InlineData(DecimalMark.Point, "0.125")]
    [InlineData(DecimalMark.Point, "1234.567")]
    [InlineData(DecimalMark.Comma, "12,50")]
    [InlineData(DecimalMark.Comma, "1.234", "1.234,50 €")]
    [InlineData(DecimalMark.Comma, "1.234.567")]
    [InlineData(null, "1,234", "5")]
    [InlineData(null, "1.234")]
    public void The_decimal_mark_is_decided_by_what_can_be_only_one(DecimalMark? mark, params string[] texts)
    {
        var vote = new DecimalVote();
        foreach (var text in texts) vote.Add(Encoding.UTF8.GetBytes(text));
        Assert.Equal(mark, vote.Result(DecimalMark.Point));
    }

    [Fact]
    public void Amounts_without_marks_leave_the_usual_one()
    {
        var vote = new DecimalVote();
        vote.Add("12"u8);
        Assert.Equal(DecimalMark.Comma, vote.Result(DecimalMark.Comma));
    }
}
