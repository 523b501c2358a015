using Perennial.Contacts;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Data.Erasure;

namespace Perennial.Tests.Store;

/// <summary>There are only so many e-mails a day: who waits, who has one, and what is left whoever is stopped when.
/// </summary>
public abstract class CapacityContract : StrategyStoreContract
{
    const int Most = 2;

    // Whoever waits for the other's transaction goes on when that is over.
    static readonly TimeSpan patience = TimeSpan.FromMilliseconds(30);

    static readonly string[] all = ["C-1", "C-2", "C-3", "C-4", "C-5"];

    // The best two by orders, and then the others by id.
    static readonly string[] inOrder = ["C-3", "C-5", .. new[] { "C-1", "C-2", "C-4" }.OrderBy(Id)];

    sealed class Killed : Exception;

    /// <summary>Several transactions even of five.</summary>
    protected override int PerChunk => 2;

    void BeginScarce(string most = "2 per 1d", string holdout = "0%", string expires = "48h")
    {
        Time = Some.At("2026-07-01T09:00Z");
        Tell([
            .. all.Select(one => Known(one)), Order("1", "C-0"), Order("2", "C-3"), Order("3", "C-3"),
            Order("4", "C-3"), Order("5", "C-5"), Order("6", "C-5"),
        ]);
        Score(Time);
        Publish(Store, Time, ("channels.yaml", Files["channels.yaml"].Replace(
            "cost: 0.01", $"cost: 0.01, most: [{most}]")), ("strategies/thanks.yaml",
            Files["strategies/thanks.yaml"].Replace("holdout: 0%", $"holdout: {holdout}")
                .Replace("- email: thanks", $"- email: thanks\n    expires: {expires}")));
        Tick();
        Later(1);
    }

    // Whatever waited the day before is too late by now.
    void NextDay()
    {
        Later(1.1);
        Store.Folding.RefoldDue(At, int.MaxValue, Stop);
        Store.Stays.Recount(At, Stop);
        Store.Turns.TryTakeDue(At, 1_000, Stop);
        AllLogIn();
    }

    int logins;

    void AllLogIn() => Tell([.. all.Select(one => Login($"login {++logins}", one))]);

    string[] First() => [.. inOrder.Select(one => Told(one)[0]["thanks thanks ".Length..])];

    long Sent => Store.Decisions.SentOn(ShopCalendar.Utc.DayOf(Time)).Values.Sum();

    [Fact]
    public void As_many_go_as_there_are_in_the_order_of_calls_and_the_others_wait_until_it_is_too_late()
    {
        BeginScarce();
        AllLogIn();
        const string waits = "waiting 2 e-mails a day";
        Assert.Equal([waits, waits, waits, waits, waits], First());
        AssertCounted();
        Tick();
        Assert.Equal(["sent", "sent", waits, waits, waits], First());
        Later(0.2);
        Tick();
        Assert.Equal(["sent", "sent", waits, waits, waits], First());
        Later(0.6);
        Tick();
        Assert.Equal(["sent", "sent", "sent", "sent", waits], First());
        AssertCounted();
        // Two days after it was due; the enrollment goes on to its next step.
        Later(1.2);
        Tick();
        Assert.Equal("expired 2 e-mails a day", First()[4]);
        Later(7);
        Tick();
        Assert.StartsWith("thanks again", Told(inOrder[4])[1], StringComparison.Ordinal);
        AssertCounted();
    }

    [Fact]
    public void What_the_first_may_not_have_any_more_the_next_has()
    {
        BeginScarce();
        AllLogIn();
        Tell(new IncomingEvent
        {
            Source = "test", MessageId = "no", At = Time, Who = Who("C-3"),
            Details = new CustomerDetails { ConsentEmail = false },
        });
        Tick();
        Assert.Equal(["blocked consent to email", "sent", "sent"], First()[..3]);
        Assert.Equal(2, First().Count(one => one.StartsWith("waiting", StringComparison.Ordinal)));
        AssertCounted();
    }

    [Fact]
    public void Of_a_strategy_that_is_stopped_nobody_has_anything_and_others_do()
    {
        BeginScarce();
        AllLogIn();
        StrategyFiles.Stop(Store, ["thanks"], We, Time);
        Tick();
        Assert.All(First(), one => Assert.StartsWith("waiting", one, StringComparison.Ordinal));
        StrategyFiles.Start(Store, ["thanks"], We, Time);
        Tick();
        Assert.Equal(["sent", "sent"], First()[..2]);
        AssertCounted();
    }

    [Fact]
    public void Whoever_waits_and_is_erased_or_turns_out_to_be_another_leaves_nothing_behind()
    {
        BeginScarce();
        AllLogIn();
        Store.Erasure.Erase(new ErasureRequest([Id("C-3")], "asked", Time, We), At);
        Tell(new IncomingEvent
        {
            Source = "test", MessageId = "join", At = Time, Who = Who("C-1") with { Previous = ["C-2"] },
            Details = new CustomerDetails { ConsentEmail = true },
        });
        Store.Intake.MovePending(At, Stop);
        Tick();
        Assert.Equal(Most, Sent);
        AssertSound();
    }

    [Fact]
    public void Whoever_is_held_out_takes_nothing_and_is_decided_at_her_place()
    {
        BeginScarce(most: "1 per 1d", holdout: "50%");
        AllLogIn();
        var heldOut = all.Where(one => Store.Decisions.Enrollments(Id(one))[0].HeldOutBy != 0).ToHashSet();
        Assert.InRange(heldOut.Count, 1, 4);
        for (var day = 0; day < 2; day++)
        {
            Tick();
            // Whoever stands before the next who is contacted has had her turn, and nobody behind.
            var treated = inOrder.Where(one => !heldOut.Contains(one)).ToList();
            var last = treated.Count > day ? Array.IndexOf(inOrder, treated[day]) : inOrder.Length;
            foreach (var (place, one) in inOrder.Index().Where(each => heldOut.Contains(each.Item)))
                Assert.Equal((one, place < last), (one, First()[place].StartsWith("held out")));
            Assert.Equal(Math.Min(day + 1, treated.Count), First().Count(one => one == "sent"));
            Later(0.9);
        }
        AssertCounted();
    }

    /// <summary>Another process takes its turns, and something comes before a statement of it.</summary>
    bool Turn(int statement, Action comes)
    {
        var left = 0;
        using var other = ShopStore.Open(Address, Time, new StoreOptions
        {
            CustomersPerChunk = PerChunk,
            BeforeStatement = _ =>
            {
                if (--left == 0) comes();
            },
        });
        var moment = other.Moment(Time, watch: ("audience of comeback", "orders >= 2"));
        left = statement;
        try
        {
            new ScarceTurns(other).Give(moment, Stop);
        }
        catch (Killed)
        {
            return true;
        }
        finally
        {
            statement = left;
            left = 0;
        }
        return statement <= 0;
    }

    [Fact, InWholeRuns]
    public void Killed_before_any_statement_it_is_given_once_and_all_of_it()
    {
        BeginScarce(expires: "12h");
        var isThere = true;
        for (var at = 1; isThere; at += 3)
        {
            NextDay();
            isThere = Turn(at, () => throw new Killed());
            Assert.InRange(Sent, 0, Most);
            AssertSound();
            // A minute later nobody uses any more what was reserved.
            Later(0.001);
            new ScarceTurns(Store).Give(At, Stop);
            Assert.Equal((at, Most), (at, Sent));
            AssertSound();
        }
        AssertCounted();
    }

    [Fact, InWholeRuns]
    public void Of_two_processes_at_once_no_more_goes_than_there_is_and_no_less()
    {
        BeginScarce(expires: "12h");
        var isThere = true;
        for (var at = 1; isThere; at += 3)
        {
            NextDay();
            Task? first = null;
            isThere = Turn(at, () =>
            {
                var moment = At;
                first = Task.Run(() => new ScarceTurns(Store).Give(moment, Stop), Stop);
                first.Wait(patience, Stop);
            });
            first?.Wait(Stop);
            Assert.InRange(Sent, 0, Most);
            new ScarceTurns(Store).Give(At, Stop);
            Assert.Equal((at, Most), (at, Sent));
        }
        AssertCounted();
    }

    // What was reserved long ago is closed by another: who comes to it then uses nothing.
    [Fact]
    public void What_was_closed_is_not_used()
    {
        BeginScarce();
        AllLogIn();
        var things = At.Strategies!.Book.Rules.Scarce;
        var demand = Assert.Single(Store.Capacity.Demands());
        var waiters = Store.Capacity.First(things, demand, Most, Time)
            .ToDictionary(one => one.Waiter, one => one.Shard);
        var grants = Store.Capacity.Reserve(things, waiters, Time, ShopCalendar.Utc).Grants;
        Assert.Equal(0, Store.Capacity.Stock(things, Time, ShopCalendar.Utc).EnoughFor(demand));
        Later(0.001);
        new ScarceTurns(Store).Give(At, Stop);
        Assert.Equal(Most, Sent);
        Assert.Equal(0, grants.Sum(one => Store.Capacity.Use(one, At)));
        foreach (var one in grants) Store.Capacity.Settle(one);
        Assert.Equal(Most, Sent);
        AssertCounted();
    }
}

public sealed class SqliteCapacity : CapacityContract;

public sealed class PostgresCapacity : CapacityContract
{
    protected override StorePlace NewPlace() => new DatabasePlace { CustomersPerChunk = PerChunk };
}
