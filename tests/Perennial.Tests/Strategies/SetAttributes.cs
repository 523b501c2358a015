using Perennial.Core.Attributes;
using Perennial.Core.Strategies;
using Perennial.Strategies;

namespace Perennial.Tests.Strategies;

/// <summary>Attributes that strategies set hold what the shop has declared, in the form in which rules find it.
/// </summary>
public class SetAttributes
{
    static readonly StrategyShop shop = StrategyShops.BeforeAny with
    {
        Rules = StrategyShops.BeforeAny.Rules with
        {
            Attributes =
            [
                .. AttributeSet.OfEveryShop, new("vip", AttributeType.YesNo), new("shoe_size", AttributeType.Number),
                new("likes", AttributeType.List), new("since", AttributeType.Date),
            ],
        },
    };

    static ReadStrategies Read(string set)
    {
        const string file = "strategies/subscription.yaml";
        var text = ShippedStrategies.Files[file];
        const string was = "{ asked_about_subscription: yes }";
        Assert.Contains(was, text);
        return StrategyFolder.Read(
            new Dictionary<string, string>(ShippedStrategies.Files) { [file] = text.Replace(was, set) }, shop);
    }

    [Theory]
    [InlineData("{ vip: true }", "vip=yes")]
    [InlineData("{ Shoe-Size: 42.0 }", "shoe_size=42")]
    [InlineData("{ likes: [roses, pots, roses] }", "likes=pots, roses")]
    [InlineData("{ likes: 'roses; pots' }", "likes=pots, roses")]
    [InlineData("{ since: 2026-12-01, language: fr_FR }", "language=fr since=2026-12-01")]
    [InlineData("{ time_zone: europe/paris }", "time_zone=Europe/Paris")]
    [InlineData("{ note: allergic }", "note=allergic")]
    public void A_value_is_kept_as_rules_find_it(string set, string kept)
    {
        var read = Read(set);
        Assert.Empty(read.Mistakes.All);
        var steps = read.Set.Strategies.SelectMany(one => one.AllSteps).OfType<ContactStep>();
        Assert.Equal(kept, string.Join(' ', Assert.Single(steps, step => step.Content.Attributes.Count > 0)
            .Content.Attributes.OrderBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => $"{one.Key}={AttributeValue.Shown(one.Value)}")));
    }

    [Theory]
    [InlineData("{ vip: maybe }", 17, "'maybe' is no yes or no, and 'vip' holds one. Write yes or no.")]
    [InlineData("{ shoe_size: '42,5' }", 23,
        "'42,5' is no number, and 'shoe_size' holds one. Write a number with a decimal point, such as 42 or 1.5.")]
    [InlineData("{ since: 1.12.2026 }", 19, "'1.12.2026' is no day (YYYY-MM-DD), and 'since' holds one. Write a day as "
        + "2026-12-31.")]
    [InlineData("{ language: French }", 22, "'French' is no language, and 'language' holds one. Did you mean 'fr'?")]
    [InlineData("{ language: jp }", 22, "'jp' is no language, and 'language' holds one. Did you mean 'ja'?")]
    [InlineData("{ time_zone: Europe/Pariss }", 23, "'Europe/Pariss' is no time zone, and 'time_zone' holds one. Write "
        + "an IANA name such as 'Europe/Paris'.")]
    public void A_value_of_another_type_is_a_mistake(string set, int column, string message)
    {
        var line = 1 + ShippedStrategies.Files["strategies/subscription.yaml"].Split('\n')
            .ToList().FindIndex(one => one.Contains("- set:"));
        Assert.Equal($"strategies/subscription.yaml line {line}, column {column}: {message}",
            Assert.Single(Read(set).Mistakes.All).Message);
    }

    [Fact]
    public void One_that_the_shop_does_not_keep_is_told_with_the_nearest()
    {
        Assert.Contains(Read("{ shoe_sise: 42 }").Warnings, one => one.Message.EndsWith(
            "The shop keeps no attribute 'shoe_sise'. Did you mean 'shoe_size'?"));
        Assert.Contains(Read("{ note: x }").Warnings, one => one.Message.EndsWith(
            "Declare it in the settings: attributes: { note: text }."));
    }
}
