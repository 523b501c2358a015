using Perennial.Contacts;
using Perennial.Core;
using Perennial.Core.Demo;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Strategies;
using Perennial.Moments;
using Perennial.Scoring;
using Perennial.Settings;
using Perennial.Strategies;
using Perennial.Tests.Store;

namespace Perennial.Tests.Strategies;

/// <summary>What is history starts nothing: three years of orders come into a shop in which every shipped strategy is
/// live.</summary>
public sealed class ImportedShop : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("perennial-").FullName;

    [Fact]
    public void Nobody_is_contacted_by_it_nor_by_the_first_scoring_run()
    {
        var now = Some.At("2026-11-11 12:00");
        using var store = ShopStore.Open(Path.Combine(folder, "shop.db"), now);
        ShopSettings.PutTimeZone(store, "Europe/Paris", now);
        var moments = new ShopMoments(store);
        void Turns()
        {
            store.Folding.RefoldDue(moments.At(now), int.MaxValue, TestContext.Current.CancellationToken);
            new StrategyTurns(store).Run(() => moments.At(now), TestContext.Current.CancellationToken);
        }
        var proposed = StrategyFiles.Compare(
            ShippedStrategies.Files, StrategyShops.BeforeAny, store.Strategies.Parts(), prune: false);
        StrategyFiles.Publish(store, proposed, Actor.Terminal("tests"), now);
        now = new Instant(now.UnixMs + 3_600_000);
        store.Intake.Write(FlowerShop.Generate(new FlowerShopOptions
        {
            Customers = 500, Seed = 1, End = now, Calendar = ShopCalendars.Of("Europe/Paris"), Behaviour = true,
        }).Batch, moments.At(now), cancellation: TestContext.Current.CancellationToken);
        Turns();
        Rescore.Run(store, null, null, now, (_, _) => { }, TestContext.Current.CancellationToken);
        Turns();
        Assert.DoesNotContain(store.Decisions.Sums(),
            one => one.What is StrategyCount.Entered or StrategyCount.Reached);
        now = new Instant(now.UnixMs + 3_600_000);
        Turns();
        Assert.DoesNotContain(store.Decisions.Sums(),
            one => one.What is StrategyCount.Entered or StrategyCount.Reached);
        Assert.Empty(store.Entries.Waiting(Instant.Never));

        // New customers a day before a nightly run are existing too.
        void Later(int hours) => now = new Instant(now.UnixMs + hours * 3_600_000L);
        Later(12);
        store.Intake.Write(SomeFacts.Batch([.. Enumerable.Range(1, 300).Select(one =>
            SomeFacts.Order($"N-{one}", $"new {one}", one % 120, 2_000 + 50 * one))]), moments.At(now),
            cancellation: TestContext.Current.CancellationToken);
        Turns();
        Later(12);
        Rescore.Run(store, null, null, now, (_, _) => { }, TestContext.Current.CancellationToken);
        Turns();
        Later(1);
        Turns();
        Assert.All(Enumerable.Range(1, 300),
            one => Assert.Empty(store.Decisions.Enrollments(SomeFacts.Id($"N-{one}"))));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
