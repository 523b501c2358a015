using Perennial.Core;
using Perennial.Core.History;

namespace Perennial.Tests;

public class CustomerIdTests
{
    // Expected: printf 'email:anna@example.com' | sha256sum, first 32 digits.
    [Theory]
    [InlineData(CustomerKeyKind.Email, "anna@example.com", "d3f7f41e7d44762cc478f4fc1bf1ea1e")]
    [InlineData(CustomerKeyKind.Email, "  Anna@Example.COM ", "d3f7f41e7d44762cc478f4fc1bf1ea1e")]
    [InlineData(CustomerKeyKind.External, "C-1042", "dd71da5bc6f19655e008fc6fb77f05ee")]
    [InlineData(CustomerKeyKind.External, "\tC-1042 ", "dd71da5bc6f19655e008fc6fb77f05ee")]
    [InlineData(CustomerKeyKind.Phone, "+33 1 55 51 23 45", "9ad5cb61e1b2a6c9ed9c5f645696fff8")]
    [InlineData(CustomerKeyKind.Phone, "+33.1-55/51 (23) 45", "9ad5cb61e1b2a6c9ed9c5f645696fff8")]
    [InlineData(CustomerKeyKind.Anonymous, "a1", "83d6e3399ec6a7c33efc613de3cfc8d8")]
    public void An_id_is_the_first_half_of_SHA_256_of_kind_and_normalised_key(
        CustomerKeyKind kind, string key, string id) => Assert.Equal(id, CustomerId.Of(kind, key).ToString());

    [Theory]
    [InlineData(CustomerKeyKind.External, "c-1042", "C-1042")]              // only e-mail ignores case
    [InlineData(CustomerKeyKind.External, "C 1042", "C1042")]
    [InlineData(CustomerKeyKind.Phone, "+33155512345", "33155512345")]      // the plus says which country
    [InlineData(CustomerKeyKind.Email, "anna.b@example.com", "annab@example.com")]
    public void Keys_that_may_be_two_people_stay_two(CustomerKeyKind kind, string one, string other) =>
        Assert.NotEqual(CustomerId.Of(kind, one), CustomerId.Of(kind, other));

    [Fact]
    public void The_same_text_as_two_kinds_of_key_is_two_customers() =>
        Assert.Distinct(Enum.GetValues<CustomerKeyKind>().Select(kind => CustomerId.Of(kind, "33155512345@x.org")));

    [Theory]
    [InlineData(CustomerKeyKind.External, "   ")]
    [InlineData(CustomerKeyKind.Phone, "call me")]
    [InlineData(CustomerKeyKind.Email, "ann")]
    [InlineData(CustomerKeyKind.External, "undefined")]
    public void A_key_that_says_nothing_is_refused(CustomerKeyKind kind, string key) =>
        Assert.Throws<ArgumentException>(() => CustomerId.Of(kind, key));

    [Fact]
    public void Bytes_and_text_give_the_id_back()
    {
        var id = CustomerId.Of(CustomerKeyKind.External, "C-1042");
        var bytes = new byte[16];
        id.WriteTo(bytes);
        Assert.Equal(id, CustomerId.From(bytes));
        Assert.Equal(id.ToString(), Convert.ToHexStringLower(bytes));
        Assert.True(CustomerId.TryParse(id.ToString(), out var parsed));
        Assert.Equal(id, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("dd71da5bc6f19655e008fc6fb77f05e")]
    [InlineData("dd71da5bc6f19655e008fc6fb77f05eeff")]
    [InlineData("gd71da5bc6f19655e008fc6fb77f05ee")]
    [InlineData(" d71da5bc6f19655e008fc6fb77f05ee")]
    public void Other_text_is_no_id(string text) => Assert.False(CustomerId.TryParse(text, out _));

    [Fact]
    public void Order_is_that_of_the_bytes_in_the_store()
    {
        var ids = Enumerable.Range(0, 50).Select(i => CustomerId.Of(CustomerKeyKind.External, $"c{i}")).ToList();
        Assert.Equal(ids.OrderBy(id => id.ToString(), StringComparer.Ordinal), ids.Order());
        var (low, high) = (ids.Min(), ids.Max());
        Assert.True(low < high && low <= high && high > low && high >= low);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public void Shards_share_the_customers_evenly(int shards)
    {
        const int customers = 64_000;
        var counts = new int[shards];
        for (var i = 0; i < customers; i++) counts[CustomerId.Of(CustomerKeyKind.External, $"c{i}").Shard(shards)]++;
        // Five standard deviations of a binomial count around 1,000 a shard.
        Assert.All(counts, count => Assert.InRange(count, customers / shards - 160, customers / shards + 160));
    }

    // Expected: printf 'order:shopify:#1001' | sha256sum.
    [Fact]
    public void A_numbered_order_is_known_by_its_source_and_number()
    {
        var id = OrderId.Numbered("shopify", " #1001 ");
        Assert.Equal("7a31fad4e7045a6a2d2ac8665461220c", id.Value.ToString("x32"));
        Assert.NotEqual(id, OrderId.Numbered("woocommerce", "#1001"));
        var bytes = new byte[16];
        id.WriteTo(bytes);
        Assert.Equal(id, OrderId.From(bytes));
    }

    [Fact]
    public void Orders_without_a_number_differ_by_everything_known_of_them()
    {
        var anna = CustomerId.Of(CustomerKeyKind.External, "anna");
        var bert = CustomerId.Of(CustomerKeyKind.External, "bert");
        Instant at = new(1_000), later = new(1_001);
        OrderId[] ids =
        [
            OrderId.Unnumbered(anna, at, 500, 0), OrderId.Unnumbered(bert, at, 500, 0),
            OrderId.Unnumbered(anna, later, 500, 0), OrderId.Unnumbered(anna, at, 501, 0),
            OrderId.Unnumbered(anna, at, 500, 1),
        ];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Equal(ids[0], OrderId.Unnumbered(anna, at, 500, 0));
    }
}
