using Perennial.Core;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;
using Perennial.Data.Shards;

namespace Perennial.Data.Strategies;

/// <summary>Keeps sums true where rows come and go otherwise than by a turn: <c>sql/checks</c> compares them.</summary>
static class CountedRows
{
    /// <summary>Counts a decision that comes from another customer or goes to one.</summary>
    /// <param name="sums">Where it is counted.</param>
    /// <param name="row">The decision.</param>
    /// <param name="number">1 where it comes, -1 where it goes.</param>
    /// <param name="isReached">Whether nothing stood there for it.</param>
    public static void Count(StrategySums sums, DecisionRow row, int number, bool isReached = true)
    {
        void Add(StrategyCount what, string reason = "") =>
            sums.Add(row.Strategy, row.Version, what, reason, row.Step, row.Arm, number);
        if (row.Outcome is not { } outcome)
        {
            Add(StrategyCount.NotEntered, row.Rule);
            return;
        }
        if (isReached) Add(StrategyCount.Reached);
        if (!outcome.IsFinal()) return;
        Add((StrategyCount)(10 + (int)outcome), outcome == Outcome.LeftOut ? row.Rule
            : row.Gate == Gate.None ? "" : GateWords.Of(row.Gate));
    }

    /// <summary>The same of an enrollment.</summary>
    public static void Count(StrategySums sums, Enrollment one, int number)
    {
        sums.Add(one.Strategy, one.Version, StrategyCount.Entered, number: number);
        if (one.HeldOutBy != HeldOutBy.Nobody)
        {
            sums.Add(one.Strategy, one.Version, StrategyCount.HeldOut, one.HeldOutBy == HeldOutBy.Universal
                ? GateWords.Of(Gate.UniversalHoldout) : GateWords.Of(Gate.Holdout), number: number);
        }
        if (one.Left is { } left) sums.Add(one.Strategy, one.Version, StrategyCount.Ended, left, number: number);
    }

    /// <summary>As what a decision is counted that is no longer kept.</summary>
    /// <param name="outcome">As it is stored.</param>
    public static StrategyCount GoneAs(int outcome) => outcome == (int)Outcome.Waiting ? StrategyCount.GoneWaiting
        : (StrategyCount)((int)StrategyCount.GoneNotEntered + outcome);

    /// <summary>Counts what is no longer kept of somebody who is erased, or whose import is taken back.</summary>
    public static void Gone(ShardTransaction shard, CustomerId id)
    {
        var sums = new StrategySums(shard);
        foreach (var row in shard.Database.Query("decisions-to-forget", "shard", "customer_id").Bind(1, shard.Shard)
            .Bind(2, id).Each())
        {
            sums.Add(row.Text(0)!, row.Int32(1), GoneAs(row.Int32(4)), "", row.Text(2)!,
                row.Text(3)!, row.Int64(5));
        }
        foreach (var row in shard.Database.Query("enrollments-to-forget", "shard", "customer_id").Bind(1, shard.Shard)
            .Bind(2, id).Each())
        {
            sums.Add(row.Text(0)!, row.Int32(1),
                row.Int64(2) != 0 ? StrategyCount.GoneEnded : StrategyCount.GoneUnderWay, number: row.Int64(3));
        }
        sums.Flush();
    }
}
