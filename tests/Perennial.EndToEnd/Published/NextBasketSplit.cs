using Perennial.Channels.Intake;
using Perennial.Channels.Intake.Formats;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Recommendations;

namespace Perennial.EndToEnd.Published;

/// <summary>UCI Online Retail cut after a day: what was bought until then, and each customer's next basket.</summary>
/// <remarks>
/// The split of the published table: products with a five-digit stock number, of which those in five baskets and more
/// can be recommended; whoever bought until the day and has a basket later is evaluated.
/// </remarks>
sealed class NextBasketSplit
{
    const int BasketsOfItem = 5;

    public NextBasketSplit(DateOnly lastDay)
    {
        Until = ShopCalendar.Utc.EndOf(ShopCalendar.Day(lastDay));
        History = Read();
        var products = History.Products;
        var baskets = new int[products.Count];
        var buyers = new bool[History.CustomerCount];
        ForEachBasket((customer, at, basket) =>
        {
            if (at > Until) return;
            foreach (var product in basket) baskets[product]++;
        });
        NumberOf = [.. baskets.Select((count, product) => count >= BasketsOfItem ? product : -1)];
        var bought = new HashSet<int>?[History.CustomerCount];
        var next = new HashSet<int>?[History.CustomerCount];
        var nextDay = new int[History.CustomerCount];
        ForEachBasket((customer, at, basket) =>
        {
            var day = ShopCalendar.Utc.DayOf(at);
            if (at > Until)
            {
                // What is bought on one day is one basket, on however many invoices.
                if (next[customer] is null) (next[customer], nextDay[customer]) = ([], day);
                if (day == nextDay[customer])
                    next[customer]!.UnionWith(basket.Where(product => NumberOf[product] >= 0));
            }
            else if (basket.Any(product => NumberOf[product] >= 0))
                (bought[customer] ??= []).UnionWith(basket);
        });
        Customers = bought.Count(set => set is not null);
        Evaluated = [.. Enumerable.Range(0, bought.Length)
            .Where(customer => bought[customer] is not null && next[customer] is not null)];
        NextBasket = next;
        Bought = bought;
    }

    public Instant Until { get; }

    public HistoryTable History { get; }

    /// <summary>The number of each product that can be recommended; −1 for the others.</summary>
    public int[] NumberOf { get; }

    public int Items => NumberOf.Count(number => number >= 0);

    public int Customers { get; }

    public int[] Evaluated { get; }

    public HashSet<int>?[] NextBasket { get; }

    public HashSet<int>?[] Bought { get; }

    public CoOccurrence Count(int most)
    {
        var counts = new CoOccurrence();
        var own = new CustomerProducts(Until, ShopCalendar.Utc);
        for (var customer = 0; customer < History.CustomerCount; customer++)
        {
            own.Read(History[customer], NumberOf);
            counts.Change([], own.Counted(most));
        }
        return counts;
    }

    /// <summary>Products by how many customers bought them, the first first.</summary>
    public int[] Popular(CoOccurrence counts) => [.. NumberOf.Where(product => product >= 0)
        .OrderByDescending(counts.CustomersOf).ThenBy(product => product)];

    void ForEachBasket(Action<int, Instant, HashSet<int>> basket)
    {
        for (var customer = 0; customer < History.CustomerCount; customer++)
        {
            var orders = History[customer].Orders;
            for (var order = 0; order < orders.Count; order++)
            {
                var products = new HashSet<int>();
                foreach (var product in orders.Lines(order).Product)
                    if (IsNumbered(History.Products[product])) products.Add(product);
                if (products.Count > 0) basket(customer, orders.At[order], products);
            }
        }
    }

    static bool IsNumbered(string stockCode) => stockCode.Length >= 5 && stockCode.Take(5).All(char.IsAsciiDigit);

    static HistoryTable Read()
    {
        var path = Path.GetFullPath(Path.Combine(
            AppContext.BaseDirectory, "..", "..", "..", "..", "data", "online_retail", "online_retail.csv.gz"));
        return FileIntake.Read(path, new IntakeOptions { Now = Instant.From(DateTimeOffset.UnixEpoch.AddYears(55)) })
            .Batch.History;
    }
}
