using Perennial.Channels.Webhooks;
using Perennial.Channels.Webhooks.Vendors;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Tests.Webhooks;

public class TwilioTests
{
    static WebhookReading Read(string form, string query = "") =>
        Calls.Of("twilio", "s").Read(Calls.Request(form) with { Query = query });

    [Theory]
    [InlineData("delivered", null, "Delivered ")]
    [InlineData("read", null, "Open ")]
    [InlineData("undelivered", "30005", "Bounce hard")]
    [InlineData("undelivered", "30003", "Bounce soft")]
    [InlineData("failed", "30007", "Bounce block")]
    [InlineData("failed", "21610", "Unsubscribe ")]
    [InlineData("sent", null, null)]
    [InlineData("queued", null, null)]
    public void A_status_is_a_response_where_it_is_an_end(string status, string? error, string? expected)
    {
        var one = Read($"MessageSid=SM1&MessageStatus={status}&To=%2B14155550100&From=%2B14155550199&AccountSid=AC1"
            + (error is null ? "" : $"&ErrorCode={error}")).Events.SingleOrDefault();
        Assert.Equal(expected, one is null ? null : $"{one.Response!.Kind} {one.Response.Disposition}");
        if (one is null) return;
        Assert.Equal(($"SM1:{status}", "+14155550100", "SM1"),
            (one.MessageId, one.Who.Phone, one.Response!.ContactNumber));
        Assert.Equal(ContactChannel.Sms, one.Response.Channel);
    }

    [Fact]
    public void Callbacks_in_any_order_end_alike()
    {
        string[] statuses = ["queued", "sent", "delivered", "read"];
        string Play(IEnumerable<string> order) => string.Join(" ", order.SelectMany(status =>
            Read($"MessageSid=SM1&MessageStatus={status}&To=%2B14155550100").Events).Select(one => one.MessageId)
            .Distinct().Order(StringComparer.Ordinal));
        Assert.Equal("SM1:delivered SM1:read", Play(statuses));
        Assert.Equal(Play(statuses), Play(statuses.Reverse().Concat(statuses)));
    }

    [Fact]
    public void The_contact_stands_in_the_address_that_twilio_calls_back()
    {
        var token = new ContactToken(new(7), new FactId(9));
        var one = Read("MessageSid=SM1&MessageStatus=delivered&To=%2B14155550100",
            $"?{ContactToken.ArgumentName}={token}").Events.Single();
        Assert.Equal((token.Customer, token.Contact), (one.Who.Id, one.Response!.ContactId));
    }

    [Theory]
    [InlineData("STOP", ResponseKind.Unsubscribe)]
    [InlineData(" stop. ", ResponseKind.Unsubscribe)]
    [InlineData("Arrêt", ResponseKind.Unsubscribe)]
    [InlineData("opt-out", ResponseKind.Unsubscribe)]
    [InlineData("BAJA", ResponseKind.Unsubscribe)]
    [InlineData("Abmelden!", ResponseKind.Unsubscribe)]
    [InlineData("please stop texting me", ResponseKind.Unsubscribe)]
    [InlineData("Don't text me again", ResponseKind.Unsubscribe)]
    [InlineData("When do you stop taking orders?", ResponseKind.Reply)]
    [InlineData("Nonstop great, thanks", ResponseKind.Reply)]
    [InlineData("The end of the week is fine", ResponseKind.Reply)]
    [InlineData("Yes", ResponseKind.Reply)]
    [InlineData("", ResponseKind.Reply)]
    public void An_answer_is_a_reply_unless_it_asks_to_stop(string body, ResponseKind kind)
    {
        var one = Read("MessageSid=SM9&From=%2B14155550100&To=%2B14155550199&NumMedia=0&Body="
            + Uri.EscapeDataString(body)).Events.Single();
        Assert.Equal(kind, one.Response!.Kind);
        Assert.Equal(kind == ResponseKind.Unsubscribe ? false : null, one.Details?.ConsentSms);
        Assert.Equal(("SM9", "+14155550100"), (one.MessageId, one.Who.Phone));
        Assert.Null(one.Response.Disposition);
    }

    [Fact]
    public void What_twilio_made_of_it_counts_more_than_the_words()
    {
        Assert.Equal(TextWish.Stop, OptOutWords.Of("genug", "STOP"));
        Assert.Equal(TextWish.Help, OptOutWords.Of("Info", null));
        var start = Read("MessageSid=SM9&From=%2B14155550100&Body=UNSTOP&OptOutType=START").Events.Single();
        Assert.True(start.Details!.ConsentSms);
        Assert.Null(start.Response);
    }

    [Fact]
    public void Twilio_is_answered_with_an_empty_reply()
    {
        var reading = Read("MessageSid=SM9&From=%2B14155550100&Body=hi");
        Assert.Equal(("<Response/>", "text/xml"), (reading.Answer, reading.AnswerType));
    }
}
