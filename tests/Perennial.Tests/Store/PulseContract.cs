using Perennial.Core;
using Perennial.Core.Purchases;
using Perennial.Core.Segments;
using Perennial.Data;
using Perennial.Data.Intake;
using Perennial.Moments;

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
            case "setting": store.Settings.Put("shop_name", $"Roses {store.Statements}", Now); break;
            case "setting taken back": store.Settings.Put("shop_name", null, Now); break;
            case "segment": store.Segments.Save(new ShopSegment("big", "orders >= 5"), Now); break;
            case "segment removed": store.Segments.Remove("big", Now); break;
            case "destination": store.Destinations.Put("crm", "webhook", "{}", Now); break;
            case "destination removed": store.Destinations.Remove("crm"); break;
            default: store.Destinations.Disable("crm", "It said so."); break;
        }
    }

    [Theory, MemberData(nameof(Changes))]
    public void Whatever_another_process_changes_of_the_shop_is_seen(string what)
    {
        using var other = OpenAnother();
        foreach (var known in (string[])["setting", "segment", "destination"]) Change(other, known);
        var before = Store.Watch.Pulse(Now);
        Assert.Equal(before.Changes, Store.Watch.Pulse(Now).Changes);

        Change(other, what);

        Assert.True(Store.Watch.Pulse(Now).Changes > before.Changes);
    }

    [Fact]
    public void A_write_goes_by_what_another_process_has_changed_however_long_ago_its_moment_was_made()
    {
        Write(SomeFacts.Batch(SomeFacts.Order("ann", "1", 10, 1000), SomeFacts.Order("bob", "2", 90, 500)));
        Score(Now);
        using var other = OpenAnother();
        var moment = new ShopMoments(Store).At(Now);
        Assert.Equal(("UTC", false, 0), (moment.Profiles.Calendar.Zone, moment.Tells, moment.Segments!.Segments.Count));

        other.Settings.Put("time_zone", "Asia/Tokyo", Now);
        other.Tell();
        other.Segments.Save(new ShopSegment("big", "orders >= 2"), Now);
        Store.Intake.Write(SomeFacts.Batch(SomeFacts.Order("ann", "3", 5, 700)), moment, cancellation: Stop);

        var ann = SomeFacts.Id("ann");
        Assert.Equal("big", Assert.Single(Store.Stays.Of(ann)).Segment);
        Assert.Contains("\"entered\":[\"big\"]",
            Assert.Single(Store.Outbox.After(Store.ShardOf(ann), 0, 10)).Change);
        Assert.Equal("Asia/Tokyo", moment.Renew().Profiles.Calendar.Zone);
    }

    [Fact]
    public void A_write_that_looks_back_and_leaves_stays_alone_does_so_though_the_shop_changed_meanwhile()
    {
        Write(SomeFacts.Batch(SomeFacts.Order("ann", "1", 90, 1000)));
        Score(Now);
        using var other = OpenAnother();
        var back = new ShopMoments(Store).At(Now) with { AsOf = SomeFacts.At(40), Segments = null };

        other.Segments.Save(new ShopSegment("buyers", "orders >= 1"), Now);
        Store.Intake.Write(SomeFacts.Batch(SomeFacts.Order("ann", "2", 50, 700), SomeFacts.Order("ann", "3", 5, 700)),
            back, cancellation: Stop);

        Assert.Empty(Store.Stays.Of(SomeFacts.Id("ann")));
        Assert.Equal([2], Store.Profiles.Load().Profiles.Values(PurchaseColumns.Orders));
    }

    [Fact]
    public void Where_stays_were_left_alone_they_are_looked_at_later()
    {
        Write(SomeFacts.Batch(SomeFacts.Order("ann", "1", 90, 1000)));
        Score(Now);
        Store.Segments.Save(new ShopSegment("twice", "orders >= 2"), Now);
        var moment = new ShopMoments(Store).At(Now);
        Assert.Equal(default, Store.Stays.Recount(moment, Stop));

        Store.Intake.Write(SomeFacts.Batch(SomeFacts.Order("ann", "2", 50, 700)), moment with { Segments = null },
            cancellation: Stop);
        Assert.Empty(Store.Stays.Of(SomeFacts.Id("ann")));
        Assert.Equal(new(1, 0), Store.Stays.Recount(moment, Stop));
        Assert.Single(Store.Stays.Of(SomeFacts.Id("ann")));
    }

    [Fact]
    public void What_a_write_goes_by_is_asked_for_once()
    {
        Write(SomeFacts.Batch(SomeFacts.Order("ann", "1", 10, 1000)));
        var moments = new ShopMoments(Store);
        moments.At(Now);
        var before = Store.Statements;

        for (var tenths = 1; tenths <= 50; tenths++) moments.At(In(tenths / 10.0));

        Assert.Equal(before, Store.Statements);
    }

    [Fact]
    public void What_is_due_is_seen_until_it_is_done()
    {
        Write(SomeFacts.Batch(SomeFacts.Order("ann", "1", 10, 1000), SomeFacts.Order("bob", "2", 400, 500)));
        Assert.False(Store.Watch.Pulse(Now).IsDue);
        var later = new Instant(Now.UnixMs + 31 * DayMs);
        Assert.True(Store.Watch.Pulse(later).IsDue);

        using (var other = OpenAnother())
            while (other.Folding.TryRefoldDue(Moment with { AsOf = later }, int.MaxValue, Stop) > 0) { }

        Assert.False(Store.Watch.Pulse(later).IsDue);
    }

    [Fact]
    public void What_a_destination_has_not_been_told_is_seen_whoever_is_at_it()
    {
        Write(SomeFacts.Batch(SomeFacts.Order("ann", "1", 10, 1000)));
        Assert.False(Store.Watch.Pulse(Now).HasToSend);
        using var other = OpenAnother();
        other.Destinations.Put("crm", "webhook", "{}", Now);
        Assert.True(Store.Watch.Pulse(Now).HasToSend);

        for (var shard = 0; shard < Store.ShardCount; shard++)
            Assert.NotNull(other.Cursors.Lease(shard, "crm", "other", Now, In(60)));
        // Whoever is at it may be gone: who has something to send finds out.
        Assert.True(Store.Watch.Pulse(Now).HasToSend);

        other.Destinations.Disable("crm", "It said so.");
        Assert.False(Store.Watch.Pulse(In(61)).HasToSend);
    }

    [Fact]
    public void A_run_and_an_import_of_another_process_are_seen()
    {
        using var other = OpenAnother();
        var before = Store.Watch.Pulse(Now);
        other.Intake.Write(SomeFacts.Batch(SomeFacts.Order("ann", "1", 10, 1000)),
            Moment, new ImportNote("orders.csv", "{}"), cancellation: Stop);
        Score(Now);

        var after = Store.Watch.Pulse(Now);
        Assert.Equal((before.ScoringRun + 1, before.Import + 1), (after.ScoringRun, after.Import));
        Assert.True(after.Version > before.Version);
    }
}

public sealed class SqlitePulse : PulseContract;

public sealed class PostgresPulse : PulseContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}
