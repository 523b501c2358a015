using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Recommendations;
using Perennial.Data;
using Perennial.Data.History;
using Perennial.Data.Profiles;
using Perennial.Data.Recommendations;
using Perennial.Moments;
using Perennial.Shop;

namespace Perennial.Scoring;

/// <summary>A night's recommendations: what was bought together is brought up to date, EASE solved, and every
/// customer's lists written into the columns of their profile.</summary>
static class Recommend
{
    const long MsPerDay = 86_400_000;

    /// <summary>Fills the recommendation columns of all customers.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="scored">All customers; their columns are filled, not saved: the scoring run does that.</param>
    /// <param name="at">The instant of the scoring run.</param>
    /// <param name="isPresent">Whether that is the present. As of an earlier day what was bought together is counted in
    /// memory, and nothing is stored.</param>
    /// <param name="calendar">The shop's.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="progress">Told phase and share done.</param>
    /// <param name="choose">Chooses the method where the shop has named none.</param>
    /// <param name="cancel">Stops the work; counts brought up to date stay so.</param>
    /// <param name="others">Whoever else has to see all histories.</param>
    /// <returns>What the recommendations were made from, for the scoring run's models.</returns>
    public static RecommendationModel Run(ShopStore store, StoreSnapshot scored, PastMoment at,
        bool isPresent, ShopCalendar calendar, RecommendationOptions? options, Action<string, double> progress,
        Func<ProductCatalogue, RecommendationTrial?> choose, CancellationToken cancel, params HistoryReading[] others)
    {
        var asOf = at.AsOf;
        options ??= new RecommendationOptions();
        options.Check();
        progress("counting what is bought together", 0);
        var since = new Instant(asOf.UnixMs - options.PopularWithinDays * MsPerDay);
        var then = new PopularThen(since, asOf);
        var together = isPresent ? Stored(store, asOf, options, cancel)
            : Counted(store, scored, at, calendar, options, then, cancel);
        // What was sold, for how much, and whether there was any, is asked as of then.
        var products = isPresent ? store.Products.All()
            : store.Products.AllAt(at.KnownBy < asOf ? at.KnownBy : asOf);
        var catalogue = Catalogue(together.Ids, products);
        var bought = isPresent ? store.Recommendations.PopularProducts(since, asOf) : then.Products();
        int[] popular = [.. bought.Select(catalogue.IndexOf).Where(number => number >= 0)];
        progress("finding what fits", 0);
        var all = new Recommender(catalogue, together.Counts, popular, options, cancel);
        var trial = options.Method is null ? choose(catalogue) : null;
        all = options.Method is { } named ? all.As(named, withCold: true)
            : trial is null ? all : all.As(trial.Chosen.Method, trial.Chosen.WithCold);
        Fill(store, scored, all, at, calendar, progress, others, cancel);
        if (isPresent) store.Recommendations.SaveLinks(ProductLinks.Of(all), cancel);
        return all.Model(asOf) with { Trial = trial };
    }

    static BoughtTogether Stored(
        ShopStore store, Instant asOf, RecommendationOptions options, CancellationToken cancel)
    {
        store.Recommendations.CountBoughtTogether(options, new ShopMoments(store).At(asOf), cancel);
        return store.Recommendations.BoughtTogether();
    }

    static BoughtTogether Counted(ShopStore store, StoreSnapshot scored, PastMoment at,
        ShopCalendar calendar, RecommendationOptions options, PopularThen popular, CancellationToken cancel)
    {
        var catalogue = Catalogue([], store.Products.All());
        var counts = new CoOccurrence();
        var own = new CustomerProducts(at.AsOf, calendar);
        HistoryPass.Run(store, scored, at.People, [Count], _ => { }, cancel);
        void Count(HistoryChunk chunk, int[] rows)
        {
            var numberOf = catalogue.NumbersOf(chunk.History.Products);
            var then = chunk.History.AsOf(at.AsOf, at.KnownBy);
            popular.Add(then);
            for (var i = 0; i < rows.Length; i++)
            {
                own.Read(then[i], numberOf);
                counts.Change([], own.Counted(options.ProductsPerCustomer));
            }
        }

        return new BoughtTogether([.. catalogue.Products.Select(product => product.Id)], counts);
    }

    // The numbers of the counts come first, so that they are the catalogue's too.
    static ProductCatalogue Catalogue(IReadOnlyList<string> counted, IReadOnlyList<ProductDetails> products)
    {
        var known = products.ToDictionary(product => product.Id);
        var all = counted.Select(id => known.GetValueOrDefault(id) ?? new ProductDetails(id)).ToList();
        var numbered = counted.ToHashSet();
        all.AddRange(products.Where(product => !numbered.Contains(product.Id)));
        return new ProductCatalogue(all);
    }

    static void Fill(ShopStore store, StoreSnapshot scored, Recommender all, PastMoment at,
        ShopCalendar calendar, Action<string, double> progress, HistoryReading[] others, CancellationToken cancel)
    {
        const int rowsPerTask = 1_024;
        int[] inTable = [.. all.Catalogue.Products.Select(product => scored.Profiles.Products.NumberOf(product.Id))];
        HistoryPass.Run(store, scored, at.People, [Then], done => progress("recommending products", done), cancel);

        void Then(HistoryChunk chunk, int[] rows)
        {
            chunk = chunk with { History = chunk.History.AsOf(at.AsOf, at.KnownBy) };
            Recommend(chunk, rows);
            foreach (var other in others) other(chunk, rows);
        }

        void Recommend(HistoryChunk chunk, int[] rows)
        {
            var numberOf = all.Catalogue.NumbersOf(chunk.History.Products);
            Parallel.For(0, (rows.Length + rowsPerTask - 1) / rowsPerTask,
                new ParallelOptions
                {
                    CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount,
                },
                () => (Customer: new CustomerRecommender(all, at.AsOf, calendar), Lists: new RecommendedProducts()),
                (task, _, own) =>
                {
                    var end = Math.Min(rows.Length, (task + 1) * rowsPerTask);
                    for (var i = task * rowsPerTask; i < end; i++)
                    {
                        if (rows[i] < 0) continue;
                        own.Customer.Recommend(chunk.History[i], numberOf, own.Lists);
                        RecommendationRows.Write(scored.Profiles, rows[i], own.Lists, inTable);
                    }
                    return own;
                }, _ => { });
        }
    }
}
