using Microsoft.Extensions.Logging.Abstractions;
using Perennial.Channels.Intake.Formats;
using Perennial.Channels.Intake.Reports;
using Perennial.Core.Intake;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Import;
using Perennial.Live;
using Perennial.Loops;
using Perennial.Moments;
using Perennial.Privacy;
using Perennial.Tests.Store;
using Perennial.Watch;

namespace Perennial.Tests.Verbs;

/// <summary>What is said again of somebody who was erased stays out, and is counted as that, by any door.</summary>
public sealed class ErasedStaysOut : IDisposable
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;
    static readonly Actor by = Actor.Terminal("tests");

    readonly string folder = Directory.CreateTempSubdirectory("perennial-stays-out-").FullName;
    readonly ShopStore store;

    public ErasedStaysOut() => store = EmptyStore.Open(Path.Combine(folder, "shop.db"), Some.Now);

    ImportOutcome Import(string name, params string[] lines)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllLines(file, lines);
        return ImportFile.Run(store, file, new IntakeOptions { Now = Some.Now }, by, (_, _) => { }, Stop);
    }

    void Erase(string customer) =>
        EraseCustomer.Run(store, new CustomerKeySet { External = customer }, "asked", by, Some.Now);

    static long Rows(IntakeReport report, string code) =>
        report.Rows.Where(row => row.Code == code).Sum(row => row.Rows);

    [Theory]
    [InlineData("orders", 2, "order_id,customer,date,amount", "1,ann,2026-01-05,10.00", "2,ann,2026-01-06,20.00",
        "3,ben,2026-01-07,30.00")]
    [InlineData("lines", 3, "order_id,customer,date,product,quantity,unit_price", "1,ann,2026-01-05,rose,1,10.00",
        "1,ann,2026-01-05,lily,2,20.00", "2,ann,2026-01-06,rose,1,5.00", "3,ben,2026-01-07,rose,1,30.00")]
    [InlineData("customers", 1, "customer_id,email,first_name", "ann,ann@example.com,Ann", "ben,ben@example.com,Ben")]
    [InlineData("activities", 2, "customer_id,activity,happened_at,product_id", "ann,view,2026-01-05,rose",
        "ann,view,2026-01-06,rose", "ben,view,2026-01-07,rose")]
    public void A_file_does_not_call_them_imported(string kind, int theirs, params string[] lines)
    {
        Import("first.csv", "order_id,customer,date,amount", "9,ann,2026-01-01,1.00", "8,ben,2026-01-01,1.00");
        Erase("ann");

        var outcome = Import($"{kind}.csv", lines);

        Assert.Equal((theirs, 1L), (Rows(outcome.Report, "erased"), Rows(outcome.Report, "imported")));
        Assert.Equal(outcome.Report.RowsRead, outcome.Report.Rows.Sum(row => row.Rows));
        Assert.Equal(1, outcome.Report.Customers);
        var logged = store.Intake.Imports(1)[0];
        Assert.Contains("\"erased\"", logged.ReportJson);
        Assert.Contains("\"Customers\":1,", logged.ReportJson);
        Assert.Equal([SomeFacts.Id("ben")], store.Profiles.Load().Ids);
        Assert.Equal((theirs, 1L), Counted($"file/{outcome.Report.Format}"));
    }

    // Refused as erased and taken, since the erasure.
    (long Erased, long Taken) Counted(string source)
    {
        var counts = store.IntakeCounts.OfLast(Some.Now, 1).Where(count => count.Source == source).ToList();
        return (counts.Where(count => count.Reason == "erased").Sum(count => count.Events),
            counts.Where(count => count.Reason == "").Sum(count => count.Events) - (source == "file/orders" ? 2 : 0));
    }

    [Fact]
    public async Task Events_are_counted_with_the_reason_and_the_others_are_taken()
    {
        Import("first.csv", "order_id,customer,date,amount", "9,ann,2026-01-01,1.00", "8,ben,2026-01-01,1.00");
        Erase("ann");
        var counts = new IntakeCounts();
        await using var loops = new Supervisor(TimeProvider.System, NullLogger.Instance);
        await using (var intake = new LiveIntake(store, new ShopMoments(store), loops, TimeProvider.System, counts))
        {
            await Task.WhenAll(
                intake.Write("web", [Bought("ann", "w1"), Bought("ben", "w2"), Bought("ann", "w3")], Stop),
                intake.Write("shopify/main", [Bought("ann", "s1")], Stop),
                intake.Write("web", [Bought("new", "w4")], Stop));
        }
        var counted = counts.Counted();
        long Of(string source, string reason) =>
            counted.Where(one => one.Source == source && one.Reason == reason).Sum(one => one.Events);
        Assert.Equal((2, 2, 1, 0),
            (Of("web", ""), Of("web", "erased"), Of("shopify/main", "erased"), Of("shopify/main", "")));
        Assert.Equal(2, store.Profiles.Load().Count);
    }

    static IncomingEvent Bought(string customer, string number) => new()
    {
        Source = "test", MessageId = number, At = SomeFacts.At(1), Who = new CustomerKeySet { External = customer },
        Order = new OrderStatement(number, SomeFacts.At(1)) { GrossCents = 100 },
    };

    public void Dispose()
    {
        store.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
