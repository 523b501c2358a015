using Perennial.Channels.Tracking;

namespace Perennial.Tests.Tracking;

/// <summary>What every call has: who, when, its id; and lists of calls.</summary>
public class EnvelopeTests
{
    [Theory]
    [InlineData("2026-11-22T09:00:00Z", "2026-11-22T09:30:00Z", "2026-11-22T09:30:00Z")]
    [InlineData("2031-01-01T00:00:00Z", "2031-01-01T00:00:10Z", "2026-11-22T09:59:50Z")]
    [InlineData("1970-01-01T00:00:05Z", "1970-01-01T00:00:07Z", "2026-11-22T09:59:58Z")]
    [InlineData("2024-02-29T12:00:00.5+02:00", null, "2024-02-29T10:00:00.5Z")]
    [InlineData("2024-02-29T12:00:00", null, "2024-02-29T12:00:00Z")]
    [InlineData("2024-02-29", null, "2024-02-29T00:00:00Z")]
    [InlineData("2026-11-23T09:59:59Z", null, "2026-11-23T09:59:59Z")]
    [InlineData("2026-11-23T10:00:01Z", null, "2026-11-22T10:00:00Z")]
    public void Times_are_those_of_the_server(string original, string? sent, string expected)
    {
        var sentAt = sent is null ? "" : $", \"sentAt\": \"{sent}\"";
        var made = SomeCalls.One(TrackingCall.Page,
            $$"""{"userId": "C-1", "originalTimestamp": "{{original}}"{{sentAt}}}""");
        Assert.Equal(SomeCalls.Time(expected), made.At);
    }

    [Fact]
    public void A_time_far_ahead_is_counted()
    {
        var result = SomeCalls.Read(TrackingCall.Batch, """
            {"batch": [
              {"type": "page", "userId": "1", "timestamp": "2027-01-01T00:00:00Z"},
              {"type": "page", "userId": "1", "timestamp": "2026-01-01T00:00:00Z"}]}
            """);
        Assert.Equal(2, result.Events.Count);
        Assert.Equal(1, result.ClockAhead);
    }

    [Fact]
    public void Without_a_time_it_happened_when_it_was_received() =>
        Assert.Equal(SomeCalls.ReceivedAt, SomeCalls.One(TrackingCall.Page, """{"userId": "C-1"}""").At);

    [Fact]
    public void A_list_says_once_when_it_was_sent()
    {
        var result = SomeCalls.Read(TrackingCall.Batch, """
            {"sentAt": "2026-11-22T09:00:00Z", "batch": [
              {"type": "page", "userId": "1", "timestamp": "2026-11-22T08:59:00Z"},
              {"type": "page", "userId": "1", "timestamp": "2026-11-22T08:00:00Z",
               "sentAt": "2020-01-01T00:00:00Z"}]}
            """);
        Assert.Equal(
            [SomeCalls.Time("2026-11-22T09:59:00Z"), SomeCalls.Time("2026-11-22T09:00:00Z")],
            result.Events.Select(made => made.At));
    }

    [Theory]
    [InlineData("""{"userId": 42}""", "42", null)]
    [InlineData("""{"userId": " C-1 ", "anonymousId": 7.5}""", "C-1", "7.5")]
    [InlineData("""{"user_id": "C-1", "anonymous_id": "a"}""", "C-1", "a")]
    [InlineData("""{"userId": null, "anonymousId": "a"}""", null, "a")]
    [InlineData("""{"user\u0049d": "C-1"}""", "C-1", null)]
    public void Keys_are_texts_and_numbers_become_texts(string json, string? external, string? anonymous)
    {
        var who = SomeCalls.One(TrackingCall.Page, json).Who;
        Assert.Equal((external, anonymous), (who.External, who.Anonymous));
    }

    [Theory]
    [InlineData(TrackingCall.Page, """{"properties": {}}""", "missing_id")]
    [InlineData(TrackingCall.Page, """{"userId": "  ", "anonymousId": ""}""", "missing_id")]
    [InlineData(TrackingCall.Identify, """{"traits": {"email": "a@b.example"}}""", "missing_id")]
    [InlineData(TrackingCall.Alias, """{"userId": "C-1"}""", "missing_id")]
    [InlineData(TrackingCall.Alias, """{"anonymousId": "a", "previousId": "p"}""", "missing_id")]
    [InlineData(TrackingCall.Group, """{"userId": "C-1"}""", "missing_id")]
    [InlineData(TrackingCall.Track, """{"userId": "C-1"}""", "missing_event")]
    [InlineData(TrackingCall.Track, """{"userId": "C-1", "event": " "}""", "missing_event")]
    [InlineData(TrackingCall.Track, """{"userId": "C-1", "event": ["Order Completed"]}""", "bad_value")]
    [InlineData(TrackingCall.Page, """{"userId": {"id": 1}}""", "bad_value")]
    [InlineData(TrackingCall.Page, """{"userId": "C-1", "properties": [1]}""", "bad_value")]
    [InlineData(TrackingCall.Page, """{"userId": "C-1", "context": "x"}""", "bad_value")]
    [InlineData(TrackingCall.Page, """{"userId": "C-1", "timestamp": "yesterday"}""", "bad_value")]
    [InlineData(TrackingCall.Page, """{"userId": "C-1", "timestamp": 1700000000}""", "bad_value")]
    [InlineData(TrackingCall.Page, """{"userId": "C-1", "timestamp": "0001-01-01T00:00:00Z"}""", "bad_value")]
    [InlineData(TrackingCall.Page, """{"userId": "C-\u0000"}""", "invalid_json")]
    [InlineData(TrackingCall.Page, """{"userId": "C-\ud800"}""", "invalid_json")]
    [InlineData(TrackingCall.Page, """{"userId": "C-1", "x\udc00": 1}""", "invalid_json")]
    [InlineData(TrackingCall.Page, "[]", "invalid_json")]
    [InlineData(TrackingCall.Page, "\"text\"", "invalid_json")]
    [InlineData(TrackingCall.Page, "{\"userId\": \"C-1\"", "invalid_json")]
    [InlineData(TrackingCall.Page, "", "invalid_json")]
    [InlineData(TrackingCall.Batch, "{}", "invalid_json")]
    [InlineData(TrackingCall.Batch, """{"batch": {}}""", "invalid_json")]
    [InlineData(TrackingCall.Batch, """{"batch": []}""", "missing_event")]
    [InlineData(TrackingCall.Batch, """{"batch": [{"userId": "C-1"}]}""", "type_unknown")]
    [InlineData(TrackingCall.Batch, """{"batch": [{"userId": "C-1", "type": "purchase"}]}""", "type_unknown")]
    [InlineData(TrackingCall.Batch, """{"batch": [null]}""", "invalid_json")]
    [InlineData(TrackingCall.Batch, """
        {"context": {"traits": {"email": "\ud800"}}, "batch": [{"userId": "C-1", "type": "page"}]}
        """, "invalid_json")]
    public void What_cannot_be_meant_is_refused(TrackingCall call, string json, string reason) =>
        Assert.Equal(reason, SomeCalls.Refused(call, json).Reason);

    [Fact]
    public void Of_a_list_each_call_is_taken_or_refused_by_itself()
    {
        var result = SomeCalls.Read(TrackingCall.Batch, """
            {"batch": [
              {"type": "page", "userId": "1"},
              {"type": "track", "userId": "1"},
              17,
              {"type": "identify", "userId": "1", "traits": {"email": ["a"]}},
              {"type": "Track", "anonymousId": "a", "event": "Song Played"}]}
            """);
        Assert.Equal(2, result.Events.Count);
        Assert.Equal(["missing_event", "invalid_json", "bad_value"], result.Refusals.Select(one => one.Reason));
        Assert.Equal("batch[3].traits.email is no text", result.Refusals[2].Problem);
    }

    [Fact]
    public void Refusals_never_repeat_what_was_sent()
    {
        var refusal = SomeCalls.Refused(TrackingCall.Track,
            SomeCalls.Track("Order Completed", """{"order_id": "1", "total": "anna@example.com"}"""));
        Assert.Equal("properties.total is no number", refusal.Problem);
    }

    [Fact]
    public void Sizes_are_limited()
    {
        var large = new string('x', TrackingLimits.CallBytes);
        Assert.Equal("too_large", SomeCalls.Refused(TrackingCall.Page, $$"""{"userId":"1","x":"{{large}}"}""").Reason);

        var mixed = SomeCalls.Read(TrackingCall.Batch,
            $$"""{"batch": [{"type":"page","userId":"1","x":"{{large}}"}, {"type":"page","userId":"1"}]}""");
        Assert.Equal("too_large", Assert.Single(mixed.Refusals).Reason);
        Assert.Single(mixed.Events);

        var page = """{"type":"page","userId":"1"}""";
        var most = string.Join(',', Enumerable.Repeat(page, TrackingLimits.Calls));
        var full = SomeCalls.Read(TrackingCall.Batch, $$"""{"batch":[{{most}}]}""");
        Assert.Equal(TrackingLimits.Calls, full.Events.Count);
        Assert.Equal("too_many",
            SomeCalls.Refused(TrackingCall.Batch, $$"""{"batch":[{{most}},{{page}}]}""").Reason);
        var wide = string.Join(',', Enumerable.Repeat($$"""{"type":"page","userId":"{{large[..30_000]}}"}""", 20));
        Assert.Equal("too_large", SomeCalls.Refused(TrackingCall.Batch, $$"""{"batch":[{{wide}}]}""").Reason);
    }

    [Fact]
    public void A_call_nested_too_deep_is_refused_and_its_neighbours_are_not()
    {
        var deep = new string('[', 200) + new string(']', 200);
        var result = SomeCalls.Read(TrackingCall.Batch,
            $$"""{"batch": [{"type":"page","userId":"1","x":{{deep}}}, {"type":"page","userId":"1"}]}""");
        Assert.Equal("invalid_json", Assert.Single(result.Refusals).Reason);
        Assert.Single(result.Events);
        var endless = new string('[', 5000) + new string(']', 5000);
        Assert.Equal("invalid_json", SomeCalls.Refused(TrackingCall.Page, $$"""{"x":{{endless}}}""").Reason);
    }

    [Fact]
    public void Without_an_id_the_same_body_is_the_same_event_and_its_calls_are_different_ones()
    {
        const string body = """{"batch": [{"type":"page","userId":"1"}, {"type":"page","userId":"1"}]}""";
        var first = SomeCalls.Read(TrackingCall.Batch, body).Events.Select(made => made.MessageId).ToList();
        var again = SomeCalls.Read(TrackingCall.Batch, body).Events.Select(made => made.MessageId).ToList();
        var other = SomeCalls.Read(TrackingCall.Batch, body + " ").Events.Select(made => made.MessageId).ToList();
        Assert.Equal(first, again);
        Assert.Equal(2, first.Distinct().Count());
        Assert.Empty(first.Intersect(other));
    }

    [Fact]
    public void An_id_stays_what_it_is_and_a_long_one_stays_the_same()
    {
        Assert.Equal("m-1", SomeCalls.One(TrackingCall.Page, """{"userId":"1","messageId":"m-1"}""").MessageId);
        Assert.Equal("17", SomeCalls.One(TrackingCall.Page, """{"userId":"1","messageId":17}""").MessageId);
        var call = $$"""{"userId":"1","messageId":"{{new string('m', 300)}}"}""";
        var id = SomeCalls.One(TrackingCall.Page, call).MessageId;
        Assert.Equal(64, id.Length);
        Assert.Equal(id, SomeCalls.One(TrackingCall.Page, call.Replace(":", ": ")).MessageId);
    }

    [Fact]
    public void What_a_list_says_of_the_context_holds_for_calls_that_do_not()
    {
        var result = SomeCalls.Read(TrackingCall.Batch, """
            {"context": {"traits": {"email": "a@b.example", "city": "Lyon"}}, "batch": [
              {"type": "page", "userId": "1"},
              {"type": "identify", "userId": "1", "traits": {"email": "c@d.example"},
               "context": {"traits": {"phone": "+33 1 23 45 67 89"}}}]}
            """);
        Assert.Equal("a@b.example", result.Events[0].Who.Email);
        Assert.Equal("c@d.example", result.Events[1].Who.Email);
        Assert.Equal("+33 1 23 45 67 89", result.Events[1].Who.Phone);
        Assert.Equal("Lyon", result.Events[1].Details?.City);
    }

    [Fact]
    public void The_write_key_stands_in_the_body()
    {
        var whole = """{"writeKey":"pk_1","batch":[]}"""u8.ToArray();
        using var body = TrackingBody.Parse(whole, TrackingCall.Batch, out _);
        Assert.Equal("pk_1", body?.WriteKey);
        var half = """{"writeKey":"\ud800"}"""u8.ToArray();
        using var broken = TrackingBody.Parse(half, TrackingCall.Batch, out _);
        Assert.Null(broken!.WriteKey);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        byte[] bad = [.. "{\"userId\":\""u8, 0xED, 0xA0, 0x80, .. "\"}"u8];
        Assert.Equal("invalid_json", SomeCalls.Read(TrackingCall.Page, bad).Refusals.Single().Reason);
        byte[] marked = [0xEF, 0xBB, 0xBF, .. "{\"userId\":\"C-1\"}"u8];
        Assert.Equal("C-1", SomeCalls.Read(TrackingCall.Page, marked).Events.Single().Who.External);
    }
}
