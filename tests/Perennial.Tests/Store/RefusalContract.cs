using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data;
using Perennial.Operations;

namespace Perennial.Tests.Store;

/// <summary>What doors refuse is counted by the hour.</summary>
public abstract class RefusalContract : StoreContract
{
    const long HourMs = 3_600_000;

    protected static readonly Instant Hour = new(Now.UnixMs - Now.UnixMs % HourMs);

    protected sealed class Clock : TimeProvider
    {
        public Instant Time { get; set; } = Hour;

        public override DateTimeOffset GetUtcNow() => Time.ToDateTimeOffset();
    }

    protected static Refusal Missing(string place) =>
        new("missing_id", $"{place} has neither userId nor anonymousId", "Send one.");

    [Fact]
    public void The_same_problem_is_counted_wherever_it_stands()
    {
        var clock = new Clock();
        var log = new RefusalLog(Store, clock);
        log.Note("web", Missing("batch[3]"));
        log.Note("web", Missing("batch[17]"));
        log.Note("shop", Missing("batch[3]"));
        log.Flush();
        log.Note("web", Missing("batch[5]"));
        clock.Time = new Instant(Hour.UnixMs + HourMs + 5);
        log.Note("web", Missing("batch[5]"));
        log.Flush();
        log.Flush();

        var problem = "batch[] has neither userId nor anonymousId";
        Assert.Equal(
            [
                new RefusalCount(new Instant(Hour.UnixMs + HourMs), "web", "missing_id", problem, "Send one.", 1),
                new RefusalCount(Hour, "shop", "missing_id", problem, "Send one.", 1),
                new RefusalCount(Hour, "web", "missing_id", problem, "Send one.", 3),
            ],
            Store.IntakeRefusals(Hour));
        Assert.Single(Store.IntakeRefusals(new Instant(Hour.UnixMs + 1)));
    }

    [Fact]
    public void Of_many_different_problems_a_few_are_kept_and_all_are_counted()
    {
        var log = new RefusalLog(Store, new Clock());
        for (var i = 0; i < 1000; i++) log.Note("web", new Refusal("bad_value", $"field{i} is no text", ""));
        log.Flush();
        var counts = Store.IntakeRefusals(Hour);
        Assert.Equal(RefusalLog.MostProblems + 1, counts.Count);
        Assert.Equal(1000, counts.Sum(count => count.Times));
        Assert.Equal(1000 - RefusalLog.MostProblems, counts.Single(count => count.Problem == "").Times);
    }

    [Fact]
    public void After_a_month_they_are_forgotten()
    {
        var clock = new Clock { Time = new Instant(Hour.UnixMs - 31 * 24 * HourMs) };
        var log = new RefusalLog(Store, clock);
        log.Note("web", Missing("batch[0]"));
        log.Flush();
        Assert.Single(Store.IntakeRefusals(new Instant(0)));
        clock.Time = Hour;
        log.Note("web", Missing("batch[0]"));
        log.Flush();
        Assert.Equal(Hour, Assert.Single(Store.IntakeRefusals(new Instant(0))).HourAt);
    }

    [Fact]
    public void What_cannot_be_written_is_written_later()
    {
        var log = new RefusalLog(Store, new Clock());
        log.Note("web", Missing("batch[0]"));
        Beside("alter table intake_refusal rename to elsewhere");
        try
        {
            Assert.ThrowsAny<Exception>(log.Flush);
        }
        finally
        {
            Beside("alter table elsewhere rename to intake_refusal");
        }
        log.Note("web", Missing("batch[1]"));
        log.Flush();
        Assert.Equal(2, Assert.Single(Store.IntakeRefusals(Hour)).Times);
    }
}
