using System.Diagnostics;
using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Occasions;
using Perennial.Core.Parts;
using Perennial.Core.Planning;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;
using Perennial.Core.Segments.Rules.Parsing;
using Perennial.Core.Statistics;
using Perennial.Core.Strategies;

namespace Perennial.Bench;

/// <summary>The planner alone: candidates that stand ready, decided one customer after the other. Half of them are
/// blocked; there are two policies, contact hours and a law, and every customer has had up to eight contacts.</summary>
static class PlannerBench
{
    const int CustomersHeld = 10_000;
    const long DayMs = 86_400_000;

    static readonly Instant now = Instant.From(new DateTimeOffset(2026, 6, 2, 8, 0, 0, TimeSpan.Zero));

    public static int Run(string[] args)
    {
        var candidates = args.Length > 0 ? int.Parse(args[0]) : 1_000_000;
        var rules = Rules();
        var made = Made(rules);
        foreach (var (name, cores) in new[] { ("one core", 1), ("all cores", Environment.ProcessorCount) })
        {
            var counts = new long[8];
            var times = new double[7];
            for (var run = -1; run < times.Length; run++)
            {
                Array.Clear(counts);
                var started = Stopwatch.GetTimestamp();
                Decide(rules, made, candidates, cores, counts);
                if (run >= 0) times[run] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            }
            Array.Sort(times);
            Console.WriteLine($"{name}\t{candidates}\t{times[times.Length / 2]:0}\t{times[0]:0}\t"
                + $"{counts[(int)Outcome.Sent]}\t{counts[(int)Outcome.Blocked]}\t{counts[(int)Outcome.Deferred]}\t"
                + $"{counts[(int)Outcome.HeldOut]}");
        }
        return 0;
    }

    static void Decide(PlanRules rules, (Candidate Candidate, PlanContext Context)[] made, int candidates, int cores,
        long[] counts) => Parallel.For(0, cores, new ParallelOptions { MaxDegreeOfParallelism = cores }, core =>
    {
        var own = new long[counts.Length];
        for (var index = core; index < candidates; index += cores)
        {
            var (candidate, context) = made[index % made.Length];
            foreach (var decision in Planner.Plan(rules, [candidate], context, now)) own[(int)decision.Outcome]++;
        }
        for (var outcome = 0; outcome < own.Length; outcome++) Interlocked.Add(ref counts[outcome], own[outcome]);
    });

    static TimeLength Days(int days) => new(days, -1, $"{days}d");

    static PlanRules Rules()
    {
        WrittenRule Rule(string text) => new(RuleParser.Parse(text), text);
        ContactChannel[] channels = [ContactChannel.Email, ContactChannel.Call];
        var policies = new ContactPolicies
        {
            Topics = [new("offers"), new("service") { IsService = true }],
            Pressure = new PressureEffect(OverPressure.Halve, 1),
            Frequency =
            [
                new FrequencyPolicy("all", Rule("everybody"))
                {
                    Most = [new Cap(4, CapUnit.Contacts, Days(7), "4 contacts per 7d"),
                        new Cap(2, CapUnit.Calls, Days(30), "2 calls per 30d")],
                },
                new FrequencyPolicy("buyers", Rule("orders >= 1"))
                    { Most = [new Cap(2, CapUnit.Email, Days(7), "2 emails per 7d")], Gap = new(-1, 20 * 60, "20h") },
            ],
            Hours = [new ContactHours(channels, new OpenHours(Weekdays.All, [new(9 * 60, 20 * 60)], true))],
            Law = [new ContactLaw("calls", ["FR"], [ContactChannel.Call], "bench")
                { Consent = LawConsent.Needed, Most = [new Cap(4, CapUnit.Dials, Days(30), "4 dials per 30d")] }],
        };
        var set = new StrategySet
        {
            Policies = policies,
            Channels = new ShopChannels
            {
                Channels = [.. channels.Select(one => new ChannelSettings(one)
                    { Provider = ChannelSettings.Sandbox })],
            },
        };
        return new PlanRules(set, new ContactOptions { EmailNeedsConsent = true }, [("FR", new(2026, 6, 1))]);
    }

    static (Candidate, PlanContext)[] Made(PlanRules rules)
    {
        var data = Columns();
        var paris = new ShopCalendar("Europe/Paris", [new Instant(now.UnixMs - 60 * DayMs)], [3_600, 7_200]);
        var email = Step("mail", ContactKind.Email);
        var call = Step("call", ContactKind.Call);
        var strategy = new Strategy
        {
            Name = "r", Goal = new Goal(GoalMetric.Orders, Days(60)), Topic = "offers",
            Audience = rules.Set.Policies.Frequency[0].AppliesTo, Trigger = new MoveTrigger("late", false),
            Steps = [email, call],
        };
        return [.. Enumerable.Range(0, CustomersHeld).Select(row =>
        {
            var random = Rng.ForStream(1, (ulong)row);
            var customer = new StrategyCustomer
            {
                Id = CustomerId.Of(CustomerKeyKind.External, $"C-{row}"), Key = $"C-{row}", Data = data, Row = row,
                Shop = paris, Zones = [paris], Country = "FR",
                Permissions = new CustomerPermissions
                {
                    HasEmail = true, HasPhone = true, Country = "FR",
                    // Half of them have said nothing, and are blocked.
                    Consents = random.Chance(0.5) ? [] : [Yes(ContactChannel.Email), Yes(ContactChannel.Call)],
                },
            };
            var step = row % 2 == 0 ? email : call;
            var candidate = new Candidate
            {
                Customer = customer.Id, Step = step, Content = step.Content, Strategy = strategy, Topic = "offers",
                Touch = 1, DueAt = now, ExpiresAt = new Instant(now.UnixMs + 2 * DayMs),
                Enrollment = new Enrollment
                {
                    Strategy = "r", Version = 1, Occurrence = $"fact:{row}", EnteredAt = now,
                    HeldOutBy = random.Chance(0.1) ? HeldOutBy.Strategy : HeldOutBy.Nobody,
                },
            };
            return (candidate, new PlanContext { Customer = customer, Contacts = Contacts(random) });
        })];
    }

    static ContactStep Step(string name, ContactKind kind) => new(name, new ContactContent(kind))
    {
        Path = name, Expires = new Expiry(ExpiryKind.Length, Days(2)),
    };

    static ConsentStatement Yes(ContactChannel channel) =>
        new(channel, true) { SaidAt = new Instant(now.UnixMs - 100 * DayMs), Basis = ConsentBasis.Agreed };

    static PastContact[] Contacts(Rng random) => [.. Enumerable.Range(0, random.NextInt(9)).Select(_ =>
        new PastContact(new Instant(now.UnixMs - random.NextInt(40 * 86_400) * 1_000L),
            random.Chance(0.6) ? ContactChannel.Email : ContactChannel.Call) { Topic = "offers" })];

    static RuleData Columns()
    {
        var history = new HistoryTable(CustomersHeld, OrderFacts.Empty(CustomersHeld));
        var keys = CustomerKeys.From([.. Enumerable.Range(0, CustomersHeld).Select(row => $"C-{row}")]);
        return new RuleData(ProfileFold.FoldAll(history, keys, now, new ProfileSettings())) { History = history };
    }
}
