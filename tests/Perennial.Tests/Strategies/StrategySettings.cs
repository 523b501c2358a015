using Perennial.Core;
using Perennial.Settings;

namespace Perennial.Tests.Strategies;

/// <summary>What a shop may set of its strategies.</summary>
public class StrategySettings
{
    [Fact]
    public void Decisions_are_kept_for_four_hundred_days_unless_it_is_said_otherwise()
    {
        Assert.Equal(400, new ShopOptions().Strategies.KeptDays);
        Assert.Equal(90, ShopOptions.Parse("strategies: { kept_days: 90 }", "shop.yaml").Strategies.KeptDays);
    }

    [Fact]
    public void Too_few_days_are_told_with_their_place_and_what_to_write()
    {
        var wrong = Assert.Throws<BadInputException>(() =>
            ShopOptions.Parse("country: FR\nstrategies:\n  kept_days: 3\n", "shop.yaml"));
        Assert.Contains("shop.yaml line 3", wrong.Message);
        Assert.Contains("Decisions kept for 3 days are gone too soon.", wrong.Message);
        Assert.Contains("Write at least 30 days", wrong.Message);
    }
}
