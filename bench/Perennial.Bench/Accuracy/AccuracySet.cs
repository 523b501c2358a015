using System.Globalization;
using System.IO.Compression;
using Perennial.Channels.Intake;
using Perennial.Channels.Intake.Formats;
using Perennial.Core;
using Perennial.Core.Demo;
using Perennial.Core.History;

namespace Perennial.Bench.Accuracy;

/// <summary>Orders to forecast from.</summary>
/// <param name="Name">What they are.</param>
/// <param name="History">Every customer's.</param>
/// <param name="Keys">Their keys.</param>
/// <param name="LastDay">Facts are known to the end of this day.</param>
sealed record AccuracySet(string Name, HistoryTable History, CustomerKeys Keys, int LastDay)
{
    /// <summary>Those of the demo, and those found in folders.</summary>
    public static IEnumerable<Func<AccuracySet>> All(IReadOnlyList<string> folders)
    {
        foreach (var (name, parts) in Files)
        {
            if (Find(folders, parts) is { } path) yield return () => OfFile(name, path);
        }
        if (Find(folders, ["complete_journey", "transactions_sample.csv.gz"]) is { } journey)
            yield return () => OfCompleteJourney(journey);
        yield return () => OfDemo("Demo, seed 1", 5000, 1);
        yield return () => OfDemo("Demo, seed 7", 20_000, 7);
    }

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
        return new(name, intake.Batch.History, intake.Batch.Keys, ShopCalendar.Utc.DayOf(intake.Report.LastOrderAt));
    }

    static AccuracySet OfDemo(string name, int customers, ulong seed)
    {
        var end = Instant.From(new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.Zero));
        var shop = FlowerShop.Generate(new FlowerShopOptions
        {
            End = end, Customers = customers, Seed = seed, Details = false, Numbers = false,
        });
        return new(name, shop.Batch.History, shop.Batch.Keys, ShopCalendar.Utc.DayOf(end) - 1);
    }

    // A twentieth of all lines: what is left of somebody's baskets, not their purchases.
    static AccuracySet OfCompleteJourney(string path)
    {
        using var file = File.OpenRead(path);
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        var baskets = new Dictionary<string, (string Household, DateTime At, decimal Paid)>();
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',').Select(cell => cell.Trim('"')).ToArray();
            var at = DateTime.Parse(cells[10], CultureInfo.InvariantCulture);
            var paid = decimal.Parse(cells[5], NumberStyles.Float, CultureInfo.InvariantCulture);
            var before = baskets.GetValueOrDefault(cells[2]).Paid;
            baskets[cells[2]] = (cells[0], at, before + paid);
        }
        var households = baskets.Values.Select(basket => basket.Household).Distinct().Order(StringComparer.Ordinal)
            .Select((household, i) => (household, i)).ToDictionary();
        var builder = new HistoryBuilder();
        foreach (var (household, at, paid) in baskets.Values)
        {
            builder.Add(new OrderFact
            {
                Customer = households[household], At = Instant.From(new DateTimeOffset(at, TimeSpan.Zero)),
                GrossCents = (long)(paid * 100),
            });
        }
        var keys = CustomerKeys.From([.. households.OrderBy(pair => pair.Value).Select(pair => pair.Key)]);
        return new("Complete Journey (5 % of lines)", builder.Build(households.Count), keys,
            ShopCalendar.Utc.DayOf(Instant.From(new DateTimeOffset(2017, 12, 31, 0, 0, 0, TimeSpan.Zero))));
    }
}
