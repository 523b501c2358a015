using Perennial.Core;
using Perennial.Settings;

namespace Perennial.Tests.Settings;

public class ShopOptionsTests
{
    static ShopOptions Read(string yaml) => ShopOptions.FromJson(YamlJson.ToJson(yaml, "s.yaml"), "s.yaml");

    [Fact]
    public void What_is_printed_can_be_loaded_again()
    {
        var options = new ShopOptions { Lifecycle = new() { NewDays = 7, RecentDays = 8, OlderDays = 9 } };

        Assert.Equal(options.ToJson(), Read(YamlJson.ToYaml(options.ToJson())).ToJson());
    }

    [Fact]
    public void What_is_left_out_keeps_its_default()
    {
        Assert.Equal(new ShopOptions().ToJson(), Read("{}").ToJson());
        Assert.Contains("It says nothing.", Assert.Throws<Core.BadInputException>(() => Read("# only this")).Message);
        Assert.Equal((45, 120), Read("lifecycle:\n  new_days: 45") is { Lifecycle: var limits }
            ? (limits.NewDays, limits.RecentDays) : default);
    }

    [Theory]
    [InlineData("lifecycle:\n  new_day: 40", "s.yaml, at lifecycle.new_day")]
    [InlineData("lifecycle:\n  new_days: forty", "s.yaml, at lifecycle.new_days")]
    [InlineData("lifecycle: [1, 2", "s.yaml line")]
    [InlineData("lifecycle:\n  new_days: 200", "Lifecycle limits must ascend")]
    public void A_wrong_file_is_told_where_it_is_wrong(string yaml, string expected) =>
        Assert.Contains(expected, Assert.Throws<BadInputException>(() => Read(yaml)).Message);
}
