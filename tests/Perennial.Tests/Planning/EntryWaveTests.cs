using Perennial.Core;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;
using Perennial.Tests.Strategies;

namespace Perennial.Tests.Planning;

/// <summary>Who of those that wait may enter, by numbers alone.</summary>
public class EntryWaveTests
{
    const string Mail = "- name: mail\n  email: a";

    static readonly Instant now = Some.At("2026-06-01T09:00Z");

    static readonly int today = ShopCalendar.Utc.DayOf(now);

    static EntryWave Wave(EntryCounts counts, int customers = 100, int? expected = null,
        string trigger = "{ enters: audience }", string more = "")
    {
        var read = SomeBooks.Of("2026-01-01", null, SomeBooks.Strategy("low", Mail, trigger, more, priority: 10),
            SomeBooks.Strategy("high", Mail, trigger, more, priority: 90));
        var book = new StrategyBook(read.Rules,
            [.. read.InForce.Select(one => one.Version with { Expected = expected })]);
        return new EntryWave(new LiveStrategies(book, now) { Zones = _ => [ShopCalendar.Utc] }, counts with
        {
            States = counts.States.Count > 0 ? counts.States : new Dictionary<string, StrategyState>
            {
                ["low"] = StrategyState.Live, ["high"] = StrategyState.Live,
            },
        }, () => customers, now, ShopCalendar.Utc);
    }

    static WaitingCount Waiting(int all, int? fresh = null, int existing = 0, string strategy = "low") =>
        new(strategy, all, fresh ?? all, existing);

    static WaveEnd End(EntryWave wave, WaitingCount waiting) => wave.Of(waiting).End;

    static Dictionary<string, StrategyState> Low(StrategyState state) => new() { ["low"] = state };

    [Fact]
    public void A_thousand_enter_and_of_many_customers_a_tenth()
    {
        Assert.Equal(WaveEnd.Enters, End(Wave(new EntryCounts()), Waiting(1_000)));
        Assert.Equal(WaveEnd.Pauses, End(Wave(new EntryCounts()), Waiting(1_001)));
        Assert.Equal(WaveEnd.Enters, End(Wave(new EntryCounts(), 50_000), Waiting(5_000)));
        Assert.Equal(WaveEnd.Pauses, End(Wave(new EntryCounts(), 50_000), Waiting(5_001)));
    }

    [Fact]
    public void What_entered_on_the_day_counts_with_those_who_wait()
    {
        var counts = new EntryCounts { Entered = new Dictionary<string, long> { ["low"] = 600 } };
        Assert.Equal(WaveEnd.Enters, End(Wave(counts), Waiting(400)));
        Assert.Equal(WaveEnd.Pauses, End(Wave(counts), Waiting(401)));
        // They are not few any more: how many customers there are is asked.
        Assert.Equal(WaveEnd.Enters, End(Wave(counts, 20_000), Waiting(1_400)));
        // By themselves they would be few.
        Assert.Equal(WaveEnd.Enters, End(Wave(counts, 20_000), Waiting(900)));
        Assert.Equal(WaveEnd.Pauses, End(Wave(counts, 20_000), Waiting(1_401)));
    }

    [Fact]
    public void Those_who_waited_when_somebody_said_yes_count_for_nothing_then_or_later()
    {
        var paused = new EntryDay("low") { Day = today, Pause = new EntryPause(3_000, 1_000, now) };
        var counts = new EntryCounts
        {
            Days = new Dictionary<string, EntryDay> { ["low"] = paused },
            Waiting = [Waiting(3_500, fresh: 500)], Entered = new Dictionary<string, long> { ["low"] = 200 },
        };
        var wave = Wave(counts);
        var answer = Assert.Single(wave.Answers());
        Assert.Equal(new EntryAnswer("low", 200, 3_000, paused.Pause!), answer);
        var kept = wave.With(answer, paused);
        wave.Take(kept);
        Assert.Equal((WaveEnd.Enters, 3_200), (End(wave, counts.Waiting[0]), kept.Allowed));
        // They have entered, and of the day a thousand may beside them.
        var later = Wave(counts with
        {
            Days = new Dictionary<string, EntryDay> { ["low"] = kept },
            Entered = new Dictionary<string, long> { ["low"] = 3_700 },
        });
        Assert.Empty(later.Answers());
        Assert.Equal(WaveEnd.Enters, End(later, Waiting(500)));
        Assert.Equal(WaveEnd.Pauses, End(later, Waiting(501)));
    }

    [Fact]
    public void A_yes_is_no_answer_to_what_paused_it_since()
    {
        var paused = new EntryDay("low") { Day = today, Pause = new EntryPause(3_000, 1_000, Some.At("2026-06-01")) };
        var wave = Wave(new EntryCounts { Days = new Dictionary<string, EntryDay> { ["low"] = paused } });
        var again = paused with { Pause = new EntryPause(4_000, 1_000, now) };
        Assert.Equal(again, wave.With(Assert.Single(wave.Answers()), again));
    }

    [Fact]
    public void Of_whom_a_plan_has_told_they_count_for_nothing_and_more_than_half_more_count()
    {
        EntryWave Told(int? expected, int told = 0) => Wave(new EntryCounts
        {
            Days = new Dictionary<string, EntryDay> { ["low"] = new("low") { ToldOf = 1, Told = told } },
        }, expected: expected);
        Assert.Equal(WaveEnd.Pauses, End(Told(null), Waiting(1_300, existing: 300)));
        Assert.Equal(WaveEnd.Enters, End(Told(200), Waiting(1_300, existing: 300)));
        Assert.Equal(WaveEnd.Pauses, End(Told(200), Waiting(1_301, existing: 301)));
        Assert.Equal(WaveEnd.Pauses, End(Told(200, told: 1), Waiting(1_300, existing: 300)));
    }

    [Theory]
    [InlineData(StrategyState.Paused)]
    [InlineData(StrategyState.Stopped)]
    public void What_stands_still_has_not_been_answered_and_lets_nobody_in(StrategyState state)
    {
        var wave = Wave(new EntryCounts
        {
            States = Low(state),
            Days = new Dictionary<string, EntryDay>
            {
                ["low"] = new("low") { Day = today, Pause = new EntryPause(3_000, 1_000, now) },
            },
            Ahead = [new EntriesAhead("low", today + 3, 5_000)],
        });
        Assert.Empty(wave.Answers());
        Assert.Empty(wave.TooManyAhead());
        Assert.Equal(WaveEnd.Wait, End(wave, Waiting(3)));
    }

    [Fact]
    public void Of_what_is_removed_or_was_never_there_nobody_waits_any_more()
    {
        Assert.Equal(WaveEnd.Forgotten, End(Wave(new EntryCounts { States = Low(StrategyState.Removed) }), Waiting(3)));
        Assert.Equal(WaveEnd.Forgotten, End(Wave(new EntryCounts { States = Low(StrategyState.Live) }),
            Waiting(3, strategy: "none")));
    }

    [Fact]
    public void What_pauses_for_a_day_to_come_lets_nobody_in_now()
    {
        var wave = Wave(new EntryCounts { Ahead = [new EntriesAhead("low", today + 3, 1_001)] });
        var judged = Assert.Single(wave.TooManyAhead());
        Assert.Equal(new EntryPause(1_001, 1_000, now) { Day = today + 3 }, judged.Pause);
        wave.Pause("low");
        Assert.Equal((WaveEnd.Wait, WaveEnd.Enters), (End(wave, Waiting(3)), End(wave, Waiting(3, strategy: "high"))));
    }

    [Fact]
    public void What_was_counted_ahead_and_let_pass_may_be_half_more_on_its_day()
    {
        var counts = new EntryCounts { Ahead = [new EntriesAhead("low", today, 900)] };
        Assert.Equal(WaveEnd.Enters, End(Wave(counts), Waiting(1_350)));
        Assert.Equal(WaveEnd.Pauses, End(Wave(counts), Waiting(1_351)));
    }

    [Fact]
    public void Those_of_a_higher_priority_enter_first()
    {
        var wave = Wave(new EntryCounts
        {
            Waiting = [Waiting(1, strategy: "gone"), Waiting(1, strategy: "low"), Waiting(1, strategy: "high")],
        });
        Assert.Equal(["high", "low", "gone"], wave.InOrder().Select(one => one.Strategy));
    }

    [Fact]
    public void A_strategy_that_lets_in_so_many_at_most_is_not_asked_about_the_others()
    {
        var wave = Wave(new EntryCounts(), more: "enter at most: 20 per 1d");
        Assert.Equal(WaveEnd.AtMost, End(wave, Waiting(50_000)));
    }
}
