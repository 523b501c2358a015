using System.Text.RegularExpressions;
using Perennial.Contacts;
using Perennial.Core;
using Perennial.Core.Demo;
using Perennial.Core.Rfm;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Settings;
using Perennial.Moments;
using Perennial.Scoring;
using Perennial.Segments;
using Perennial.Settings;
using Perennial.Shop;
using Perennial.Strategies;

namespace Perennial.Import;

/// <summary>The synthetic flower shop of <c>perennial demo</c>.</summary>
static partial class DemoShop
{
    const string Name = "Perennial Flowers";
    const string TimeZone = "Europe/Paris";

    // A demo of millions is about lists and speed; with everything they looked at it would not fit into memory.
    const int MostWithBehaviour = 100_000;

    public static string DefaultPath()
    {
        const Environment.SpecialFolder folder = Environment.SpecialFolder.LocalApplicationData;
        var own = Environment.GetFolderPath(folder, Environment.SpecialFolderOption.Create);
        return Path.Combine(own, "perennial", "demo.db");
    }

    public static ShopStore Open(string path, Instant now)
    {
        if (ShopPlace.IsDatabase(path)) return ShopStore.Open(path, now);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
        return ShopStore.Open(path, now);
    }

    /// <summary>Fills and scores an empty store; leaves a filled one as it is.</summary>
    /// <returns>Whether the shop was made now.</returns>
    /// <exception cref="BadInputException">The store holds another shop.</exception>
    public static bool Fill(
        ShopStore store, int customers, int seed, Instant now, Action<string, double> progress,
        CancellationToken cancel)
    {
        if (store.Profiles.Version() > 0 && ShopSettings.Of(store).Name != Name)
            throw new BadInputException(store.Path, "It holds a shop that is not the demo's.",
                "Name another file with --store.");
        if (store.ScoringRuns.Last().Count > 1) return false;

        if (store.Intake.Imports(limit: 1).Count == 0) ShopSettings.PutTimeZone(store, TimeZone, now);
        ShopSettings.PutName(store, Name, now);
        // The shop mails a tenth of its customers by caps drawn at random, so that what a contact does can be measured.
        ShopSettings.PutFirstOptions(
            store, new ShopOptions { Pressure = new() { Arms = new() { Enabled = true } } }, now);
        var calendar = ShopCalendars.Of(TimeZone);
        progress("growing", 0.1);
        var batch = FlowerShop.Generate(new FlowerShopOptions
        {
            Customers = customers,
            Seed = (ulong)seed,
            End = now,
            Calendar = calendar,
            Behaviour = customers <= MostWithBehaviour,
        }).Batch;
        progress("writing", 0.4);
        cancel.ThrowIfCancellationRequested();
        store.Intake.Write(batch, new ShopMoments(store).At(now), cancellation: cancel);
        store.Settings.Put(SettingStore.Currency, batch.Currency, now);
        // Whoever looks around is to see on each segment's page who comes and goes.
        store.Stays.Watch(SegmentFiles.ShippedFor(new RfmOptions().Bins).Select(segment => segment.Name), now, Name);
        // A month ago first, so that the first look at the shop shows who has moved since.
        var monthAgo = ShopCalendar.Date(calendar.DayOf(now) - 30);
        return StoppedException.After("the shop is made, and not scored yet. perennial demo goes on from there.", () =>
        {
            Rescore.Run(store, null, monthAgo, now, progress, cancel);
            Rescore.Run(store, null, null, now, progress, cancel);
            Begin(store, now, progress, cancel);
            return true;
        });
    }

    // With the strategies that come with Perennial, which whoever stands in their audiences enters: a demo in which
    // somebody has to wait for the first late customer shows nothing.
    static void Begin(ShopStore store, Instant now, Action<string, double> progress, CancellationToken cancel)
    {
        progress("beginning strategies", 0.95);
        var files = ShippedStrategies.Files.ToDictionary(one => one.Key, one => Enrolling(one.Value));
        var shop = StrategyShops.Of(ShopLoader.Load(store, now));
        var proposed = StrategyFiles.Compare(files, shop, store.Strategies.Parts(), prune: false);
        // Nobody is there to be asked whether so many may enter at once: all of them may.
        var all = (int)store.Entries.Customers();
        StrategyFiles.Publish(store, proposed, Actor.Terminal(Name), now, yes: true,
            expected: proposed.Read.Set.Strategies.ToDictionary(one => one.Name, _ => all));
        var moments = new ShopMoments(store);
        new StrategyTurns(store).Run(() => moments.At(now), cancel);
    }

    static string Enrolling(string text) => Spread().Replace(text, "existing: enroll");

    [GeneratedRegex(@"existing: spread over \w+")]
    private static partial Regex Spread();
}
