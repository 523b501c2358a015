using Perennial.Core;
using Perennial.Core.Cycle.Forecasts;
using Perennial.Core.Parts;
using Perennial.Core.Priority;
using Perennial.Core.Profiles;
using Perennial.Core.Prospects;
using Perennial.Core.Purchases;
using Perennial.Core.Scoring;
using Perennial.Rfm;
using Perennial.Tests.Scoring;

namespace Perennial.Tests.Prospects;

/// <summary>Prospects and customers in one order of calls.</summary>
public class ProspectOrder
{
    static readonly ShopCalendar paris = FittedShop.Settings.Calendar;

    static (ScoringRun Run, ProfileTable Table) Score(ProspectPlace place)
    {
        ProfileTable Fold(int daysAgo) => ProfileFold.FoldAll(FittedShop.History, FittedShop.Keys,
            paris.EndOf(paris.DayOf(FittedShop.AsOf) - daysAgo), FittedShop.Settings);
        var options = new ScoringOptions
        {
            RfmSegmentSet = RfmSegmentSets.Load(RfmSegmentSets.Default), Cycle = new() { FitCustomers = 200 },
            Prospects = place,
        };
        var table = Fold(0);
        var past = new ShopPast(new PastProfiles(Fold(30), Fold(90)), PastBuyers.Of(FittedShop.History, FittedShop.Keys,
            FittedShop.AsOf, paris, FittedShop.Settings.Gaps, options.Cycle));
        return (Scorer.Run(table, paris, options, previousAsOfDay: null, past), table);
    }

    static List<(byte Tier, bool IsProspect, int Row)> InOrder(ProfileTable table)
    {
        var (tier, of) = (table.Values(PriorityColumns.Tier), table.Values(ProspectColumns.Tier));
        var rank = table.Values(PriorityColumns.Rank);
        return [.. Enumerable.Range(0, table.Count).Where(row => rank[row] > 0).OrderBy(row => rank[row])
            .Select(row => (Math.Max(tier[row], of[row]), of[row] > 0, row))];
    }

    [Fact]
    public void Prospects_are_ranked_by_the_union_of_their_top_lists()
    {
        var (run, table) = Score(ProspectPlace.CustomersFirst);
        var (actions, seconds) = (table.Values(ProspectColumns.Actions), table.Values(ProspectColumns.DurationSeconds));
        var last = table.Values(ProspectColumns.LastActionAt);
        int[] prospects = [.. Enumerable.Range(0, table.Count).Where(row => actions[row] > 0)];
        var length = (int)Math.Ceiling(0.1 * prospects.Length);
        Assert.True(prospects.Length > 30);

        // Who is certainly on a list, and who certainly is not: ties are decided by the other measures.
        bool? On(Func<int, long> measure, int row)
        {
            var better = prospects.Count(other => measure(other) > measure(row));
            var asGood = prospects.Count(other => measure(other) >= measure(row));
            return asGood <= length ? true : better >= length ? false : null;
        }
        var known = 0;
        foreach (var row in prospects)
        {
            bool?[] on =
            [
                On(one => paris.DayOf(last[one]), row), On(one => actions[one], row), On(one => seconds[one], row),
            ];
            if (on.Any(one => one is null)) continue;
            known++;
            Assert.Equal(PriorityLists.TierOf(on[0]!.Value, on[1]!.Value, on[2]!.Value),
                table.Values(ProspectColumns.Tier)[row]);
        }
        Assert.True(known > prospects.Length / 2, $"{known} of {prospects.Length}");
        // By the frozen limits of the run everybody is where the run put them.
        var applied = FittedShopOf(run);
        Assert.Equal(table.Values(ProspectColumns.Tier), applied.Values(ProspectColumns.Tier));
    }

    static ProfileTable FittedShopOf(ScoringRun run)
    {
        var table = ProfileFold.FoldAll(FittedShop.History, FittedShop.Keys, FittedShop.AsOf, FittedShop.Settings);
        Scorer.Apply(run, table, Enumerable.Range(0, table.Count), paris);
        return table;
    }

    [Theory]
    [InlineData(ProspectPlace.CustomersFirst)]
    [InlineData(ProspectPlace.ProspectsFirst)]
    [InlineData(ProspectPlace.ByTier)]
    public void A_setting_says_how_both_stand_in_one_order(ProspectPlace place)
    {
        var (_, table) = Score(place);
        var order = InOrder(table);

        var rank = table.Values(PriorityColumns.Rank);
        Assert.Equal(Enumerable.Range(1, order.Count), order.Select(one => rank[one.Row]));
        Assert.Equal(table.Values(PurchaseColumns.Frequency).Count(one => one > 0)
            + table.Values(ProspectColumns.Actions).Count(one => one > 0), order.Count);
        var expected = place switch
        {
            ProspectPlace.CustomersFirst => order.OrderBy(one => one.IsProspect).ThenBy(one => one.Tier),
            ProspectPlace.ProspectsFirst => order.OrderBy(one => !one.IsProspect).ThenBy(one => one.Tier),
            _ => order.OrderBy(one => one.Tier).ThenBy(one => one.IsProspect),
        };
        Assert.Equal(expected, order);
    }
}
