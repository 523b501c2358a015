using Perennial.Core.Planning;
using Perennial.Core.Strategies;
using Perennial.Data.Strategies;

namespace Perennial.Tests.Worlds;

/// <summary>Rows of which nothing but sums is kept.</summary>
sealed class GoneRows
{
    public List<DecisionRow> Decisions { get; } = [];

    public List<Enrollment> Enrollments { get; } = [];

    public void Add(IEnumerable<DecisionRow> decisions, IEnumerable<Enrollment> enrollments)
    {
        Decisions.AddRange(decisions);
        Enrollments.AddRange(enrollments);
    }
}

/// <summary>What the sums of strategies have to be: counted from all that there ever was, row by row.</summary>
sealed class ExpectedSums
{
    readonly Dictionary<(string Strategy, int Version, string Step, string Arm, StrategyCount What, string Reason),
        long> sums = [];

    /// <summary>Counts.</summary>
    public static IEnumerable<string> Of(MemoryShop shop)
    {
        var all = new ExpectedSums();
        foreach (var row in shop.People.SelectMany(one => one.Decided.Values).Concat(shop.Gone.Decisions))
            all.Count(row);
        foreach (var one in shop.People.SelectMany(one => one.Enrolled.Values).Concat(shop.Gone.Enrollments))
            all.Count(one);
        foreach (var row in shop.Gone.Decisions)
        {
            var outcome = row.Outcome is { } known ? (int)known : DecisionRow.NotEntered;
            all.Add(row, (StrategyCount)((int)StrategyCount.GoneNotEntered + outcome), "");
        }
        foreach (var one in shop.Gone.Enrollments)
            all.Add(one, one.IsOpen ? StrategyCount.GoneUnderWay : StrategyCount.GoneEnded, "");
        foreach (var ((strategy, version), number) in shop.TooOld)
            all.Add(strategy, version, "", "", StrategyCount.TooOld, "", number);
        return all.sums.Select(one => $"{new StrategySum(one.Key.Strategy, one.Key.Version, one.Key.Step, one.Key.Arm,
            one.Key.What, one.Key.Reason, one.Value)}");
    }

    void Count(DecisionRow row)
    {
        if (row.Outcome is not { } outcome)
        {
            Add(row, StrategyCount.NotEntered, row.Rule);
            return;
        }
        Add(row, StrategyCount.Reached, "");
        if (outcome == Outcome.Deferred) return;
        var gate = row.Gate == Gate.None ? "" : GateWords.Of(row.Gate);
        Add(row, outcome switch
        {
            Outcome.Sent => StrategyCount.Sent,
            Outcome.Blocked => StrategyCount.Blocked,
            Outcome.HeldOut => StrategyCount.ContactHeldOut,
            Outcome.Superseded => StrategyCount.Superseded,
            Outcome.Expired => StrategyCount.Expired,
            _ => StrategyCount.LeftOut,
        }, outcome == Outcome.LeftOut ? row.Rule : gate);
    }

    void Count(Enrollment one)
    {
        Add(one, StrategyCount.Entered, "");
        if (one.HeldOutBy == HeldOutBy.Universal) Add(one, StrategyCount.HeldOut, GateWords.Of(Gate.UniversalHoldout));
        if (one.HeldOutBy == HeldOutBy.Strategy) Add(one, StrategyCount.HeldOut, GateWords.Of(Gate.Holdout));
        if (one.Left is { } left) Add(one, StrategyCount.Ended, left);
    }

    void Add(DecisionRow row, StrategyCount what, string reason) =>
        Add(row.Strategy, row.Version, row.Step, row.Arm, what, reason, 1);

    void Add(Enrollment one, StrategyCount what, string reason) =>
        Add(one.Strategy, one.Version, "", "", what, reason, 1);

    void Add(string strategy, int version, string step, string arm, StrategyCount what, string reason, long number)
    {
        var key = (strategy, version, step, arm, what, reason);
        sums[key] = sums.GetValueOrDefault(key) + number;
    }
}
