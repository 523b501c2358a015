using Perennial.Words;

namespace Perennial.Tests.Verbs;

public class OldDataTests
{
    static readonly int Newest = Some.Day("2011-12-09");

    [Fact]
    public void Old_data_are_said_to_be_old_with_the_day_that_helps()
    {
        var words = OldData.Of(Newest, Some.Day("2026-11-30"));
        Assert.Contains("newest order is of 2011-12-09, 5,470 days ago", words);
        Assert.Contains("perennial rescore --as-of 2011-12-09", words);
    }

    [Fact]
    public void Of_new_data_and_of_none_nothing_is_said()
    {
        Assert.Equal("", OldData.Of(Newest, Newest + 45));
        Assert.Equal("", OldData.Of(null, Newest));
        Assert.NotEqual("", OldData.Of(Newest, Newest + 46));
    }
}
