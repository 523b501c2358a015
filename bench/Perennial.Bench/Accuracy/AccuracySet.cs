using System.Globalization;
using System.IO.Compression;
using Perennial.Channels.Intake;
using Perennial.Channels.Intake.Formats;
using Perennial.Core;
using Perennial.Core.Demo;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Recommendations;

namespace Perennial.Bench.Accuracy;

/// <summary>Orders to forecast from.</summary>
/// <param name="Name">What they are.</param>
/// <param name="History">Every customer's.</param>
/// <param name="Keys">Their keys.</param>
/// <param name="LastDay">Facts are known to the end of this day.</param>
sealed record AccuracySet(string Name, HistoryTable History, CustomerKeys Keys, int LastDay)
{
    /// <summary>The products of the history's lines.</summary>
    public ProductCatalogue Catalogue()
    {
        var known = Products.DistinctBy(product => product.Id).ToDictionary(product => product.Id);
        return new([.. History.Products.Select(id => known.GetValueOrDefault(id) ?? new ProductDetails(id))]);
    }

    /// <summary>What is known of products.</summary>
    public IReadOnlyList<ProductDetails> Products { get; init; } = [];

    /// <summary>Those of the demo, and those found in folders.</summary>
    public static IEnumerable<(string Name, Func<AccuracySet> Read)> All(IReadOnlyList<string> folders)
    {
        foreach (var (name, parts) in Files)
        {
            if (Find(folders, parts) is { } path) yield return (name, () => OfFile(name, path));
        }
        if (Find(folders, ["complete_journey", "transactions_sample.csv.gz"]) is { } journey)
            yield return (Journey, () => OfCompleteJourney(journey));
        foreach (var (name, customers, seed) in new[] { ("Demo, seed 1", 5000, 1ul), ("Demo, seed 7", 20_000, 7ul) })
            yield return (name, () => OfDemo(name, customers, seed));
    }

    const string Journey = "Complete Journey (5 % of lines)";

    static readonly (string Name, string[] Parts)[] Files =
    [
        ("CDNOW", ["cdnow", "CDNOW_sample.txt.gz"]),
        ("Online Retail", ["online_retail", "online_retail.csv.gz"]),
        ("rfm orders", ["rfm_orders", "rfm_data_orders.csv.gz"]),
    ];

    static string? Find(IReadOnlyList<string> folders, string[] parts) =>
        folders.Select(folder => Path.Combine([folder, .. parts])).FirstOrDefault(File.Exists);

    static AccuracySet OfFile(string name, string path)
    {
        // The files are long past: any present after them reads them alike.
        var now = Instant.From(new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.Zero));
        var options = new IntakeOptions { Now = now, RejectsPath = "none" };
        var intake = FileIntake.Read(path, options, null, CancellationToken.None);
        return new(name, intake.Batch.History, intake.Batch.Keys, ShopCalendar.Utc.DayOf(intake.Report.LastOrderAt))
        {
            Products = intake.Batch.Products,
        };
    }

    static AccuracySet OfDemo(string name, int customers, ulong seed)
    {
        var end = Instant.From(new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.Zero));
        var shop = FlowerShop.Generate(new FlowerShopOptions
        {
            End = end, Customers = customers, Seed = seed, Details = false, Numbers = false,
        });
        return new(name, shop.Batch.History, shop.Batch.Keys, ShopCalendar.Utc.DayOf(end) - 1)
        {
            Products = shop.Batch.Products,
        };
    }

    // A twentieth of all lines: what is left of somebody's baskets, not their purchases.
    static AccuracySet OfCompleteJourney(string path)
    {
        var baskets = new Dictionary<string, (string Household, DateTime At, List<(string Product, decimal Paid)>)>();
        foreach (var cells in Rows(path))
        {
            var at = DateTime.Parse(cells[10], CultureInfo.InvariantCulture);
            if (!baskets.TryGetValue(cells[2], out var basket)) baskets.Add(cells[2], basket = (cells[0], at, []));
            basket.Item3.Add((cells[3], decimal.Parse(cells[5], NumberStyles.Float, CultureInfo.InvariantCulture)));
        }
        var households = baskets.Values.Select(basket => basket.Household).Distinct().Order(StringComparer.Ordinal)
            .Select((household, i) => (household, i)).ToDictionary();
        string[] products = [.. baskets.Values.SelectMany(basket => basket.Item3).Select(line => line.Product)
            .Distinct().Order(StringComparer.Ordinal)];
        var productOf = products.Select((product, i) => (product, i)).ToDictionary();
        var builder = new HistoryBuilder();
        foreach (var (household, at, lines) in baskets.Values)
        {
            builder.Add(new OrderFact
            {
                Customer = households[household], At = Instant.From(new DateTimeOffset(at, TimeSpan.Zero)),
                GrossCents = lines.Sum(line => (long)(line.Paid * 100)),
            });
            foreach (var (product, paid) in lines)
                builder.AddLine(new OrderLineFact(productOf[product], 1, (long)(paid * 100), 0));
        }
        var keys = CustomerKeys.From([.. households.OrderBy(pair => pair.Value).Select(pair => pair.Key)]);
        return new(Journey, builder.Build(households.Count, products), keys,
            ShopCalendar.Utc.DayOf(Instant.From(new DateTimeOffset(2017, 12, 31, 0, 0, 0, TimeSpan.Zero))))
        {
            Products = Categories(Path.Combine(Path.GetDirectoryName(path)!, "products.csv.gz"), productOf),
        };
    }

    // product_id, manufacturer_id, department, brand, product_category, product_type, package_size
    static ProductDetails[] Categories(string path, Dictionary<string, int> sold) => !File.Exists(path) ? []
        : [.. Rows(path).Where(cells => sold.ContainsKey(cells[0]))
            .Select(cells => new ProductDetails(cells[0]) { Category = cells[4] })];

    static IEnumerable<string[]> Rows(string path)
    {
        using var file = File.OpenRead(path);
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
            yield return [.. line.Split(',').Select(cell => cell.Trim('"'))];
    }
}
