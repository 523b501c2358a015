using System.Text.RegularExpressions;
using Perennial.Channels.Files;
using Perennial.Core;
using Perennial.Core.Cycle;
using Perennial.Core.Cycle.Forecasts;
using Perennial.Core.Cycle.Gaps;
using Perennial.Core.Demo;
using Perennial.Core.Intake;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Scoring;
using Perennial.Import;
using Perennial.Settings;
using Perennial.Tests.Intake;

namespace Perennial.Tests.History;

/// <summary>Nothing that is told as of a day knows what came after it.</summary>
public sealed partial class LookBackTests : IDisposable
{
    const int Days = 20;

    const string Header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

    // Two customers, and what one of them sent back in the next year.
    const string UntilNewYear = Header + """
        536365,85123A,HOLDER,6,2010-12-01 08:26:00,2.55,17850,United Kingdom
        536366,22633,WARMER,10,2010-12-05 10:00:00,1.85,17850,United Kingdom
        536367,84879,BIRD,32,2010-12-10 09:00:00,1.69,13047,United Kingdom

        """;

    const string Afterwards = """
        540000,22633,WARMER,2,2011-02-01 10:00:00,1.85,13047,United Kingdom
        C541000,22633,WARMER,-10,2011-03-05 11:00:00,1.85,17850,United Kingdom

        """;

    readonly Inbox inbox = new();

    [Fact]
    public void A_file_with_a_later_return_says_as_of_a_day_what_the_file_cut_at_that_day_says() =>
        Assert.Equal(Scored(UntilNewYear), Scored(UntilNewYear + Afterwards));

    string Scored(string text)
    {
        var file = ScoreFile.Run(inbox.File(text), Inbox.Options, new ShopOptions().Scoring, new DateOnly(2010, 12, 31),
            everything: true, (_, _) => { }, TestContext.Current.CancellationToken);
        var to = inbox.Path("scored.csv");
        ProfileCsv.Write(to, file.Profiles, file.InCallOrder, file.ScoringRun.CutPoints.Bins, Columns.Shown,
            TestContext.Current.CancellationToken);
        return File.ReadAllText(to);
    }

    // The whole file takes longer than it says more.
    const int OneCustomerOf = 20;

    [Fact, InWholeRuns]
    public void Online_retail_says_as_of_a_day_what_the_file_cut_at_that_day_says()
    {
        var lines = OnlineRetailLines();
        FactBatch Read(Func<string, bool> isIn) => inbox.Read(string.Join('\n',
            [lines[0].Text, .. lines.Skip(1).Where(line => isIn(line.Day)).Select(line => line.Text)])).Batch;
        var whole = Read(_ => true);
        for (var i = 0; i < Days; i++)
        {
            var day = new DateOnly(2011, 1, 15).AddDays(i * 16);
            AssertSame(Read(at => string.CompareOrdinal(at, $"{day:yyyy-MM-dd}") <= 0), whole, EndOf(day));
        }
    }

    [Fact, InWholeRuns]
    public void The_demo_says_as_of_a_day_what_its_facts_cut_at_that_day_say()
    {
        var end = Some.At("2026-11-01");
        var shop = FlowerShop.Generate(new FlowerShopOptions { Customers = 150, End = end }).Batch;
        Assert.NotEmpty(shop.History.Orders.Past!.Changes);
        for (var i = 0; i < Days; i++)
        {
            var at = EndOf(new DateOnly(2026, 10, 30).AddDays(-i * 19));
            AssertSame(new FactBatch
            {
                Source = "", Keys = shop.Keys, KeyKinds = shop.KeyKinds, History = CutHistory.Of(shop.History, at),
            }, shop, at);
        }
    }

    static Instant EndOf(DateOnly day) => ShopCalendar.Utc.EndOf(ShopCalendar.Day(day));

    static List<(string Day, string Text)> OnlineRetailLines()
    {
        using var file = new StreamReader(new System.IO.Compression.GZipStream(
            File.OpenRead(Repository.PathTo("data", "online_retail", "online_retail.csv.gz")),
            System.IO.Compression.CompressionMode.Decompress));
        var lines = new List<(string, string)> { ("", file.ReadLine()!) };
        while (file.ReadLine() is { } line)
        {
            var found = DayAndCustomer.Match(line);
            if (found.Success && int.Parse(found.Groups["customer"].ValueSpan) % OneCustomerOf == 0)
                lines.Add((found.Groups["day"].Value, line));
        }
        return lines;
    }

    [GeneratedRegex(@",(?<day>\d{4}-\d\d-\d\d) [\d:]+,[-\d.]+,(?<customer>\d+)(\.0)?,[^,]*$")]
    static partial Regex DayAndCustomer { get; }

    // Whoever did nothing by then is in the file that was not cut, and in that alone.
    static void AssertSame(FactBatch cut, FactBatch whole, Instant asOf)
    {
        var (expected, actual) = (Scored(cut, asOf), Scored(whole, asOf));
        var rowOf = Enumerable.Range(0, actual.Count).ToDictionary(row => whole.Keys.Text(row));
        for (var row = 0; row < expected.Count; row++)
        {
            var key = cut.Keys.Text(row);
            Assert.Equal($"{asOf} {key} {Some.Stored(expected, row)}",
                $"{asOf} {key} {Some.Stored(actual, rowOf[key])}");
        }
    }

    static ProfileTable Scored(FactBatch batch, Instant asOf)
    {
        const long day = 86_400_000;
        ProfileTable At(long daysBefore)
        {
            var at = new Instant(asOf.UnixMs - daysBefore * day);
            return ProfileFold.FoldAll(batch.History.AsOf(at, Instant.Never), batch.Keys, at, new ProfileSettings());
        }
        var table = At(0);
        Scorer.Run(table, ShopCalendar.Utc, new ShopOptions().Scoring, previousAsOfDay: null,
            new ShopPast(new PastProfiles(At(30), At(90)), PastBuyers.Of(batch.History.AsOf(asOf, Instant.Never),
                batch.Keys, asOf, ShopCalendar.Utc, new GapOptions(), new CycleOptions())));
        return table;
    }

    public void Dispose() => inbox.Dispose();
}
