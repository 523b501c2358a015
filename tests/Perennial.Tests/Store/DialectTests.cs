using System.Text.Json.Nodes;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Tests.Intake;
using Perennial.Tests.Tracking;
using Perennial.Tests.Webhooks;

namespace Perennial.Tests.Store;

/// <summary>One order in the dialect of every door is one order: goods of 100.00, paid with tax and shipping 120.00, of
/// which half was given back ten days later.</summary>
public sealed class DialectTests : StoreContract
{
    static readonly Instant placed = Some.At("2026-02-01T10:00:00Z"), refunded = Some.At("2026-02-11T10:00:00Z");

    static string Day(Instant at) => $"{at.ToDateTimeOffset():yyyy-MM-dd HH:mm:ss}";

    static string Iso(Instant at) => at.ToString();

    static FactBatch Read(string text)
    {
        using var inbox = new Inbox();
        return inbox.Read(text).Batch;
    }

    static FactBatch Events(IEnumerable<IncomingEvent> events) => EventBatch.Of([.. events.Select(one =>
        one.Who is { Id: null, External: null, Email: null, Anonymous: null }
            ? one with { Who = new() { Id = CustomerId.Nobody } } : one)]);

    static readonly Dictionary<string, Func<FactBatch[]>> doors = new()
    {
        ["file with totals"] = () => [Read($"""
            order_id,email,ordered_at,total,shipping,tax,refunded,refunded_at
            D1,ann@example.com,{Day(placed)},120.00,5.00,15.00,60.00,{Day(refunded)}

            """)],
        ["file with subtotals"] = () => [Read($"""
            order_id,email,ordered_at,subtotal,total,refunded,refunded_at
            D1,ann@example.com,{Day(placed)},100.00,120.00,60.00,{Day(refunded)}

            """)],
        ["file of lines"] = () => [Read($"""
            order_id,email,ordered_at,total,shipping,tax,refunded,refunded_at,sku,quantity,line_total
            D1,ann@example.com,{Day(placed)},120.00,5.00,15.00,60.00,{Day(refunded)},P,1,50.00
            D1,ann@example.com,{Day(placed)},120.00,5.00,15.00,60.00,{Day(refunded)},Q,1,50.00

            """)],
        ["file with rows that take back"] = () => [Read($"""
            order_id,email,ordered_at,total
            D1,ann@example.com,{Day(placed)},100.00
            D1,ann@example.com,{Day(refunded)},-50.00

            """)],
        ["lines with a return"] = () => [Read($"""
            InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
            1,P,POT,2,{Day(placed)},50.00,17850,France
            C2,P,POT,-1,{Day(refunded)},50.00,17850,France

            """)],
        ["tracking API"] = () => [Events([
            SomeCalls.Tracked("Order Completed", $$"""
                {"order_id": "D1", "total": 120, "tax": 15, "shipping": 5, "placed_at": "{{Iso(placed)}}"}
                """) with { MessageId = "a", At = placed },
            SomeCalls.Tracked("Order Refunded", """{"order_id": "D1", "total": 60}""")
                with { MessageId = "b", At = refunded }])],
        ["WooCommerce"] = () => [Events(Woo(placed)), Events(Woo(refunded, "60.00"))],
        ["Shopify"] = () => [Events(Calls.Shopify("refunds/create", new JsonObject
        {
            ["id"] = 5, ["order_id"] = 7, ["processed_at"] = Iso(refunded),
            ["transactions"] = new JsonArray(new JsonObject { ["kind"] = "refund", ["amount"] = "60.00" }),
        }.ToJsonString()).Events), Events(Calls.Shopify("orders/create", new JsonObject
        {
            ["id"] = 7, ["created_at"] = Iso(placed), ["email"] = "ann@example.com", ["total_price"] = "120.00",
            ["line_items"] = new JsonArray(new JsonObject
            {
                ["id"] = 1, ["sku"] = "P", ["quantity"] = 2, ["price"] = "50.00",
            }),
        }.ToJsonString()).Events)],
    };

    static List<IncomingEvent> Woo(Instant at, params string[] refunds) => Calls.Woo("order.updated", new JsonObject
    {
        ["id"] = 7, ["status"] = "completed", ["total"] = "120.00", ["date_created_gmt"] = Iso(placed),
        ["date_modified_gmt"] = Iso(at), ["date_paid_gmt"] = Iso(placed),
        ["billing"] = new JsonObject { ["email"] = "ann@example.com" },
        ["line_items"] = new JsonArray(new JsonObject
        {
            ["sku"] = "P", ["quantity"] = 1.5, ["subtotal"] = "100.00", ["total"] = "100.00",
        }),
        ["refunds"] = new JsonArray(
            [.. refunds.Select(total => new JsonObject { ["id"] = 9, ["total"] = $"-{total}" })]),
    }.ToJsonString(), $"d-{at.UnixMs}").Events;

    public static TheoryData<string> Doors => [.. doors.Keys];

    [Theory]
    [MemberData(nameof(Doors))]
    public void One_order_is_the_same_by_every_door(string door)
    {
        foreach (var batch in doors[door]()) Write(batch);
        string As(Instant at) => string.Join(' ', Store.Facts.Histories(withPast: true).SelectMany(chunk =>
        {
            var orders = chunk.History.AsOf(at, Instant.Never).Orders;
            return orders.At.Select((when, i) => $"{when} {orders.GrossCents[i]} "
                + $"{(orders.DiscountCents.Length == 0 ? 0 : orders.DiscountCents[i])} "
                + $"{(orders.RefundedCents.Length == 0 ? 0 : orders.RefundedCents[i])}");
        }));
        Assert.Equal((door, $"{placed} 10000 0 0"), (door, As(new Instant(refunded.UnixMs - 1))));
        Assert.Equal((door, $"{placed} 10000 0 5000"), (door, As(refunded)));
        Assert.Equal(As(refunded), As(Now));
        AssertSound();
    }
}
