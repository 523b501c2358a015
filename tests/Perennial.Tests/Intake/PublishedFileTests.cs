using Perennial.Channels.Intake;
using Perennial.Channels.Intake.Formats;
using Perennial.Channels.Intake.Reports;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Parts;
using Perennial.Core.Purchases;

namespace Perennial.Tests.Intake;

/// <summary>Counts that others published for the bundled files (see data/README.md).</summary>
public class PublishedFileTests
{
    static readonly Instant Now = Instant.From(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));

    static readonly Lazy<IntakeResult> OnlineRetail = new(() => Read("online_retail", "online_retail.csv.gz"));

    /// <summary>Read once for every test that looks at it.</summary>
    internal static FactBatch OnlineRetailBatch => OnlineRetail.Value.Batch;

    internal static IntakeResult Read(params string[] parts) =>
        FileIntake.Read(Repository.PathTo(["data", .. parts]), new IntakeOptions { Now = Now, RejectsPath = "none" });

    static RowCount Row(IntakeReport report, string code) => report.Rows.Single(row => row.Code == code);

    [Fact]
    public void Online_retail_gives_the_published_counts()
    {
        var report = OnlineRetail.Value.Report;
        Assert.Equal("online-retail", report.Format);
        Assert.Equal(541_909, report.RowsRead);
        Assert.Equal(397_884, Row(report, "imported").Rows);
        Assert.Equal(135_080, Row(report, "customer-unknown").Rows);
        Assert.Equal(4_338, report.Customers);
        Assert.Equal(18_532, report.Orders);
        Assert.Equal(397_884, report.Lines);
        Assert.Equal(891_140_790, report.GrossCents);
        Assert.Equal(0, report.DiscountCents);
        Assert.Equal("GBP", report.Currency);
    }

    [Fact]
    public void Online_retail_explains_every_line()
    {
        var report = OnlineRetail.Value.Report;
        Assert.Equal(report.RowsRead, report.Rows.Sum(row => row.Rows));
        Assert.Equal(0, report.Count(RowFate.Rejected));
        Assert.Equal(40, Row(report, "free").Rows);
        // 8,905 cancellation lines of known customers: 9,288 less the 383 without a customer.
        string[] codes = ["taken-back", "taken-back-in-part", "nothing-to-take-back"];
        var cancelled = codes.Select(code => Row(report, code)).ToList();
        Assert.Equal(8_905, cancelled.Sum(row => row.Rows));
        var takenBack = cancelled.Where(row => row.Fate == RowFate.TakenBack).Sum(row => row.ValueCents);
        Assert.Equal(report.RefundedCents, -takenBack);
    }

    [Fact]
    public void The_values_of_online_retail_add_up_to_the_value_of_the_file()
    {
        var report = OnlineRetail.Value.Report;
        var sum = report.Rows.Sum(row => row.ValueCents + (row.Fate == RowFate.TakenBack ? row.NotAppliedCents : 0));
        Assert.Equal(974_774_793, sum);
    }

    [Fact]
    public void Cancellations_of_online_retail_take_back_what_an_independent_matching_takes_back()
    {
        // Computed once by a separate program in another language from the rule as written in words.
        var report = OnlineRetail.Value.Report;
        Assert.Equal((7_286, -46_099_831), Count("taken-back"));
        Assert.Equal((284, -875_795), Count("taken-back-in-part"));
        Assert.Equal(-946_578, Row(report, "taken-back-in-part").NotAppliedCents);
        Assert.Equal((1_335, -13_212_005), Count("nothing-to-take-back"));
        Assert.Equal(250_838, OnlineRetail.Value.Batch.History.Orders.Lines!.RefundedQuantity.Sum());

        (long, long) Count(string code) => (Row(report, code).Rows, Row(report, code).ValueCents);
    }

    [Fact]
    public void A_second_reading_of_online_retail_gives_the_same_orders()
    {
        var first = OnlineRetail.Value.Batch.History.Orders;
        var second = Read("online_retail", "online_retail.csv.gz").Batch.History.Orders;
        Assert.Equal(first.Id, second.Id);
        Assert.Equal(first.Id.Length, first.Id.Distinct().Count());
        Assert.Equal(OrderId.Numbered("online-retail", first.Number[0]!), first.Id[0]);
    }

    [Fact]
    public void Cdnow_gives_the_published_counts()
    {
        var (batch, report) = Read("cdnow", "CDNOW_sample.txt.gz");
        Assert.Equal("cdnow", report.Format);
        Assert.Equal(6_919, report.RowsRead);
        Assert.Equal(6_919, report.Orders);
        Assert.Equal(2_357, report.Customers);
        Assert.Equal(24_409_194, report.GrossCents); // printed elsewhere with one decimal: 244,091.9
        Assert.Equal(8, batch.History.Orders.GrossCents.Count(cents => cents == 0));
        Assert.Equal(6_919, batch.History.Orders.Id.Distinct().Count());
    }

    [Fact]
    public void Cdnow_has_the_published_number_of_customer_days()
    {
        var history = Read("cdnow", "CDNOW_sample.txt.gz").Batch.History;
        var days = 0;
        for (var customer = 0; customer < history.CustomerCount; customer++)
            days += history[customer].Orders.At.ToArray().Distinct().Count();
        Assert.Equal(6_696, days);
    }

    [Fact]
    public void The_rfm_packages_orders_give_the_published_counts()
    {
        var (batch, report) = Read("rfm_orders", "rfm_data_orders.csv.gz");
        Assert.Equal(4_906, report.Orders);
        Assert.Equal(995, report.Customers);
        Assert.Equal(46_415_800, report.GrossCents);
        Assert.Equal("Brion", batch.Details[0]!.FirstName);
        Assert.Equal("brion_stark@rfmail.com", batch.Details[0]!.Email);
        Assert.Equal(CustomerKeyKind.External, batch.KeyKinds[0]);
        Assert.Equal("Brion Stark", batch.Keys.Text(0));
    }

    [Fact]
    public void The_rfm_packages_orders_fold_into_its_published_table()
    {
        var batch = Read("rfm_orders", "rfm_data_orders.csv.gz").Batch;
        var asOf = ShopCalendar.Utc.EndOf(ShopCalendar.Day(new DateOnly(2006, 12, 31)));
        var table = ProfileFold.FoldAll(batch.History, batch.Keys, asOf, new ProfileSettings());
        var row = Enumerable.Range(0, batch.Keys.Count).Single(i => batch.Keys.Text(i) == "Abbey O'Reilly");
        Assert.Equal(6, table.Values(PurchaseColumns.Frequency)[row]);
        Assert.Equal(47_200, table.Values(PurchaseColumns.Monetary)[row]);
        Assert.Equal(205, table.Values(PurchaseColumns.RecencyDays)[row]);
    }
}
