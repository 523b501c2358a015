using FsCheck;
using FsCheck.Fluent;
using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Planning;
using Perennial.Core.Statistics;
using Perennial.Core.Strategies;
using Outcome = Perennial.Core.Planning.Outcome;

namespace Perennial.Tests.Strategies;

/// <summary>What holds whatever happens, and that each gate is needed for it.</summary>
public class PlannerProperties
{
    const int Lives = 60;

    [Fact]
    public void Nobody_is_contacted_against_a_rule() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, 1_000_000)), Arb.From(AnyWorld.Events), (number, events) =>
        {
            Assert.Equal("", AnyWorld.Wrong(AnyWorld.Book(), number, events));
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Lives));

    // The same lives in every run, so that what each gate is needed for does not depend on chance.
    static IEnumerable<(int Number, (int, int)[] Events)> Sample()
    {
        int[] hours = [0, 0, 1, 3, 5, 9, 14, 30, 70];
        for (var number = 0; number < 4 * Lives; number++)
        {
            var random = new Rng((ulong)number);
            yield return (number, [.. Enumerable.Range(0, 45).Select(_ => (random.Pick(hours), random.NextInt(16)))]);
        }
    }

    // Taken out one at a time, each lets something through that the test above would see.
    [Theory]
    [InlineData(Gate.Suppression, "suppressed")]
    [InlineData(Gate.Consent, "refused")]
    [InlineData(Gate.Law, "law")]
    [InlineData(Gate.Address, "no address")]
    [InlineData(Gate.Frequency, "in 7 days|gap|second")]
    [InlineData(Gate.Pressure, "under pressure")]
    [InlineData(Gate.ContactHours, "night")]
    [InlineData(Gate.Expired, "too late")]
    [InlineData(Gate.UniversalHoldout, "held out")]
    [InlineData(Gate.Holdout, "held out")]
    public void Without_a_gate_somebody_is(Gate gate, string wrong)
    {
        var book = AnyWorld.Book(gate);
        var found = Sample().Select(life => AnyWorld.Wrong(book, life.Number, life.Events)).Where(one => one.Length > 0);
        Assert.Contains(found, one => System.Text.RegularExpressions.Regex.IsMatch(one, wrong));
    }

    [Fact]
    public void An_exit_is_asked_once_more_and_the_erased_get_nothing()
    {
        var book = SomeBooks.Of("2026-01-01", null, SomeBooks.Strategy("r", "- wait: 1d\n- name: mail\n  email: a"));
        var world = new StrategyWorld(book, "2026-06-01").Activity(ActivityKind.Form, "2026-06-01T08:00Z").Until("2026-06-02T08:00Z");
        var sent = Assert.Single(world.Decisions);
        world.Order("2026-06-02T09:00Z");
        Decision Again(StrategyCustomer customer, params Gate[] without) => Assert.Single(Planner.Plan(
            new PlanRules(book.Rules.Set, book.Rules.Options) { WithoutGates = without.ToHashSet() }, [sent.Candidate],
            new PlanContext { Customer = customer, ProgramOf = one => book.Of(one.Enrollment) }, world.Now));
        var customer = world.Customer();
        Assert.Equal((Outcome.Blocked, Gate.Exit), (Again(customer).Outcome, Again(customer).Reason!.Gate));
        Assert.Equal(Outcome.Sent, Again(customer, Gate.Exit).Outcome);
        var erased = customer with { Permissions = CustomerPermissions.None with { IsErased = true } };
        Assert.Equal(Gate.Erased, Again(erased).Reason!.Gate);
    }

    [Fact]
    public void Of_two_strategies_that_are_never_together_the_higher_goes_on()
    {
        var book = SomeBooks.Of("2026-01-01", null,
            SomeBooks.Strategy("low", "- wait: 1d\n- name: l\n  email: a", more: "never with: high", priority: 10),
            SomeBooks.Strategy("high", "- wait: 1d\n- name: h\n  email: a", "{ event: inbound_call }", priority: 90));
        var one = new StrategyWorld(book, "2026-06-01").Activity(ActivityKind.Form, "2026-06-01T08:00Z");
        var other = new StrategyWorld(book, "2026-06-01").Activity(ActivityKind.InboundCall, "2026-06-01T08:00Z");
        one.State = StrategyJoin.Of(one.State, other.State, _ => false, one.Now);
        one.Until("2026-06-05");
        Assert.Equal(["2026-06-02 10:00 h sent", "2026-06-02 10:00 l superseded by Conflict never with 'high'"], one.Told);
    }

    [Fact]
    public void A_channel_that_is_not_set_up_blocks_and_a_law_needs_its_list()
    {
        var policies = "topics:\n  - topic: offers\n    default: yes\nlaw:\n  - law: GB list\n    country: GB\n    channels: [call]\n"
            + "    list: { name: TPS, at most: 28d old }\n    source: a\n";
        var book = SomeBooks.Of("2026-01-01", policies,
            SomeBooks.Strategy("r", "- name: call\n  call: { queue: retention, script: a }"));
        var nobody = new StrategyBook(new PlanRules(book.Rules.Set with { Channels = ShopChannels.None }, book.Rules.Options),
            [.. book.InForce.Select(one => one.Version)]);
        Assert.Equal(["2026-06-01 10:00 call blocked by Channel channels.yaml"],
            new StrategyWorld(nobody, "2026-05-30").Activity(ActivityKind.Form, "2026-06-01T08:00Z").Told);
        Assert.Equal(["2026-06-01 10:00 call blocked by Law GB list"],
            new StrategyWorld(book, "2026-05-30") { Country = "GB" }.Activity(ActivityKind.Form, "2026-06-01T08:00Z").Told);
    }

    [Fact]
    public void State_is_a_document()
    {
        var book = SomeBooks.Of("2026-01-01", null, SomeBooks.Strategy("r", "- name: one\n  email: a\n- wait: 9d\n- name: two\n  email: a"));
        var world = new StrategyWorld(book, "2026-06-01").Activity(ActivityKind.Form, "2026-06-01T08:00Z");
        var written = System.Text.Json.JsonSerializer.Serialize(world.State);
        world.State = System.Text.Json.JsonSerializer.Deserialize<CustomerStrategies>(written)!;
        Assert.Equal(written, System.Text.Json.JsonSerializer.Serialize(world.State));
        Assert.Equal("2026-06-10 10:00 two sent", world.Until("2026-07-01").Told[^1]);
        Assert.True(written.Length < 1_500, $"{written.Length} characters");
    }

    // With no effect, quiet hours and a cap of one a week: when the second contact is decided does not tell the arms apart.
    // Two-sample tests (Mann-Whitney) of 200 shops; their p-values are uniform by Kolmogorov-Smirnov at 0.1 %.
    [Fact]
    public void Both_groups_are_decided_on_one_clock()
    {
        var policies = "topics:\n  - topic: offers\n    default: yes\nfrequency:\n  - policy: week\n    applies to: everybody\n"
            + "    most: [1 contact per 7d]\ncontact hours:\n  - channels: [email]\n    hours: 07:00-21:00\n";
        var book = SomeBooks.Of("2026-01-01", policies, SomeBooks.Strategy("r",
            "- name: one\n  email: a\n  expires: 20d\n- wait: 3d\n- name: two\n  email: a\n  expires: 20d",
            "{ enters: audience }", exit: "", holdout: "50%"));
        var values = Enumerable.Range(0, 200).Select(seed => PValue(book, seed)).Order().ToArray();
        var furthest = values.Select((value, index) =>
            Math.Max(Math.Abs(value - index / 200.0), Math.Abs(value - (index + 1) / 200.0))).Max();
        Assert.True(furthest * Math.Sqrt(200) < 1.95, $"D = {furthest}");
    }

    static double PValue(StrategyBook book, int seed)
    {
        var random = new Rng((ulong)seed);
        var (treated, held) = (new List<double>(), new List<double>());
        for (var number = 0; number < 60; number++)
        {
            var entry = new Instant(Some.At("2026-06-01").UnixMs + random.NextInt(14 * 86_400_000));
            var before = random.NextInt(3) == 0
                ? new[] { new PastContact(new Instant(entry.UnixMs - random.NextInt(7 * 86_400_000)), ContactChannel.Email) } : [];
            var (isHeld, at) = Second(book, Bare with { Key = $"{seed}/{number}" }, entry, before);
            (isHeld ? held : treated).Add(at.UnixMs - entry.UnixMs);
        }
        return MannWhitney(treated, held);
    }

    static (bool IsHeld, Instant At) Second(
        StrategyBook book, StrategyCustomer customer, Instant entry, IReadOnlyList<PastContact> before)
    {
        var (state, contacts, now) = (CustomerStrategies.None, before.ToList(), entry);
        var news = new CustomerNews { Moves = [new FreshMove("audience of r", false, entry)] };
        for (var decided = 0; ; now = state.DueAt)
        {
            var outcome = StrategyTurn.Take(book, customer, state, contacts, news, now);
            (state, news) = (outcome.State, CustomerNews.None);
            foreach (var decision in outcome.Decisions.Where(one => one.IsFinal))
            {
                contacts.Add(Planner.CountsAs(book.Rules.Set.Policies, decision)!.Value);
                if (++decided == 2) return (decision.Outcome == Outcome.HeldOut, decision.At);
            }
        }
    }

    static StrategyCustomer Bare { get; } = new StrategyWorld(SomeBooks.Of("2026-01-01", null,
        SomeBooks.Strategy("x", "- name: a\n  email: a")), "2026-06-01").Customer();

    static double MannWhitney(List<double> one, List<double> other)
    {
        var all = one.Select(value => (value, 0)).Concat(other.Select(value => (value, 1))).OrderBy(each => each.value).ToList();
        var (ranks, ties) = (0.0, 0.0);
        for (var from = 0; from < all.Count;)
        {
            var to = from;
            while (to < all.Count && all[to].value == all[from].value) to++;
            ranks += all.Skip(from).Take(to - from).Count(each => each.Item2 == 0) * ((from + 1 + to) / 2.0);
            ties += Math.Pow(to - from, 3) - (to - from);
            from = to;
        }
        double n = one.Count, m = other.Count, total = n + m;
        var u = ranks - n * (n + 1) / 2;
        var deviation = Math.Sqrt(n * m / 12 * (total + 1 - ties / (total * (total - 1))));
        var z = (u - n * m / 2) / deviation;
        return IncompleteGamma.Above(0.5, z * z / 2);
    }
}
