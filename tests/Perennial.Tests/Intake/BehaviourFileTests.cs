using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Lifecycle;
using Perennial.Data;
using Perennial.Data.Intake;
using Perennial.Tests.Store;

namespace Perennial.Tests.Intake;

/// <summary>Files of activities, contacts and responses, as trackers, mail and call tools export them.</summary>
public sealed class BehaviourFileTests : IDisposable
{
    readonly Inbox inbox = new();

    public void Dispose() => inbox.Dispose();

    /// <summary>A customer's activities as "minute kind product seconds".</summary>
    static string[] Activities(FactBatch batch, string key)
    {
        var one = batch.History[Inbox.Customer(batch, key)].Activities;
        var shown = new string[one.Count];
        for (var i = 0; i < shown.Length; i++)
        {
            var product = one.Product[i] < 0 ? "-" : batch.History.Products[one.Product[i]];
            shown[i] = $"{one.At[i].ToDateTimeOffset():MM-dd HH:mm} {one.Kind[i]} {product} {one.DurationSeconds[i]}";
        }
        return shown;
    }

    static string[] Contacts(FactBatch batch, string key)
    {
        var one = batch.History[Inbox.Customer(batch, key)].Contacts;
        var shown = new string[one.Count];
        for (var i = 0; i < shown.Length; i++)
        {
            var strategy = one.Strategy.IsEmpty ? "" : one.Strategy[i];
            shown[i] = $"{one.At[i].ToDateTimeOffset():MM-dd} {one.Channel[i]} {strategy}";
        }
        return shown;
    }

    static string[] Responses(FactBatch batch, string key)
    {
        var one = batch.History[Inbox.Customer(batch, key)].Responses;
        var shown = new string[one.Count];
        for (var i = 0; i < shown.Length; i++)
        {
            var how = one.Disposition.IsEmpty ? "" : one.Disposition[i];
            shown[i] = $"{one.At[i].ToDateTimeOffset():MM-dd} {one.Kind[i]} {one.Channel[i]} {how}".Trim();
        }
        return shown;
    }

    [Fact]
    public void Pages_and_properties_of_an_export_are_kept()
    {
        var facts = inbox.Read("""
            user_id,event,timestamp,page_url,properties,about
            ann,page view,2026-03-01T09:00:00Z,https://shop.example/prices?who=ann,plan=gold; seats: 3,Prices
            ann,form,2026-03-02T09:00:00Z,,"{""plan"": ""gold"", ""email"": ""a@b.example"", ""list"": [1]}",wedding
            ann,login,2026-03-03T09:00:00Z,,"{""broken",
            """).Batch.History.Activities!;

        Assert.Equal("page=/prices\nplan=gold\nseats=3|plan=gold|", string.Join('|', facts.Properties));
        Assert.Equal("Prices|wedding|", string.Join('|', facts.Name));
    }

    [Fact]
    public void A_trackers_export_becomes_activities()
    {
        var result = inbox.Read("""
            user_id,event,timestamp,sku,duration,message_id
            ann,Product Viewed,2026-03-01T10:00:00Z,rose,0:45,m1
            ann,page view,2026-03-01T09:00:00Z,,12.4,m2
            bob,add to cart,2026-03-02T08:00:00Z,lily,,m3
            bob,Order Completed,2026-03-02T08:05:00Z,lily,,m4
            bob,video,2026-03-03T08:00:00Z,,1:02:03,m5
            bob,Login,2026-03-04T08:00:00Z,,,m6
            bob,report,2026-03-05T08:00:00Z,,90 s,m7
            bob,hovered,2026-03-06T08:00:00Z,,,m8
            """);

        Assert.Equal("activities", result.Report.Format);
        Assert.Equal(["03-01 09:00 PageView - 12", "03-01 10:00 ProductView rose 45"], Activities(result.Batch, "ann"));
        Assert.Equal(
        [
            "03-02 08:00 CartAdd lily 0", "03-03 08:00 Video - 3723", "03-04 08:00 Login - 0",
            "03-05 08:00 ReportRead - 90", "03-06 08:00 Other - 0",
        ], Activities(result.Batch, "bob"));
        Assert.Equal(FactId.Numbered("csv", "m2"), result.Batch.History.Activities!.Id[0]);
        Assert.Equal((7, 1), (result.Report.Activities, Inbox.Rows(result, "order-elsewhere")));
        Assert.Contains(result.Report.Warnings, warning => warning.Contains("hovered"));
    }

    [Fact]
    public void A_view_that_names_a_product_is_a_view_of_it() => Assert.Equal(
        ["03-01 00:00 ProductView rose 0"],
        Activities(inbox.Read("email,event,date,product\na@b.org,view,2026-03-01,rose\n").Batch, "a@b.org"));

    [Fact]
    public void Rows_that_cannot_be_understood_are_rejected_with_a_reason()
    {
        var result = inbox.Read("""
            customer_id,kind,at,duration
            ann,page view,2026-03-01,5
            ,page view,2026-03-01,5
            ann,,2026-03-01,5
            ann,page view,,5
            ann,page view,2031-03-01,5
            ann,page view,yesterday,5
            ann,page view,2026-03-01,long
            ann,page view,2026-03-01,-5
            """);

        Assert.Equal(1, result.Report.Activities);
        string[] codes = ["no-customer", "no-kind", "no-date", "future-date", "bad-date"];
        foreach (var code in codes) Assert.Equal(1, Inbox.Rows(result, code));
        Assert.Equal(2, Inbox.Rows(result, "bad-duration"));
        Assert.Equal(8, result.Report.Rows.Sum(row => row.Rows));
        Assert.Contains(inbox.Rejects(), line => line.Contains("8,duration,long,not a duration"));
    }

    [Fact]
    public void Equal_rows_without_a_number_stay_two_and_with_a_number_are_one()
    {
        const string rows = "ann,click,2026-03-01 10:00\nann,click,2026-03-01 10:00\nann,login,2026-03-01 10:00\n";
        var plain = inbox.Read("customer_id,event,time\n" + rows);
        Assert.Equal(3, plain.Batch.History.Activities!.Id.Distinct().Count());
        Assert.Equal(plain.Batch.History.Activities.Id,
            inbox.Read("customer_id,event,time\n" + rows).Batch.History.Activities!.Id);

        var numbered = inbox.Read("""
            customer_id,event,time,event_id
            ann,click,2026-03-01 10:00,7
            ann,click,2026-03-01 10:00,7
            bob,click,2026-03-01 10:00,7
            """);
        Assert.Equal((2, 1), (numbered.Report.Activities, Inbox.Rows(numbered, "again")));
    }

    [Fact]
    public void A_mail_tools_wide_export_becomes_contacts_and_responses()
    {
        var result = inbox.Read("""
            Email Address,Campaign Name,Sent At,Delivered At,Opened At,Clicked At,Bounced At,Unsubscribed At
            Ann@Example.org,Spring,2026-03-01 08:00,2026-03-01 08:00,2026-03-02 09:00,2026-03-02 09:01,,
            bob@example.org,Spring,2026-03-01 08:00,,,,2026-03-01 08:01,
            ann@example.org,Summer,2026-06-01 08:00,2026-06-01 08:00,,,,2026-06-03 10:00
            eve@example.org,Summer,2026-06-01 08:00,2026-06-01 08:00,0,-,,no
            """);

        Assert.Equal("contacts", result.Report.Format);
        Assert.Equal((4, 7), (result.Report.Contacts, result.Report.Responses));
        Assert.Equal(["03-01 Email Spring", "06-01 Email Summer"], Contacts(result.Batch, "ann@example.org"));
        Assert.Equal(
        [
            "03-01 Delivered Email", "03-02 Open Email", "03-02 Click Email", "06-01 Delivered Email",
            "06-03 Unsubscribe Email",
        ], Responses(result.Batch, "ann@example.org"));
        Assert.Equal(["03-01 Bounce Email"], Responses(result.Batch, "bob@example.org"));
        Assert.Equal(["06-01 Delivered Email"], Responses(result.Batch, "eve@example.org"));
        var ann = result.Batch.History[Inbox.Customer(result.Batch, "ann@example.org")];
        Assert.Equal(ann.Contacts.Id[0], ann.Responses.Contact[2]);
        Assert.Equal(ann.Contacts.Id[1], ann.Responses.Contact[4]);
    }

    [Fact]
    public void A_list_of_contacts_names_channel_and_strategy()
    {
        var result = inbox.Read("""
            Kundennummer;Versanddatum;Kanal;Kampagne;contact_id
            7;01.03.2026;Brief;Katalog;c1
            7;15.03.2026;SMS;Ostern;c2
            7;16.03.2026;Anruf;;c3
            7;17.03.2026;Mail;Ostern;c4
            7;18.03.2026;Werbung;;c5
            7;19.03.2026;Rauchzeichen;;c6
            """);

        Assert.Equal(
            ["03-01 Letter Katalog", "03-15 Sms Ostern", "03-16 Call ", "03-17 Email Ostern", "03-18 Ad "],
            Contacts(result.Batch, "7"));
        Assert.Equal(1, Inbox.Rows(result, "bad-channel"));
        Assert.Equal(FactId.Numbered("csv", "c1"), result.Batch.History.Contacts!.Id[0]);
    }

    [Fact]
    public void Responses_name_the_contact_they_answer()
    {
        var result = inbox.Read("""
            customer_id,event,timestamp,channel,contact_id
            ann,delivered,2026-03-01T08:00:00Z,email,c1
            ann,opened,2026-03-01T09:00:00Z,email,c1
            ann,click,2026-03-01T09:01:00Z,email,c1
            ann,spam report,2026-03-02T09:01:00Z,email,
            ann,unsubscribe,2026-03-03T09:01:00Z,sms,
            ann,winked,2026-03-03T09:01:00Z,sms,
            """);

        Assert.Equal("responses", result.Report.Format);
        Assert.Equal(
        [
            "03-01 Delivered Email", "03-01 Open Email", "03-01 Click Email", "03-02 Complaint Email",
            "03-03 Unsubscribe Sms",
        ], Responses(result.Batch, "ann"));
        var contact = result.Batch.History.Responses!.Contact;
        Assert.Equal(FactId.Numbered("csv", "c1"), contact[2]);
        Assert.Equal(FactId.None, contact[3]);
        Assert.Equal(1, Inbox.Rows(result, "bad-kind"));
    }

    [Fact]
    public void A_call_log_may_be_responses_or_contacts()
    {
        const string rows = "ann,2026-03-01 10:00,no answer\nann,2026-03-02 10:00,callback\n";
        var asResponses = Inbox.Options with { Format = "responses" };
        var responses = inbox.Read("customer_id,called_at,outcome\n" + rows, asResponses);
        Assert.Equal(["03-01 Disposition Call no answer", "03-02 Disposition Call callback"],
            Responses(responses.Batch, "ann"));

        var contacts = inbox.Read("customer_id,called_at,outcome\n" + rows, Inbox.Options with { Format = "contacts" });
        Assert.Equal(["03-01 Call ", "03-02 Call "], Contacts(contacts.Batch, "ann"));
        Assert.Equal(["03-01 Disposition Call no answer", "03-02 Disposition Call callback"],
            Responses(contacts.Batch, "ann"));
    }

    [Theory]
    [InlineData("Nutzer,Was,Wann\nann,login,2026-03-01\n", "customer_id=Nutzer,kind=Was,at=Wann", "activities")]
    [InlineData("Wer,Wann,Wie\nann,2026-03-01,sms\n", "customer_id=Wer,at=Wann,channel=Wie", "contacts")]
    [InlineData("Wer,Wann,Was\nann,2026-03-01,bounced\n", "customer_id=Wer,at=Wann,kind=Was", "responses")]
    public void Columns_can_be_mapped(string text, string map, string format)
    {
        var report = inbox.Read(text, Inbox.Mapped(map) with { Format = format }).Report;

        Assert.Equal(1, report.Activities + report.Contacts + report.Responses);
        Assert.Equal(1, report.Customers);
    }

    [Theory]
    [InlineData("activities", "customer_id,date\nann,2026-03-01\n", "kind")]
    [InlineData("contacts", "customer_id,channel\nann,sms\n", "at")]
    [InlineData("responses", "event,date\nopen,2026-03-01\n", "customer_id")]
    public void A_missing_column_is_named(string format, string text, string missing)
    {
        var error = inbox.Error(text, Inbox.Options with { Format = format });

        Assert.Contains(missing, error.Problem);
        Assert.Contains("--map", error.Remedy);
    }

    [Theory]
    [InlineData("order_id,customer_id,order_date,total,status\n1,ann,2026-03-01,5,sent\n", "orders")]
    [InlineData("customer_id,email,unsubscribed_at\nann,a@b.org,2026-03-01\n", "customers")]
    [InlineData("order_id,customer_id,date,total,type\n1,ann,2026-03-01,5,page view\n", "orders")]
    public void Files_of_orders_and_customers_stay_what_they_were(string text, string format) =>
        Assert.Equal(format, inbox.Read(text).Report.Format);

    [Theory]
    [InlineData("percentage", DiscountMechanism.PercentOff)]
    [InlineData("fixed_cart", DiscountMechanism.AmountOff)]
    [InlineData("Free shipping", DiscountMechanism.FreeShipping)]
    [InlineData("Kulanz", DiscountMechanism.Goodwill)]
    [InlineData("points fidélité", DiscountMechanism.LoyaltyPoints)]
    [InlineData("%", DiscountMechanism.PercentOff)]
    [InlineData("?", DiscountMechanism.Unknown)]
    public void Orders_say_how_their_discount_was_given(string word, DiscountMechanism expected)
    {
        var orders = inbox.Read(
            $"order_id,customer_id,order_date,total,discount,discount_type\n1,ann,2026-03-01,50,10,{word}\n"
            + "2,ann,2026-03-02,50,10,bundle\n").Batch.History.Orders;
        Assert.Equal([expected, DiscountMechanism.Bundle], orders.Mechanism);

        var lines = inbox.Read(
            "order_id,customer_id,order_date,sku,quantity,unit_price,line_discount,discount_type\n"
            + $"1,ann,2026-03-01,rose,1,50,10,{word}\n2,ann,2026-03-02,rose,1,50,10,bundle\n").Batch.History.Orders;
        Assert.Equal([expected, DiscountMechanism.Bundle], lines.Mechanism);
    }

    [Fact]
    public void Files_reach_the_store_once_and_find_customers_by_their_addresses()
    {
        using var store = EmptyStore.Open(inbox.Path("shop.db"), Inbox.Now);
        Write("order_id,customer_id,email,order_date,total\n1,ann,ann@example.org,2026-01-05,50\n");
        const string mails = "email,sent_at,opened_at\nANN@example.org,2026-03-01,2026-03-02\n"
            + "new@example.org,2026-03-01,\n";

        var first = Write(mails);
        var again = Write(mails);

        Assert.Equal((1, 2, 1), (first.Customers.Added, first.Contacts.Added, first.Responses.Added));
        Assert.Equal((0, 2, 1), (again.Customers.Added, again.Contacts.Unchanged, again.Responses.Unchanged));
        Assert.Equal(0, again.Profiles);
        var ann = store.Customers.ById(CustomerId.Of(CustomerKeyKind.External, "ann"))!;
        Assert.Equal([ContactChannel.Email], ann.History.Contacts!.Channel);
        Assert.Equal([ResponseKind.Open], ann.History.Responses!.Kind);
        var snapshot = store.Profiles.Load();
        var stranger = snapshot.RowOf(CustomerId.Of(CustomerKeyKind.Email, "new@example.org"));
        Assert.Equal("prospect", snapshot.Profiles.Label(LifecycleColumns.Stage, stranger));
        Assert.Equal(2, snapshot.Count);
        Assert.Empty(StoreCheck.Run(inbox.Path("shop.db"), cancellation: TestContext.Current.CancellationToken));

        WriteResult Write(string text) => store.Intake.Write(inbox.Read(text).Batch,
            store.Moment(Inbox.Now), cancellation: TestContext.Current.CancellationToken);
    }
}
