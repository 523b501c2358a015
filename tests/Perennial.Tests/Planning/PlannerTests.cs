using Perennial.Core.Planning;

namespace Perennial.Tests.Planning;

/// <summary>Whatever happens in a drawn world, nothing is decided against what limits it, and everything that was
/// proposed comes to one end.</summary>
public class PlannerTests
{
    [Fact]
    public void Nothing_goes_against_what_limits_it_and_nothing_is_left_undecided() =>
        Holds(Gate.None, Suite.Cases(480));

    [Theory]
    [MemberData(nameof(Gates))]
    public void Nor_where_much_stands_against_it(Gate about) => Holds(about, Suite.Cases(40));

    public static TheoryData<Gate> Gates => [.. GateMutationTests.Asked];

    [Fact, InWholeRuns]
    public void Nor_in_many_more_worlds() => Holds(Gate.None, 4_000, first: 10_000);

    static void Holds(Gate about, int worlds, ulong first = 0)
    {
        var decisions = 0;
        for (var seed = first; seed < first + (ulong)worlds; seed++)
        {
            var world = WorldDraws.Of(seed, about);
            var life = LivedWorld.Of(world);
            decisions += life.Log.OfType<DecidedLine>().Count();
            var wrong = LogReading.Of(world, life);
            Assert.True(wrong.Count == 0, $"world {seed} of {about}: {string.Join(" | ", wrong.Take(3))}");
        }
        // Worlds in which nothing is proposed would hold of everything.
        Assert.True(decisions > 5 * worlds, $"{decisions} decisions in {worlds} worlds");
    }

    [Fact]
    public void Every_gate_and_every_outcome_comes_about_in_them()
    {
        var seen = new HashSet<(Outcome, Gate)>();
        foreach (var about in GateMutationTests.Asked)
        {
            for (var seed = 0UL; seed < 12; seed++)
            {
                foreach (var line in LivedWorld.Of(WorldDraws.Of(seed, about)).Log.OfType<DecidedLine>())
                    seen.Add((line.Decision.Outcome, line.Decision.Reason?.Gate ?? Gate.None));
            }
        }
        (Outcome, Gate)[] asked =
        [
            (Outcome.Sent, Gate.None), (Outcome.HeldOut, Gate.Holdout),
            (Outcome.HeldOut, Gate.UniversalHoldout), (Outcome.Blocked, Gate.Erased),
            (Outcome.Blocked, Gate.Suppression), (Outcome.Blocked, Gate.Consent), (Outcome.Blocked, Gate.Law),
            (Outcome.Blocked, Gate.Address), (Outcome.Blocked, Gate.Exit), (Outcome.Blocked, Gate.Channel),
            (Outcome.Deferred, Gate.Frequency), (Outcome.Deferred, Gate.Pressure),
            (Outcome.Deferred, Gate.ContactHours), (Outcome.Deferred, Gate.Law),
            (Outcome.Deferred, Gate.Conflict), (Outcome.Expired, Gate.Frequency),
            (Outcome.Blocked, Gate.Promise), (Outcome.Deferred, Gate.Promise), (Outcome.Blocked, Gate.SitePrice),
        ];
        Assert.Empty(asked.Except(seen));
    }
}
