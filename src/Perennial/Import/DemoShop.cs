using System.Globalization;
using System.Text.RegularExpressions;
using Perennial.Allocation;
using Perennial.Contacts;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Demo;
using Perennial.Core.Rfm;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Engines;
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

    const int Year = 365, Month = 30;

    // So many days of one customer are lived while somebody waits for the demo.
    const int LivedDaysOfAll = 28 * 5_000;

    // The setting that says how many days were lived.
    const string LivedDays = "demo_lived_days";

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
        // A power cut may take the last moments of a demo.
        return ShopStore.Open(path, now, new StoreOptions { RelaxedSync = true });
    }

    /// <summary>Fills and scores an empty store; leaves a filled one as it is.</summary>
    /// <param name="store">Where.</param>
    /// <param name="customers">How many customers.</param>
    /// <param name="seed">Which shop.</param>
    /// <param name="now">The present.</param>
    /// <param name="progress">Told phase and share done.</param>
    /// <param name="cancel">Stops.</param>
    /// <param name="days">How many of its last days the shop lives with its strategies; 0 for none: then they begin
    /// now, with whoever stands in their audiences.</param>
    /// <param name="strategies">The files of strategies that it lives with; null for those that come with Perennial.
    /// </param>
    /// <returns>Whether the shop was made now.</returns>
    /// <exception cref="BadInputException">The store holds another shop, or was left half made.</exception>
    public static bool Fill(
        ShopStore store, int customers, int seed, Instant now, Action<string, double> progress,
        CancellationToken cancel, int days = 0, IReadOnlyDictionary<string, string>? strategies = null)
    {
        if (store.Profiles.Version() > 0 && ShopSettings.Of(store).Name != Name)
            throw new BadInputException(store.Path, "It holds a shop that is not the demo's.",
                "Name another file with --store.");
        var lived = Lived(store);
        if (lived is null && store.ScoringRuns.Last().Count > 1) return false;
        if (lived is { IsDone: true }) return false;
        if (lived is not null)
            throw new BadInputException(store.Path, "The demo's shop was left when it was half made.",
                "Delete the file, or name another one with --store.");
        var calendar = ShopCalendars.Of(TimeZone);
        var options = new FlowerShopOptions
        {
            Customers = customers,
            Seed = (ulong)seed,
            End = now,
            Calendar = calendar,
            Behaviour = customers <= MostWithBehaviour,
        };
        progress("growing", 0.1);
        // Nobody knows of the shop yet.
        return store.Alone(() => days == 0 ? FillAtOnce(store, options, now, progress, cancel)
            : FillDayByDay(
                store, options, days, strategies ?? ShippedStrategies.Files, now, progress, cancel));
    }

    static bool FillAtOnce(ShopStore store, FlowerShopOptions options, Instant now, Action<string, double> progress,
        CancellationToken cancel)
    {
        PutSettings(store, now);
        var batch = FlowerShop.Generate(options).Batch;
        progress("writing", 0.4);
        cancel.ThrowIfCancellationRequested();
        store.Intake.Write(batch, new ShopMoments(store).At(now), cancellation: cancel);
        store.Settings.Put(SettingStore.Currency, batch.Currency, now);
        Watch(store, now);
        // A month ago first, so that the first look at the shop shows who has moved since.
        var monthAgo = ShopCalendar.Date(options.Calendar.DayOf(now) - Month);
        return StoppedException.After("the shop is made, and not scored yet. perennial demo goes on from there.", () =>
        {
            Rescore.Run(store, null, monthAgo, now, progress, cancel);
            Rescore.Run(store, null, null, now, progress, cancel);
            // Whoever stands in the audiences enters: a demo in which somebody has to wait for the first late customer
            // shows nothing.
            Publish(store, ShippedStrategies.Files.ToDictionary(one => one.Key, one => Enrolling(one.Value)), now);
            var moments = new ShopMoments(store);
            new StrategyTurns(store).Run(() => moments.At(now), cancel);
            return true;
        });
    }

    static bool FillDayByDay(ShopStore store, FlowerShopOptions options, int days,
        IReadOnlyDictionary<string, string> strategies, Instant now, Action<string, double> progress,
        CancellationToken cancel)
    {
        var calendar = options.Calendar;
        var life = FlowerShopLife.Begin(options, calendar.DayOf(now) - days);
        var begins = calendar.StartOf(life.FirstDay);
        PutSettings(store, begins);
        store.Settings.Put(LivedDays, $"{days} begun", begins);
        progress("writing", 0.1);
        store.Intake.Write(life.Past, new ShopMoments(store).At(begins), cancellation: cancel);
        store.Settings.Put(SettingStore.Currency, life.Past.Currency, begins);
        if (days <= Month) Watch(store, begins);
        Rescore.Run(store, null, null, begins, (_, _) => { }, cancel);
        Publish(store, strategies, begins);
        var year = new DemoYear(store, life, calendar) { Month = Month, WhenAMonthIsLeft = at => Watch(store, at) };
        year.Live(now, progress, cancel);
        store.Settings.Put(LivedDays, $"{days}", now);
        return true;
    }

    /// <summary>How many of its last days the shop lived with its strategies; null where they began with the shop.
    /// </summary>
    public static (int Days, bool IsDone)? Lived(ShopStore store)
    {
        if (store.Settings.Of(LivedDays) is not { } text) return null;
        var parts = text.Split(' ');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), parts.Length == 1);
    }

    /// <summary>How many days a shop lives with its strategies, so that a large one does not keep anybody waiting
    /// longer.</summary>
    public static int DaysFor(int customers) =>
        customers > MostWithBehaviour ? 0 : Math.Min(Year, LivedDaysOfAll / customers);

    static void PutSettings(ShopStore store, Instant at)
    {
        if (store.Intake.Imports(limit: 1).Count == 0) ShopSettings.PutTimeZone(store, TimeZone, at);
        ShopSettings.PutName(store, Name, at);
        // The shop mails a tenth of its customers by caps drawn at random, so that what a contact does can be measured.
        // And it keeps what its strategies write down of customers.
        ShopSettings.PutFirstOptions(store, new ShopOptions
        {
            Pressure = new() { Arms = new() { Enabled = true } },
            Attributes = new Dictionary<string, AttributeType> { ["asked_about_subscription"] = AttributeType.YesNo },
        }, at);
        MeasuredValueEditing.Put(
            store, DemoValues.On(ShopCalendars.Of(TimeZone).DayOf(at)), Actor.Terminal(Name), at);
    }

    // Whoever looks around is to see on each segment's page who comes and goes.
    static void Watch(ShopStore store, Instant at) => store.Stays.Watch(
        SegmentFiles.ShippedFor(new RfmOptions().Bins).Select(segment => segment.Name), at, Name);

    static void Publish(ShopStore store, IReadOnlyDictionary<string, string> files, Instant at)
    {
        var shop = StrategyShops.Of(ShopLoader.Load(store, at));
        var proposed = StrategyFiles.Compare(files, shop, store.Strategies.Parts(), prune: false);
        // Nobody is there to be asked whether so many may enter at once: all of them may.
        var all = (int)store.Entries.Customers();
        StrategyFiles.Publish(store, proposed, Actor.Terminal(Name), at, yes: true,
            expected: proposed.Read.Set.Strategies.ToDictionary(one => one.Name, _ => all));
    }

    static string Enrolling(string text) => Spread().Replace(text, "existing: enroll");

    [GeneratedRegex(@"existing: spread over \w+")]
    private static partial Regex Spread();
}
