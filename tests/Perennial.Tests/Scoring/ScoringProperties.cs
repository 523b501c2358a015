using FsCheck;
using FsCheck.Fluent;
using Perennial.Core;
using Perennial.Core.Priority;
using Perennial.Core.Profiles;
using Perennial.Core.Rfm;
using Perennial.Core.Scoring;
using Perennial.Rfm;

namespace Perennial.Tests.Scoring;

public class ScoringProperties
{
    static readonly RfmMethod[] Methods =
    [
        RfmMethod.TiesTogether, RfmMethod.NTile, RfmMethod.Nested, RfmMethod.PercentileCuts,
        RfmMethod.OneTimeBuyerFloor, RfmMethod.RankPercent, RfmMethod.RfmR,
    ];

    static readonly Arbitrary<(Some.Measures[] Customers, RfmOptions Options)> Case = Arb.From(
        from customers in Some.Customers(300)
        from method in Gen.Elements(Methods)
        from bins in Gen.Choose(2, 10)
        from bySecond in Gen.Elements(true, false)
        where customers.Any(customer => customer.Frequency > 0)
        select (customers, new RfmOptions
        {
            Method = method,
            Bins = bins,
            TieBySecondMeasure = bySecond,
            Percentiles = [.. Enumerable.Range(1, bins - 1).Select(i => i / (double)bins)],
            LostAfterDays = 20,
        }));

    static (ProfileTable Table, ScoringRun ScoringRun) Score(Some.Measures[] customers, RfmOptions options)
    {
        var table = Some.Table(customers);
        var scoring = new ScoringOptions { Rfm = options, RfmSegmentSet = RfmSegmentSets.Load("rfm-125") };
        return (table, Scorer.Run(table, ShopCalendar.Utc, scoring, previousAsOfDay: null));
    }

    static void ForAll(Action<Some.Measures[], RfmOptions> holds) => Prop.ForAll(Case, input =>
    {
        holds(input.Customers, input.Options);
        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_buyer_is_scored_and_no_prospect_is() => ForAll((customers, options) =>
    {
        var (table, run) = Score(customers, options);
        for (var row = 0; row < table.Count; row++)
        {
            byte[] scores = [table.Values(RfmColumns.R)[row], table.Values(RfmColumns.F)[row],
                table.Values(RfmColumns.M)[row]];
            if (customers[row].Frequency == 0) Assert.Equal([0, 0, 0], scores);
            else Assert.All(scores, score => Assert.InRange(score, 1, options.Bins));
        }
        Assert.Equal(
            customers.Count(customer => customer.Frequency > 0), run.RfmSegmentTotals.Sum(total => total.Customers));
    });

    [Fact]
    public void Frozen_cut_points_give_a_subset_the_same_scores() => ForAll((customers, options) =>
    {
        var (whole, run) = Score(customers, options);
        var again = Some.Table(customers);
        Scorer.Apply(run, again, Enumerable.Range(0, customers.Length).Where(row => row % 3 == 0), ShopCalendar.Utc);
        for (var row = 0; row < customers.Length; row += 3)
        {
            Assert.Equal(whole.Values(RfmColumns.Rfm)[row], again.Values(RfmColumns.Rfm)[row]);
            Assert.Equal(whole.Values(RfmColumns.RfmSegment)[row], again.Values(RfmColumns.RfmSegment)[row]);
            Assert.Equal(whole.Values(PriorityColumns.Tier)[row], again.Values(PriorityColumns.Tier)[row]);
        }
    });

    [Fact]
    public void A_better_measure_never_scores_worse() => ForAll((customers, options) =>
    {
        if (options.Method == RfmMethod.Nested) return; // F and M compare only within a cell there
        var (table, _) = Score(customers, options);
        var buyers = Enumerable.Range(0, customers.Length).Where(row => customers[row].Frequency > 0).ToList();
        void Monotone(Func<int, long> measure, byte[] score)
        {
            var sorted = buyers.OrderBy(measure).ThenBy(row => score[row]).ToList();
            for (var i = 1; i < sorted.Count; i++) Assert.True(score[sorted[i - 1]] <= score[sorted[i]]);
        }
        Monotone(row => -customers[row].RecencyDays, table.Values(RfmColumns.R));
        Monotone(row => customers[row].Frequency, table.Values(RfmColumns.F));
        Monotone(row => customers[row].MonetaryCents, table.Values(RfmColumns.M));
    });

    [Fact]
    public void Equal_values_always_score_the_same_unless_ties_are_cut() => ForAll((customers, options) =>
    {
        if (options.Method is RfmMethod.NTile or RfmMethod.Nested) return;
        var (table, _) = Score(customers, options);
        var buyers = Enumerable.Range(0, customers.Length).Where(row => customers[row].Frequency > 0).ToList();
        void Together<T>(Func<int, T> measure, byte[] score) => Assert.All(buyers.GroupBy(measure),
            equal => Assert.Single(equal.Select(row => score[row]).Distinct()));
        Together(row => customers[row].RecencyDays, table.Values(RfmColumns.R));
        Together(row => customers[row].Frequency, table.Values(RfmColumns.F));
        Together(row => customers[row].MonetaryCents, table.Values(RfmColumns.M));
    });

    [Fact]
    public void Tiles_differ_in_size_by_at_most_one_and_the_low_scores_take_the_rest() => ForAll((customers, options) =>
    {
        if (options.Method != RfmMethod.NTile) return;
        var counts = Score(customers, options).ScoringRun.Counts;
        foreach (var sizes in new[] { counts.R, counts.F, counts.M })
        {
            Assert.InRange(sizes.Max() - sizes.Min(), 0, 1);
            Assert.Equal(sizes.OrderDescending(), sizes);
        }
    });

    [Fact]
    public void A_run_saved_as_JSON_scores_the_same() => ForAll((customers, options) =>
    {
        var (whole, run) = Score(customers, options);
        var json = System.Text.Json.JsonSerializer.Serialize(run);
        var read = System.Text.Json.JsonSerializer.Deserialize<ScoringRun>(json)!;
        var again = Some.Table(customers);
        Scorer.Apply(read, again, Enumerable.Range(0, customers.Length), ShopCalendar.Utc);
        Assert.Equal(whole.Values(RfmColumns.Rfm), again.Values(RfmColumns.Rfm));
        Assert.Equal(whole.Values(PriorityColumns.Tier), again.Values(PriorityColumns.Tier));
    });

    [Fact]
    public void A_collapsed_score_is_used_by_nobody_and_raises_nothing()
    {
        Some.Measures[] customers = [.. Enumerable.Repeat(new Some.Measures(3, 1, 100), 4), new(1, 5, 900)];
        var counts = Score(customers, new RfmOptions()).ScoringRun.Counts;
        // Values 1,1,1,1,5: the four quantiles are 1, 1, 1 and 1.8, so scores 2 to 4 stay empty (rfm issue 17).
        Assert.Equal([4, 0, 0, 0, 1], counts.F);
    }

    [Fact]
    public void Nobody_to_score_is_one_clear_error()
    {
        var error = Assert.Throws<BadInputException>(() => Score([new(0, 0, 0)], new RfmOptions()));
        Assert.Contains("Import orders first", error.Message);
    }

    [Fact]
    public void A_list_of_no_length_is_refused_as_bad_input()
    {
        var options = new ScoringOptions
        {
            Priority = new() { TopCount = 0 },
            RfmSegmentSet = RfmSegmentSets.Load("rfm-125"),
        };
        var table = Some.Table([new(0, 1, 1)]);
        Assert.Throws<BadInputException>(() => Scorer.Run(table, ShopCalendar.Utc, options, previousAsOfDay: null));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    public void Bins_outside_2_to_10_are_refused(int bins) =>
        Assert.Throws<BadInputException>(() => Score([new(0, 1, 1)], new RfmOptions { Bins = bins }));
}
