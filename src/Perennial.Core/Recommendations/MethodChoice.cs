using Perennial.Core.History;

namespace Perennial.Core.Recommendations;

/// <summary>Chooses how a shop recommends what is new to customers by its own past: each way is given what was known
/// before a period, and asked what customers would buy in it.</summary>
/// <remarks>Hit rate at six: customers of whom one of six products offered was bought, of those who bought something
/// that was new to them. As in Ferrari Dacrema et al., Are we really making much progress?, RecSys 2019, popularity is
/// what a method has to beat.</remarks>
public sealed class MethodChoice
{
    const int FewestCustomers = 50;
    const long MsPerDay = 86_400_000;

    // So many products are enough to tell methods apart, and are fitted in moments.
    const int Items = 1_000;

    readonly HistoryTable history;
    readonly ProductCatalogue catalogue;
    readonly int[] numberOf;
    readonly ShopCalendar calendar;
    readonly RecommendationOptions options;
    readonly CancellationToken cancel;

    /// <param name="history">Customers, all or a sample.</param>
    /// <param name="products">The shop's products.</param>
    /// <param name="calendar">The shop's.</param>
    /// <param name="options">How the shop recommends.</param>
    /// <param name="cancel">Stops it.</param>
    public MethodChoice(HistoryTable history, ProductCatalogue products, ShopCalendar calendar,
        RecommendationOptions options, CancellationToken cancel = default)
    {
        // Whatever is sold out now was there to be bought then.
        catalogue = new([.. products.Products.Select(one => one with { Stock = null, Sellable = null })]);
        numberOf = catalogue.NumbersOf(history.Products);
        (this.history, this.calendar, this.cancel) = (history, calendar, cancel);
        this.options = options with
        {
            Items = Math.Min(options.Items, Items), Pinned = [], BlockedProducts = [],
        };
    }

    /// <summary>Chooses on the last period but one, and reports on the last.</summary>
    /// <param name="asOf">Facts after it are not seen.</param>
    /// <param name="days">How long a period is.</param>
    public RecommendationTrial Choose(Instant asOf, int days = 90)
    {
        var middle = new Instant(asOf.UnixMs - days * MsPerDay);
        var start = new Instant(asOf.UnixMs - 2 * days * MsPerDay);
        var ways = Ways();
        var (customers, hits) = Try(ways, start, middle);
        var (laterCustomers, laterHits) = Try(ways, middle, asOf);
        MethodTrial[] methods =
            [.. ways.Select((way, i) => new MethodTrial(way.Method, way.WithCold, hits[i], laterHits[i]))];
        var (chosen, verdict) = Best(methods, customers, laterCustomers);
        return new RecommendationTrial(asOf, days, customers, laterCustomers, methods, chosen, verdict);
    }

    (RecommendationMethod Method, bool WithCold)[] Ways()
    {
        RecommendationMethod[] fitted =
        [
            RecommendationMethod.Ease, RecommendationMethod.Blend, RecommendationMethod.Neighbours,
            RecommendationMethod.Categories,
        ];
        var cold = options.ColdPlaces > 0 ? fitted.Select(method => (method, true)) : [];
        return [.. cold, .. fitted.Select(method => (method, false)), (RecommendationMethod.Popular, false)];
    }

    static (MethodTrial, string) Best(MethodTrial[] methods, int customers, int laterCustomers)
    {
        var popular = methods[^1];
        if (Math.Min(customers, laterCustomers) < FewestCustomers)
        {
            return (methods[0],
                $"Too few customers bought anything new to them to compare methods: {FewestCustomers} are needed.");
        }
        // What keeps a place for new products is taken where it beats popularity all the same.
        var best = methods.Where(one => one.WithCold && one.Hits > popular.Hits).DefaultIfEmpty(
            methods.MaxBy(one => one.Hits)!).MaxBy(one => one.Hits)!;
        if (best.Hits <= popular.Hits) return (popular, "Nothing did better than what is popular.");
        return best.LaterHits < popular.LaterHits
            ? (popular, $"{best.Method} did best, and worse than what is popular in the period after it: that is used.")
            : (best, "It did best in the first period, and no worse than what is popular in the next.");
    }

    (int Customers, int[] Hits) Try((RecommendationMethod Method, bool WithCold)[] ways, Instant from, Instant until)
    {
        var all = Train(from);
        CustomerRecommender[] one = [.. ways.Select(way =>
            new CustomerRecommender(all.As(way.Method, way.WithCold), from, calendar))];
        var (customers, hits) = (0, new int[ways.Length]);
        var list = new int[RecommendedProducts.DiscoverLength];
        var fresh = new HashSet<int>();
        var own = new CustomerProducts(from, calendar);
        for (var customer = 0; customer < history.CustomerCount; customer++)
        {
            cancel.ThrowIfCancellationRequested();
            var mine = history[customer];
            own.Read(mine, numberOf);
            if (own.All.Length == 0) continue;
            Collect(mine.Orders, own, from, until, fresh);
            if (fresh.Count == 0) continue;
            customers++;
            for (var i = 0; i < ways.Length; i++)
            {
                one[i].Discover(mine, numberOf, list);
                if (Array.Exists(list, fresh.Contains)) hits[i]++;
            }
        }
        return (customers, hits);
    }

    void Collect(OrderSlice orders, CustomerProducts own, Instant from, Instant until, HashSet<int> fresh)
    {
        fresh.Clear();
        if (!orders.HasLines) return;
        for (var order = 0; order < orders.Count && orders.At[order] <= until; order++)
        {
            if (orders.At[order] <= from) continue;
            foreach (var product in orders.Lines(order).Product)
                if (numberOf[product] is >= 0 and var number && !own.HasOrReturned(number)) fresh.Add(number);
        }
    }

    Recommender Train(Instant at)
    {
        var counts = new CoOccurrence();
        var (own, lately) = (new CustomerProducts(at, calendar), new int[catalogue.Count]);
        var since = new Instant(at.UnixMs - options.PopularWithinDays * MsPerDay);
        for (var customer = 0; customer < history.CustomerCount; customer++)
        {
            own.Read(history[customer], numberOf);
            counts.Change([], own.Counted(options.ProductsPerCustomer));
            foreach (ref readonly var product in own.All)
                if (product.Orders > 0 && product.LastAt > since) lately[product.Product]++;
        }
        int[] popular = [.. Enumerable.Range(0, catalogue.Count).Where(product => lately[product] > 0)
            .OrderByDescending(product => lately[product]).ThenBy(product => product)];
        return new Recommender(catalogue, counts, popular, options, cancel);
    }
}
