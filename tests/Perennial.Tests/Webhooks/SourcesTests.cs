using Perennial.Core;
using Perennial.Sources;

namespace Perennial.Tests.Webhooks;

public class SourcesTests
{
    const string Yaml = """
        address: https://hooks.example.com
        sources:
          - kind: shopify
            name: main
            secrets: ["${SHOPIFY_NEW}", "${SHOPIFY_OLD}"]
          - kind: woocommerce
            name: blooms
            secrets: ["${WOO}"]
            orders: name
            customer_prefix: "b-"
          - kind: ses
            name: mail
            topics: ["arn:aws:sns:us-east-1:123456789012:mail"]
        """;

    static ShopSources Load(string yaml) => ShopSources.Parse(yaml, "sources.yaml");

    [Fact]
    public void A_file_names_sources_and_the_environment_holds_the_secrets()
    {
        var sources = Load(Yaml);
        Assert.Equal(["/hooks/shopify/main", "/hooks/woocommerce/blooms", "/hooks/ses/mail"],
            sources.Sources.Select(one => one.Path));
        var shopify = ShopSources.Resolve(sources.Sources[0], name => $"secret of {name}");
        Assert.Equal(["secret of SHOPIFY_NEW", "secret of SHOPIFY_OLD"], shopify.Secrets);
        Assert.Equal(("shopify", false), (shopify.Source, shopify.OrdersByName));
        var woo = ShopSources.Resolve(sources.Sources[1], _ => "x");
        Assert.Equal((true, "b-"), (woo.OrdersByName, woo.CustomerPrefix));
        Assert.DoesNotContain("secret of", sources.ToJson());
        Assert.Equal(sources.ToJson(), ShopSources.FromJson(sources.ToJson(), "store").ToJson());
    }

    [Fact]
    public void A_secret_that_is_not_set_is_one_clear_error()
    {
        var sources = Load(Yaml);
        Assert.Equal(["SHOPIFY_OLD"], ShopSources.Missing(
            sources.Sources[0], name => name == "SHOPIFY_NEW" ? "x" : null));
        var error = Assert.Throws<BadInputException>(() => ShopSources.Resolve(sources.Sources[0], _ => null));
        Assert.Equal(("source shopify/main", "The environment variable SHOPIFY_NEW is not set."),
            (error.Place, error.Problem));
    }

    [Theory]
    [InlineData("sources: [{kind: shopify, name: a, secrets: [hush-hush]}]", "A secret stands in the file")]
    [InlineData("sources: [{kind: sendgrid, name: a, secrets: [no-key]}]", "A secret stands in the file")]
    [InlineData("sources: [{kind: shopify, name: a}]", "would let nobody in")]
    [InlineData("sources: [{kind: ses, name: a}]", "would let nobody in")]
    [InlineData("sources: [{kind: magento, name: a}]", "'magento' is no vendor")]
    [InlineData("sources: [{kind: shopify, name: A/B, secrets: ['${S}']}]", "cannot stand in an address")]
    [InlineData("sources: [{kind: shopify, name: a, secrets: ['${S}'], orders: date}]", "neither id nor name")]
    [InlineData("sources: [{kind: shopify, name: a, secret: '${S}'}]", "secret")]
    [InlineData("sources: [{kind: mailgun, name: a, secrets: ['${S}']}, {kind: mailgun, name: a, secrets: ['${S}']}]",
        "stands there twice")]
    [InlineData("sources: [{kind: shopify, name: a, secrets: ['${S}']}, {kind: shopify, name: b, secrets: ['${S}']}]",
        "would number their orders alike")]
    [InlineData("address: hooks.example.com", "is no address of a server")]
    public void What_is_wrong_is_said(string yaml, string problem) =>
        Assert.Contains(problem, Assert.Throws<BadInputException>(() => Load(yaml)).Message);

    [Fact]
    public void A_public_key_may_stand_in_the_file()
    {
        const string key = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEDr2LjtURuePQzplybdC+u4CwrqDqBaWjcMMsTbhdb"
            + "cwHBcepxo7yAQGhHPTnlvFYPAZFceEu/1FwCM/QmGUhA==";
        var source = Load($"sources: [{{kind: sendgrid, name: a, secrets: ['{key}']}}]").Sources.Single();
        Assert.Equal([key], ShopSources.Resolve(source, _ => null).Secrets);
    }
}
