using Perennial.Core;
using Perennial.Core.Cycle;
using Perennial.Core.Parts;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;
using Perennial.Core.Segments.Rules.Parsing;

namespace Perennial.Tests.Rules;

/// <summary>Windows of time at their very limits: what lies on one is on one side of it.</summary>
public class RuleEdges
{
    // The present is 2026-03-31T12:00.
    [Theory]
    [InlineData("2026-03-01T00:00", "within 30d")]
    [InlineData("2026-02-28T23:59:59.999", "before 30d")]
    [InlineData("2026-03-30T12:00", "within 24h")]
    [InlineData("2026-03-30T11:59:59.999", "before 24h")]
    [InlineData("2026-03-31T12:00", "within 0d")]
    [InlineData("2026-03-31T12:00", "within 0h")]
    [InlineData("2026-03-30T23:59:59.999", "before 0d")]
    [InlineData("2026-03-31T11:59:59.999", "before 0h")]
    public void Within_and_before_share_the_past_between_them(string at, string window)
    {
        var other = window.StartsWith("within")
            ? window.Replace("within", "before") : window.Replace("before", "within");
        Assert.True(Holds(at, $"has order {window}"), window);
        Assert.False(Holds(at, $"has order {other}"), other);
        Assert.True(Holds(at, $"last_order_at {window}"), window);
        Assert.False(Holds(at, $"last_order_at {other}"), other);
    }

    [Theory]
    [InlineData("2026-03-31T12:00", false)]
    [InlineData("2026-03-31T12:00:00.001", true)]
    [InlineData("2026-04-03T23:59:59.999", true)]
    [InlineData("2026-04-04T00:00", false)]
    public void The_next_days_begin_after_this_instant_and_end_with_their_last(string at, bool holds)
    {
        var data = Data(at);
        data.Profiles.Values(CycleColumns.NextOrderExpectedAt)[0] = Tests.Some.At(at);
        var test = new RuleTest(RuleParser.Parse("next_order_expected_at within next 3d"), data);
        Assert.Equal(holds, test.Holds(0, moment));
        Assert.Equal(holds, test.Find(moment).Contains(0));
    }

    [Theory]
    [InlineData("cycle_position > 1", "2026-04-05")]
    [InlineData("cycle_position <= 1", "2026-04-05")]
    [InlineData("cycle_position >= 1", "2026-04-04")]
    [InlineData("cycle_position > 0.95", "2026-04-04")]
    [InlineData("cycle_position > 0.6", "2026-04-01")]
    public void A_rule_on_the_place_in_a_cycle_of_ten_days_turns_on_the_very_day(string rule, string changesAt)
    {
        var data = Data("2026-03-25");
        data.Profiles.Values(CycleColumns.Days)[0] = 10;
        Assert.Equal(Tests.Some.At(changesAt), new RuleTest(RuleParser.Parse(rule), data).NextChangeAt(0, moment));
    }

    static readonly RuleMoment moment = new(Tests.Some.At("2026-03-31T12:00"), ShopCalendar.Utc);

    static RuleData Data(string at)
    {
        var history = Tests.Some.History([Tests.Some.Order(at)], 1);
        return new RuleData(ProfileFold.FoldAll(history, Tests.Some.Keys(1), moment.AsOf, new ProfileSettings()))
        {
            History = history,
        };
    }

    static bool Holds(string at, string rule)
    {
        var test = new RuleTest(RuleParser.Parse(rule), Data(at));
        Assert.Equal(test.Holds(0, moment), test.Find(moment).Contains(0));
        return test.Holds(0, moment);
    }

    [Fact]
    public void Days_of_the_year_have_the_same_number_in_every_year_and_come_again()
    {
        var last = ShopCalendar.Day(new DateOnly(2004, 3, 31));
        for (var day = ShopCalendar.Day(new DateOnly(1999, 12, 1)); day <= last; day++)
        {
            var date = ShopCalendar.Date(day);
            Assert.Equal(day, YearDay.Next(YearDay.Of(date), day));
            Assert.Contains(YearDay.Between(day, day), range => range.Contains(YearDay.Of(date)));
            Assert.InRange(YearDay.Next(YearDay.Of(date), day + 1) - day, 365, 366);
        }
        Assert.Equal(ShopCalendar.Day(new DateOnly(2025, 2, 28)),
            YearDay.Next(YearDay.Of(new DateOnly(2024, 2, 29)), ShopCalendar.Day(new DateOnly(2024, 3, 1))));
    }
}
