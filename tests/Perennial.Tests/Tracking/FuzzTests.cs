using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Perennial.Channels.Tracking;
using Perennial.Core;
using Perennial.Core.Statistics;

namespace Perennial.Tests.Tracking;

/// <summary>Whatever comes in, reading ends in events and refusals, and every call in exactly one of them.</summary>
public class FuzzTests
{
    static readonly string[] Calls =
    [
        """{"type":"identify","userId":"C-1","traits":{"email":"a@b.example","address":{"city":"Lyon"},"phone":1}}""",
        """
        {"type":"track","userId":"C-1","event":"Order Completed","properties":{"order_id":"1","revenue":25.5,
         "currency":"EUR","products":[{"sku":"a","price":19.5,"quantity":1},
         {"product_id":7,"price":"3","quantity":2}]}}
        """,
        """{"type":"track","anonymousId":"a","event":"Order Refunded","properties":{"order_id":1,"total":-3e1}}""",
        """
        {"type":"track","anonymousId":"a","event":"Email Opened","properties":{"email_id":"1"},
         "context":{"traits":{"email":"a@b.example"}}}
        """,
        """{"type":"track","userId":7,"event":"Product Viewed","properties":{"product_id":"p","price":1,"name":"x"}}""",
        """
        {"type":"page","anonymousId":"a\u00e9\ud83d\ude00","name":"Home",
         "timestamp":"2026-11-22T09:00:00.123+02:00"}
        """,
        """{"type":"alias","userId":"C-1","previousId":"a"}""",
        """{"type":"group","userId":"C-1","groupId":"g","traits":{}}""",
        """{"type":"merge","mergeProperties":[{"type":"userId","value":"1"},{"type":"userId","value":"2"}]}""",
        """{"type":"screen","messageId":"m","context":null,"userId":""}""",
        """{"type":"nothing","userId":"C-1"}""",
        """{"type":"track","userId":"C-1"}""",
        "17", "null", "[]", "\"text\"", """{"a":{"a":{"a":[[[{}]]]}}}""",
    ];

    // What bodies are broken with: bytes, and pieces of JSON that are hard to read.
    static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "\"", "{", "}", "[", "]", ":", ",", "\\", "\\u0000", "\\ud800", "\\udc00", "\\u00e9", "null", "true", "-0",
            "1e999", "1e-999", "123456789012345678901234567890", "-1", "0.1", "\"\"", "[[[[[[[[[[[[[[[[[[[[",
            "]]]]]]]]]]]]]]]]]]]]", "\"userId\":", "\"properties\":", "\"traits\":", "\"timestamp\":",
            "\"9999-12-31T23:59:59Z\"", "\"0001-01-01T00:00:00+18:00\"", "\"sentAt\":\"0001-01-01\",",
        }.Select(Encoding.UTF8.GetBytes),
        [0], [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0x7F], "\u2028"u8.ToArray(),
    ];

    static readonly Gen<byte[]> Bodies =
        from calls in Gen.Elements(Calls).ListOf()
        select Encoding.UTF8.GetBytes(
            "{\"writeKey\":\"k\",\"sentAt\":\"2026-11-22T10:00:00Z\","
            + "\"context\":{\"traits\":{\"email\":\"x@y.example\"}},"
            + $"\"batch\":[{string.Join(',', calls)}]}}");

    static readonly TrackingCall[] Doors = Enum.GetValues<TrackingCall>();

    [Fact]
    public void Every_call_is_taken_or_refused()
    {
        var lists = Gen.Elements(Calls).NonEmptyListOf().ToArbitrary();
        Prop.ForAll(lists, calls =>
        {
            var result = SomeCalls.Read(TrackingCall.Batch, $$"""{"batch":[{{string.Join(',', calls)}}]}""");
            Assert.Equal(calls.Count, result.Events.Count + result.Refusals.Count);
            Assert.All(result.Events, made => AssertWhole(made));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void Random_bytes_are_refused()
    {
        var random = new Rng(1);
        for (var round = 0; round < 20_000; round++)
        {
            var body = new byte[random.NextInt(64)];
            for (var i = 0; i < body.Length; i++) body[i] = (byte)random.NextInt(256);
            Assert.Empty(SomeCalls.Read(Doors[round % Doors.Length], body).Events);
        }
    }

    [Fact]
    public void Broken_bodies_end_in_events_that_are_whole_and_in_refusals()
    {
        var random = new Rng(2);
        var (taken, refused) = (0, 0);
        foreach (var body in Bodies.Sample(20_000, 6))
        {
            var broken = Break(body, random);
            var result = SomeCalls.Read(Doors[random.NextInt(4) == 0 ? random.NextInt(Doors.Length) : 0], broken);
            Assert.True(result.Events.Count + result.Refusals.Count > 0);
            Assert.All(result.Events, made => AssertWhole(made));
            taken += result.Events.Count;
            refused += result.Refusals.Count;
        }
        // Neither all nor nothing gets through: the breaking is of the right size.
        Assert.True(taken > 1000 && refused > 1000, $"{taken} taken, {refused} refused");
    }

    [Fact]
    public void Broken_single_calls_too()
    {
        var random = new Rng(3);
        var taken = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var call = Encoding.UTF8.GetBytes(Calls[random.NextInt(Calls.Length)]);
            var result = SomeCalls.Read(Doors[random.NextInt(Doors.Length)], Break(call, random));
            Assert.Equal(1, result.Events.Count + result.Refusals.Count);
            Assert.All(result.Events, made => AssertWhole(made));
            taken += result.Events.Count;
        }
        Assert.InRange(taken, 500, 15_000);
    }

    static byte[] Break(byte[] body, Rng random)
    {
        var broken = body.ToList();
        for (var times = random.NextInt(3); times >= 0; times--)
        {
            var at = random.NextInt(broken.Count + 1);
            switch (random.NextInt(4))
            {
                case 0:
                    broken.InsertRange(at, Pieces[random.NextInt(Pieces.Length)]);
                    break;
                case 1:
                    broken.RemoveRange(at, Math.Min(random.NextInt(12), broken.Count - at));
                    break;
                case 2 when at < broken.Count:
                    broken[at] = (byte)random.NextInt(256);
                    break;
                default:
                    // One value for another keeps the body readable, and its types wrong.
                    Replace(broken, random);
                    break;
            }
        }
        return [.. broken];
    }

    static void Replace(List<byte> body, Rng random)
    {
        var colons = Enumerable.Range(0, body.Count).Where(i => body[i] == ':' && i + 1 < body.Count).ToList();
        if (colons.Count == 0) return;
        var start = colons[random.NextInt(colons.Count)] + 1;
        var end = start;
        if (body[start] == '"') end = body.IndexOf((byte)'"', start + 1) + 1;
        else while (end < body.Count && body[end] is not ((byte)',' or (byte)'}' or (byte)']')) end++;
        if (end <= start) return;
        body.RemoveRange(start, end - start);
        body.InsertRange(start, Pieces[random.NextInt(Pieces.Length)]);
    }

    // Everything that the store would stumble over.
    static void AssertWhole(Core.Intake.IncomingEvent made)
    {
        Assert.NotEmpty(made.MessageId);
        Assert.True(made.At.UnixMs >= 0);
        Assert.True(made.At.UnixMs <= SomeCalls.ReceivedAt.UnixMs + 86_400_000);
        var who = made.Who;
        var keys = new[]
        {
            (CustomerKeyKind.External, who.External), (CustomerKeyKind.Email, who.Email),
            (CustomerKeyKind.Phone, who.Phone), (CustomerKeyKind.Anonymous, who.Anonymous),
        }.Where(key => key.Item2 is not null).ToList();
        Assert.True(keys.Count > 0 || (who.Id == CustomerId.Nobody && made.Change is not null));
        foreach (var (kind, key) in keys) CustomerId.Of(kind, key!);
        foreach (var key in who.Previous) CustomerId.Of(CustomerKeyKind.External, key);
        if (made.Order is { } order)
        {
            Assert.InRange(order.DiscountCents, 0, order.GrossCents);
            Assert.NotEmpty(order.Number);
        }
        if (made.Change?.RefundedCents is { } refunded) Assert.True(refunded >= 0);
        if (made.Activity is { } activity) Assert.True(Enum.IsDefined(activity.Kind));
        Assert.All(Texts(made), text => Assert.DoesNotContain('\0', text));
    }

    static IEnumerable<string> Texts(Core.Intake.IncomingEvent made)
    {
        var details = made.Details;
        string?[] texts =
        [
            made.MessageId, made.Who.External, made.Who.Anonymous, made.Activity?.Name, made.Order?.Number,
            details?.Email, details?.City, details?.FirstName, details?.Phone, made.Contact?.Number,
            .. made.Products.Select(product => product.Name),
        ];
        return texts.OfType<string>();
    }
}
