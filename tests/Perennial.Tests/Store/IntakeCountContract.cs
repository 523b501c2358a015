using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Watch;

namespace Perennial.Tests.Store;

/// <summary>What comes in and what is refused is counted by source and hour, whichever process counts.</summary>
public abstract class IntakeCountContract : StoreContract
{
    const long HourMs = 3_600_000;

    protected static readonly Instant Hour = new(Now.UnixMs - Now.UnixMs % HourMs);

    static readonly Instant NextHour = new(Hour.UnixMs + HourMs);

    protected static Refusal Missing(string place) =>
        new("missing_id", $"{place} has neither userId nor anonymousId", "Send one.");

    static IncomingEvent Event(Instant at) => new()
    {
        Source = "facts", MessageId = "m", At = at, Who = new() { External = "anna" },
    };

    IEnumerable<(string, string, string, long)> Rows(Instant now) => Store.IntakeCounts.OfLast(now, 24)
        .Select(one => (one.Source, one.Reason, one.Problem, one.Events));

    [Fact]
    public void What_was_taken_and_refused_stands_under_one_source_with_its_problems_wherever_they_stood()
    {
        var counts = new IntakeCounts();
        counts.Taken("web", [Event(new Instant(Hour.UnixMs - 600)), Event(Hour)], Hour);
        counts.Refused("web", Missing("batch[3]"), Hour);
        counts.Refused("web", Missing("batch[17]"), Hour);
        counts.Refused("shop", Missing("batch[3]"), Hour);
        counts.Flush(Store, Hour);
        counts.Refused("web", Missing("batch[5]"), NextHour);
        counts.Flush(Store, NextHour);
        counts.Flush(Store, NextHour);

        var problem = "batch[] has neither userId nor anonymousId";
        Assert.Equal(
            [("shop", "missing_id", problem, 1), ("web", "", "", 2), ("web", "missing_id", problem, 3)],
            Rows(NextHour));
        var (taken, refused) = (Store.IntakeCounts.OfLast(NextHour, 24)[1], Store.IntakeCounts.OfLast(NextHour, 24)[2]);
        Assert.Equal((2, 600, Hour, Hour), (taken.Timed, taken.LagMs, taken.LastEventAt, taken.LastReceivedAt));
        Assert.Equal(
            ("Send one.", Instant.None, NextHour), (refused.Remedy, refused.LastEventAt, refused.LastReceivedAt));
    }

    [Fact]
    public void Counts_of_several_processes_add_up_and_survive_a_restart()
    {
        var (one, other) = (new IntakeCounts(), new IntakeCounts());
        one.Taken("web", [Event(Hour)], Hour);
        other.Taken("web", [Event(NextHour), Event(NextHour)], NextHour);
        other.Taken("web", 0, NextHour);
        foreach (var counts in (IntakeCounts[])[one, other])
        {
            counts.Refused("web", Missing("batch[0]"), NextHour);
            counts.Flush(Store, NextHour);
        }
        Reopen();
        Assert.Equal([("", 3), ("missing_id", 2)], Rows(NextHour).Select(row => (row.Item2, row.Item4)));
        // What is older is no longer counted, but its source is still known.
        var later = new Instant(NextHour.UnixMs + 30 * HourMs);
        Assert.All(Store.IntakeCounts.OfLast(later, 24),
            row => Assert.Equal((0, NextHour), (row.Events, row.LastReceivedAt)));
    }

    [Fact]
    public void Of_many_different_problems_a_few_are_kept_and_all_are_counted()
    {
        var counts = new IntakeCounts();
        for (var i = 0; i < 1000; i++)
            counts.Refused("web", new Refusal("bad_value", $"field{i} is no text", ""), Hour);
        counts.Flush(Store, Hour);
        var found = Rows(Hour).ToList();
        Assert.Equal(IntakeCounts.MostProblems + 1, found.Count);
        Assert.Equal(1000, found.Sum(one => one.Item4));
        Assert.Equal(1000 - IntakeCounts.MostProblems, found.Single(one => one.Item3 == "").Item4);
    }

    [Fact]
    public void After_five_weeks_all_but_the_last_hour_of_a_source_is_forgotten()
    {
        var counts = new IntakeCounts();
        var longAgo = new Instant(Hour.UnixMs - 36 * 24 * HourMs);
        var longerAgo = new Instant(Hour.UnixMs - 37 * 24 * HourMs);
        counts.Taken("gone", [Event(longerAgo)], longerAgo);
        counts.Taken("web", [Event(longerAgo)], longerAgo);
        counts.Refused("web", Missing("batch[0]"), longAgo);
        counts.Flush(Store, longAgo);
        counts.Taken("web", [Event(Hour)], Hour);
        counts.Flush(Store, Hour);
        Assert.Equal([("gone", longerAgo), ("web", Hour)],
            Store.IntakeCounts.OfLast(Hour, 24).Select(one => (one.Source, one.LastReceivedAt)));
    }
}

public sealed class PostgresIntakeCounts : IntakeCountContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}
