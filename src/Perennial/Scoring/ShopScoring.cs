using Perennial.Core;
using Perennial.Core.Cycle.Categories;
using Perennial.Core.Cycle.Forecasts;
using Perennial.Core.History;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Promotion;
using Perennial.Core.Recommendations;
using Perennial.Core.Scoring;
using Perennial.Data;
using Perennial.Data.History;
using Perennial.Data.Profiles;
using Perennial.Settings;

namespace Perennial.Scoring;

/// <summary>Compares all customers of a shop as of an instant, with every model fitted and every list filled.</summary>
/// <remarks>Histories are read twice: once to look at everybody now and before, and once more, when the models are
/// known, for what needs both.</remarks>
sealed class ShopScoring(ShopStore store, StoreSnapshot known, Instant asOf, ShopSettings shop)
{
    /// <summary>Told phase and share done.</summary>
    public Action<string, double> Progress { get; init; } = (_, _) => { };

    /// <summary>What the shop learned later is not seen.</summary>
    public Instant KnownBy { get; init; } = Instant.Never;

    /// <summary>Who customers were then.</summary>
    public PeopleThen People { get; init; } = PeopleThen.AsNow;

    /// <summary>Stops the work.</summary>
    public CancellationToken Cancel { get; init; }

    /// <summary>Whether the instant is the present: then what was bought together is counted up in the store.</summary>
    public bool IsPresent { get; init; }

    /// <summary>What was on promotion in the months that are over.</summary>
    public PromotionCalendar Promotions { get; private set; } = new([]);

    /// <summary>How ways to recommend did when they were last compared; null for never.</summary>
    public RecommendationTrial? LastTrial { get; init; }

    // So many customers tell ways to recommend apart.
    const int MostTried = 10_000;

    readonly HistoryJoin sample = new();
    int seen;
    ProfileTable? folded;
    ShopPast? past;
    CategoryCycles? categories;

    /// <summary>Everybody's columns as of the instant, folded anew; none of a scoring run yet.</summary>
    public ProfileTable Folded => folded ?? throw new InvalidOperationException("Read the histories first.");

    /// <summary>Reads all histories: everybody now and before, the cycles of categories, promotions.</summary>
    /// <param name="others">Whoever else has to see everybody as of the instant.</param>
    public void Read(params Action<HistoryTable>[] others)
    {
        var settings = shop.Profiles;
        var before = new ProfilesNowAndBefore(known, asOf, KnownBy, settings);
        var promotions = new PromotionMonths(asOf, settings.Calendar, settings.Promotion);
        var buyers = new PastBuyers(asOf, shop.Calendar, settings.Gaps, shop.Options.Cycle.CalibrationCustomers);
        categories = new CategoryCycles(asOf, shop.Calendar, settings.Gaps, shop.Options.Cycle);
        var step = Math.Max(1, (known.Count + MostTried - 1) / MostTried);
        HistoryPass.Run(store, known, People, [before.Read, Rest],
            done => Progress("reading histories", 0.2 + 0.3 * done), Cancel);
        (folded, var then) = before.Finish();
        past = new ShopPast(then, buyers);
        Promotions = promotions.Build(completeOnly: true);

        void Rest(HistoryChunk chunk, int[] rows)
        {
            var then = chunk.History.AsOf(asOf, KnownBy);
            promotions.Add(then);
            categories.Add(then);
            for (var i = 0; i < rows.Length; i++)
                if (rows[i] >= 0) buyers.Add(then[i].Orders, known.Profiles.Keys[rows[i]]);
            var orders = new HistoryTable(then.CustomerCount, then.Orders)
            {
                Products = then.Products, Categories = then.Categories,
            };
            for (var i = 0; i < then.CustomerCount; i++)
                if (seen++ % step == 0) sample.Add(orders, i);
            foreach (var other in others) other(then);
        }
    }

    // Once a week is enough: methods do not change places overnight.
    RecommendationTrial? Choose(ProductCatalogue catalogue)
    {
        const long week = 7 * 86_400_000L;
        if (IsPresent && LastTrial is { } last && last.AsOf <= asOf && asOf.UnixMs - last.AsOf.UnixMs < week)
            return last;
        Progress("comparing ways to recommend", 0.75);
        return new MethodChoice(sample.Build(), catalogue, shop.Calendar, shop.Options.Recommendations, Cancel)
            .Choose(asOf);
    }

    /// <summary>Scores everybody.</summary>
    /// <param name="scored">All customers, with the columns of the instant; takes those of the run.</param>
    /// <param name="options">How.</param>
    /// <param name="previousAsOfDay">As for <see cref="Scorer.Run"/>.</param>
    public ScoringRun Score(StoreSnapshot scored, ScoringOptions options, int? previousAsOfDay)
    {
        Progress("comparing customers", 0.6);
        var run = Scorer.Run(scored.Profiles, shop.Calendar, options, previousAsOfDay, past);
        Cancel.ThrowIfCancellationRequested();
        Progress("fitting the cycles of categories", 0.7);
        var cycles = categories!.Fit();
        var recommendations = Recommend.Run(store, scored, new(asOf, KnownBy, People), IsPresent, shop.Calendar,
            shop.Options.Recommendations, Progress, Choose, Cancel,
            (chunk, _) => categories.Count(chunk.History, cycles));
        return run with
        {
            Models = run.Models with { Recommendations = recommendations, Categories = categories.Counted(cycles) },
        };
    }
}
