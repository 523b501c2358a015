using Perennial.Allocation;
using Perennial.Core;
using Perennial.Core.Allocation;
using Perennial.Core.History;

namespace Perennial.Tests.Allocation;

public sealed class MeasuredValueTests
{
    const string Some = """
        values:
          - { segment: At Risk, channel: call, offer: phone-20, value: 3.10, low: 1.2, high: 5, measured: 2026-11-01 }
          - { segment: At Risk, channel: call, value: 2, low: 2, high: 2, measured: 2026-05-01, source: a guess }
          - { channel: sms, value: -0.00321, low: -1, high: 0, measured: 2026-11-01 }
        """;

    static readonly int November = ShopCalendar.Day(new(2026, 11, 30));

    [Fact]
    public void A_file_says_what_contacts_add()
    {
        var values = MeasuredValueFile.Parse(Some, "/shop/values.yaml");
        var first = ShopCalendar.Day(new(2026, 11, 1));
        Assert.Equal(
        [
            new("At Risk", ContactChannel.Call, "phone-20", 310_000, 120_000, 500_000, first, "values.yaml"),
            new("At Risk", ContactChannel.Call, "", 200_000, 200_000, 200_000,
                ShopCalendar.Day(new(2026, 5, 1)), "a guess"),
            new MeasuredValue("", ContactChannel.Sms, "", -321, -100_000, 0, first, "values.yaml"),
        ], values);
        Assert.Empty(MeasuredValueFile.Parse("values: []", "values.yaml"));
    }

    [Theory]
    [InlineData("values: 3", "'values' is a list.")]
    [InlineData("worth: []", "worth")]
    [InlineData("values: [{ channel: fax, value: 1, low: 1, high: 1, measured: 2026-11-01 }]", "'fax' is no channel.")]
    [InlineData("values: [{ channel: call, value: 1, low: 1, high: 1 }]", "'measured' is missing")]
    [InlineData("values: [{ channel: call, value: 1, low: 1, high: 1, measured: today }]", "\"today\" is no day.")]
    [InlineData("values: [{ channel: call, value: much, low: 1, high: 1, measured: 2026-11-01 }]", "'much' is no")]
    [InlineData("values: [{ channel: call, value: 3, low: 4, high: 5, measured: 2026-11-01 }]", "between low and high")]
    [InlineData("values: [{ channel: call, valeu: 3 }]", "valeu")]
    public void What_is_wrong_in_a_file_is_said_with_its_place(string text, string problem)
    {
        var error = Assert.Throws<BadInputException>(() => MeasuredValueFile.Parse(text, "values.yaml"));
        Assert.Contains(problem, error.Message);
        Assert.Contains("line 1", error.Message);
    }

    [Fact]
    public void One_value_for_each_segment_channel_and_offer() =>
        Assert.Contains("another value", Assert.Throws<BadInputException>(() => MeasuredValueFile.Parse(
            Some + "\n  - { channel: sms, value: 1, low: 0, high: 2, measured: 2026-11-02 }", "values.yaml")).Message);

    [Fact]
    public void The_nearest_value_counts_that_is_not_too_old()
    {
        var values = new MeasuredValues(MeasuredValueFile.Parse(Some, "values.yaml"));
        Assert.Equal(310_000, values.Of("At Risk", ContactChannel.Call, "phone-20", November)?.Value);
        // Measured in May: in October it counts, and at the end of November no longer.
        Assert.Equal(200_000, values.Of("At Risk", ContactChannel.Call, "gift", November - 40)?.Value);
        Assert.Null(values.Of("At Risk", ContactChannel.Call, "gift", November));
        Assert.Equal(-321, values.Of("Champions", ContactChannel.Sms, "gift", November)?.Value);
        Assert.Null(values.Of("Champions", ContactChannel.Call, "phone-20", November));
    }
}
