using Perennial.Core;
using Perennial.Core.Planning;
using Perennial.Core.Statistics;
using Perennial.Tests.Planning;

namespace Perennial.Tests.Capacity;

/// <summary>Where there is enough for half of the candidates, whoever is held out is decided at the very times at which
/// they would have been contacted (measurement.md): else the groups would differ though contacts change nothing.
/// </summary>
public class CapacityTimesTests
{
    const int People = 120, Days = 14;
    const long Hour = 3_600_000;

    static readonly Instant from = Some.At("2026-10-12");

    // Sixty who are contacted come in a fortnight, and there are calls for half of them.
    static readonly StrategyBook book = ScarceBooks.Of(["2 per 1d"], null, [50], 0.5);

    [Fact, InWholeRuns]
    public void Times_of_decisions_do_not_differ_between_the_arms() =>
        Assert.InRange(Distance(shadowsWait: true), 0, UniformTest.Limit);

    // What the test above would see.
    [Fact, InWholeRuns]
    public void They_would_if_whoever_is_held_out_did_not_wait() =>
        Assert.True(Distance(shadowsWait: false) > UniformTest.Limit);

    static double Distance(bool shadowsWait) => UniformTest.Distance(
        [.. Enumerable.Range(0, Suite.Cases(200)).Select(seed => PValue((ulong)seed, shadowsWait))]);

    static double PValue(ulong seed, bool shadowsWait)
    {
        var shop = new ScarceShop(book) { ShadowsWait = shadowsWait };
        var random = Rng.ForStream(seed, 19);
        var comings = new PriorityQueue<ScarcePerson, long>();
        foreach (var number in Enumerable.Range(1, People))
            comings.Enqueue(shop.Add($"C-{seed}-{number}", number), random.NextInt(Days * 24));
        for (var hour = 0; hour < (Days + 6) * 24; hour++)
        {
            var at = new Instant(from.UnixMs + hour * Hour);
            while (comings.TryPeek(out var one, out var when) && when <= hour)
            {
                comings.Dequeue();
                shop.Move(one, at);
            }
            shop.Tick(at);
        }
        var calls = shop.Told.Where(one => one.Candidate.Step.Name == "call").ToList();
        Assert.Equal(People, calls.Count);
        var heldOut = shop.People.Where(one => one.IsHeldOut).Select(one => one.Id).ToHashSet();
        List<double> Waited(bool held) => [.. calls.Where(one => heldOut.Contains(one.Candidate.Customer) == held)
            .Select(one => (double)(one.At.UnixMs - one.Candidate.DueAt.UnixMs))];
        return UniformTest.MannWhitney(Waited(false), Waited(true));
    }
}
