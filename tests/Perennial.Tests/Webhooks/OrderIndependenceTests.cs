using System.Text.Json.Nodes;
using Perennial.Core.Intake;
using Perennial.Core.Statistics;

namespace Perennial.Tests.Webhooks;

/// <summary>Stores call in any order and more than once: what is made of it is the same.</summary>
public class OrderIndependenceTests
{
    sealed record Call(string Topic, string Body, string Id);

    // An order's life: placed, paid, one rose refunded, everything refunded and cancelled.
    static List<Call> ShopifyLife()
    {
        var last = JsonNode.Parse(Calls.Payload("shopify-order.json"))!.AsObject();
        var second = JsonNode.Parse("""
            {"id":77002,"order_id":5390061781234,"created_at":"2026-03-01T10:00:00+01:00",
             "refund_line_items":[{"line_item_id":12,"quantity":1,"subtotal":"27.00"}],"transactions":[],
             "order_adjustments":[]}
            """)!;
        var calls = new List<Call>();
        JsonObject State(string updated, params JsonNode[] refunds)
        {
            var state = last.DeepClone().AsObject();
            state["updated_at"] = updated;
            state["refunds"] = new JsonArray([.. refunds.Select(refund => refund.DeepClone())]);
            return state;
        }
        void Add(string topic, JsonNode body) => calls.Add(new(topic, body.ToJsonString(), $"w-{calls.Count}"));
        var first = last["refunds"]![0]!;
        Add("orders/create", State("2026-02-27T09:14:03+01:00"));
        Add("orders/paid", State("2026-02-27T09:15:00+01:00"));
        Add("refunds/create", first);
        Add("orders/updated", State("2026-02-28T10:00:00+01:00", first));
        Add("refunds/create", second);
        Add("orders/updated", State("2026-03-01T10:00:01+01:00", first, second));
        var cancelled = State("2026-03-01T11:00:00+01:00", first, second);
        cancelled["cancelled_at"] = "2026-03-01T11:00:00+01:00";
        Add("orders/cancelled", cancelled);
        Add("orders/updated", cancelled);
        return calls;
    }

    static string Outcome(IEnumerable<IncomingEvent> events)
    {
        // As the store does: of statements the latest counts, and a change is what its message is.
        var all = events.ToList();
        var latest = all.Where(one => one.Order is not null).OrderBy(one => one.At).ThenBy(one => one.MessageId).Last();
        var changes = all.Where(one => one.Change is not null).GroupBy(one => one.MessageId).Select(same =>
        {
            // A change says the same wherever it stands.
            var (at, change) = same.Select(one => (one.At, one.Change)).Distinct().Single();
            return $"{same.Key} {at} {change!.Number} {change.RefundedCents}";
        });
        var lines = latest.Order!.Lines!.Select(line => line.ToString());
        return $"{latest.At} {latest.Order.Number} {latest.Order.GrossCents} {latest.Order.DiscountCents} "
            + $"{string.Join(" ", lines)}\n{string.Join("\n", changes.Order(StringComparer.Ordinal))}";
    }

    [Fact]
    public void Any_order_and_any_repetition_of_an_orders_calls_say_the_same()
    {
        var life = ShopifyLife();
        string Play(IEnumerable<Call> calls) =>
            Outcome(calls.SelectMany(call => Calls.Shopify(call.Topic, call.Body, call.Id).Events));
        var expected = Play(life);
        Assert.Equal(4, expected.Split('\n').Length);
        Assert.Contains("refund:77001", expected);
        var random = new Rng(7);
        for (var i = 0; i < 200; i++)
        {
            var calls = life.Concat(life.Where(_ => random.NextInt(3) == 0)).ToArray();
            for (var at = calls.Length - 1; at > 0; at--)
            {
                var other = random.NextInt(at + 1);
                (calls[at], calls[other]) = (calls[other], calls[at]);
            }
            Assert.Equal(expected, Play(calls));
        }
    }

    [Fact]
    public void Refunds_that_never_came_by_themselves_count_all_the_same()
    {
        var life = ShopifyLife();
        IEnumerable<string> Refunds(IEnumerable<Call> calls) => calls
            .SelectMany(call => Calls.Shopify(call.Topic, call.Body, call.Id).Events)
            .Where(one => one.Change is not null).Select(one => $"{one.MessageId} {one.At} {one.Change}").Distinct()
            .Order(StringComparer.Ordinal);
        Assert.Equal(Refunds(life), Refunds(life.Where(call => call.Topic != "refunds/create")));
    }
}
