using Perennial.Channels.Webhooks;
using Perennial.Core.History;

namespace Perennial.Tests.Webhooks;

/// <summary>Help desks, surveys and reviews that call.</summary>
public class FeedbackTests
{
    static string[] Said(WebhookReading reading) =>
    [
        .. reading.Events.Select(one => string.Join('|', one.MessageId,
            one.Who.External ?? one.Who.Email ?? one.Who.Anonymous, one.Activity?.Kind, one.Activity?.Name,
            one.Activity?.Rating, one.Activity?.Thread, one.Activity?.Text)),
    ];

    static WebhookReading Zendesk(string type, string change) =>
        Calls.Of("zendesk", "s").Read(Calls.Request($$$"""
            {"account_id": 1, "id": "e-1", "type": "zen:event-type:{{{type}}}", "time": "2026-03-01T10:00:00Z",
             "zendesk_event_version": "2022-11-06", "subject": "zen:ticket:4711", "event": {{{change}}},
             "detail": {"id": "4711", "requester_id": "8447388090494", "subject": "Where is it?",
              "description": "Ordered on Monday", "status": "OPEN"}}
            """));

    [Fact]
    public async Task Zendesk_signs_the_timestamp_and_the_body()
    {
        const string body = """{"ticket": {}}""";
        WebhookRequest Signed(string signature, string timestamp = "2026-03-01T10:00:00Z") => Calls.Request(body,
            ("X-Zendesk-Webhook-Signature", signature), ("X-Zendesk-Webhook-Signature-Timestamp", timestamp));
        var (zendesk, signature) = (Calls.Of("zendesk", "old", "s"), Calls.Hmac("s", "2026-03-01T10:00:00Z" + body));
        Assert.True(await zendesk.Check(Signed(signature)));
        Assert.False(await zendesk.Check(Signed(signature, "2026-03-01T10:00:01Z")));
        Assert.False(await zendesk.Check(Signed(Calls.Hmac("s", body))));
        Assert.False(await zendesk.Check(Calls.Request(body)));
    }

    [Theory]
    [InlineData("ticket.created", "{}", "SupportOpened|Where is it?||4711|Ordered on Monday")]
    [InlineData("ticket.status_changed", """{"previous": "OPEN", "current": "SOLVED"}""",
        "SupportResolved|Where is it?||4711|")]
    [InlineData("ticket.status_changed", """{"previous": "SOLVED", "current": "OPEN"}""",
        "SupportReopened|Where is it?||4711|")]
    [InlineData("ticket.status_changed", """{"previous": "NEW", "current": "OPEN"}""", null)]
    [InlineData("ticket.status_changed", """{"previous": "SOLVED", "current": "CLOSED"}""", null)]
    [InlineData("ticket.comment_added",
        """{"comment": {"is_public": true, "author": {"is_staff": true}, "body": "On its way"}}""",
        "SupportAnswered|Where is it?||4711|On its way")]
    [InlineData("ticket.comment_added",
        """{"comment": {"is_public": false, "author": {"is_staff": true}, "body": "Sigh"}}""", null)]
    [InlineData("ticket.comment_added",
        """{"comment": {"is_public": true, "author": {"is_staff": false}, "body": "Hello?"}}""", null)]
    [InlineData("ticket.priority_changed", "{}", null)]
    public void Zendesks_events_are_what_becomes_of_a_ticket(string type, string change, string? expected)
    {
        var reading = Zendesk(type, change);
        Assert.Equal(expected is null ? [] : [$"e-1|zendesk:8447388090494|{expected}"], Said(reading));
        Assert.Equal(expected is null ? 1 : 0, reading.LeftOut);
        Assert.Empty(reading.Refusals);
    }

    [Fact]
    public void Zendesks_user_says_whose_the_number_is_unless_it_is_staff()
    {
        WebhookReading Of(string role) => Calls.Of("zendesk", "s").Read(Calls.Request($$$"""
            {"id": "e-2", "type": "zen:event-type:user.created", "time": "2026-03-01T10:00:00Z",
             "detail": {"id": "8447388090494", "email": "ann@example.com", "role": "{{{role}}}", "external_id": "C-1"}}
            """));
        var who = Assert.Single(Of("end-user").Events).Who;
        Assert.Equal(("C-1", "ann@example.com", "zendesk:8447388090494"), (who.External, who.Email, who.Anonymous));
        Assert.Equal(1, Of("agent").LeftOut);
    }

    [Theory]
    [InlineData("solved", "", "SupportResolved")]
    [InlineData("open", "reopened", "SupportReopened")]
    [InlineData("pending", "answered", "SupportAnswered")]
    [InlineData("new", "", "SupportOpened")]
    public void Zendesks_triggers_send_what_the_shop_wrote(string status, string said, string kind)
    {
        var happened = said.Length == 0 ? "" : $"\"event\": \"{said}\",";
        var one = Assert.Single(Calls.Of("zendesk", "s").Read(Calls.Request($$"""
            {"ticket": {"id": 4711, {{happened}} "status": "{{status}}", "subject": "Late", "comment": "It is late.",
             "updated_at": "2026-03-01T10:00:00Z", "requester": {"email": "ann@example.com"} } }
            """)).Events);
        Assert.Equal((kind, "Late", "4711", "It is late.", "ann@example.com"), ($"{one.Activity!.Kind}",
            one.Activity.Name, one.Activity.Thread, one.Activity.Text, one.Who.Email));
    }

    const string TypeformBody = """
        {"event_id": "e", "event_type": "form_response", "form_response": {"form_id": "f", "token": "tok",
          "submitted_at": "2026-03-01T10:00:00Z", "hidden": {"email": "ann@example.com"},
          "definition": {"title": "Spring", "fields": [
            {"id": "a", "title": "Recommend us?", "type": "nps"}, {"id": "b", "title": "Why?", "type": "long_text"},
            {"id": "c", "title": "Stars", "type": "rating", "properties": {"steps": 7}},
            {"id": "d", "title": "Colour", "type": "multiple_choice"}, {"id": "e", "title": "Mail", "type": "email"}]},
          "answers": [
            {"type": "number", "number": 3, "field": {"id": "a", "type": "nps"}},
            {"type": "text", "text": "Late", "field": {"id": "b", "type": "long_text"}},
            {"type": "number", "number": 7, "field": {"id": "c", "type": "rating"}},
            {"type": "choice", "choice": {"label": "Red"}, "field": {"id": "d", "type": "multiple_choice"}},
            {"type": "email", "email": "ann@example.com", "field": {"id": "e", "type": "email"}}]}}
        """;

    [Fact]
    public async Task Typeforms_response_is_an_answer_for_each_question_signed_over_the_body()
    {
        var typeform = Calls.Of("typeform", "s");
        Assert.True(await typeform.Check(
            Calls.Request(TypeformBody, ("Typeform-Signature", "sha256=" + Calls.Hmac("s", TypeformBody)))));
        Assert.False(await typeform.Check(
            Calls.Request(TypeformBody + " ", ("Typeform-Signature", "sha256=" + Calls.Hmac("s", TypeformBody)))));
        Assert.Equal(
        [
            "tok:a|ann@example.com|SurveyAnswer|Recommend us?|3 of 10|tok|",
            "tok:b|ann@example.com|SurveyAnswer|Why?||tok|Late",
            "tok:c|ann@example.com|SurveyAnswer|Stars|7 of 7|tok|",
            "tok:d|ann@example.com|SurveyAnswer|Colour||tok|Red",
        ], Said(typeform.Read(Calls.Request(TypeformBody))));
    }

    [Fact]
    public void A_survey_of_nobody_is_refused() => Assert.Contains("names nobody", Assert.Single(
        Calls.Of("typeform", "s")
        .Read(Calls.Request(TypeformBody.Replace("ann@example.com", ""))).Refusals).Problem);

    [Fact]
    public async Task Stampeds_review_comes_with_its_secret_and_changed_it_is_another()
    {
        const string body = """
            {"customerEmail": "ann@example.com", "id": 123456, "reviewTitle": "Lovely", "reviewMessage": "So fresh",
             "reviewRating": 4, "productId": 9, "productName": "Rose", "dateCreated": "2026-02-14T05:02:12.34"}
            """;
        var stamped = Calls.Of("stamped", "s");
        Assert.True(await stamped.Check(Calls.Request(body, ("X-Stamped-Webhook-Secret", "s"))));
        Assert.False(await stamped.Check(Calls.Request(body, ("X-Stamped-Webhook-Secret", "t"))));
        Assert.False(await stamped.Check(Calls.Request(body)));
        var one = Assert.Single(stamped.Read(Calls.Request(body)).Events);
        Assert.Equal(("9", "Lovely", "So fresh", "123456", new Rating(400, 5)), (one.Activity!.Product,
            one.Activity.Name, one.Activity.Text, one.Activity.Thread, one.Activity.Rating));
        Assert.Equal(one.MessageId, stamped.Read(Calls.Request(body)).Events[0].MessageId);
        var changed = stamped.Read(Calls.Request(body.Replace("4,", "1,"))).Events[0];
        Assert.NotEqual(one.MessageId, changed.MessageId);
        Assert.Equal(one.Activity.Thread, changed.Activity!.Thread);
    }
}
