using Perennial.Core;
using Perennial.Data.Access;
using Perennial.Data.Settings;
using Perennial.Live;
using Perennial.Settings;
using Perennial.Sources;

namespace Perennial.Tests.Store;

/// <summary>Who may call and when the shop is scored are kept, and nobody's profile goes by them.</summary>
public abstract class KeptContract : StoreContract
{
    const string Two = """
        address: https://hooks.example.com
        sources:
          - {kind: woocommerce, name: blooms, secrets: ["${B}", "${A}"], source: b, orders: name, customer_prefix: b-}
          - {kind: ses, name: mail, topics: ["arn:aws:sns:us-east-1:1:z", "arn:aws:sns:us-east-1:1:a"]}
        """;

    static Actor By => Actor.Terminal("tests");

    [Fact]
    public void Sources_come_back_as_they_were_said_in_their_order()
    {
        SourceEditing.Load(Store, Two, "sources.yaml", By, Now);
        Assert.Equal(ShopSources.Parse(Two, "sources.yaml").ToJson(), ShopSources.Of(Reopen()).ToJson());

        SourceEditing.Load(Store, "sources: []", "sources.yaml", By, new Instant(Now.UnixMs + 1));
        Assert.Empty(ShopSources.Of(Store).Sources);
        Assert.Equal("", ShopSources.Of(Store).Address);
        Assert.Equal(["woocommerce/blooms, ses/mail", ""],
            Store.Audit.Last(10).Where(entry => entry.What == SourceEditing.Loading).Select(entry => entry.Before));
    }

    [Fact]
    public void Nothing_is_changed_where_the_change_cannot_be_written_down()
    {
        SourceEditing.Load(Store, Two, "sources.yaml", By, Now);
        var kept = ShopSources.Kept(Store);

        Assert.ThrowsAny<Exception>(() => Store.Sources.Put(new KeptSources("", []),
            new AuditEntry(Now, By, null!, "sources")));

        Assert.Equal(kept, ShopSources.Kept(Store));
    }

    [Fact]
    public void No_profile_and_no_moment_goes_by_a_source_or_a_time()
    {
        Write(SomeFacts.Batch(SomeFacts.Order("ann", "1", 10, 1000)));
        Score(Now);
        var (before, version, run) = (Store.Watch.Pulse(Now), Store.Profiles.Version(), Store.ScoringRuns.Latest()!.Id);

        SourceEditing.Load(Store, Two, "sources.yaml", By, Now);
        Store.Times.PutScoring(new ScoringTime(255), Now);

        var after = Store.Watch.Pulse(Now);
        Assert.Equal((before.Changes, before.Version), (after.Changes, after.Version));
        Assert.False(Store.ProfileState.RefoldNeeded);
        Assert.Equal((version, run), (Store.Profiles.Version(), Store.ScoringRuns.Latest()!.Id));
    }

    [Fact]
    public void A_time_that_another_process_says_is_seen_without_asking_for_it()
    {
        Write(SomeFacts.Batch(SomeFacts.Order("ann", "1", 10, 1000)));
        Score(new Instant(Now.UnixMs - 86_400_000));
        var nightly = new NightlyScoring(Store, TimeProvider.System, () => { });
        using var other = OpenAnother();

        other.Times.PutScoring(ScoringTime.Never, Now);
        Assert.Equal(ScoringTime.Never, Store.Watch.Pulse(Now).ScoringTime);
        Assert.False(nightly.MayBeDue(Store.Watch.Pulse(Now)));
        Assert.Equal(Instant.None, nightly.Next(Now));

        other.Times.PutScoring(new ScoringTime(0), Now);
        Assert.True(nightly.MayBeDue(Store.Watch.Pulse(Now)));
        Assert.Equal(Now, nightly.Next(Now));

        other.Times.PutScoring(null, Now);
        Assert.Null(Store.Watch.Pulse(Now).ScoringTime);
    }

    [Fact]
    public void What_was_on_promotion_is_what_later_writes_go_by()
    {
        var before = Store.Watch.Pulse(Now).Changes;
        var months = new Core.Promotion.PromotionMonth[] { new(24_000, null, 1, 2, 3), new(24_000, "roses", 4, 5, 6) };

        Assert.True(ShopSettings.PutPromotions(Store, new(months)));
        Assert.Equal(months, Reopen().PromotionMonths.All());
        Assert.True(Store.Watch.Pulse(Now).Changes > before);
        Assert.True(Store.ProfileState.RefoldNeeded);
        Assert.Equal(months, ShopSettings.Of(Store).Promotions!.Months);
        Assert.False(ShopSettings.PutPromotions(Store, new([months[1], months[0]])));

        Assert.True(ShopSettings.PutPromotions(Store, new([])));
        Assert.Null(ShopSettings.Of(Store).Promotions);
        Assert.False(ShopSettings.PutPromotions(Store, new([])));
    }
}

public sealed class SqliteKept : KeptContract;

public sealed class PostgresKept : KeptContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}
