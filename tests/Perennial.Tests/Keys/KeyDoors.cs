using System.Text.Json;
using Perennial.Channels.Intake;
using Perennial.Channels.Intake.Orders;
using Perennial.Channels.Tracking;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Tests.Intake;
using Perennial.Tests.Tracking;
using Perennial.Tests.Webhooks;
using static Perennial.Core.CustomerKeyKind;

namespace Perennial.Tests.Keys;

/// <summary>One fact of somebody who is named by one text, brought by each door that can bring it.</summary>
static class KeyDoors
{
    /// <summary>The doors, with the kinds of keys that alone can name somebody there.</summary>
    public static readonly Dictionary<string, CustomerKeyKind[]> All = new()
    {
        ["file of orders"] = [External, Email, Phone],
        ["file of order lines"] = [External, Email, Phone],
        ["file of simple orders"] = [External],
        ["file of customers"] = [External, Email, Phone],
        ["file of activities"] = [External, Email, Phone],
        ["file of totals"] = [External],
        ["tracking"] = [External, Anonymous, Email],
        ["merge"] = [External, Anonymous, Email, Phone],
        ["shopify"] = [External, Email, Phone],
        ["woocommerce"] = [External, Email, Phone],
        ["sendgrid"] = [Email],
        ["twilio"] = [Phone],
    };

    /// <summary>Whoever a door takes the text for; null where it is nobody.</summary>
    public static CustomerId? Name(string door, CustomerKeyKind kind, string text) => door switch
    {
        "tracking" => Tracked(kind, text),
        "merge" => Merged(kind, text),
        "shopify" => Of(Calls.Shopify("customers/update", Shopify(kind, text)).Events),
        "woocommerce" => Of(Calls.Woo("order.updated", Woo(kind, text)).Events),
        "sendgrid" => Of(Calls.Of("sendgrid", "s").Read(Calls.Request(
            $$"""[{"event":"open","email":{{Json(text)}},"timestamp":1772360000,"sg_event_id":"e1"}]""")).Events),
        "twilio" => Of(Calls.Of("twilio", "s").Read(Calls.Request(
            $"MessageSid=SM1&MessageStatus=delivered&To={Uri.EscapeDataString(text)}")).Events),
        _ => Filed(door, kind, text),
    };

    static CustomerId? Filed(string door, CustomerKeyKind kind, string text)
    {
        using var inbox = new Inbox();
        var column = kind switch { External => "customer_id", Email => "email", _ => "phone" };
        var cell = $"\"{text.Replace("\"", "\"\"")}\"";
        var path = inbox.File(door switch
        {
            "file of order lines" =>
                $"order_id,{column},order_date,sku,quantity,unit_price\n1,{cell},2024-01-05,A,1,1.00\n",
            "file of simple orders" => $"{column},order_date,total\n{text},2024-01-05,1.00\n",
            "file of customers" => $"{column},city\n{cell},Lyon\n",
            "file of activities" => $"{column},happened_at,event\n{cell},2024-01-05,page view\n",
            "file of totals" => $"{column},recency_days,orders,revenue\n{cell},5,1,1.00\n",
            _ => $"order_id,{column},order_date,total\n1,{cell},2024-01-05,1.00\n",
        });
        if (door == "file of totals")
            return Of(CustomerSummaryFile.TryRead(path, Inbox.Options, Inbox.Now)!.Keys, External);
        var batch = door == "file of simple orders" ? OrderFileReader.TryRead(path, Inbox.Options)!.Batch
            : FileIntake.Read(path, Inbox.Options).Batch;
        return Of(batch.Keys, batch.Keys.Count == 0 ? External : batch.KeyKinds[0]);
    }

    static CustomerId? Tracked(CustomerKeyKind kind, string text) => Of(kind switch
    {
        External => SomeCalls.Read(TrackingCall.Identify, $$"""{"userId":{{Json(text)}} }"""),
        Anonymous => SomeCalls.Read(TrackingCall.Page, $$"""{"anonymousId":{{Json(text)}} }"""),
        _ => SomeCalls.Read(TrackingCall.Track,
            $$"""{"event":"Email Opened","context":{"traits":{"email":{{Json(text)}} } } }"""),
    });

    static CustomerId? Of(TrackingResult result) => Of(result.Events);

    // Both of the keys are the text: whoever it names is named twice.
    static CustomerId? Merged(CustomerKeyKind kind, string text)
    {
        var type = kind switch { External => "userId", Anonymous => "anonymousId", Email => "email", _ => "mobile" };
        var result = SomeCalls.Read(TrackingCall.Merge, $$"""
            {"mergeProperties":[{"type":"{{type}}","value":{{Json(text)}} },{"type":"anonymousId","value":"device"}]}
            """);
        return Of(result.Events);
    }

    static string Shopify(CustomerKeyKind kind, string text)
    {
        var field = kind switch { External => "id", Email => "email", _ => "phone" };
        return $$"""{"{{field}}":{{Json(text)}},"updated_at":"2026-03-01T10:00:00Z"}""";
    }

    static string Woo(CustomerKeyKind kind, string text)
    {
        var named = kind == External ? $"\"customer_id\":{Json(text)}"
            : $$"""
                "billing":{"{{(kind == Email ? "email" : "phone")}}":{{Json(text)}} }
                """;
        return $$"""
            {"id":7,"status":"completed","date_created_gmt":"2026-02-22T19:28:02","total":"10.00",{{named}},
             "line_items":[{"product_id":1,"quantity":1,"subtotal":"10.00","total":"10.00"}]}
            """;
    }

    static string Json(string text) => JsonSerializer.Serialize(text);

    static CustomerId? Of(IReadOnlyList<IncomingEvent> events)
    {
        if (events.Count == 0) return null;
        var (kind, key) = EventBatch.PrimaryKey(events[0].Who);
        return CustomerId.Of(kind, key);
    }

    static CustomerId? Of(CustomerKeys keys, CustomerKeyKind kind) =>
        keys.Count == 0 ? null : CustomerId.Of(kind, keys.Text(0));
}
