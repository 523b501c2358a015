using System.IO.Compression;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Rfm;
using Perennial.Core.Scoring;
using Perennial.Rfm;

namespace Perennial.Tests.Rfm;

/// <summary>The R package's bundled orders (MIT), as of its own analysis date 2006-12-31.</summary>
static class RfmOrders
{
    static readonly Lazy<(HistoryTable History, CustomerKeys Keys)> Orders = new(Read);

    public static readonly Instant AsOf = ShopCalendar.Utc.EndOf(ShopCalendar.Day(new DateOnly(2006, 12, 31)));

    public static ProfileTable Profiles() =>
        ProfileFold.FoldAll(Orders.Value.History, Orders.Value.Keys, AsOf, new ProfileSettings());

    public static (ProfileTable Table, ScoringRun ScoringRun) Scored(
        RfmMethod method, string segments = "rfm-125", bool tieBySecondMeasure = false)
    {
        var table = Profiles();
        var run = Scorer.Run(table, ShopCalendar.Utc, new ScoringOptions
        {
            Rfm = new() { Method = method, TieBySecondMeasure = tieBySecondMeasure },
            RfmSegmentSet = RfmSegmentSets.Load(segments),
        }, previousAsOfDay: null);
        return (table, run);
    }

    static (HistoryTable, CustomerKeys) Read()
    {
        var builder = new HistoryBuilder();
        var index = new Dictionary<string, int>();
        foreach (var row in Rows("rfm_data_orders.csv.gz"))
        {
            var customer = row["customer_id"];
            if (!index.TryGetValue(customer, out var at)) index[customer] = at = index.Count;
            var day = ShopCalendar.Day(DateOnly.Parse(row["order_date"]));
            builder.Add(new OrderFact
            {
                Customer = at,
                At = ShopCalendar.Utc.StartOf(day),
                GrossCents = long.Parse(row["revenue"]) * 100,
            });
        }
        return (builder.Build(index.Count), CustomerKeys.From(index.Keys));
    }

    /// <summary>The rows of a bundled file by column name. Its quotes hold no commas, so a split suffices.</summary>
    public static IEnumerable<Dictionary<string, string>> Rows(string file)
    {
        Stream stream = File.OpenRead(Repository.PathTo("data", "rfm_orders", file));
        if (file.EndsWith(".gz", StringComparison.Ordinal)) stream = new GZipStream(stream, CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        var header = Cells(reader.ReadLine()!);
        while (reader.ReadLine() is { } line)
            yield return header.Zip(Cells(line)).ToDictionary(cell => cell.First, cell => cell.Second);
    }

    static string[] Cells(string line) => [.. line.Split(',').Select(cell => cell.Trim('"'))];
}
