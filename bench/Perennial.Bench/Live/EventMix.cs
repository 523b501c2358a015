using System.Security.Cryptography;
using System.Text;
using Perennial.Core.Statistics;

namespace Perennial.Bench.Live;

/// <summary>What a shop's tracker sends: of 100 events 70 product views, 15 carts, 10 orders and 5 people who say who
/// they are, all of customers who are known.</summary>
/// <param name="customers">How many customers there are.</param>
/// <param name="name">Makes the events' ids unlike those of others.</param>
sealed class EventMix(int customers, string name)
{
    readonly Rng random = new(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)));
    readonly StringBuilder text = new();
    int made;

    /// <summary>A request's whole bytes: so many events in one list, or one by itself.</summary>
    public byte[] Request(string key, string host, int events)
    {
        text.Clear();
        var path = "/v1/batch";
        if (events == 1) path = Add();
        else
        {
            text.Append("""{"batch":[""");
            for (var i = 0; i < events; i++)
            {
                if (i > 0) text.Append(',');
                Add();
            }
            text.Append("]}");
        }
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key}:"));
        var head = $"POST {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Basic {basic}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {text.Length}\r\n\r\n";
        return Encoding.ASCII.GetBytes(text.Insert(0, head).ToString());
    }

    /// <summary>An order of a customer, as one call.</summary>
    public static string Order(string id, string customer) => $$"""
        {"type":"track","messageId":"{{id}}","userId":"{{customer}}","event":"Order Completed",
        "properties":{"order_id":"{{id}}","revenue":42.5,"currency":"EUR",
        "products":[{"product_id":"p7","price":42.5,"quantity":1}] } }
        """;

    static string Activity(string id, string customer, string name, int product) => $$"""
        {"type":"track","messageId":"{{id}}","userId":"{{customer}}","event":"{{name}}",
        "properties":{"product_id":"p{{product}}","price":{{product}}.5} }
        """;

    static string Identify(string id, string customer, int number) => $$"""
        {"type":"identify","messageId":"{{id}}","userId":"{{customer}}",
        "traits":{"firstName":"N{{number}}","address":{"city":"T{{number}}"} } }
        """;

    // Returns the path of the call by itself.
    string Add()
    {
        var (id, customer) = ($"{name}-{made++}", LoadedShop.Key(random.NextInt(customers)));
        var (kind, number) = (random.NextInt(100), random.NextInt(500));
        text.Append(kind switch
        {
            < 70 => Activity(id, customer, "Product Viewed", number),
            < 85 => Activity(id, customer, "Product Added", number),
            < 95 => Order(id, customer),
            _ => Identify(id, customer, number),
        });
        return kind < 95 ? "/v1/track" : "/v1/identify";
    }
}
