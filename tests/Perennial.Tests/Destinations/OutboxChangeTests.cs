using Perennial.Destinations;

namespace Perennial.Tests.Destinations;

/// <summary>Several changes of one customer that go out as one say what they add up to.</summary>
public class OutboxChangeTests
{
    static OutboxChange Of(string text) => OutboxChange.Parse(text);

    [Theory]
    [InlineData("""{"entered":["vip"]}""", """{"left":["vip"]}""", "", "")]
    [InlineData("""{"left":["vip"]}""", """{"entered":["vip"]}""", "", "")]
    [InlineData("""{"entered":["vip"]}""", """{"entered":["new"],"left":["old"]}""", "vip new", "old")]
    [InlineData("""{"entered":["a","b"],"left":["c"]}""", """{"entered":["c"],"left":["a"]}""", "b", "")]
    public void Who_came_and_went_again_has_not_moved(string first, string second, string entered, string left)
    {
        var both = Of(first).With(Of(second));
        Assert.Equal((entered, left), (string.Join(' ', both.Entered), string.Join(' ', both.Left)));
    }

    [Fact]
    public void The_later_value_counts_and_whoever_was_new_still_is()
    {
        var both = Of("""{"new":true,"columns":{"orders":1,"revenue":5}}""").With(Of("""{"columns":{"orders":2}}"""));
        Assert.True(both.IsNew);
        Assert.Equal((2L, 5L), (both.Columns["orders"], both.Columns["revenue"]));
    }

    [Fact]
    public void Of_somebody_erased_nothing_else_is_told() => Assert.Empty(
        Of("""{"columns":{"orders":1},"entered":["vip"]}""").With(Of("""{"erased":true}""")).Columns);
}
