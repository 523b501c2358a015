using Perennial.Core.Cycle;
using Perennial.Core.Priority;
using Perennial.Core.Purchases;
using Perennial.Core.Scoring;
using Perennial.Tests.Scoring;

namespace Perennial.Tests.Priority;

/// <summary>Three lists, two, one, then recency; priority_score within a tier.</summary>
public class CallOrderTests
{
    // Who buys anyway needs no call.
    [Fact]
    public void Nobody_is_put_first_because_they_are_likely_to_buy()
    {
        var table = FittedShop.Table;
        var (rank, tier, score) = (table.Values(PriorityColumns.Rank), table.Values(PriorityColumns.Tier),
            table.Values(PurchaseColumns.PriorityScore));
        var (recency, chance) = (table.Values(PurchaseColumns.RecencyDays), table.Values(CycleColumns.BuyChance90));
        int[] inOrder = [.. Enumerable.Range(0, table.Count).Where(row => tier[row] > 0).OrderBy(row => rank[row])];
        var likelierLater = 0;
        foreach (var (first, second) in inOrder.Zip(inOrder.Skip(1)))
        {
            Assert.True(tier[first] <= tier[second]);
            if (chance[second] > chance[first]) likelierLater++;
            if (tier[first] != tier[second]) continue;
            if (tier[first] < 6) Assert.True(score[first] >= score[second], $"rank {rank[first]}");
            else Assert.True(recency[first] <= recency[second], $"rank {rank[first]}");
        }
        Assert.True(likelierLater > inOrder.Length / 10, $"{likelierLater} of {inOrder.Length}");
    }

    [Fact]
    public void The_order_is_the_same_whether_chances_are_known_or_not()
    {
        var history = FittedShop.History;
        var (fitted, table) = FittedShop.Score(history, FittedShop.AsOf);
        var bare = Core.Parts.ProfileFold.FoldAll(history, FittedShop.Keys, FittedShop.AsOf, FittedShop.Settings);
        Scorer.Run(bare, FittedShop.Settings.Calendar, new ScoringOptions
        {
            Rfm = fitted.Rfm, Priority = fitted.Priority, RfmSegmentSet = fitted.RfmSegmentSet.ToSet(),
        }, previousAsOfDay: null);
        // Prospects stand behind all customers.
        var (rank, tier) = (table.Values(PriorityColumns.Rank), table.Values(PriorityColumns.Tier));
        Assert.Equal(Enumerable.Range(0, table.Count).Select(row => tier[row] > 0 ? rank[row] : int.MinValue),
            bare.Values(PriorityColumns.Rank));
    }
}
