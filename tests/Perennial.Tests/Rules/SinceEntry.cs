using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;
using Perennial.Core.Segments.Rules.Parsing;

namespace Perennial.Tests.Rules;

/// <summary>What happened since a customer entered a strategy, and since the last contact there.</summary>
public class SinceEntry
{
    static readonly Instant entered = Tests.Some.At("2026-06-01T10:00");

    // E-mails at the entry, two days later and a week later; the first two were opened a day after.
    static HistoryTable Facts(params Instant[] openKnownAt) => new(1, OrderFacts.Empty(1))
    {
        Contacts = new ContactFacts
        {
            Start = [0, 2], At = [Tests.Some.At("2026-06-01T10:00"), Tests.Some.At("2026-06-03T10:00")],
            Channel = [ContactChannel.Email, ContactChannel.Email],
            Id = [FactId.Numbered("t", "1"), FactId.Numbered("t", "2")], Strategy = ["welcome", "win back"],
        },
        Responses = new ResponseFacts
        {
            Start = [0, 2], At = [Tests.Some.At("2026-05-30T08:00"), Tests.Some.At("2026-06-02T08:00")],
            Kind = [ResponseKind.Click, ResponseKind.Open], Channel = [ContactChannel.Email, ContactChannel.Email],
            KnownAt = openKnownAt,
        },
    };

    static RuleTest Test(string rule, HistoryTable history) => new(
        RuleParser.Parse(rule, new RuleContext { HasEntry = true }),
        new RuleData(new ProfileTable(Columns.All, Tests.Some.Keys(1))) { History = history });

    static RuleMoment Moment(string asOf, RuleEntry entry) => new(Tests.Some.At(asOf), ShopCalendar.Utc, entry);

    [Theory]
    // What brought the customer in is not since entry.
    [InlineData("no contact since entry", "2026-06-02")]
    [InlineData("has exactly 1 contact since entry", "2026-06-04")]
    [InlineData("has open where strategy = 'welcome' since entry and no click since entry", "2026-06-04")]
    [InlineData("has contact since entry within 1d", "2026-06-04")]
    [InlineData("no contact since entry within 1d", "2026-06-05")]
    public void Counts_from_the_entry(string rule, string asOf) =>
        Assert.True(Test(rule, Facts()).Holds(0, Moment(asOf, new RuleEntry(entered))));

    [Fact]
    public void Until_there_is_a_contact_it_is_counted_from_the_entry()
    {
        var test = Test("has open since last contact", Facts());
        Assert.True(test.Holds(0, Moment("2026-06-10", new RuleEntry(entered))));
        Assert.False(test.Holds(0, Moment("2026-06-10", new RuleEntry(entered)
        {
            LastContactAt = Tests.Some.At("2026-06-03T10:00"),
        })));
    }

    [Theory]
    [InlineData("2026-06-01T10:00", false)]
    [InlineData("2026-06-01T10:00:00.001", true)]
    public void What_was_heard_of_after_the_entry_counts_though_it_was_before(string knownAt, bool counts)
    {
        var known = Tests.Some.At(knownAt);
        var test = Test("has click since entry", Facts(known, known));
        Assert.Equal(counts, test.Holds(0, Moment("2026-06-10", new RuleEntry(entered))));
        // But not what is older than a week.
        Assert.False(test.Holds(0, Moment("2026-06-10", new RuleEntry(Tests.Some.At("2026-06-06T08:00:00.001")))));
    }

    [Fact]
    public void Says_when_it_will_change()
    {
        var test = Test("has contact since entry", Facts());
        var moment = Moment("2026-06-02", new RuleEntry(entered));
        Assert.Equal(Tests.Some.At("2026-06-03T10:00"), test.NextChangeAt(0, moment));
    }

    [Fact]
    public void Cannot_be_asked_without_an_entry()
    {
        var test = Test("has order or has click since entry", Facts());
        Assert.True(test.Rule.UsesEntry);
        Assert.Throws<ArgumentException>(() => test.Holds(0, new RuleMoment(entered, ShopCalendar.Utc)));
    }
}
