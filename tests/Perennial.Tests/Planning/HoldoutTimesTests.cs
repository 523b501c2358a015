using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Occasions;
using Perennial.Core.Planning;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Statistics;
using Perennial.Core.Strategies;

namespace Perennial.Tests.Planning;

/// <summary>Whoever is held out is decided at the very times at which they would have been contacted: else the two
/// groups of a comparison would be asked at different times, and differ though contacts change nothing.</summary>
public class HoldoutTimesTests
{
    const int People = 120;
    const long Hour = 3_600_000, Day = 24 * Hour;

    static readonly Instant from = Some.At("2026-10-12");

    static readonly StrategyBook book = Book();

    [Fact, InWholeRuns]
    public void Times_of_decisions_do_not_differ_between_the_arms() =>
        Assert.InRange(Distance(hasPhantoms: true), 0, UniformTest.Limit);

    // What the test above would see.
    [Fact, InWholeRuns]
    public void They_would_if_whoever_is_held_out_used_up_no_cap() =>
        Assert.True(Distance(hasPhantoms: false) > UniformTest.Limit);

    static double Distance(bool hasPhantoms) => UniformTest.Distance(
        [.. Enumerable.Range(0, Suite.Cases(200)).Select(seed => PValue((ulong)seed, hasPhantoms))]);

    // Of each customer how long what was proposed had to wait; the ranks of the two arms by a Mann-Whitney test.
    static double PValue(ulong seed, bool hasPhantoms)
    {
        var (treated, heldOut) = (new List<double>(), new List<double>());
        for (var person = 0; person < People; person++)
        {
            var (isHeldOut, waited) = Live(seed, person, hasPhantoms);
            (isHeldOut ? heldOut : treated).Add(waited);
        }
        return UniformTest.MannWhitney(treated, heldOut);
    }

    static (bool IsHeldOut, double Waited) Live(ulong seed, int person, bool hasPhantoms)
    {
        var random = Rng.ForStream(seed, (ulong)person);
        var customer = Someone($"C-{seed}-{person}");
        var (state, contacts, waited, isHeldOut) = (CustomerStrategies.None, new List<PastContact>(), 0.0, false);
        var at = from.UnixMs + (long)(random.NextExponential() * 4 * Day);
        while (at < from.UnixMs + 42 * Day)
        {
            var next = at + (long)(random.NextExponential() * 4 * Day);
            Take(new Instant(at), new CustomerNews { Moves = [new FreshMove("late", false, new Instant(at))] });
            while (state.DueAt.UnixMs < next) Take(state.DueAt, CustomerNews.None);
            at = next;
        }
        return (isHeldOut, waited);

        void Take(Instant now, CustomerNews news)
        {
            var outcome = StrategyTurn.Take(book, customer, state, contacts, news, now);
            state = outcome.State;
            foreach (var one in state.Enrollments) isHeldOut |= one.HeldOutBy != HeldOutBy.Nobody;
            foreach (var decision in outcome.Decisions)
            {
                if (decision.IsFinal) waited += decision.At.UnixMs - decision.Candidate.DueAt.UnixMs;
                if (decision.Outcome == Outcome.HeldOut && !hasPhantoms) continue;
                if (Planner.CountsAs(book.Rules.Set.Policies, decision) is { } contact) contacts.Add(contact);
            }
        }
    }

    static readonly HistoryTable nothing = new SomeFacts().Table();

    static readonly Core.Segments.Rules.Binding.RuleData columns =
        SomeFacts.Columns(nothing, "C", from, "on target");

    static StrategyCustomer Someone(string key) => new()
    {
        Id = CustomerId.Of(CustomerKeyKind.External, key), Key = key, Data = columns, KnownSince = from,
        Country = "FR", Zones = [SomeFacts.Calendar("Europe/Paris")], Shop = SomeFacts.Calendar("Europe/Paris"),
        Permissions = new CustomerPermissions { HasEmail = true, HasPhone = true, HasAddress = true },
    };

    static StrategyBook Book()
    {
        var everybody = StepDraws.Rule("everybody");
        TimeLength Length(string text) => StepDraws.LengthOf(text);
        ContactStep Contact(string name, ContactKind kind, string path) => new(name, new ContactContent(kind))
        {
            Path = path, Expires = new Expiry(ExpiryKind.Length, Length("5d")),
        };
        var strategy = new Strategy
        {
            Name = "r", Goal = new Goal(GoalMetric.Orders, Length("30d")), Topic = "offers", Audience = everybody,
            Trigger = new MoveTrigger("late", false), Reenter = new Reentry(true, null), Holdout = 0.5,
            Steps =
            [
                Contact("mail", ContactKind.Email, "1"), new WaitStep(Length("2d")) { Path = "2" },
                Contact("call", ContactKind.Call, "3"),
            ],
        };
        var policies = new ContactPolicies
        {
            Topics = [new("offers")],
            Frequency = [new FrequencyPolicy("one a week", everybody)
                { Most = [new Cap(1, CapUnit.Contacts, Length("7d"), "1 contact per 7d")] }],
            Hours = [new ContactHours([ContactChannel.Email, ContactChannel.Call],
                new OpenHours(Weekdays.All, [new HourRange(9 * 60, 20 * 60)], true))],
        };
        var channels = new ShopChannels
        {
            Channels = [.. Enum.GetValues<ContactChannel>()
                .Select(one => new ChannelSettings(one) { Provider = ChannelSettings.Sandbox })],
        };
        var set = new StrategySet { Strategies = [strategy], Policies = policies, Channels = channels };
        return new StrategyBook(new PlanRules(set, new ContactOptions { EmailNeedsConsent = false }),
            [new StrategyVersion(strategy, 1, from)]);
    }
}
