using System.IO.Compression;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Lifetime;

namespace Perennial.Tests.Lifetime;

/// <summary>The 1/10 sample of CDNOW, 1997-01-01 to 1998-06-30, as every paper on these models splits it.</summary>
static class Cdnow
{
    static readonly Lazy<HistoryTable> Orders = new(Read);
    static readonly Lazy<PurchaseCounts> Split39 = new(() => Split("1997-09-30"));

    public static HistoryTable History => Orders.Value;

    /// <summary>Calibration until 1997-09-30, 39 weeks of holdout.</summary>
    public static PurchaseCounts Counts => Split39.Value;

    public static BuyingPatterns Patterns { get; } = Counts.Patterns();

    public static PurchaseCounts Split(string lastDay, TimeUnit unit = TimeUnit.Week) =>
        PurchaseCounts.Of(History, ShopCalendar.Utc, unit, Some.Day(lastDay), Some.Day("1998-06-30"));

    // The maximum of each model, which the tests of values start from.
    public static readonly BgNbd BgNbd = new(0.24259453, 4.41360242, 0.79292195, 2.42590673);

    public static readonly BgNbd MbgNbd =
        new(0.52484322, 6.18308569, 0.89135942, 1.61400215) { MayLeaveAtOnce = true };

    public static readonly ParetoNbd ParetoNbd = new(0.55327707, 10.57768392, 0.60623991, 11.66873179);

    static HistoryTable Read()
    {
        using var file = File.OpenRead(Repository.PathTo("data", "cdnow", "CDNOW_sample.txt.gz"));
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        var builder = new HistoryBuilder();
        var customers = 0;
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var customer = int.Parse(cells[1]) - 1;
            customers = Math.Max(customers, customer + 1);
            var day = DateOnly.ParseExact(cells[2], "yyyyMMdd");
            builder.Add(new OrderFact
            {
                Customer = customer,
                At = ShopCalendar.Utc.StartOf(ShopCalendar.Day(day)),
                GrossCents = (long)Math.Round(decimal.Parse(cells[4]) * 100),
            });
        }
        return builder.Build(customers);
    }
}
