using System.Text.Json;
using Perennial.Channels.Intake;
using Perennial.Channels.Intake.Reports;
using Perennial.Channels.Tracking;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Tests.Intake;
using Perennial.Tests.Store;
using Perennial.Tests.Tracking;

namespace Perennial.Tests.Keys;

/// <summary>Files and calls that shops really send, from a folder beside the repository that holds the right answers.
/// </summary>
public class DoorCases
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    internal static string Case(string name)
    {
        var path = Path.GetFullPath(Repository.PathTo("..", "shared", "cases", "doors", name));
        if (!File.Exists(path)) Assert.Skip($"../shared/cases/doors/{name} is not here.");
        return path;
    }

    static IntakeResult Read(string name) => FileIntake.Read(Case(name), Inbox.Options with { RejectsPath = "none" });

    static string[] Customers(IntakeResult result) =>
    [
        .. Enumerable.Range(0, result.Batch.Keys.Count).Select(i => result.Batch.Keys.Text(i)
            + $" {result.Batch.History[i].Orders.Count} {result.Batch.History[i].Orders.GrossCents.ToArray().Sum()}"),
    ];

    [Fact]
    public void Undefined_joins_nobody()
    {
        var folder = Directory.CreateTempSubdirectory("perennial-doors-");
        try
        {
            using var store = EmptyStore.Open(Path.Combine(folder.FullName, "shop.db"), SomeCalls.ReceivedAt);
            foreach (var line in File.ReadLines(Case("01-undefined-user.jsonl")))
            {
                using var call = JsonDocument.Parse(line);
                var isIdentify = call.RootElement.GetProperty("type").GetString() == "identify";
                var one = SomeCalls.One(isIdentify ? TrackingCall.Identify : TrackingCall.Track, line);
                store.Intake.Write(EventBatch.Of([one]), store.Moment(), cancellation: Stop);
            }
            var customers = store.Profiles.Load().Ids.Select(id => store.Customers.ById(id)!);
            Assert.Equal(["ann@example.com 1", "bob@example.com 1", "cia@example.com 1"],
                customers.Select(customer => $"{customer.Key} {customer.History.Orders.At.Length}").Order());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_number_of_a_guest_is_nobodys() => Assert.Equal(
        ["ann@example.com 2 6000", "bob@example.com 1 2000", "7 1 7000", "dan@example.com 1 3000"],
        Customers(Read("04-guest-id-zero.csv")));

    [Fact]
    public void A_refund_with_tax_is_reckoned_in_the_unit_of_its_order()
    {
        var result = Read("02-woo-refund-with-tax.csv");
        Assert.Equal(["ann@example.com 100000", "bob@example.com 0"],
            Enumerable.Range(0, result.Batch.Keys.Count).Select(i => $"{result.Batch.Keys.Text(i)} {Net(i)}").Order());

        long Net(int customer)
        {
            var orders = result.Batch.History[customer].Orders;
            return orders.GrossCents.ToArray().Sum() - orders.DiscountCents.ToArray().Sum()
                - orders.RefundedCents.ToArray().Sum();
        }
    }

    [Fact]
    public void Names_are_no_customer_numbers()
    {
        var error = Assert.Throws<BadInputException>(() => Read("05-prestashop-orders.csv"));
        Assert.Contains("column Customer", error.Place);
        Assert.Contains("holds names", error.Problem);
        Assert.Contains("--map customer_id=Customer", error.Remedy);
    }

    [Fact]
    public void An_export_made_again_adds_no_order_twice()
    {
        var folder = Directory.CreateTempSubdirectory("perennial-doors-");
        try
        {
            using var store = EmptyStore.Open(Path.Combine(folder.FullName, "shop.db"), SomeCalls.ReceivedAt);
            foreach (var name in new[] { "10-first-export.csv", "10-second-export.csv" })
                store.Intake.Write(Read(name).Batch, store.Moment(), cancellation: Stop);
            var orders = store.Profiles.Load().Ids.Select(id => store.Customers.ById(id)!.History.Orders).ToList();
            Assert.Equal(["101 900 -900", "102 700 -0"], orders.SelectMany(one => one.Number.Select(
                (number, i) => $"{number} {one.GrossCents[i]} -{one.RefundedCents.ElementAtOrDefault(i)}")).Order());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Numbers_that_a_spreadsheet_rounded_are_refused_with_the_remedy()
    {
        var error = Assert.Throws<BadInputException>(() => FileIntake.Read(Case("09-excel-customer-ids.csv"),
            Inbox.Options with { RejectsPath = "none", MaxRejectShare = 0.05 }));
        Assert.Contains("6.12346E+12", error.Message);
        Assert.Contains("spreadsheet", error.Message);
    }

    [Fact]
    public void Invisible_characters_make_nobody_another() =>
        Assert.Equal(["ann@example.com 6 600"], Customers(Read("17-invisible-characters.csv")));

    [Fact]
    public void A_quote_after_a_blank_is_no_part_of_an_address() =>
        Assert.Equal(
            ["ann@example.com 1 1250", "bob@example.com 1 1000"], Customers(Read("18-space-before-quote.csv")));
}
