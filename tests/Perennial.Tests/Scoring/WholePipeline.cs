using System.Text.Json;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Parts;
using Perennial.Core.Priority;
using Perennial.Core.Profiles;

namespace Perennial.Tests.Scoring;

/// <summary>What must hold for every column of the catalogue, from facts to a run with every model fitted.</summary>
public class WholePipeline
{
    static readonly Column[] KeptTrue = [.. Columns.All.Where(column =>
        column.Kind is ColumnKind.Fact or ColumnKind.Status)];

    [Fact]
    public void Every_model_is_fitted()
    {
        var models = FittedShop.ScoringRun.Models;
        Assert.NotNull(models.Cycle?.Gaps);
        Assert.False(models.Cycle!.Days90.Fallback, models.Cycle.Days90.Verdict);
        Assert.NotNull(models.Pressure?.Peers);
        Assert.NotNull(models.Pressure!.Open);
        Assert.True(models.Lifetime?.Purchases.IsFitted);
        Assert.True(models.Lifetime!.Spend.IsFitted);
        Assert.NotNull(models.Promotion);
        Assert.NotNull(models.Rfd);
    }

    [Fact]
    public void A_customer_alone_is_scored_as_among_all()
    {
        var all = FittedShop.Fold(FittedShop.History, FittedShop.Keys, FittedShop.AsOf);
        for (var customer = 0; customer < all.Count; customer += 50)
        {
            var alone = Alone(HistoryPart.Of(FittedShop.History, [customer]), FittedShop.AsOf);
            Assert.Equal(Some.Stored(all, customer), Some.Stored(alone));
            Assert.Equal(all.NextChangeAt[customer], alone.NextChangeAt[0]);
        }
    }

    [Fact]
    public void A_run_and_its_cut_points_applied_give_the_same_columns()
    {
        var run = FittedShop.Table;
        var applied = FittedShop.Fold(FittedShop.History, FittedShop.Keys, FittedShop.AsOf);
        Column[] compared = [.. Columns.All.Where(column => column != PriorityColumns.Rank)];
        for (var row = 0; row < run.Count; row++)
            Assert.True(Some.Same(run, row, applied, row, compared), Some.Difference(run, row, applied, row, compared));
        Assert.Equal(run.NextChangeAt, applied.NextChangeAt);
    }

    [Fact]
    public void Nothing_after_the_instant_leaks_into_models_or_columns()
    {
        var cut = HistoryPart.Of(FittedShop.History, upTo: FittedShop.AsOf);
        Assert.True(cut.Orders.At.Length < FittedShop.History.Orders.At.Length);
        Assert.True(cut.Responses!.At.Length < FittedShop.History.Responses!.At.Length);
        var (run, table) = FittedShop.Score(cut, FittedShop.AsOf);
        Assert.Equal(JsonSerializer.Serialize(FittedShop.ScoringRun), JsonSerializer.Serialize(run));
        for (var row = 0; row < table.Count; row++)
            Assert.True(Some.Same(FittedShop.Table, row, table, row, Columns.All),
                Some.Difference(FittedShop.Table, row, table, row, Columns.All));
    }

    [Fact]
    public void Every_number_of_a_run_is_one_and_every_label_has_a_name()
    {
        var table = FittedShop.Table;
        foreach (var column in Columns.All)
        {
            if (column is Column<double> numbers)
                Assert.DoesNotContain(table.Values(numbers), double.IsInfinity);
            if (column is Column<byte> { Type: ColumnType.Label } labels)
                Assert.InRange(table.Values(labels).Max(), 0, table.LabelsOf(labels).Count);
        }
    }

    // Brute force: half a year with facts and months without, each customer folded and scored at the start of every
    // day, at every instant said, and a millisecond before it.
    [Fact]
    public void Statuses_change_when_they_are_said_to_and_not_before()
    {
        int[] customers = [.. Enumerable.Range(0, 40).Select(i => i * 45)];
        var history = HistoryPart.Of(FittedShop.History, customers);
        HistoryTable[] alone = [.. Enumerable.Range(0, customers.Length).Select(i => HistoryPart.Of(history, [i]))];
        var keys = CustomerKeys.From([.. customers.Select(FittedShop.Keys.Text)]);
        var calendar = FittedShop.Settings.Calendar;
        var today = calendar.DayOf(FittedShop.AsOf);
        var before = FittedShop.Fold(history, keys, FittedShop.AsOf);
        var changes = 0;
        for (var day = today + 1; day < today + 220; day++)
        {
            var start = calendar.StartOf(day);
            var now = FittedShop.Fold(history, keys, start);
            for (var row = 0; row < customers.Length; row++)
            {
                var (known, knownRow, asOf) = (before, row, before.AsOf);
                for (var next = before.NextChangeAt[row]; next <= start; changes++)
                {
                    string Which() => $"{keys.Text(row)} as of {asOf}, next change {next}: "
                        + Some.Difference(known, knownRow, Alone(alone[row], next), 0, KeptTrue);
                    Assert.True(next > asOf, Which());
                    var shortlyBefore = Alone(alone[row], new Instant(next.UnixMs - 1));
                    Assert.True(Some.Same(known, knownRow, shortlyBefore, 0, KeptTrue), $"Too late. {Which()}");
                    var then = Alone(alone[row], next);
                    Assert.False(Some.Same(known, knownRow, then, 0, KeptTrue), $"Nothing changed. {Which()}");
                    (known, knownRow, asOf, next) = (then, 0, next, then.NextChangeAt[0]);
                }
                Assert.True(Some.Same(known, knownRow, now, row, KeptTrue),
                    $"{keys.Text(row)} as of {asOf} has changed by {start}: "
                    + Some.Difference(known, knownRow, now, row, KeptTrue));
            }
            before = now;
        }
        Assert.True(changes > 500, $"Only {changes} changes were seen.");
    }

    static ProfileTable Alone(HistoryTable history, Instant asOf) =>
        FittedShop.Fold(history, Some.Keys(1), asOf);
}
