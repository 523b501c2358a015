using Perennial.Core;
using Perennial.Core.Parts;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;
using Perennial.Core.Segments.Rules.Parsing;

namespace Perennial.Tests.Rules;

/// <summary>Having been in a segment, where a stay and the moment of asking or a window meet.</summary>
public sealed class StayEdges
{
    static readonly Instant asked = Tests.Some.At("2026-02-01T12:00");

    [Fact]
    public void Who_is_in_it_was_in_it_though_the_stay_is_of_later()
    {
        Assert.True(Asks("was in segment 'one' within 41h", "2026-02-09").Holds(0, Moment()));
        Assert.False(Asks("was in segment 'one' before 41h", "2026-02-09").Holds(0, Moment()));
    }

    [Theory]
    [InlineData("since '2026-02-03'", "2026-02-03")]
    [InlineData("since '2026-02-03' before 2d", "2026-02-06")]
    [InlineData("since entry", "2026-02-01T12:00:00.001")]
    public void Who_is_in_it_comes_into_a_window_that_opens_later(string window, string opensAt)
    {
        var test = Asks($"was in segment 'one' {window}", "2026-01-20");
        var moment = Moment(new RuleEntry(asked));
        Assert.False(test.Holds(0, moment));
        Assert.Equal(Tests.Some.At(opensAt), test.NextChangeAt(0, moment));
    }

    [Theory]
    [InlineData("within 3d before '2026-02-01'", "2026-02-04")]
    [InlineData("within 40h before 1d", "2026-02-01T16:00")]
    public void Who_is_in_it_leaves_a_window_that_closes(string window, string closesAt)
    {
        var test = Asks($"was in segment 'one' {window}", "2026-01-20");
        Assert.True(test.Holds(0, Moment()));
        Assert.Equal(Tests.Some.At(closesAt), test.NextChangeAt(0, Moment()));
    }

    // One edge each millisecond for 800 days would never be done.
    [Fact]
    public void Who_is_in_it_for_good_never_leaves_the_shortest_window() =>
        Assert.Equal(Instant.Never,
            Asks("was in segment 'one' within 0min", "2026-01-20").NextChangeAt(0, Moment()));

    static RuleMoment Moment(RuleEntry? entry = null) => new(asked, ShopCalendar.Utc, entry);

    // Of a customer who is in the segment, since when as it is written down.
    static RuleTest Asks(string rule, string since)
    {
        var history = Tests.Some.History([Tests.Some.Order("2026-01-01T10:00")], 1);
        var profiles = ProfileFold.FoldAll(history, Tests.Some.Keys(1), asked, new ProfileSettings());
        var context = new RuleContext
        {
            Segments = ["one"], SegmentRule = _ => RuleParser.Parse("orders = 1"), HasEntry = true,
        };
        return new RuleTest(RuleParser.Parse(rule, context), new RuleData(profiles)
        {
            History = history, Stays = [[new RuleStay("one", Tests.Some.At(since), Instant.None)]],
        });
    }
}
