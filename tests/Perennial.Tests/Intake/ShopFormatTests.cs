using Perennial.Channels.Intake.Reports;

namespace Perennial.Tests.Intake;

/// <summary>Exports of Shopify and WooCommerce, with the headers their exports have.</summary>
public sealed class ShopFormatTests : IDisposable
{
    const string ShopifyHeader =
        "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,"
        + "Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,"
        + "Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,"
        + "Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,"
        + "Billing Company,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,"
        + "Shipping Name,Cancelled at,Refunded Amount,Id,Lineitem discount,Phone\n";

    readonly Inbox inbox = new();

    public void Dispose() => inbox.Dispose();

    static string First(
        string name, string email = "ann@example.com", string status = "paid", string currency = "EUR",
        string subtotal = "90.00", string discount = "10.00", string at = "2025-10-02 17:09:34 -0300",
        string cancelled = "", string refunded = "0.00") =>
        $"{name},{email},{status},{at},fulfilled,,yes,{currency},{subtotal},5.00,0.00,95.00,TEN,{discount},Post,{at},"
        + $"2,Rose bunch,40.00,,R-1,true,true,fulfilled,Ann Berg,1 Lane,1 Lane,,,Paris,'75008,IDF,FR,"
        + $"'+33 1 99 00 00 00,Ann Berg,{cancelled},{refunded},450001,0.00,\n";

    static string Next(string name) =>
        $"{name},ann@example.com,,,,,,,,,,,,,,2025-10-02 17:09:34 -0300,1,Vase,20.00,,V-1,true,true,fulfilled"
        + ",,,,,,,,,,,,,,,0.00,\n";

    static string Bare(string name) =>
        $"{name},,,,,,,,,,,,,,,,1,Vase,20.00,,V-1,true,true,fulfilled,,,,,,,,,,,,,,,0.00,\n";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_shopify_order_is_its_first_row_and_the_line_items_below_it(bool bare)
    {
        var result = inbox.Read(ShopifyHeader + First("#1001") + (bare ? Bare("#1001") : Next("#1001")));
        Assert.Equal("shopify", result.Report.Format);
        // Two bunches at 40 and a vase at 20 are 100; 90 were paid for the goods.
        Assert.Equal(["2025-10-02 100.00 10.00 0.00"], Inbox.Orders(result.Batch, "ann@example.com"));
        Assert.Equal(Inbox.At("2025-10-02T20:09:34Z"), result.Batch.History.Orders.At[0]);
        Assert.Equal("#1001", result.Batch.History.Orders.Number[0]);
        Assert.Equal([2, 1], Inbox.Lines(result).Quantity);
        Assert.Equal(["R-1", "V-1"], result.Batch.History.Products);
        Assert.Equal("EUR", result.Batch.Currency);
        Assert.Equal("Subtotal − Refunded Amount", result.Report.Detected.Single(pair => pair.What == "revenue").Found);
    }

    [Fact]
    public void Shopifys_apostrophes_before_zips_and_phones_are_taken_off()
    {
        var details = inbox.Read(ShopifyHeader + First("#1001")).Batch.Details[0]!;
        Assert.Equal(("75008", "FR", "Paris"), (details.Postcode, details.Country, details.City));
        Assert.Equal(("Ann", "Berg"), (details.FirstName, details.LastName));
        Assert.True(Assert.Single(details.Consents).IsGranted);
    }

    [Fact]
    public void Shopifys_refund_lessens_the_order()
    {
        var batch = inbox.Read(ShopifyHeader
            + First("#1001", status: "partially_refunded", refunded: "30.00") + Next("#1001")).Batch;
        // Of 95.00 that were paid with the shipping, 90.00 for the goods.
        Assert.Equal(["2025-10-02 100.00 10.00 28.42"], Inbox.Orders(batch, "ann@example.com"));
    }

    [Fact]
    public void A_refund_of_everything_gives_back_the_goods()
    {
        var result = inbox.Read(ShopifyHeader + First("#1001", status: "refunded", refunded: "95.00") + Next("#1001"));
        Assert.Equal(["2025-10-02 100.00 10.00 90.00"], Inbox.Orders(result.Batch, "ann@example.com"));
        Assert.Contains("1 orders were given back on a day that the file does not say",
            result.Report.Warnings.Single());
    }

    [Fact]
    public void Cancelled_and_voided_orders_of_shopify_are_kept_with_their_value_given_back()
    {
        var batch = inbox.Read(ShopifyHeader
            + First("#1001", cancelled: "2025-10-03 08:00:00 -0300") + Next("#1001")
            + First("#1002", status: "voided", at: "2025-10-04 10:00:00 +0200")
            + First("#1003", status: "pending", at: "2025-10-05 10:00:00 +0200")).Batch;
        Assert.Equal(
            ["2025-10-02 100.00 10.00 90.00", "2025-10-04 90.00 0.00 90.00", "2025-10-05 90.00 0.00 0.00"],
            Inbox.Orders(batch, "ann@example.com"));
    }

    [Fact]
    public void A_free_shipping_code_is_no_discount_on_goods()
    {
        var batch = inbox.Read(ShopifyHeader + First("#1001", subtotal: "80.00", discount: "5.00")).Batch;
        Assert.Equal(["2025-10-02 80.00 0.00 0.00"], Inbox.Orders(batch, "ann@example.com"));
    }

    [Fact]
    public void A_shopify_order_without_customer_is_rejected_with_its_line_items()
    {
        var text = ShopifyHeader + First("#1001", email: "").Replace("'+33 1 99 00 00 00", "", StringComparison.Ordinal)
            + Bare("#1001") + First("#1002");
        var result = inbox.Read(text);
        Assert.Equal((1, 1), (Inbox.Rows(result, "no-customer"), Inbox.Rows(result, "order-rejected")));
        Assert.Equal(1, result.Report.Orders);
    }

    [Fact]
    public void Two_currencies_in_one_file_are_an_error_that_names_both_with_their_lines()
    {
        var error = inbox.Error(ShopifyHeader + First("#1001") + Next("#1001") + First("#1002", currency: "USD"));
        Assert.Contains("EUR on line 2 and USD on line 4", error.Problem);
    }

    [Fact]
    public void An_older_shopify_file_with_fewer_columns_is_read()
    {
        var result = inbox.Read("""
            Name,Email,Financial Status,Created at,Subtotal,Lineitem quantity,Lineitem name,Lineitem price
            #1,ann@example.com,paid,2015-10-02 17:09:34 -0300,12.00,1,Rose,12.00
            """);
        Assert.Equal("shopify", result.Report.Format);
        Assert.Equal(["Rose"], result.Batch.History.Products);
    }

    [Fact]
    public void Shopifys_customers_are_known_by_the_e_mail_its_orders_have()
    {
        const string header = "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Company,Address1,City,"
            + "Province Code,Country Code,Zip,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Tags\n";
        var (batch, report) = inbox.Read(header + """
            77001,Ann,Berg,Ann@Example.com,yes,,1 Lane,Paris,IDF,FR,'75008,'+33199000000,no,90.00,1,
            77002,Bob,,,no,,,,,,,'+33199000001,no,0.00,0,
            """);
        Assert.Equal("shopify-customers", report.Format);
        Assert.Equal(["ann@example.com", "+33199000001"], new[] { batch.Keys.Text(0), batch.Keys.Text(1) });
        var ann = batch.Details[0]!;
        Assert.Equal(("Ann", "75008", true, false), (ann.FirstName, ann.Postcode, ann.ConsentEmail, ann.ConsentSms));
        Assert.Equal(0, report.Orders);
    }

    [Fact]
    public void A_woocommerce_file_with_one_order_per_row_is_read()
    {
        const string header = "order_id,order_number,date,status,shipping_total,tax_total,discount_total,order_total,"
            + "refunded_total,order_currency,customer_id,billing_first_name,billing_last_name,billing_email,"
            + "billing_phone,billing_postcode,billing_country\n";
        var result = inbox.Read(header + """
            11,11,2024-03-01 10:00:00,completed,5.00,2.00,3.00,47.00,0,EUR,0,Ann,Berg,Ann@example.com,555-0100,75008,FR
            12,12,2024-03-02 10:00:00,wc-processing,0,0,0,20.00,5.00,EUR,7,Ann,Berg,ann@example.com,555-0100,75008,FR
            13,13,2024-03-03 10:00:00,on-hold,0,0,0,20.00,0,EUR,7,Ann,Berg,ann@example.com,555-0100,75008,FR
            14,14,2024-03-04 10:00:00,cancelled,0,0,0,20.00,0,EUR,7,Ann,Berg,ann@example.com,555-0100,75008,FR
            """);
        Assert.Equal("woocommerce", result.Report.Format);
        Assert.Equal(
            ["2024-03-01 43.00 3.00 0.00", "2024-03-02 20.00 0.00 5.00", "2024-03-04 20.00 0.00 20.00"],
            Inbox.Orders(result.Batch, "ann@example.com"));
        Assert.Equal(1, Inbox.Rows(result, "not-placed"));
        Assert.Equal(1, result.Batch.Keys.Count);
        Assert.Equal("order_total − shipping_total − tax_total − refunded_total",
            result.Report.Detected.Single(pair => pair.What == "revenue").Found);
    }

    [Fact]
    public void A_woocommerce_file_with_one_item_per_row_is_read()
    {
        const string header = "Order Number,Order Status,Order Date,First Name (Billing),Last Name (Billing),"
            + "Email (Billing),Cart Discount Amount,Order Shipping Amount,Order Total Amount,SKU,Item Name,"
            + "Quantity (- Refund),Item Cost\n";
        var result = inbox.Read(header + """
            21,Completed,2024-03-01 10:00,Ann,Berg,ann@example.com,4.00,5.00,41.00,R-1,Rose,2,15.00
            21,Completed,2024-03-01 10:00,Ann,Berg,ann@example.com,4.00,5.00,41.00,V-1,Vase,1,10.00
            """);
        Assert.Equal(["2024-03-01 40.00 4.00 0.00"], Inbox.Orders(result.Batch, "ann@example.com"));
        Assert.Equal([2, 1], Inbox.Lines(result).Quantity);
    }

    [Fact]
    public void WooCommerces_analytics_export_is_refused_with_the_reason()
    {
        var error = inbox.Error("Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),"
            + "Items sold,Coupon(s),N. Revenue,Attribution\n" + """
            2024-03-01 10:00:00,11,€43.00,completed,Ann Berg,new,2× Rose,2,,43.00,Direct
            """);
        Assert.Contains("Analytics", error.Problem);
        Assert.Contains("billing_email", error.Remedy);
    }

    [Fact]
    public void Online_retails_rules_apply_to_files_laid_out_like_it()
    {
        var result = inbox.Read("""
            InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
            536365,85123A,HEART,6,12/1/2010 8:26,2.55,17850.0,United Kingdom
            536366,85123A,HEART,6,12/13/2010 8:26,2.55,,United Kingdom
            C536379,85123A,HEART,-2,12/14/2010 9:41,2.55,17850.0,United Kingdom
            536367,85123A,HEART,1,12/1/2010 8:27,0,17850.0,United Kingdom
            A536368,B,Adjust bad debt,1,12/1/2010 8:28,11062.06,17850.0,United Kingdom
            """);
        Assert.Equal("online-retail", result.Report.Format);
        Assert.Equal(["2010-12-01 15.30 0.00 5.10"], Inbox.Orders(result.Batch, "17850"));
        Assert.Equal((1, 1, 1, 1), (Inbox.Rows(result, "customer-unknown"), Inbox.Rows(result, "taken-back"),
            Inbox.Rows(result, "free"), Inbox.Rows(result, "adjustment")));
        Assert.Equal("United Kingdom", result.Batch.Details[0]!.Country);
    }

    [Fact]
    public void The_master_file_of_cdnow_has_one_column_less_than_its_sample()
    {
        var result = inbox.Read(
            " 00001 19970101  1   11.77\r\n 00002 19970112  1   12.00\r\n 00002 19970112  5   77.00\r\n");
        Assert.Equal("cdnow", result.Report.Format);
        Assert.Equal(["1997-01-12 12.00 0.00 0.00", "1997-01-12 77.00 0.00 0.00"], Inbox.Orders(result.Batch, "00002"));
    }

    [Fact]
    public void Customers_are_a_file_of_their_own()
    {
        var (batch, report) = inbox.Read("""
            customer_id;vorname;nachname;email;plz;ort;newsletter;geburtstag
            K1;Ann;Berg;ann@example.com;10115;Berlin;ja;29.02.1980
            ;;;;;;;
            """);
        var ann = batch.Details[0]!;
        Assert.Equal("customers", report.Format);
        Assert.Equal(("K1", "Berg", "10115"), (batch.Keys.Text(0), ann.LastName, ann.Postcode));
        Assert.Equal((true, new DateOnly(1980, 2, 29)), (ann.ConsentEmail, ann.Birthday));
        Assert.Equal(1, report.Count(RowFate.Rejected));
    }

    [Fact]
    public void Products_are_a_file_of_their_own_and_the_last_row_of_one_wins()
    {
        var (batch, report) = inbox.Read("""
            sku,product_name,category,price,cost,stock,image,active
            R-1,Rose,flowers,2.50,1.1,12,https://example.com/r.svg,yes
            R-1,Red rose,flowers,2.60,,,,
            """);
        Assert.Equal("products", report.Format);
        var product = batch.Products.Single();
        Assert.Equal(("R-1", "Red rose", 260L), (product.Id, product.Name, product.PriceCents));
        Assert.Equal(0, batch.Keys.Count);
    }

    [Fact]
    public void A_file_with_one_row_per_customer_is_sent_to_score()
    {
        var error = inbox.Error("customer_id,recency_days,transaction_count,amount\nA,12,3,40.00\n");
        Assert.Contains("perennial score", error.Remedy);
        Assert.Contains("recency_days", error.Problem);
    }
}
