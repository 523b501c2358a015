using Perennial.Core.Consent;
using Perennial.Core.Intake;

namespace Perennial.Tests.Intake;

/// <summary>Files of reviews, surveys and tickets, as tools export them.</summary>
public sealed class FeedbackFileTests : IDisposable
{
    readonly Inbox inbox = new();

    public void Dispose() => inbox.Dispose();

    /// <summary>A customer's facts as "day kind about rating thread: text".</summary>
    static string[] Said(FactBatch batch, string key)
    {
        var (facts, row) = (batch.History.Activities!, Inbox.Customer(batch, key));
        return [.. Enumerable.Range(facts.Start[row], facts.Start[row + 1] - facts.Start[row]).Select(i =>
        {
            var detail = facts.Details?.Of(i);
            var name = facts.Name.Length == 0 ? null : facts.Name[i];
            return string.Join('|', $"{facts.At[i].ToDateTimeOffset():MM-dd}", facts.Kind[i], name, detail?.Rating,
                detail?.Thread, detail?.Text);
        })];
    }

    [Fact]
    public void A_review_tools_export_becomes_reviews()
    {
        var result = inbox.Read("""
            title,body,rating,review_date,reviewer_email,product_id,review_id
            Lovely,"Smells of
            summer",5,2026-03-01,Ann@example.org,rose,7
            ,,2,2026-03-02,ann@example.org,lily,8
            Dull,,4.5,2026-03-03,bob@example.org,,9
            """);
        Assert.Equal("feedback", result.Report.Format);
        Assert.Equal(["03-01|Review|Lovely|5 of 5|7|Smells of\nsummer", "03-02|Rating||2 of 5|8|"],
            Said(result.Batch, "ann@example.org"));
        Assert.Equal(["03-03|Review|Dull|4.5 of 5|9|"], Said(result.Batch, "bob@example.org"));
        Assert.Equal("rose", result.Batch.History.Products[result.Batch.History.Activities!.Product[0]]);
        Assert.Equal(3, result.Report.Activities);
    }

    [Fact]
    public void A_survey_tools_export_becomes_answers_on_its_own_scale()
    {
        var result = inbox.Read("""
            customer_id,question,nps,comment,submitted_at
            ann,Recommend us?,3,Always late,2026-03-01T10:00:00Z
            bob,Recommend us?,9,,2026-03-02T10:00:00Z
            """);
        Assert.Equal(["03-01|SurveyAnswer|Recommend us?|3 of 10||Always late"], Said(result.Batch, "ann"));
        Assert.Equal(["03-02|SurveyAnswer|Recommend us?|9 of 10||"], Said(result.Batch, "bob"));
    }

    [Fact]
    public void Of_a_file_that_does_not_name_its_scale_the_largest_value_tells_it() => Assert.Equal(
        ["03-01|Rating||4 of 10||"],
        Said(inbox.Read("customer_id,rating,date\nann,4,2026-03-01\nbob,8,2026-03-01\n").Batch, "ann"));

    [Theory]
    [InlineData("4/5", "4 of 5")]
    [InlineData("8 of 10", "8 of 10")]
    [InlineData("★★★☆☆", "3 of 5")]
    [InlineData("4,5", "4.5 of 5")]
    [InlineData("80%", "80 of 100")]
    [InlineData("3 stars", "3 of 5")]
    [InlineData("good", "1 of 1")]
    [InlineData("bad", "0 of 1")]
    public void Ratings_are_read_as_people_write_them(string written, string rating) => Assert.Equal(
        [$"03-01|Rating||{rating}||"],
        Said(inbox.Read($"customer_id,rating,date\nann,\"{written}\",2026-03-01\n").Batch, "ann"));

    [Fact]
    public void What_is_no_rating_is_rejected_with_its_column()
    {
        var result = inbox.Read("customer_id,rating,date\nann,lots,2026-03-01\nann,6/5,2026-03-01\nann,,2026-03-01\n");
        Assert.Equal((2, 1), (Inbox.Rows(result, "bad-rating"), Inbox.Rows(result, "no-kind")));
        Assert.Contains(inbox.Rejects(), line => line.Contains("rating,lots,\"not a rating"));
    }

    [Fact]
    public void An_order_with_a_comment_stays_an_order() => Assert.NotEqual("feedback", inbox.Read(
        "order_id,customer_id,date,total,comment\n1,ann,2026-03-01,10,ring twice\n").Report.Format);

    [Fact]
    public void A_help_desks_export_becomes_what_became_of_each_ticket()
    {
        var result = inbox.Read("""
            Ticket ID,Requester email,Subject,Status,Created at,First reply at,Solved at,Satisfaction score
            4711,ann@example.org,Where is it?,Solved,2026-03-01 08:00,2026-03-02 09:00,2026-03-03 10:00,bad
            4712,ann@example.org,Thanks,Open,2026-03-04 08:00,,,Offered
            4711,ann@example.org,Where is it?,Solved,2026-03-01 08:00,,2026-03-03 10:00,
            """);
        Assert.Equal("tickets", result.Report.Format);
        Assert.Equal(
        [
            "03-01|SupportOpened|Where is it?||4711|", "03-02|SupportAnswered|Where is it?||4711|",
            "03-03|SupportResolved|Where is it?||4711|", "03-03|Rating|Where is it?|0 of 1|4711|",
            "03-04|SupportOpened|Thanks||4712|",
        ], Said(result.Batch, "ann@example.org"));
        Assert.Equal(1, Inbox.Rows(result, "again"));
    }

    [Fact]
    public void A_trackers_export_has_the_words_too() => Assert.Equal(
        ["03-01|Review|Fine|5 of 5||So fresh", "03-02|PageView||||"],
        Said(inbox.Read("""
            user_id,event,timestamp,rating,comment,review_title
            ann,Product Reviewed,2026-03-01T10:00:00Z,5,So fresh,Fine
            ann,page view,2026-03-02T10:00:00Z,,,
            """).Batch, "ann"));

    [Fact]
    public void The_same_file_again_makes_the_same_facts()
    {
        const string file =
            "customer_id,rating,review,date\nann,4,a,2026-03-01\nann,4,b,2026-03-01\nann,4,b,2026-03-01\n";
        var ids = inbox.Read(file).Batch.History.Activities!.Id;
        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal(ids, inbox.Read(file).Batch.History.Activities!.Id);
    }

    [Fact]
    public void A_reply_in_a_file_of_responses_has_its_words() => Assert.Equal("Call me", Assert.Single(
        inbox.Read("email,response,at,reply_text\na@b.org,reply,2026-03-01,Call me\n",
            Inbox.Mapped("comment=reply_text")).Batch.History.Responses!.Text));

    [Fact]
    public void When_a_consent_was_confirmed_is_a_statement_and_a_fact()
    {
        var batch = inbox.Read("""
            customer_id,email,consent_email,consent_at,confirmed_at
            ann,a@b.org,yes,2026-03-01,2026-03-02
            bob,b@b.org,yes,2026-03-01,
            """).Batch;
        Assert.Equal(["03-02|Confirmation||||"], Said(batch, "ann"));
        Assert.Empty(Said(batch, "bob"));
        Assert.Equal([(ConsentBasis.Unsaid, "03-01"), (ConsentBasis.Confirmed, "03-02")],
            batch.Details[Inbox.Customer(batch, "ann")]!.Consents.OrderBy(said => said.SaidAt.UnixMs)
                .Select(said => (said.Basis, $"{said.SaidAt.ToDateTimeOffset():MM-dd}")));
    }
}
