using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Occasions;
using Perennial.Core.Statistics;
using Perennial.Core.Strategies;

namespace Perennial.Tests.Strategies;

/// <summary>How many enter a strategy in a day, and what becomes of the rest.</summary>
public class EntryLimits
{
    static readonly Strategy plain = Read("");

    static Strategy Read(string more) => SomeBooks.Of("2026-01-01", null,
        SomeBooks.Strategy("r", "- name: mail\n  email: a", "{ enters: audience }", more)).InForce[0].Strategy;

    static EntryAnswer Ask(EntryDay day, Strategy strategy, int limit, int count, string at) =>
        day.Ask(strategy, limit, count, Some.At(at), ShopCalendar.Utc);

    [Theory]
    [InlineData(500, null, 1_000)]
    [InlineData(52_000, null, 5_200)]
    [InlineData(52_000, 200, 5_200)]                                          // told of, and no occurrence
    public void A_segment_may_take_in_a_tenth_and_always_a_thousand(int customers, int? expected, int limit) =>
        Assert.Equal(limit, EntryLimit.Of(plain.Trigger, customers, expected));

    [Fact]
    public void An_occasion_a_schedule_and_a_list_half_more_than_was_told()
    {
        Trigger[] told = [new OccasionTrigger("mothers day", -12, 540), new ListTrigger("mine"),
            new ScheduleTrigger(new Schedule(540, "") { Weekdays = Weekdays.All }, false)];
        Assert.All(told, trigger => Assert.Equal((302, 1_000),
            (EntryLimit.Of(trigger, 500, 201), EntryLimit.Of(trigger, 500, null))));
    }

    [Fact]
    public void Over_the_limit_it_pauses_before_the_first_of_them_and_goes_on_by_a_persons_yes()
    {
        var paused = Ask(new EntryDay("r"), plain, 1_000, 5_200, "2026-06-01T03:00Z");
        Assert.Equal((0, Instant.Never), (paused.May, paused.RestUntil));
        Assert.Equal("paused: 5,200 would enter, and 1,000 may without asking", paused.State.Pause!.Words);
        var more = Ask(paused.State, plain, 1_000, 1, "2026-06-02T03:00Z");
        Assert.Equal((0, 5_200), (more.May, more.State.Pause!.Count));
        var yes = Ask(more.State.GoOn(), plain, 1_000, 5_200, "2026-06-02T09:00Z");
        Assert.Equal((5_200, (EntryPause?)null), (yes.May, yes.State.Pause));
        // The yes was for that day.
        Assert.NotNull(Ask(yes.State, plain, 1_000, 5_200, "2026-06-03T09:00Z").State.Pause);
    }

    [Fact]
    public void What_enters_in_a_day_adds_up()
    {
        var morning = Ask(new EntryDay("r"), plain, 1_000, 600, "2026-06-01T03:00Z");
        Assert.Equal((600, 600), (morning.May, morning.State.Entered));
        Assert.Equal(0, Ask(morning.State, plain, 1_000, 401, "2026-06-01T23:00Z").May);
        Assert.Equal(400, Ask(morning.State, plain, 1_000, 400, "2026-06-01T23:00Z").May);
        Assert.Equal(401, Ask(morning.State, plain, 1_000, 401, "2026-06-02T00:00Z").May);
    }

    [Fact]
    public void A_file_lets_in_so_many_and_the_rest_waits()
    {
        var strategy = Read("enter at most: 200 per 1d");
        var first = Ask(new EntryDay("r"), strategy, 1_000, 500, "2026-06-01T03:20Z");
        Assert.Equal((200, Some.At("2026-06-02T04:00Z")), (first.May, first.RestUntil));
        var soon = Ask(first.State, strategy, 1_000, 300, "2026-06-01T12:00Z");
        Assert.Equal(0, soon.May);
        Assert.Equal(200, Ask(soon.State, strategy, 1_000, 300, "2026-06-02T04:00Z").May);
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
                var answer = day.Ask(strategy, 100_000, random.NextInt(60), new Instant(at), ShopCalendar.Utc);
                day = EntryDay.Read(answer.State.Write());
                entered.Add((at, answer.May));
                Assert.InRange(entered.Where(one => one.At > at - 6 * 3_600_000L).Sum(one => one.Count), 0, 50);
            }
            Assert.True(entered.Sum(one => one.Count) > 300, "Somebody must enter.");
        }
    }

    [Fact]
    public void Whoever_would_enter_a_closed_strategy_is_kept_and_enters_when_it_opens()
    {
        var book = SomeBooks.Of("2026-01-01", null, SomeBooks.Strategy("r", "- name: mail\n  email: a"));
        var closed = book.With(new Dictionary<string, Instant> { ["r"] = Instant.Never });
        var world = new StrategyWorld(closed, "2026-05-30").Activity(ActivityKind.Form, "2026-06-01T08:00Z")
            .Until("2026-06-03");
        Assert.Empty(world.Enrolled);
        Assert.Equal(Instant.Never, world.State.DueAt);
        Assert.StartsWith("fact:", world.State.PastOf("r").Pending!.Occurrence);
        world.Book = book;
        world.Begin();
        Assert.Equal(["2026-06-03 02:00 mail sent"], world.Told);
        Assert.Null(world.State.PastOf("r").Pending);
    }

    [Fact]
    public void One_that_is_closed_for_a_time_is_asked_behind_it_and_keeps_its_day()
    {
        var book = SomeBooks.Of("2026-01-01", null, SomeBooks.Strategy("m",
            "- name: mail\n  email: a\n  expires: until the day", "{ occasion: mothers day - 12d }"));
        var until = new Dictionary<string, Instant> { ["m"] = Some.At("2026-05-20T08:00Z") };
        var world = new StrategyWorld(book.With(until),
            "2026-05-01").Begin().Until("2026-05-19T12:00Z");
        Assert.Empty(world.Enrolled);
        Assert.Equal(Some.At("2026-05-20T08:00Z"), world.State.DueAt);
        world.Book = book;
        world.Until("2026-06-30");
        Assert.Equal(["2026-05-20 10:00 mail sent"], world.Told);
        Assert.Equal(new DateOnly(2026, 5, 31), world.Enrolled.Values.Single().OccasionDay);
    }

    [Fact]
    public void Who_is_under_way_goes_on_in_a_closed_strategy()
    {
        var book = SomeBooks.Of("2026-01-01", null, SomeBooks.Strategy("r", "- wait: 2d\n- name: mail\n  email: a"));
        var world = new StrategyWorld(book, "2026-05-30").Activity(ActivityKind.Form, "2026-06-01T08:00Z");
        world.Book = book.With(new Dictionary<string, Instant> { ["r"] = Instant.Never });
        world.Until("2026-06-09");
        Assert.Equal(["2026-06-03 10:00 mail sent"], world.Told);
    }

    [Fact]
    public void The_document_is_read_as_it_was_written()
    {
        var day = new EntryDay("r")
        {
            Day = 20_605, Entered = 7, Allowed = 5_200, Hours = [new(494_520, 4), new(494_521, 3)],
            Pause = new EntryPause(5_200, 1_000, Some.At("2026-06-01")),
        };
        var read = EntryDay.Read(day.Write());
        Assert.Equal(day with { Hours = [] }, read with { Hours = [] });
        Assert.Equal(day.Hours, read.Hours);
        Assert.Empty(EntryDay.Read("""{"strategy":"r"}""").Hours);
    }
}
