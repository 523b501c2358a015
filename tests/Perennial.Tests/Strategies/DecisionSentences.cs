using Perennial.Core;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;
using Perennial.Contacts;
using Perennial.Data.Strategies;
using Perennial.Strategies;

namespace Perennial.Tests.Strategies;

/// <summary>What became of a contact, in one sentence.</summary>
public class DecisionSentences
{
    static readonly ContactPolicies law = new()
    {
        Law = [new ContactLaw("FR calls, consent first", ["FR"], [Core.History.ContactChannel.Call],
            "loi 2025-594 art. 13") { From = new(2026, 8, 11), Consent = LawConsent.Needed }],
    };

    [Theory]
    [InlineData(ContactKind.Email, Outcome.Sent, Gate.None, "", "", "E-mail sent.")]
    [InlineData(ContactKind.Ads, Outcome.Sent, Gate.None, "", "", "Put into the advertising audience.")]
    [InlineData(ContactKind.Call, Outcome.Blocked, Gate.Law, "FR calls, consent first", "no consent",
        "Not called: in FR a call needs consent since 2026-08-11, and there is none (loi 2025-594 art. 13).")]
    [InlineData(ContactKind.Call, Outcome.Deferred, Gate.Law, "FR calls, hours and attempts",
        "4 in 30d, at most 4 dials per 30d",
        "Waits until Tue 2026-06-02 10:00: law, FR calls, hours and attempts, 4 in 30d, at most 4 dials per 30d "
        + "(loi 2025-594 art. 13).")]
    [InlineData(ContactKind.Email, Outcome.Deferred, Gate.ContactHours, "contact hours", "monday 21:10 there",
        "Waits until Tue 2026-06-02 10:00: contact hours, it is monday 21:10 there.")]
    [InlineData(ContactKind.Email, Outcome.Deferred, Gate.Frequency, "gap 20h of 'everybody'",
        "contact at 2026-06-01T08:00:00.000Z",
        "Waits until Tue 2026-06-02 10:00: gap 20h of 'everybody', there was contact at Mon 2026-06-01 10:00.")]
    [InlineData(ContactKind.Sms, Outcome.Deferred, Gate.Pressure, "4 contacts of 'all', 2 while pressure is over",
        "3 in 7d",
        "Waits until Tue 2026-06-02 10:00: 4 contacts of 'all', 2 while pressure is over, there was 3 in 7d.")]
    [InlineData(ContactKind.Sms, Outcome.Expired, Gate.Frequency, "1 sms of 'all'", "1 in 24h",
        "Not texted in time: 1 sms of 'all', there was 1 in 24h.")]
    [InlineData(ContactKind.Email, Outcome.Expired, Gate.Expired, "expires", "due", "Not e-mailed: it was too late.")]
    [InlineData(ContactKind.Email, Outcome.Blocked, Gate.Consent, "consent to email", "no consent",
        "Not e-mailed: there is no consent to e-mails.")]
    [InlineData(ContactKind.Call, Outcome.Blocked, Gate.Consent, "consent to call",
        "refused on 2026-06-01T08:00:00.000Z", "Not called: calls were refused on Mon 2026-06-01 10:00.")]
    [InlineData(ContactKind.Email, Outcome.Blocked, Gate.Consent, "left the topic news",
        "refused on 2026-06-01T08:00:00.000Z",
        "Not e-mailed: the customer left the topic news, refused on Mon 2026-06-01 10:00.")]
    [InlineData(ContactKind.Email, Outcome.Blocked, Gate.Suppression, "never by email",
        "HardBounce on 2026-06-01T08:00:00.000Z",
        "Not e-mailed: e-mails are ruled out for good, hard bounce on Mon 2026-06-01 10:00.")]
    [InlineData(ContactKind.Letter, Outcome.Blocked, Gate.Address, "address", "no address for letter",
        "No letter sent: there is no postal address.")]
    [InlineData(ContactKind.Call, Outcome.Blocked, Gate.Exit, "order", "the enrollment has ended",
        "Not called: the strategy was left by order.")]
    [InlineData(ContactKind.Call, Outcome.Blocked, Gate.Exit, "merged", "the enrollment has ended",
        "Not called: the same person was in the strategy already.")]
    [InlineData(ContactKind.Task, Outcome.Superseded, Gate.Conflict, "never with 'win-back'",
        "which the customer is in", "Not done: never with 'win-back', which the customer is in.")]
    [InlineData(ContactKind.Sms, Outcome.Blocked, Gate.Channel, "channels.yaml", "sms is not set up",
        "Not texted: sms is not set up in channels.yaml.")]
    [InlineData(ContactKind.Sms, Outcome.Blocked, Gate.Erased, "erased", "the person asked to be forgotten",
        "Not texted: the person asked to be forgotten.")]
    [InlineData(ContactKind.Email, Outcome.HeldOut, Gate.Holdout, "holdout of 'welcome'", "left alone by it",
        "Held out: holdout of 'welcome' leaves this customer alone, to measure what it brings.")]
    [InlineData(ContactKind.Email, Outcome.HeldOut, Gate.UniversalHoldout, "universal holdout", "left alone",
        "Held out: every strategy leaves this customer alone, to measure what all of them bring.")]
    [InlineData(ContactKind.Email, Outcome.LeftOut, Gate.Condition, "not has click since entry", "",
        "Left out: the condition does not hold, not has click since entry.")]
    public void It_says_what_and_why(
        ContactKind kind, Outcome outcome, Gate gate, string rule, string value, string sentence)
    {
        var reason = gate == Gate.None ? null
            : new DecisionReason(gate, rule, value, gate == Gate.Law ? "loi 2025-594 art. 13" : null);
        var until = outcome == Outcome.Deferred ? Some.At("2026-06-02T08:00Z") : Instant.Never;
        Assert.Equal(sentence,
            DecisionWords.Of(kind, outcome, reason, until, StrategyWorld.Calendar("Europe/Paris"), law));
    }

    [Theory]
    [InlineData(ContactKind.Email, "E-mail sent: simulated, nothing left the shop.")]
    [InlineData(ContactKind.Call, "Given to staff to call: simulated, nothing left the shop.")]
    [InlineData(ContactKind.Task, "Given to staff as a task.")]
    [InlineData(ContactKind.Set, "Done.")]
    public void Nobody_reads_that_something_was_sent_which_was_not(ContactKind kind, string sentence) =>
        Assert.Equal(sentence, DecisionLine.Of(new DecisionRow
        {
            Customer = CustomerId.Of(CustomerKeyKind.External, "ada"), Strategy = "welcome", Step = "please confirm",
            Occurrence = "o", Version = 1, Kind = kind, Outcome = Outcome.Sent, DecidedAt = Instant.None,
        }));

    [Fact]
    public void Every_kind_outcome_and_gate_makes_a_sentence_of_its_own()
    {
        foreach (var kind in Enum.GetValues<ContactKind>().Where(one => one.IsContact()))
        {
            foreach (var outcome in Enum.GetValues<Outcome>())
            {
                if (outcome is Outcome.Sent or Outcome.Expired) continue;
                var sentences = Enum.GetValues<Gate>().Where(one => one != Gate.None).Select(gate => DecisionWords.Of(
                    kind, outcome, new DecisionReason(gate, $"rule of {gate}", $"found by {gate}"), Instant.Never,
                    ShopCalendar.Utc, ContactPolicies.None)).ToList();
                Assert.Equal(sentences.Count, sentences.Distinct().Count());
                Assert.All(sentences, one => Assert.Matches(@"^[A-Z][^.]*[^ .]\.$", one));
            }
        }
    }
}
