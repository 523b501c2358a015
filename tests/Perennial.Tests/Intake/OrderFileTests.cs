using Perennial.Channels.Intake.Orders;
using Perennial.Channels.Intake.Reports;
using Perennial.Core;
using Perennial.Core.History;

namespace Perennial.Tests.Intake;

/// <summary>Files with one order in each row.</summary>
public sealed class OrderFileTests : IDisposable
{
    readonly Inbox inbox = new();

    public void Dispose() => inbox.Dispose();

    [Fact]
    public void A_plain_file_is_read_without_being_told_anything()
    {
        var (batch, report) = inbox.Read("""
            order_id,customer_id,order_date,total
            1001,C1,2024-01-31,20.00
            1002,C2,2024-02-01,5.5
            1003,C1,2024-02-03T10:00:00Z,7
            """);
        Assert.Equal(["2024-01-31 20.00 0.00 0.00", "2024-02-03 7.00 0.00 0.00"], Inbox.Orders(batch, "C1"));
        Assert.Equal(["2024-02-01 5.50 0.00 0.00"], Inbox.Orders(batch, "C2"));
        Assert.Equal("csv", batch.Source);
        Assert.Equal(OrderId.Numbered("csv", "1001"), batch.History.Orders.Id[0]);
        Assert.Equal("1001", batch.History.Orders.Number[0]);
        Assert.Equal(3, report.RowsRead);
        Assert.Equal((2, 3, 3_250), (report.Customers, report.Orders, report.GrossCents));
        Assert.Equal(Inbox.Day(2024, 1, 31), report.FirstOrderAt);
        Assert.Equal(Inbox.At("2024-02-03T10:00Z"), report.LastOrderAt);
        Assert.Null(report.RejectsPath);
        Assert.Null(batch.History.Orders.Lines);
        Assert.Empty(batch.History.Orders.RefundedCents);
    }

    [Theory]
    [InlineData("customer_id,order_date,total\nC1,2024-01-31,20.00\n", true)]
    [InlineData("customer_id,order_date,total,status\nC1,2024-01-31,20.00,paid\n", true)]
    [InlineData("order_id,customer_id,order_date,total\n1,C1,2024-01-31,20.00\n", false)]
    [InlineData("customer_id,first_name\nC1,Ann\n", false)]
    public void A_file_of_orders_without_numbers_is_told_so(string text, bool told) => Assert.Equal(told,
        OrderFileReader.ReadForStore(inbox.File(text), Inbox.Options).Report.Warnings
            .Any(warning => warning.Contains("no order numbers") && warning.Contains("--map order_id=")));

    [Theory]
    [InlineData("Bestellnummer;Kundennummer;Bestelldatum;Gesamtsumme\n1;K1;31.01.2024;1.234,50\n")]
    [InlineData("Numéro de commande;N° client;Date de commande;Montant total\n1;K1;31/01/2024;1 234,50 €\n")]
    [InlineData("Número de pedido;ID cliente;Fecha de pedido;Importe total\n1;K1;31/01/2024;1.234,50\n")]
    [InlineData("Bestelnummer;Klantnummer;Besteldatum;Totaalbedrag\n1;K1;31-01-2024;1.234,50\n")]
    [InlineData("Order #\tCustomer ID\tOrder Date\tOrder Total\n1\tK1\t1/31/2024\t\"1,234.50\"\n")]
    [InlineData("TransactionID|client|date|amount\n1|K1|20240131|1234.5\n")]
    public void Column_names_of_five_languages_are_known(string text) =>
        Assert.Equal(["2024-01-31 1234.50 0.00 0.00"], Inbox.Orders(inbox.Read(text).Batch, "K1"));

    [Fact]
    public void What_was_detected_is_reported()
    {
        var detected = inbox.Read("""
            Bestellnummer;Kundennummer;Bestelldatum;Gesamtsumme
            1;K1;31.01.2024;1.234,50
            """).Report.Detected.ToDictionary(pair => pair.What, pair => pair.Found);
        Assert.Equal("orders, one order per row", detected["format"]);
        Assert.Equal("UTF-8, separated by semicolon, with header", detected["file"]);
        Assert.Equal("order_id from Bestellnummer, customer_id from Kundennummer, ordered_at from Bestelldatum,"
            + " total from Gesamtsumme", detected["columns"]);
        Assert.Equal("dd/MM/yyyy, clock of UTC where no offset is written", detected["dates"]);
        Assert.Equal("decimal comma", detected["amounts"]);
        Assert.Equal("Gesamtsumme", detected["revenue"]);
    }

    [Fact]
    public void A_mapping_overrules_the_names()
    {
        var batch = inbox.Read("nr,who,day,sum,total\n1,A,2024-01-31,7.00,9.99\n",
            Inbox.Mapped("order_id=nr,customer_id=who,ordered_at=day,total=sum")).Batch;
        Assert.Equal(["2024-01-31 7.00 0.00 0.00"], Inbox.Orders(batch, "A"));
    }

    [Fact]
    public void A_file_without_header_is_mapped_by_numbers()
    {
        var batch = inbox.Read("A,2024-01-31,7.00\nB,2024-02-01,8.00\n",
            Inbox.Mapped("customer_id=#1,ordered_at=#2,total=#3")).Batch;
        Assert.Equal(["2024-01-31 7.00 0.00 0.00"], Inbox.Orders(batch, "A"));
        Assert.Equal(2, batch.Keys.Count);
    }

    [Fact]
    public void Revenue_is_the_total_without_shipping_and_tax()
    {
        var batch = inbox.Read("""
            order_id,email,date,total,shipping,tax,discount,refunded
            1,a@example.com,2024-01-31,120.00,10.00,10.00,25.00,40.00
            """).Batch;
        Assert.Equal(["2024-01-31 125.00 25.00 33.33"], Inbox.Orders(batch, "a@example.com"));
    }

    [Fact]
    public void A_refund_is_never_more_than_the_goods_were_worth()
    {
        var batch = inbox.Read("order_id,email,date,subtotal,refunded\n1,a@example.com,2024-01-31,30.00,35.00\n").Batch;
        Assert.Equal(["2024-01-31 30.00 0.00 30.00"], Inbox.Orders(batch, "a@example.com"));
    }

    [Fact]
    public void A_customer_is_known_by_id_or_else_e_mail_or_else_phone()
    {
        var (batch, _) = inbox.Read("""
            customer_id,email,phone,order_date,total
            C1,a@example.com,,2024-01-31,1
            ,B@Example.com,,2024-01-31,2
            ,b@example.com,,2024-02-01,3
            NULL,no mail,+1 555-0100,2024-01-31,4
            """);
        Assert.Equal(["C1", "b@example.com", "+15550100"], Enumerable.Range(0, 3).Select(batch.Keys.Text));
        Assert.Equal([CustomerKeyKind.External, CustomerKeyKind.Email, CustomerKeyKind.Phone], batch.KeyKinds);
        Assert.Equal(2, batch.History[1].Orders.Count);
        var same = CustomerId.Of(CustomerKeyKind.Email, "B@example.COM");
        Assert.Equal(same, CustomerId.Of(batch.KeyKinds[1], batch.Keys.Text(1)));
    }

    [Fact]
    public void Equal_keys_of_different_kinds_are_different_customers()
    {
        var batch = inbox.Read("""
            customer_id,email,order_date,total
            a@example.com,,2024-01-31,1
            ,a@example.com,2024-01-31,2
            """).Batch;
        Assert.Equal(2, batch.Keys.Count);
        Assert.Equal([CustomerKeyKind.External, CustomerKeyKind.Email], batch.KeyKinds);
    }

    [Fact]
    public void A_row_without_customer_is_rejected_with_its_line()
    {
        var result = inbox.Read("order_id,email,order_date,total\n1,a@example.com,2024-01-31,1\n2,,2024-01-31,2\n");
        Assert.Equal(1, Inbox.Rows(result, "no-customer"));
        Assert.Equal(["3,email,,\"no customer: id, e-mail and phone are empty or placeholders (0, null, guest)\""],
            inbox.Rejects());
        Assert.Equal(inbox.Path("orders.csv.rejects.csv"), result.Report.RejectsPath);
    }

    [Fact]
    public void The_same_order_twice_is_a_duplicate()
    {
        var result = inbox.Read("order_id,customer,date,total\n1,A,2024-01-31,1\n1,A,2024-01-31,1.00\n");
        Assert.Equal(1, Inbox.Rows(result, "duplicate"));
        Assert.Equal(1, result.Report.Orders);
        Assert.Null(result.Report.RejectsPath);
    }

    [Theory]
    [InlineData("1,A,2024-01-31,2")]
    [InlineData("1,B,2024-01-31,1")]
    [InlineData("1,A,2024-02-01,1")]
    public void Another_order_under_a_used_number_is_rejected_and_the_first_kept(string second)
    {
        var result = inbox.Read($"order_id,customer,date,total\n1,A,2024-01-31,1\n{second}\n");
        Assert.Equal(1, Inbox.Rows(result, "conflict"));
        Assert.Equal(["2024-01-31 1.00 0.00 0.00"], Inbox.Orders(result.Batch, "A"));
        Assert.Equal(1, result.Batch.Keys.Count);
        Assert.Equal(
            "3,order_id,1,\"order number used before for another order; the first one is kept:"
            + " line 2 has it with 1.00 of customer A at 2024-01-31T00:00:00.000Z\"", inbox.Rejects().Single());
    }

    [Fact]
    public void Orders_without_numbers_stay_apart_and_keep_their_ids()
    {
        const string text = "customer,date,total\nA,2024-01-31,5\nA,2024-01-31,5\nA,2024-01-31,6\nB,2024-01-31,5\n";
        var orders = inbox.Read(text).Batch.History.Orders;
        Assert.Equal(4, orders.Id.Distinct().Count());
        Assert.Equal(orders.Id, inbox.Read(text).Batch.History.Orders.Id);
        var a = CustomerId.Of(CustomerKeyKind.External, "A");
        Assert.Contains(OrderId.Unnumbered(a, Inbox.Day(2024, 1, 31), 500, 1), orders.Id);
        Assert.Empty(orders.Number);
        // The same rows in another order are the same orders.
        var shuffled = inbox.Read(
            "customer,date,total\nB,2024-01-31,5\nA,2024-01-31,6\nA,2024-01-31,5\nA,2024-01-31,5\n");
        Assert.Equal(orders.Id.ToHashSet(), shuffled.Batch.History.Orders.Id.ToHashSet());
    }

    [Fact]
    public void Orders_without_numbers_between_numbered_ones_get_ids_of_their_own()
    {
        var orders = inbox.Read("""
            order_id,customer,date,total
            1,A,2024-01-31,5
            ,A,2024-01-31,5
            ,A,2024-01-31,5
            2,A,2024-02-01,5
            ,A,2024-02-01,5
            """).Batch.History.Orders;
        Assert.Equal((string?[])["1", null, null, "2", null], orders.Number);
        var a = CustomerId.Of(CustomerKeyKind.External, "A");
        Assert.Equal(
            [
                OrderId.Numbered("csv", "1"), OrderId.Unnumbered(a, Inbox.Day(2024, 1, 31), 500, 0),
                OrderId.Unnumbered(a, Inbox.Day(2024, 1, 31), 500, 1), OrderId.Numbered("csv", "2"),
                OrderId.Unnumbered(a, Inbox.Day(2024, 2, 1), 500, 0),
            ], orders.Id);
    }

    [Fact]
    public void A_number_of_any_length_and_script_gives_the_id_of_its_text()
    {
        var digits = new string('9', 300);
        var orders = inbox.Read($"order_id,customer,date,total\n№-ü-1,A,2024-01-31,5\n{digits},A,2024-02-01,5\n")
            .Batch.History.Orders;
        Assert.Equal([OrderId.Numbered("csv", "№-ü-1"), OrderId.Numbered("csv", digits)], orders.Id);
    }

    [Fact]
    public void A_negative_row_takes_back_the_order_that_has_its_number()
    {
        var result = inbox.Read("""
            order_id,customer,date,total
            1,A,2024-01-01,30
            2,A,2024-01-05,30
            1,A,2024-01-09,-30
            """);
        Assert.Equal(["2024-01-01 30.00 0.00 30.00", "2024-01-05 30.00 0.00 0.00"], Inbox.Orders(result.Batch, "A"));
        Assert.Equal(1, Inbox.Rows(result, "taken-back"));
    }

    [Fact]
    public void A_negative_row_takes_back_the_earlier_order_of_its_value_or_else_the_latest_ones()
    {
        var result = inbox.Read("""
            order_id,customer,date,total
            1,A,2024-01-01,30
            2,A,2024-01-05,20
            3,A,2024-01-06,25
            4,A,2024-01-20,99
            5,A,2024-01-10,-20
            6,A,2024-01-11,-40
            """);
        Assert.Equal(
            [
                "2024-01-01 30.00 0.00 15.00", "2024-01-05 20.00 0.00 20.00", "2024-01-06 25.00 0.00 25.00",
                "2024-01-20 99.00 0.00 0.00",
            ],
            Inbox.Orders(result.Batch, "A"));
        Assert.Equal(-6_000, result.Report.Rows.Single(row => row.Code == "taken-back").ValueCents);
    }

    [Fact]
    public void What_a_negative_row_finds_no_order_for_is_counted_and_not_imported()
    {
        var result = inbox.Read("""
            order_id,customer,date,total
            1,A,2024-01-05,20
            2,A,2024-01-10,-50
            3,B,2024-01-10,-7
            4,A,2024-01-01,-1
            ,B,2024-01-10,-7
            ,A,2024-01-01,-1
            """);
        Assert.Equal(["2024-01-05 20.00 0.00 20.00"], Inbox.Orders(result.Batch, "A"));
        Assert.Equal(1, result.Batch.Keys.Count);
        var part = result.Report.Rows.Single(row => row.Code == "taken-back-in-part");
        Assert.Equal((1, -2_000, -3_000), (part.Rows, part.ValueCents, part.NotAppliedCents));
        var none = result.Report.Rows.Single(row => row.Code == "nothing-to-take-back");
        Assert.Equal((2, -800, RowFate.LeftOut), (none.Rows, none.ValueCents, none.Fate));
        // With a number it is known which order it is of: another file may have it.
        var kept = result.Report.Rows.Single(row => row.Code == "kept-for-order");
        Assert.Equal((2, -800, RowFate.LeftOut), (kept.Rows, kept.ValueCents, kept.Fate));
        Assert.Equal([("4", 100L), ("3", 700L)], result.Batch.Elsewhere
            .Select(one => (new[] { "3", "4" }.Single(number => OrderId.Numbered("csv", number) == one.Order),
                one.RefundedCents)));
    }

    [Fact]
    public void A_cancelled_order_is_kept_with_its_value_given_back_and_a_failed_one_left_out()
    {
        var result = inbox.Read("""
            order_id,customer,date,total,status
            1,A,2024-01-05,20,completed
            2,A,2024-01-06,30,Cancelled
            3,A,2024-01-07,40,failed
            4,A,2024-01-08,50,storniert
            """);
        Assert.Equal(
            ["2024-01-05 20.00 0.00 0.00", "2024-01-06 30.00 0.00 30.00", "2024-01-08 50.00 0.00 50.00"],
            Inbox.Orders(result.Batch, "A"));
        Assert.Equal(4_000, result.Report.Rows.Single(row => row.Code == "not-placed").ValueCents);
    }

    [Fact]
    public void What_a_later_order_says_of_a_customer_overrules_an_earlier_one()
    {
        var details = inbox.Read("""
            order_id,customer_id,date,total,customer_name,city,birthday,accepts_marketing
            1,A,2024-01-05,20,Anna Maria Berg,Old Town,1980-02-29,yes
            2,A,2024-03-05,20,,New Town,,
            3,A,2024-02-05,20,Anna Stein,Mid Town,,no
            """).Batch.Details[0]!;
        Assert.Equal(("Anna", "Stein", "New Town"), (details.FirstName, details.LastName, details.City));
        Assert.Equal(new DateOnly(1980, 2, 29), details.Birthday);
        var said = Assert.Single(details.Consents);
        Assert.Equal((false, Inbox.Day(2024, 2, 5)), (said.IsGranted, said.SaidAt));
        Assert.Null(details.ConsentSms);
    }

    [Fact]
    public void Subscriptions_and_gifts_are_marked()
    {
        var flags = inbox.Read("""
            order_id,customer,date,total,subscription,gift
            1,A,2024-01-05,20,true,no
            2,A,2024-01-06,20,,1
            3,A,2024-01-07,20,0,0
            """).Batch.History.Orders.Flags;
        Assert.Equal([OrderFlags.Subscription, OrderFlags.Gift, OrderFlags.None], flags);
    }

    [Fact]
    public void Every_row_is_accounted_for()
    {
        var report = inbox.Read("""
            order_id,customer,date,total
            1,A,2024-01-05,20
            1,A,2024-01-05,20
            2,,2024-01-05,20
            3,A,someday,20
            4,A,,20
            5,A,2024-01-05,much
            6,A,2024-01-05,
            7,A,2030-01-05,20
            8,A,1969-12-31,20
            9,A,2024-01-06,-5
            10,A,2024-01-06,5,surplus
            11,A,2024-01-06,99999999999
            """).Report;
        Assert.Equal(12, report.RowsRead);
        Assert.Equal(12, report.Rows.Sum(row => row.Rows));
        Assert.Equal(8 + 1, report.Count(RowFate.Rejected));
        Assert.Equal(
            [
                "4,customer,,\"no customer: id, e-mail and phone are empty or placeholders (0, null, guest)\"",
                "5,date,someday,not a date in this file's format: yyyy-MM-dd",
                "6,date,,no date", "7,total,much,not an amount in this file's format", "8,total,,no amount",
                "9,date,2030-01-05,date in the future", "10,date,1969-12-31,date before 1970",
                "12,#5,surplus,more cells than the header has columns", "13,total,99999999999,amount above ten billion",
            ], inbox.Rejects());
    }
}
