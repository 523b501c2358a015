using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Perennial.Channels.Tracking;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Statistics;

namespace Perennial.EndToEnd.Live;

/// <summary>Makes calls of the tracking API as trackers write them: a few people, each known by several keys, who
/// look, buy, give back, say who they are and read e-mails.</summary>
/// <remarks>The same seed makes the same calls. An order is always said of one person's own number: of two people who
/// turn out to be one it would be both's, and nobody could say whose.</remarks>
sealed class Calls(int seed, string prefix, int people, Instant before)
{
    const int Days = 300;

    readonly Rng random = new((ulong)seed);
    int made;

    /// <summary>The next call.</summary>
    public string Next()
    {
        var person = random.NextInt(people);
        var call = new JsonObject
        {
            ["messageId"] = $"{prefix}m{made++}",
            ["timestamp"] = Time(before.UnixMs - 3_600_000 - (long)(random.NextDouble() * Days * 86_400_000L)),
        };
        switch (random.NextInt(16))
        {
            case < 2: Track(call, person, "Product Viewed", Product()); break;
            case < 4: Track(call, person, "Product Added", Product()); break;
            case 4: Track(call, person, random.NextInt(2) == 0 ? "Cart Viewed" : "Checkout Started", []); break;
            case 5: Track(call, person, "Rang the Bell", new() { ["how often"] = random.NextInt(9) }); break;
            case 6: Page(call, person); break;
            case < 9: Identify(call, person); break;
            case < 13: Order(call, person); break;
            case 13: Change(call, person); break;
            case 14: Email(call, person); break;
            default: Alias(call, person); break;
        }
        return call.ToJsonString();
    }

    /// <summary>The next calls.</summary>
    public string[] Next(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];

    static string Time(long unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(unixMs)
        .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    void Who(JsonObject call, int person)
    {
        var which = random.NextInt(5);
        if (which != 0) call["userId"] = $"{prefix}C-{person}";
        if (which is 0 or 1) call["anonymousId"] = $"{prefix}device-{person}-{random.NextInt(2)}";
        if (which == 2) call["context"] = new JsonObject { ["traits"] = new JsonObject { ["email"] = Mail(person) } };
    }

    string Mail(int person) => $"{prefix}p{person}@example.com";

    void Track(JsonObject call, int person, string name, JsonObject properties)
    {
        Who(call, person);
        (call["type"], call["event"], call["properties"]) = ("track", name, properties);
    }

    JsonObject Product()
    {
        var number = random.NextInt(12);
        return new()
        {
            ["product_id"] = $"p{number}", ["name"] = $"Product {number}", ["category"] = $"c{number % 4}",
            ["price"] = 5 + number,
        };
    }

    void Page(JsonObject call, int person)
    {
        Who(call, person);
        (call["type"], call["name"]) = ("page", $"Page {random.NextInt(5)}");
    }

    void Identify(JsonObject call, int person)
    {
        var traits = new JsonObject { ["firstName"] = $"N{random.NextInt(9)}" };
        if (random.NextInt(2) == 0) traits["address"] = new JsonObject { ["city"] = $"T{random.NextInt(4)}" };
        if (random.NextInt(2) == 0) traits["email"] = Mail(person);
        if (random.NextInt(3) == 0) traits["unsubscribed"] = random.NextInt(2) == 0;
        (call["type"], call["userId"], call["traits"]) = ("identify", $"{prefix}C-{person}", traits);
        if (random.NextInt(2) == 0) call["anonymousId"] = $"{prefix}device-{person}-{random.NextInt(2)}";
    }

    void Order(JsonObject call, int person)
    {
        var products = new JsonArray();
        for (var line = random.NextInt(3); line >= 0; line--)
        {
            var product = Product();
            product["quantity"] = random.NextInt(1, 3);
            products.Add(product);
        }
        var properties = new JsonObject
        {
            ["order_id"] = $"{prefix}{person}-{random.NextInt(6)}", ["currency"] = "EUR",
        };
        if (random.NextInt(4) > 0) properties["products"] = products;
        if (random.NextInt(2) == 0 || properties["products"] is null)
            properties["revenue"] = random.NextInt(300, 20_000) / 100m;
        if (random.NextInt(3) == 0) (properties["discount"], properties["coupon"]) = (1.5m, "SPRING 10%");
        (call["type"], call["userId"], call["properties"]) = ("track", $"{prefix}C-{person}", properties);
        call["event"] = random.NextInt(4) == 0 ? "Order Updated" : "Order Completed";
    }

    void Change(JsonObject call, int person)
    {
        var properties = new JsonObject { ["order_id"] = $"{prefix}{person}-{random.NextInt(6)}" };
        if (random.NextInt(3) > 0)
            (properties["total"], properties["currency"]) = (random.NextInt(100, 900) / 100m, "EUR");
        (call["type"], call["userId"], call["properties"]) = ("track", $"{prefix}C-{person}", properties);
        call["event"] = random.NextInt(4) == 0 ? "Order Cancelled" : "Order Refunded";
    }

    void Email(JsonObject call, int person)
    {
        string[] names = ["Email Delivered", "Email Opened", "Email Link Clicked", "Unsubscribed"];
        var name = random.NextInt(names.Length);
        // A mailing is delivered to a person once.
        var mailing = name == 0 ? made : random.NextInt(made);
        Track(call, person, names[name], new() { ["email_id"] = $"mail{mailing}" });
        call["userId"] = $"{prefix}C-{person}";
    }

    void Alias(JsonObject call, int person) => (call["type"], call["userId"], call["previousId"]) =
        ("alias", $"{prefix}C-{person}", $"{prefix}device-{person}-{random.NextInt(2)}");

    /// <summary>A body of several calls.</summary>
    public static string Batch(IEnumerable<string> calls) => $$"""{"batch":[{{string.Join(',', calls)}}]}""";

    /// <summary>The events that calls stand for; none may be refused.</summary>
    public static List<IncomingEvent> Events(IEnumerable<string> calls)
    {
        var events = new List<IncomingEvent>();
        foreach (var some in calls.Chunk(500))
        {
            var bytes = Encoding.UTF8.GetBytes(Batch(some));
            using var body = TrackingBody.Parse(bytes, TrackingCall.Batch, out _);
            var read = body!.Read(ServedShop.Source, ServedShop.Now);
            Assert.Empty(read.Refusals);
            events.AddRange(read.Events);
        }
        return events;
    }
}
