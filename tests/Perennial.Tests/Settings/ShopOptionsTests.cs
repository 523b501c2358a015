using Perennial.Core;
using Perennial.Settings;
using Perennial.Yaml;

namespace Perennial.Tests.Settings;

public class ShopOptionsTests
{
    static ShopOptions Read(string yaml) => ShopOptions.Parse(yaml, "s.yaml");

    [Fact]
    public void What_is_printed_can_be_loaded_again()
    {
        var options = new ShopOptions { Lifecycle = new() { ActiveDays = 7, RecentDays = 8, OlderDays = 9 } };

        Assert.Equal(options.ToJson(), Read(YamlWriter.Write(options.ToJson())).ToJson());
    }

    [Fact]
    public void What_is_left_out_keeps_its_default()
    {
        Assert.Equal(new ShopOptions().ToJson(), Read("{}").ToJson());
        Assert.Contains("It says nothing.", Assert.Throws<Core.BadInputException>(() => Read("# only this")).Message);
        Assert.Equal((45, 120), Read("lifecycle:\n  active_days: 45") is { Lifecycle: var limits }
            ? (limits.ActiveDays, limits.RecentDays) : default);
    }

    [Fact]
    public void What_was_called_new_days_is_read_and_is_written_as_active_days()
    {
        var options = Read("lifecycle:\n  new_days: 45");
        Assert.Equal(45, options.Lifecycle.ActiveDays);
        Assert.Contains("\"active_days\":45", options.ToJson());
        Assert.DoesNotContain("new_days", options.ToJson());
        Assert.Equal(options.ToJson(), ShopOptions.FromJson("""{"lifecycle":{"new_days":45}}""", "store").ToJson());
    }

    [Theory]
    [InlineData("lifecycle:\n  new_day: 40",
        "s.yaml line 2, column 3, at lifecycle.new_day: There is no key 'new_day'")]
    [InlineData("lifecycle:\n  active_days: forty",
        "s.yaml line 2, column 16, at lifecycle.active_days: 'forty' is no whole number.")]
    [InlineData("lifecycle:\n  active_days: 50\n  recent_days: 40", "s.yaml line 1, column 1, at lifecycle: Lifecycle")]
    [InlineData("prospects: {}\npressure:\n  arms:\n    share: 2",
        "line 4, column 12, at pressure.arms.share: Pressure")]
    [InlineData("lifecycle: [1, 2", "s.yaml line")]
    [InlineData("lifecycle:\n  active_days: 200",
        "s.yaml line 2, column 16, at lifecycle.active_days: Lifecycle limits must ascend")]
    public void A_wrong_file_is_told_where_it_is_wrong(string yaml, string expected) =>
        Assert.Contains(expected, Assert.Throws<BadInputException>(() => Read(yaml)).Message);
}
