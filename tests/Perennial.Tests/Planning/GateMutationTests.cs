using Perennial.Core.History;
using Perennial.Core.Planning;
using Perennial.Tests.Strategies;

namespace Perennial.Tests.Planning;

/// <summary>Each gate is needed: without it, something goes that must not.</summary>
public class GateMutationTests
{
    const ulong MostWorlds = 60;

    public static IReadOnlyList<Gate> Asked { get; } =
    [
        Gate.Erased, Gate.Suppression, Gate.Consent, Gate.Law, Gate.Address, Gate.Conflict, Gate.Frequency,
        Gate.Pressure, Gate.ContactHours, Gate.Channel, Gate.Expired, Gate.UniversalHoldout, Gate.Holdout,
        Gate.Promise, Gate.SitePrice,
    ];

    public static TheoryData<Gate> Gates => [.. Asked];

    [Theory]
    [MemberData(nameof(Gates))]
    public void Without_a_gate_something_goes_against_it(Gate gate)
    {
        var words = gate is Gate.UniversalHoldout or Gate.Holdout ? "against the holdout" : $"goes against {gate}";
        for (var seed = 0UL; seed < MostWorlds; seed++)
        {
            var world = WorldDraws.Of(seed, gate);
            if (LogReading.Of(world, LivedWorld.Of(world, gate)).Any(one => one.Contains(words))) return;
        }
        Assert.Fail($"In {MostWorlds} worlds nothing went against {gate}.");
    }

    // A turn ends what has an exit before it proposes anything; the gate is for what was proposed before.
    [Theory]
    [InlineData(false, Outcome.Blocked)]
    [InlineData(true, Outcome.Sent)]
    public void What_was_proposed_before_an_exit_is_asked_once_more(bool isWithout, Outcome outcome)
    {
        var book = SomeBooks.Of("2026-01-01", null, SomeBooks.Strategy("r", "- name: mail\n  email: a"));
        var world = new StrategyWorld(book, "2026-05-30").Activity(ActivityKind.Form, "2026-06-01T08:00Z");
        var proposed = world.Decisions.Single().Candidate;
        world.Order("2026-06-01T08:10Z");
        var rules = new PlanRules(book.Rules.Set, book.Rules.Options)
        {
            WithoutGates = isWithout ? new HashSet<Gate> { Gate.Exit } : [],
        };
        var context = new PlanContext
        {
            Customer = world.Customer(), Contacts = [], ProgramOf = one => book.Of(one.Enrollment),
        };
        var decision = Assert.Single(Planner.Plan(rules, [proposed], context, Some.At("2026-06-01T08:10Z")));
        Assert.Equal(outcome, decision.Outcome);
        if (!isWithout) Assert.Equal((Gate.Exit, "order"), (decision.Reason!.Gate, decision.Reason.Rule));
    }
}
