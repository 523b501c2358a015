using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Perennial.Core;
using Perennial.Shop;
using Perennial.Web;

namespace Perennial.Tests.Ui;

public class ListQueryTests
{
    static ListQuery Parse(string query) => ListQuery.Parse(new QueryCollection(QueryHelpers.ParseQuery(query)));

    [Theory]
    [InlineData("/customers")]
    [InlineData("/customers?q=anna%20m%C3%BCller%26co")]
    [InlineData("/customers?rfm_segment=Champions&rfm_segment=At%20Risk&tier=1,2&r=4,5")]
    [InlineData("/customers?lifecycle=former&phone=yes&sort=-revenue&page=7")]
    public void An_address_read_and_written_is_the_same(string address)
    {
        var query = address.Contains('?') ? address[address.IndexOf('?')..] : "";
        Assert.Equal(address, Parse(query).At("/customers"));
    }

    [Fact]
    public void Empty_fields_of_a_form_filter_nothing() =>
        Assert.True(Parse("?q=&rfm_segment=&tier=&lifecycle=&sort=").Filter.IsEmpty);

    [Theory]
    [InlineData("?page=0")]
    [InlineData("?page=x")]
    [InlineData("?page=-3")]
    public void A_page_that_is_none_is_refused(string query) =>
        Assert.Equal("page", Assert.Throws<BadInputException>(() => Parse(query)).Place);

    [Fact]
    public void Another_filter_begins_at_the_first_page()
    {
        var query = Parse("?page=7&sort=-orders").And("tier", "2");
        Assert.Equal("/calls?tier=2&sort=-orders", query.At("/calls"));
        Assert.Equal(new ListOrder("orders", true), query.Order);
    }
}
