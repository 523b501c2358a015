using Perennial.Channels.Tracking;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Tests.Tracking;

/// <summary>What trackers tell of what customers say.</summary>
public class FeedbackTests
{
    // spec/ecommerce/v2, "Product Reviewed".
    [Fact]
    public void A_product_reviewed_is_a_review_with_its_words_and_stars()
    {
        var made = SomeCalls.Tracked("Product Reviewed", """
            {"product_id": "507f1f77bcf86cd799439011", "review_id": "kdfjrj39fj39jf3",
             "review_body": "I love this product", "rating": "5"}
            """).Activity!;
        Assert.Equal((ActivityKind.Review, "507f1f77bcf86cd799439011"), (made.Kind, made.Product));
        Assert.Equal(("I love this product", "kdfjrj39fj39jf3", new Rating(500, 5)),
            (made.Text, made.Thread, made.Rating));
    }

    [Theory]
    [InlineData("Survey Submitted", """{"survey_name": "Spring", "score": 3}""", "SurveyAnswer", "3 of 5")]
    [InlineData("NPS Submitted", """{"score": 3}""", "SurveyAnswer", "3 of 10")]
    [InlineData("Answered Survey", """{"nps": 3, "comment": "meh"}""", "SurveyAnswer", "3 of 10")]
    [InlineData("Survey Answered", """{"question": "Again?", "answer": "yes"}""", "SurveyAnswer", "")]
    [InlineData("CSAT Submitted", """{"csat": 4.5}""", "Rating", "4.5 of 5")]
    [InlineData("Review Submitted", """{"rating": 8, "rating_scale": 10}""", "Review", "8 of 10")]
    [InlineData("Ticket Created", """{"ticket_id": 4711, "subject": "Late"}""", "SupportOpened", "")]
    [InlineData("support_ticket_solved", """{"ticket_id": 4711}""", "SupportResolved", "")]
    [InlineData("Ticket Reopened", "{}", "SupportReopened", "")]
    [InlineData("Ticket Answered", "{}", "SupportAnswered", "")]
    public void Names_of_common_practice_are_known(string name, string properties, string kind, string rating)
    {
        var made = SomeCalls.Tracked(name, properties).Activity!;
        Assert.Equal((kind, rating), ($"{made.Kind}", $"{made.Rating}"));
    }

    [Fact]
    public void An_answer_has_its_question_and_both_what_was_chosen_and_what_was_written()
    {
        var made = SomeCalls.Tracked("Survey Submitted", """
            {"question": "Would you come again?", "answer": "No", "comment": "Too late, twice.", "response_id": "r"}
            """).Activity!;
        Assert.Equal(("Would you come again?", "No\nToo late, twice.", "r"), (made.Name, made.Text, made.Thread));
    }

    [Fact]
    public void A_ticket_has_its_subject_number_and_words()
    {
        var made = SomeCalls.Tracked("Ticket Opened", """
            {"ticket_id": 4711, "subject": "Where is it?", "message": "Ordered on Monday."}
            """).Activity!;
        Assert.Equal(("Where is it?", "4711", "Ordered on Monday.", null),
            (made.Name, made.Thread, made.Text, made.Rating));
    }

    [Theory]
    [InlineData("""{"rating": 6, "rating_scale": 5}""", "rating")]
    [InlineData("""{"rating": -1}""", "rating")]
    [InlineData("""{"rating": 3, "rating_scale": 0}""", "rating_scale")]
    [InlineData("""{"rating": "many"}""", "rating")]
    public void A_rating_that_cannot_be_is_refused_by_its_name(string properties, string field) => Assert.Contains(
        field, SomeCalls.Refused(TrackingCall.Track, SomeCalls.Track("Product Reviewed", properties)).Problem);

    [Fact]
    public void Of_a_long_review_the_beginning_is_kept_with_a_word_that_it_is_one()
    {
        var body = new string('x', 3000);
        var text = SomeCalls.Tracked("Product Reviewed", $$"""{"review_body": "{{body}}"}""").Activity!.Text!;
        Assert.Equal(SaidText.Longest, text.Length);
        Assert.EndsWith(" … [cut]", text);
        Assert.Equal("a\U0001F339 … [cut]", SaidText.Of("a\U0001F339\U0001F339 and so on", 12));
    }

    [Fact]
    public void A_confirmed_subscription_is_a_consent_too()
    {
        var made = SomeCalls.Tracked("Subscription Confirmed", """{"channel": "sms", "topic": "offers"}""");
        Assert.Equal(ActivityKind.Confirmation, made.Activity!.Kind);
        var said = Assert.Single(made.Details!.Consents);
        Assert.Equal((ContactChannel.Sms, true, ConsentBasis.Confirmed, "offers"),
            (said.Channel, said.IsGranted, said.Basis, said.Topic));
        Assert.Contains("channel", SomeCalls.Refused(TrackingCall.Track,
            SomeCalls.Track("Subscription Confirmed", """{"channel": "pigeon"}""")).Problem);
    }

    [Theory]
    [InlineData("Email Sent", "{}", ContactChannel.Email)]
    [InlineData("SMS Sent", "{}", ContactChannel.Sms)]
    [InlineData("Letter Sent", "{}", ContactChannel.Letter)]
    [InlineData("Ad Shown", "{}", ContactChannel.Ad)]
    [InlineData("Call Made", """{"disposition": "reached"}""", ContactChannel.Call)]
    [InlineData("Contact Made", """{"channel": "letter"}""", ContactChannel.Letter)]
    public void What_another_tool_sent_is_a_contact(string name, string properties, ContactChannel channel)
    {
        var made = SomeCalls.Tracked(name, properties);
        Assert.Equal((channel, "m1"), (made.Contact!.Channel, made.Contact.Number));
        Assert.Equal(channel == ContactChannel.Call ? "reached" : null, made.Response?.Disposition);
        Assert.Null(made.Activity);
    }

    [Fact]
    public void A_contact_without_a_channel_is_refused() => Assert.Contains("channel", SomeCalls.Refused(
        TrackingCall.Track, SomeCalls.Track("Contact Made")).Problem);
}
