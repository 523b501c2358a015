using Perennial.Channels.Phones;
using Perennial.Core;
using Perennial.Settings;

namespace Perennial.Tests.Phones;

public class DialPlanTests
{
    [Theory]
    [InlineData("FR", "06 12 34 56 78")]
    [InlineData("FR", "0612345678")]
    [InlineData("FR", "06.12.34.56.78")]
    [InlineData("FR", "+33 6 12 34 56 78")]
    [InlineData("FR", "+33 (0)6 12 34 56 78")]
    [InlineData("FR", "+330612345678")]
    [InlineData("FR", "0033 6 12 34 56 78")]
    [InlineData("FR", "33612345678")]
    [InlineData("FR", "tel:+33-6-12-34-56-78")]
    [InlineData("FR", "０６１２３４５６７８")]
    [InlineData("FR", "٠٦١٢٣٤٥٦٧٨")]
    [InlineData("FR", "+33\u00A0612\u200B345678")]
    [InlineData("FR", "06 12 34 56 78 mobile")]
    [InlineData("FR", "Tél. 06 12 34 56 78 (matin)")]
    [InlineData("FR", "'0612345678")]
    [InlineData("DE", "+33 6 12 34 56 78")]
    [InlineData(null, "+33 6 12 34 56 78")]
    [InlineData(null, "0033612345678")]
    [InlineData("US", "011 33 6 12 34 56 78")]
    public void A_number_is_the_same_however_it_is_written(string? country, string text) =>
        Assert.Equal((text, "+33612345678"), (text, DialPlan.Of(country).Number(text)));

    [Theory]
    [InlineData("US", "(212) 555-0187", "+12125550187")]
    [InlineData("US", "1-212-555-0187", "+12125550187")]
    [InlineData("GB", "020 7946 0018", "+442079460018")]
    [InlineData("GB", "07700 900123", "+447700900123")]
    [InlineData("DE", "030 23125 012", "+493023125012")]
    [InlineData("DE", "0170/1234567", "+491701234567")]
    // The nought is part of Italian numbers.
    [InlineData("IT", "06 1234 5678", "+390612345678")]
    public void A_national_number_is_one_of_the_shops_country(string country, string text, string number) =>
        Assert.Equal(number, DialPlan.Of(country).Number(text));

    [Theory]
    [InlineData(null, "06 12 34 56 78")]
    [InlineData("FR", "061234567")]
    [InlineData("FR", "12345")]
    [InlineData("FR", "0612345678 / 0698765432 / 0611223344")]
    // What can be dialled within a town is somebody else's in the next.
    [InlineData("US", "555-0187")]
    // Who shares a switchboard is told apart by the extension alone.
    [InlineData("FR", "01 55 51 23 45 ext. 12")]
    [InlineData("FR", "0000000000")]
    [InlineData("FR", "1234567890")]
    [InlineData("FR", "undefined")]
    [InlineData("FR", "")]
    public void What_cannot_be_told_stays_as_it_was_written(string? country, string text) =>
        Assert.Equal(text, DialPlan.Of(country).Number(text));

    [Fact]
    public void What_is_read_is_read_again_as_itself_and_shown_with_blanks()
    {
        var plan = DialPlan.Of("FR");
        Assert.Equal("+33612345678", plan.Number(plan.Number("06 12 34 56 78")));
        Assert.Equal("+33 6 12 34 56 78", DialPlan.Shown("+33612345678"));
        Assert.Equal("06 12 34 56 78", DialPlan.Shown("06 12 34 56 78"));
    }

    [Fact]
    public void Every_way_in_which_it_was_compared_before_is_known()
    {
        var former = DialPlan.Former("+33612345678");
        Assert.All(
            (string[])["06 12 34 56 78", "+33 (0)6 12 34 56 78", "0033 6 12 34 56 78", "33612345678", "612345678"],
            text => Assert.Contains(KeyText.Compared(CustomerKeyKind.Phone, text), former));
        Assert.Empty(DialPlan.Former("0612345678"));
    }

    // Counted with libphonenumber 9.0.43.
    [Theory]
    [InlineData("+12125550187", 1, "America/New_York")]
    [InlineData("+33612345678", 1, "Europe/Paris")]
    [InlineData("+447912345678", 4, "Europe/London")]
    [InlineData("+61412345678", 8, "Australia/Sydney")]
    [InlineData("+18005550187", 42, "America/New_York")]
    public void A_prefix_names_the_zones_in_which_a_number_may_be(string number, int count, string one)
    {
        var zones = DialPlan.ZonesOf(number);
        Assert.Equal((count, true), (zones.Count, zones.Contains(one)));
        Assert.Empty(DialPlan.ZonesOf("0612345678"));
    }

    [Theory]
    [InlineData("Europe/Paris", "FR")]
    [InlineData("America/New_York", "US")]
    [InlineData("Europe/Amsterdam", "NL")]
    [InlineData("UTC", null)]
    public void A_shop_that_names_no_country_has_that_of_its_time_zone(string zone, string? country) =>
        Assert.Equal(country, ShopCalendars.CountryOf(zone));

    [Fact]
    public void A_country_without_numbers_is_no_setting()
    {
        Assert.Equal("FR", ShopOptions.Parse("country: FR", "settings").Country);
        var error = Assert.Throws<BadInputException>(() => ShopOptions.Parse("country: France", "settings"));
        Assert.Contains("FR", error.Remedy);
    }
}
