using Perennial.Core;
using Perennial.Core.Segments.Rules;
using Perennial.Data;
using Perennial.Jobs;
using Perennial.Operations;

namespace Perennial.Tests.Store;

/// <summary>What one process does is seen by another that asks one question.</summary>
public abstract class PulseContract : StoreContract
{
    const long DayMs = 86_400_000;

    static Instant In(double seconds) => new(Now.UnixMs + (long)(1_000 * seconds));

    public static TheoryData<string> Changes =>
        ["setting", "setting taken back", "segment", "segment removed", "destination", "destination removed",
            "destination disabled"];

    static void Change(ShopStore store, string what)
    {
        switch (what)
        {
            case "setting": store.PutSetting("shop_name", "Roses"); break;
            case "setting taken back": store.PutSetting("shop_name", null); break;
            case "segment": store.SaveSegment(new ShopSegment("big", "orders >= 5"), Now); break;
            case "segment removed": store.RemoveSegment("big"); break;
            case "destination": store.PutDestination("crm", "webhook", "{}", Now); break;
            case "destination removed": store.RemoveDestination("crm"); break;
            default: store.DisableDestination("crm", "It said so."); break;
        }
    }

    [Theory, MemberData(nameof(Changes))]
    public void Whatever_another_process_changes_of_the_shop_is_seen(string what)
    {
        using var other = OpenAnother();
        foreach (var known in (string[])["setting", "segment", "destination"]) Change(other, known);
        var before = Store.Pulse(Now);
        Assert.Equal(before.Changes, Store.Pulse(Now).Changes);

        Change(other, what);

        Assert.True(Store.Pulse(Now).Changes > before.Changes);
    }

    [Fact]
    public void Live_writes_follow_what_another_process_changed_within_a_second()
    {
        Write(SomeFacts.Batch(SomeFacts.Order("ann", "1", 10, 1000), SomeFacts.Order("bob", "2", 90, 500)));
        Score(Now);
        using var other = OpenAnother();
        var writing = new ShopWriting(Store, new ShopWatch(Store, TimeProvider.System));
        var first = writing.At(Now);
        Assert.Equal(("UTC", false), (first.Profiles.Calendar.Zone, first.TellDestinations));
        Assert.DoesNotContain(first.Segments!.Segments, segment => segment.Name == "big");

        other.PutSetting("time_zone", "Asia/Tokyo");
        other.PutDestination("crm", "webhook", "{}", Now);
        other.SaveSegment(new ShopSegment("big", "orders >= 5"), Now);

        var then = writing.At(In(1));
        Assert.Equal(("Asia/Tokyo", true), (then.Profiles.Calendar.Zone, then.TellDestinations));
        Assert.Contains(then.Segments!.Segments, segment => segment.Name == "big");
    }

    [Fact]
    public void While_nothing_changes_a_live_write_asks_one_question_a_second()
    {
        Write(SomeFacts.Batch(SomeFacts.Order("ann", "1", 10, 1000)));
        var writing = new ShopWriting(Store, new ShopWatch(Store, TimeProvider.System));
        writing.At(Now);
        var before = Store.Statements;

        for (var tenths = 1; tenths <= 50; tenths++) writing.At(In(tenths / 10.0));

        Assert.InRange(Store.Statements - before, 1, 5);
    }

    [Fact]
    public void What_is_due_is_seen_until_it_is_done()
    {
        Write(SomeFacts.Batch(SomeFacts.Order("ann", "1", 10, 1000), SomeFacts.Order("bob", "2", 400, 500)));
        Assert.False(Store.Pulse(Now).IsDue);
        var later = new Instant(Now.UnixMs + 31 * DayMs);
        Assert.True(Store.Pulse(later).IsDue);

        using (var other = OpenAnother())
            while (other.TryRefoldDue(Options with { AsOf = later }, int.MaxValue, Stop) > 0) { }

        Assert.False(Store.Pulse(later).IsDue);
    }

    [Fact]
    public void What_a_destination_has_not_been_told_is_seen_until_somebody_is_at_it()
    {
        Write(SomeFacts.Batch(SomeFacts.Order("ann", "1", 10, 1000)));
        Assert.False(Store.Pulse(Now).HasToSend);
        using var other = OpenAnother();
        other.PutDestination("crm", "webhook", "{}", Now);
        Assert.True(Store.Pulse(Now).HasToSend);

        for (var shard = 0; shard < Store.ShardCount; shard++)
            Assert.NotNull(other.LeaseCursor(shard, "crm", "other", Now, In(60)));
        Assert.False(Store.Pulse(Now).HasToSend);
        // Whoever held it is gone.
        Assert.True(Store.Pulse(In(61)).HasToSend);

        other.DisableDestination("crm", "It said so.");
        Assert.False(Store.Pulse(In(61)).HasToSend);
    }

    [Fact]
    public void A_run_and_an_import_of_another_process_are_seen()
    {
        using var other = OpenAnother();
        var before = Store.Pulse(Now);
        other.Write(SomeFacts.Batch(SomeFacts.Order("ann", "1", 10, 1000)),
            Options with { Import = new ImportNote("orders.csv", "{}") }, Stop);
        Score(Now);

        var after = Store.Pulse(Now);
        Assert.Equal((before.Run + 1, before.Import + 1), (after.Run, after.Import));
        Assert.True(after.Version > before.Version);
    }
}

public sealed class SqlitePulse : PulseContract;

public sealed class PostgresPulse : PulseContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}
