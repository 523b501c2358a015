using Perennial.Core.Parts;
using Perennial.Core.Priority;
using Perennial.Core.Profiles;
using Perennial.Core.Prospects;
using Perennial.Core.Purchases;
using Perennial.Core.Rfm;

namespace Perennial.Core.Scoring;

/// <summary>Scoring runs: compares all customers, freezes the cut points, and fills their columns.</summary>
public static class Scorer
{
    /// <summary>Scores every customer of a table anew.</summary>
    /// <param name="table">With <see cref="ProfileTable.ReadAt"/> done for the instant of scoring. Its run columns
    /// may hold the previous run's values, from which the previous segments and moves follow.</param>
    /// <param name="calendar">The shop's calendar.</param>
    /// <param name="options">Methods, lists and segments.</param>
    /// <param name="previousAsOfDay">Day of the run whose values the table holds; null if it holds none. A run of
    /// the same day is replaced: previous segments stay those of the day before.</param>
    /// <param name="past">The same customers as they were, to calibrate forecasts on; null leaves the models
    /// unfitted.</param>
    /// <returns>The run, not yet stored (Id 0).</returns>
    /// <exception cref="BadInputException">Nobody has an order, or the options contradict themselves.</exception>
    public static ScoringRun Run(
        ProfileTable table, ShopCalendar calendar, ScoringOptions options, int? previousAsOfDay,
        ShopPast? past = null)
    {
        var population = Population.Of(table, calendar);
        RfmScoring.RefuseEmpty(population);
        PreviousRfmSegments.Remember(table, population.AsOfDay, previousAsOfDay);
        ClearScoringRunColumns(table);
        // Scores and ranks both follow from the population and write different columns: half of the work each.
        RfmCutPoints cuts = null!;
        ScoreCounts counts = null!;
        IReadOnlyList<RfmSegmentTotal> totals = null!;
        (byte[] Tier, int[] InOrder, PriorityLimits Limits) lists = (null!, null!, null!);
        SideBySide.Run(
            () =>
            {
                cuts = RfmScoring.FindCutPoints(population, options.Rfm);
                new ScoreColumns(table, options.RfmSegmentSet, cuts).ScoreAll(population);
                counts = ScoringRunTotals.Counts(table, cuts.Bins);
                totals = ScoringRunTotals.RfmSegments(table, options.RfmSegmentSet);
            },
            () => lists = RankAll(table, population, options.Priority));
        var models = past is null ? new Models() : ProfileParts.Fit(table, past, options, options.Rfm.Bins, calendar);
        if (models.Rfd is { } rfd && ProspectLists.Of(table, calendar, options.Priority) is { } prospects)
        {
            models = models with { Rfd = rfd with { Lists = prospects.Limits } };
            Place(table, population, lists, prospects, options.Prospects);
        }
        // Without a past nothing is fitted, and nobody pays for columns that would be empty.
        if (past is not null) ModelColumns.WriteAll(models, table, calendar);
        return new ScoringRun
        {
            AsOf = table.AsOf,
            AsOfDay = population.AsOfDay,
            Rfm = options.Rfm,
            CutPoints = cuts,
            Priority = options.Priority,
            PriorityLimits = lists.Limits,
            RfmSegmentSet = RfmSegmentSetDefinition.Of(options.RfmSegmentSet),
            Customers = population.Count,
            Counts = counts,
            RfmSegmentTotals = totals,
            Models = models,
            Moves = previousAsOfDay is null ? [] : ScoringRunTotals.Moves(table),
        };
    }

    static (byte[] Tier, int[] InOrder, PriorityLimits Limits) RankAll(
        ProfileTable table, Population population, PriorityOptions options)
    {
        var (tier, inOrder, limits) = PriorityLists.Rank(population, options);
        var tiers = table.Values(PriorityColumns.Tier);
        var ranks = table.Values(PriorityColumns.Rank);
        for (var i = 0; i < inOrder.Length; i++)
        {
            tiers[population.Rows[i]] = tier[i];
            ranks[population.Rows[inOrder[i]]] = i + 1;
        }
        return (tier, inOrder, limits);
    }

    // Both stand in the order of their own tiers already: one order of both is a merging.
    static void Place(ProfileTable table, Population population, (byte[] Tier, int[] InOrder, PriorityLimits) customers,
        ProspectLists prospects, ProspectPlace place)
    {
        var ranks = table.Values(PriorityColumns.Rank);
        var (next, of, all) = (0, customers.InOrder, customers.InOrder.Length + prospects.InOrder.Length);
        for (var rank = 1; rank <= all; rank++)
        {
            var customer = rank - 1 - next;
            if (customer < of.Length && (next == prospects.InOrder.Length || IsFirst(customer)))
                ranks[population.Rows[of[customer]]] = rank;
            else ranks[prospects.Rows[prospects.InOrder[next++]]] = rank;
        }

        bool IsFirst(int customer) => place switch
        {
            ProspectPlace.CustomersFirst => true,
            ProspectPlace.ProspectsFirst => false,
            _ => customers.Tier[of[customer]] <= prospects.Tier[prospects.InOrder[next]],
        };
    }

    /// <summary>Scores some rows by the frozen cut points of a scoring run: customers touched by facts since.</summary>
    /// <remarks>
    /// Scores, segment and tier follow the facts at once; <c>priority_rank</c> and <c>previous_rfm_segment</c> stay
    /// what the scoring run made them, for they compare a customer with everybody else.
    /// </remarks>
    /// <param name="run">Any stored scoring run.</param>
    /// <param name="table">With fact columns computed for the rows.</param>
    /// <param name="rows">Which rows.</param>
    /// <param name="calendar">The shop's calendar.</param>
    public static void Apply(ScoringRun run, ProfileTable table, IEnumerable<int> rows, ShopCalendar calendar)
    {
        var scores = new ScoreColumns(table, run.RfmSegmentSet.ToSet(), run.CutPoints);
        var lastOrderAt = table.Values(PurchaseColumns.LastOrderAt);
        var frequency = table.Values(PurchaseColumns.Frequency);
        var monetary = table.Values(PurchaseColumns.Monetary);
        var tiers = table.Values(PriorityColumns.Tier);
        var modelled = ProfileParts.Modelled(run.Models, table, calendar);
        foreach (var row in rows)
        {
            ModelColumns.Write(modelled, table, row);
            if (frequency[row] <= 0)
            {
                scores.Clear(row);
                tiers[row] = 0;
                continue;
            }
            var day = calendar.DayOf(lastOrderAt[row]);
            var key = table.Keys[row];
            scores.Score(row, day, frequency[row], monetary[row], key);
            tiers[row] = PriorityLists.TierOf(run.PriorityLimits, day, frequency[row], monetary[row], key);
        }
    }

    static void ClearScoringRunColumns(ProfileTable table)
    {
        Array.Clear(table.Values(PriorityColumns.Tier));
        Array.Fill(table.Values(PriorityColumns.Rank), PriorityColumns.Rank.NoValue);
        Column<byte>[] scores = [RfmColumns.R, RfmColumns.F, RfmColumns.M, RfmColumns.Fxm, RfmColumns.RfmSegment];
        foreach (var column in scores) Array.Clear(table.Values(column));
        Array.Clear(table.Values(RfmColumns.Rfm));
        Array.Clear(table.Values(RfmColumns.Fm));
    }
}
