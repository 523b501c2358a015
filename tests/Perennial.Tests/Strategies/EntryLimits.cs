using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Occasions;
using Perennial.Core.Planning;
using Perennial.Core.Statistics;
using Perennial.Core.Strategies;

namespace Perennial.Tests.Strategies;

/// <summary>How many enter a strategy in a day, and what becomes of the rest.</summary>
public class EntryLimits
{
    static readonly Strategy plain = Read("");

    static Strategy Read(string more) => SomeBooks.Of("2026-01-01", null,
        SomeBooks.Strategy("r", "- name: mail\n  email: a", "{ enters: audience }", more)).InForce[0].Strategy;

    static EntryDay Judge(EntryDay day, Strategy strategy, int limit, int entered, int waiting, string at) =>
        day.Judge(strategy, limit, entered, waiting, Some.At(at), ShopCalendar.Utc);

    [Theory]
    [InlineData(500, null, 1_000)]
    [InlineData(52_000, null, 5_200)]
    [InlineData(52_000, 200, 5_200)]                                          // told of, and no occurrence
    public void A_segment_may_take_in_a_tenth_and_always_a_thousand(int customers, int? expected, int limit) =>
        Assert.Equal(limit, EntryLimit.Of(plain.Trigger, () => customers, expected));

    [Fact]
    public void An_occasion_a_schedule_and_a_list_half_more_than_was_told()
    {
        Trigger[] told = [new OccasionTrigger("mothers day", -12, 540), new ListTrigger("mine"),
            new ScheduleTrigger(new Schedule(540, "") { Weekdays = Weekdays.All }, false)];
        Assert.All(told, trigger => Assert.Equal((302, 1_000),
            (EntryLimit.Of(trigger, () => 500, 201), EntryLimit.Of(trigger, () => 500, null))));
    }

    [Fact]
    public void Over_the_limit_it_pauses_and_goes_on_by_a_persons_yes_to_those_who_waited()
    {
        var paused = Judge(new EntryDay("r"), plain, 1_000, 0, 5_200, "2026-06-01T03:00Z");
        Assert.Equal("5,200 would enter, and 1,000 may without asking; start it to let them in", paused.Pause!.Words);
        var yes = paused.GoOn(paused.Pause!, 0, 5_200, Some.At("2026-06-02T09:00Z"), ShopCalendar.Utc);
        Assert.Null(yes.Pause);
        // They have entered, and on that day a thousand may beside them.
        Assert.Null(Judge(yes, plain, 1_000, 5_200, 1_000, "2026-06-02T20:00Z").Pause);
        Assert.Equal(1_001, Judge(yes, plain, 1_000, 5_200, 1_001, "2026-06-02T20:00Z").Pause!.Count);
        Assert.NotNull(Judge(yes, plain, 1_000, 0, 5_200, "2026-06-03T09:00Z").Pause);
    }

    [Fact]
    public void What_entered_before_on_the_day_counts_and_what_a_plan_told_does_not()
    {
        Assert.Null(Judge(new EntryDay("r"), plain, 1_000, 600, 400, "2026-06-01T03:00Z").Pause);
        Assert.Equal(1_001, Judge(new EntryDay("r"), plain, 1_000, 600, 401, "2026-06-01T23:00Z").Pause!.Count);
        var version = new StrategyVersion(plain, 2, Some.At("2026-06-01")) { Expected = 600 };
        var told = Judge(new EntryDay("r"), plain, 1_000, 0, 0, "2026-06-01T03:00Z")
            .Foresee(version, 600, Some.At("2026-06-01T03:00Z"), ShopCalendar.Utc);
        Assert.Null(Judge(told, plain, 1_000, 600, 1_000, "2026-06-01T23:00Z").Pause);
        Assert.Equal(1_001, Judge(told, plain, 1_000, 600, 1_001, "2026-06-01T23:00Z").Pause!.Count);
    }

    [Fact]
    public void Of_one_version_no_more_count_for_nothing_than_half_more_than_its_plan_told_of()
    {
        var version = new StrategyVersion(plain, 2, Some.At("2026-06-01")) { Expected = 600 };
        EntryDay Entered(EntryDay day, int number, string at) =>
            EntryDay.Read(day.Foresee(version, number, Some.At(at), ShopCalendar.Utc).Write());
        var day = Entered(new EntryDay("r"), 800, "2026-06-01T03:00Z");
        Assert.Equal((800, 100), (day.Allowed, day.ToldLeft(version)));
        // On another day as on the same.
        day = Entered(day, 800, "2026-06-02T03:00Z");
        Assert.Equal((100, 0), (day.Allowed, day.ToldLeft(version)));
        Assert.Equal(100, Entered(day, 5, "2026-06-02T04:00Z").Allowed);
        Assert.Equal(900, day.ToldLeft(version with { Version = 3 }));
        Assert.Equal(0, day.ToldLeft(version with { Version = 3, Expected = null }));
    }

    [Fact]
    public void Of_a_day_to_come_it_is_asked_before_it_comes_and_the_yes_is_for_half_more()
    {
        var day = ShopCalendar.Day(new DateOnly(2026, 5, 10));
        var asked = new EntryDay("r").JudgeAhead(day, 1_000, 1_001, Some.At("2026-05-03"));
        Assert.Equal("1,001 would enter on 2026-05-10, and 1,000 may without asking; start it to let them in",
            asked.Pause!.Words);
        var yes = EntryDay.Read(asked.GoOn(asked.Pause!, 7, 0, Some.At("2026-05-04"), ShopCalendar.Utc).Write());
        Assert.Null(yes.JudgeAhead(day, 1_000, 1_502, Some.At("2026-05-05")).Pause);
        Assert.NotNull(yes.JudgeAhead(day, 1_000, 1_503, Some.At("2026-05-05")).Pause);
        Assert.NotNull(yes.JudgeAhead(day + 1, 1_000, 1_001, Some.At("2026-05-05")).Pause);
        Assert.Null(new EntryDay("r").JudgeAhead(day, 1_000, 1_000, Some.At("2026-05-03")).Pause);
    }

    [Fact]
    public void A_file_lets_in_so_many_and_the_rest_waits_without_asking()
    {
        var strategy = Read("enter at most: 200 per 1d");
        var day = Judge(new EntryDay("r"), strategy, 1_000, 0, 50_000, "2026-06-01T03:20Z");
        Assert.Equal((null, 200), (day.Pause, day.Free(strategy, Some.At("2026-06-01T03:20Z"))));
        day = day.Took(strategy, 200, Some.At("2026-06-01T03:20Z"));
        Assert.Equal((0, Some.At("2026-06-02T04:00Z")), (day.Free(strategy, Some.At("2026-06-01T12:00Z")),
            day.FreeAt(strategy, Some.At("2026-06-01T12:00Z"))));
        Assert.Equal(200, day.Free(strategy, Some.At("2026-06-02T04:00Z")));
        Assert.Equal(int.MaxValue, day.Free(plain, Some.At("2026-06-01T12:00Z")));
        // By the hour 24 times as many enter in a day.
        Assert.NotNull(Judge(new EntryDay("r"), Read("enter at most: 50 per 1h"), 1_000, 0, 50_000,
            "2026-06-01T03:20Z").Pause);
    }

    [Fact]
    public void In_no_window_more_enter_than_the_file_says()
    {
        var strategy = Read("enter at most: 50 per 6h");
        for (var seed = 0UL; seed < 50; seed++)
        {
            var random = new Rng(seed);
            var (day, at) = (new EntryDay("r"), Some.At("2026-06-01").UnixMs);
            var entered = new List<(long At, int Count)>();
            for (var ask = 0; ask < 60; ask++)
            {
                at += random.NextInt(7_200) * 1_000L;
                var may = Math.Min(random.NextInt(60), day.Free(strategy, new Instant(at)));
                day = EntryDay.Read(day.Took(strategy, may, new Instant(at)).Write());
                entered.Add((at, may));
                Assert.InRange(entered.Where(one => one.At > at - 6 * 3_600_000L).Sum(one => one.Count), 0, 50);
            }
            Assert.True(entered.Sum(one => one.Count) > 300, "Somebody must enter.");
        }
    }

    [Fact]
    public void Whoever_would_enter_a_closed_strategy_is_kept_and_enters_when_let_in()
    {
        var book = SomeBooks.Of("2026-01-01", null, SomeBooks.Strategy("r", "- name: mail\n  email: a"));
        var world = new StrategyWorld(book.With(new HashSet<string> { "r" }), "2026-05-30")
            .Activity(ActivityKind.Form, "2026-06-01T08:00Z").Until("2026-06-03");
        Assert.Empty(world.Enrolled);
        Assert.Equal(Instant.Never, world.State.DueAt);
        Assert.StartsWith("fact:", Assert.Single(world.KeptOut).Occurrence);
        world.LetIn();
        Assert.Equal(["2026-06-03 02:00 mail sent"], world.Told);
    }

    [Fact]
    public void One_that_was_kept_out_keeps_its_day_and_is_not_let_in_behind_it()
    {
        var book = SomeBooks.Of("2026-01-01", null, SomeBooks.Strategy("m",
            "- name: mail\n  email: a\n  expires: until the day", "{ occasion: mothers day - 12d }"));
        StrategyWorld KeptUntil(string at) => new StrategyWorld(book.With(new HashSet<string> { "m" }), "2026-05-01")
            .Begin().Until(at);
        var soon = KeptUntil("2026-05-20T08:00Z");
        soon.LetIn();
        Assert.Equal(["2026-05-20 10:00 mail sent"], soon.Told);
        Assert.Equal(new DateOnly(2026, 5, 31), soon.Enrolled.Values.Single().OccasionDay);
        var late = KeptUntil("2026-05-31T08:00Z");
        late.LetIn();
        Assert.Empty(late.Enrolled);
    }

    [Fact]
    public void Own_facts_enter_at_once_where_others_are_counted_first_and_dates_are_told_a_week_ahead()
    {
        StrategyBook Counting(StrategyBook from) => new(from.Rules, [.. from.InForce.Select(one => one.Version)])
        {
            CountsFirst = true,
        };
        var own = new StrategyWorld(Counting(SomeBooks.Of("2026-01-01", null,
            SomeBooks.Strategy("r", "- name: mail\n  email: a"))), "2026-05-30")
            .Activity(ActivityKind.Form, "2026-06-01T08:00Z").Until("2026-06-03");
        Assert.Single(own.Enrolled);
        var dated = new StrategyWorld(Counting(SomeBooks.Of("2026-01-01", null, SomeBooks.Strategy("m",
            "- name: mail\n  email: a", "{ occasion: mothers day - 12d }"))), "2026-05-01").Begin();
        Assert.Equal(Some.At("2026-05-12T07:00Z"), dated.State.DueAt);
        dated.Until("2026-05-12T06:00Z");
        Assert.Empty(dated.Ahead);
        dated.Until("2026-05-13");
        Assert.Equal([Some.At("2026-05-19T07:00Z")], dated.Ahead);
        dated.Until("2026-06-03");
        Assert.Single(dated.Ahead);
        Assert.Empty(dated.Enrolled);
        Assert.Equal("mothers day:2026-05-31", Assert.Single(dated.KeptOut).Occurrence);
    }

    [Fact]
    public void What_is_over_brings_nobody_in_again()
    {
        var book = SomeBooks.Of("2026-01-01", null, SomeBooks.Strategy("r", "- name: mail\n  email: a",
            more: "reenter: each time"));
        var world = new StrategyWorld(book, "2026-05-30").Activity(ActivityKind.Form, "2026-06-01T08:00Z")
            .Until("2026-06-03");
        var ended = world.Enrolled.Values.Single();
        Assert.False(ended.IsOpen);
        var again = new CustomerNews { LetIn = [new("r", ended.Occurrence, world.Now, Trigger.WaitsFor(book.InForce[0]
            .Strategy))] };
        world.Take(again);
        Assert.Equal("again", world.Refused.Single().Reason);
        // Of what is so old that its key alone is kept too.
        var key = CandidateKey.OfEntry(StrategyWorld.Id, "r", ended.Occurrence).Kept;
        world.State = world.State with
        {
            Over = new HashSet<(string, string)>(), Decided = new HashSet<FactId> { key },
        };
        world.Take(again);
        Assert.Equal(2, world.Refused.Count(one => one.Reason == "again"));
        world.State = world.State with { Decided = new HashSet<FactId>() };
        world.Take(again);
        Assert.Equal(2, world.Told.Count);
    }

    [Fact]
    public void Who_is_under_way_goes_on_in_a_closed_strategy()
    {
        var book = SomeBooks.Of("2026-01-01", null, SomeBooks.Strategy("r", "- wait: 2d\n- name: mail\n  email: a"));
        var world = new StrategyWorld(book, "2026-05-30").Activity(ActivityKind.Form, "2026-06-01T08:00Z");
        world.Book = book.With(new HashSet<string> { "r" });
        world.Until("2026-06-09");
        Assert.Equal(["2026-06-03 10:00 mail sent"], world.Told);
    }

    [Fact]
    public void The_document_is_read_as_it_was_written()
    {
        var day = new EntryDay("r")
        {
            Day = 20_605, Allowed = 5_200, Hours = [new(494_520, 4), new(494_521, 3)], Foreseen = [new(20_610, 900)],
            Pause = new EntryPause(5_200, 1_000, Some.At("2026-06-01")) { Day = 20_610 },
        };
        var read = EntryDay.Read(day.Write());
        Assert.Equal(day with { Hours = [], Foreseen = [] }, read with { Hours = [], Foreseen = [] });
        Assert.Equal(day.Hours, read.Hours);
        Assert.Equal(day.Foreseen, read.Foreseen);
        Assert.Empty(EntryDay.Read("""{"strategy":"r"}""").Hours);
    }
}
