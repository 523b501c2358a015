using Microsoft.Extensions.Time.Testing;
using Perennial.Cli;
using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Segments;
using Perennial.Data.Access;
using Perennial.Live;
using Perennial.Moments;
using Perennial.Scoring;
using Perennial.Watch;

namespace Perennial.Tests.Store;

/// <summary>A clock that was 400 days ahead for a while leaves nothing behind that is not found and mended.</summary>
public abstract class ClockContract : StoreContract
{
    const string Check = "nothing-is-of-the-future";

    static readonly TimeSpan jump = TimeSpan.FromDays(400);

    static Instant Ahead { get; } = new(Now.UnixMs + (long)jump.TotalMilliseconds);

    readonly FakeTimeProvider clock = new(Now.ToDateTimeOffset());

    static IncomingEvent Event(string id, Instant at, string who = "ann") => new()
    {
        Source = "web shop", MessageId = id, At = at, Who = new CustomerKeySet { External = who },
    };

    void WriteAt(Instant at, params IncomingEvent[] events) =>
        Store.Intake.Write(EventBatch.Of(events), new ShopMoments(Store).At(at), cancellation: Stop);

    void ScoreAt(Instant at) => _ = Rescore.Run(Store, null, null, at, (_, _) => { }, Stop);

    // People who come and go by time alone, and by what they did while the clock was wrong.
    void LiveThroughAJump()
    {
        Store.Segments.Save(
            [new ShopSegment("lately", "recency_days <= 60"), new ShopSegment("gone", "recency_days > 60")], [], Now);
        Store.Stays.Watch(["lately", "gone"], Now, "tests");
        WriteAt(Now, [.. Enumerable.Range(0, 12).Select(i => Event($"o{i}", SomeEvents.At(i * 1440 + 1), $"c{i}") with
        {
            Order = new OrderStatement($"{i}", SomeEvents.At(i * 1440 + 1)) { GrossCents = 1_000 + i },
        })]);
        ScoreAt(Now);
        Store.Stays.Recount(new ShopMoments(Store).At(Now));

        WriteAt(Ahead,
            Event("v1", Ahead) with { Activity = new ActivityStatement(ActivityKind.PageView) },
            Event("order", Ahead, "c1") with { Order = new OrderStatement("late", Ahead) { GrossCents = 7_000 } },
            Event("change", Ahead, "c2") with { Change = new OrderChange("2", 10) },
            Event("consent", Ahead, "c3") with
            {
                Details = new CustomerDetails
                {
                    FirstName = "Wrongly", Email = "c3@example.com",
                    Consents = [new ConsentStatement(ContactChannel.Email, true) { SaidAt = Ahead }],
                },
            });
        Store.Folding.RefoldDue(new ShopMoments(Store).At(Ahead), int.MaxValue, Stop);
        ScoreAt(Ahead);
        Store.Stays.Recount(new ShopMoments(Store).At(Ahead));
    }

    async Task<(int Code, string Said)> Doctor(params string[] more)
    {
        Close();
        var said = new StringWriter();
        var code = await CommandLine.Run(["doctor", "--store", Address, .. more], said, said, clock);
        return (code, said.ToString());
    }

    [Fact]
    public async Task What_a_clock_that_was_ahead_has_left_is_found_and_repaired()
    {
        LiveThroughAJump();
        var (code, said) = await Doctor();
        Assert.Equal(1, code);
        Assert.Contains(Check, said);
        Assert.Contains("--repair", said);

        (code, said) = await Doctor("--repair");
        Assert.True(code == 0, said);
        Assert.Contains("order", said);
        (code, said) = await Doctor();
        Assert.True(code == 0, said);
        AssertSound();

        var c1 = Store.Customers.ById(SomeFacts.Id("c1"))!;
        Assert.Equal(Now, c1.History.Orders.At[^1]);
        Assert.Equal(Now, Store.ScoringRuns.Latest()!.AsOf);
        // Everybody is where they are today, and has been there since no later than now.
        Assert.Equal(12, Store.Stays.Members("lately").Count);
        Assert.Empty(Store.Stays.Members("gone"));
        Assert.All(Enumerable.Range(0, 12), i => Assert.All(Store.Stays.Of(SomeFacts.Id($"c{i}")),
            stay => Assert.True(stay.EnteredAt <= Now && (!stay.LeftAt.HasValue || stay.LeftAt <= Now))));
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public async Task What_is_said_after_a_repair_counts_and_not_what_was_said_in_the_future()
    {
        LiveThroughAJump();
        Assert.Equal(0, (await Doctor("--repair")).Code);
        var later = new Instant(Now.UnixMs + 60_000);
        WriteAt(later, Event("name", later, "c3") with
        {
            Details = new CustomerDetails
            {
                FirstName = "Rightly",
                Consents = [new ConsentStatement(ContactChannel.Email, false) { SaidAt = later }],
            },
        });
        var c3 = Store.Customers.ById(SomeFacts.Id("c3"))!;
        Assert.Equal("Rightly", c3.Details.FirstName);
        Assert.False(c3.Permissions.LastSaid(ContactChannel.Email));
    }

    [Fact]
    public async Task Deliveries_and_sign_ins_of_the_future_are_of_the_present_again()
    {
        var ada = new StaffMember("id-ada", "Ada", "ada@example.com", StaffRole.Admin, Now);
        var note = new AuditEntry(Now, Actor.Terminal("tests"), "x", "x");
        Store.Staff.Add(ada, note);
        Store.SignIns.AddSession(
            new SignIn("s", SignInKind.Session, ada.Id, Ahead, new Instant(Ahead.UnixMs + 1)), note);
        Assert.Null(Store.SignIns.Find("s", Now));
        Store.Destinations.Put("crm", "webhook", "{}", Ahead);
        WriteAt(Now, Event("v0", Now) with { Activity = new ActivityStatement(ActivityKind.PageView) });
        WriteAt(Ahead, Event("v1", Ahead) with { Activity = new ActivityStatement(ActivityKind.PageView) });
        var shard = Store.ShardOf(SomeFacts.Id("ann"));
        var cursor = Store.Cursors.Lease(shard, "crm", "gone", Ahead, new Instant(Ahead.UnixMs + 60_000))!;
        Assert.NotNull(cursor);
        Assert.Null(Store.Cursors.Lease(shard, "crm", "other", Now, new Instant(Now.UnixMs + 60_000)));

        Assert.Equal(0, (await Doctor("--repair")).Code);
        Assert.NotNull(Store.Cursors.Lease(shard, "crm", "other", Now, new Instant(Now.UnixMs + 60_000)));
        Assert.Equal(0, (await Doctor()).Code);
    }

    [Fact]
    public async Task What_was_counted_while_the_clock_was_ahead_is_of_the_present_when_it_is_written()
    {
        WriteAt(Now, Event("v0", Now) with { Activity = new ActivityStatement(ActivityKind.PageView) });
        var counts = new IntakeCounts();
        counts.Taken("web shop", [Event("v1", Ahead)], Ahead);
        counts.Taken("web shop", 2, Now);
        counts.Flush(Store, Now);
        var one = Assert.Single(Store.IntakeCounts.OfLast(Now, 1));
        Assert.Equal((3, Now, Now), (one.Events, one.LastReceivedAt, one.LastEventAt));
        Assert.Equal(0, (await Doctor()).Code);
    }

    [Fact]
    public async Task Whoever_came_in_anew_before_the_repair_had_left_by_then()
    {
        LiveThroughAJump();
        // The program goes on by the right clock, and brings everybody back before anybody repairs.
        var soon = new Instant(Now.UnixMs + 3_600_000);
        ScoreAt(soon);
        Store.Stays.Recount(new ShopMoments(Store).At(soon));
        clock.Advance(TimeSpan.FromHours(2));

        var (code, said) = await Doctor("--repair");

        Assert.True(code == 0, said);
        foreach (var one in Enumerable.Range(0, 12))
        {
            foreach (var stays in Store.Stays.Of(SomeFacts.Id($"c{one}")).OrderBy(stay => stay.EnteredAt)
                .GroupBy(stay => stay.Segment))
                Assert.All(stays.Zip(stays.Skip(1)), pair => Assert.True(
                    pair.First.LeftAt.HasValue && pair.First.LeftAt <= pair.Second.EnteredAt, $"{one}: {pair}"));
        }
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public async Task A_clock_that_is_behind_now_repairs_nothing()
    {
        WriteAt(Now, Event("v1", Now) with { Activity = new ActivityStatement(ActivityKind.PageView) },
            Event("v2", Now) with { Activity = new ActivityStatement(ActivityKind.PageView) });
        clock.AdjustTime(clock.GetUtcNow() - jump);
        var (code, said) = await Doctor("--repair");
        Assert.NotEqual(0, code);
        Assert.Contains("clock is behind", said);
        Assert.Equal(Now, Store.Customers.ById(SomeFacts.Id("ann"))!.History.Activities!.At[^1]);
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void A_program_that_lives_through_it_brings_profiles_back_to_the_present()
    {
        LiveThroughAJump();
        var wrong = new WrongClock(clock);
        var watch = new ShopWatch(Store, wrong);
        var scoring = new NightlyScoring(Store, wrong, () => { });
        watch.Look();
        Assert.False(scoring.MayBeDue(watch.Last!));

        wrong.Ahead = jump;
        watch.Look();
        scoring.MayBeDue(watch.Last!);
        wrong.Ahead = TimeSpan.Zero;
        watch.Look();
        Assert.True(scoring.MayBeDue(watch.Last!));
        Assert.Equal(Now, scoring.IfDue(Stop)!.AsOf);
        Store.Stays.Recount(new ShopMoments(Store).At(Now));
        Assert.Equal(12, Store.Stays.Members("lately").Count);
        Assert.Null(scoring.IfDue(Stop));
        clock.Advance(TimeSpan.FromMinutes(1));
        watch.Look();
        Assert.False(scoring.MayBeDue(watch.Last!));
    }

    // A clock that is set wrongly; how much time has passed is told all the same.
    sealed class WrongClock(TimeProvider right) : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => right.GetUtcNow() + Ahead;

        public override long GetTimestamp() => right.GetTimestamp();

        public override long TimestampFrequency => right.TimestampFrequency;
    }
}

public sealed class SqliteClock : ClockContract;

public sealed class PostgresClock : ClockContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}
