using Perennial.Core.Lifecycle;
using Perennial.Core.Priority;
using Perennial.Core.Purchases;
using Perennial.Core.Rfm;
using Perennial.Core.Scoring;

namespace Perennial.Words;

/// <summary>Words about scores, priority and purchases.</summary>
public sealed partial class ColumnWords
{
    void AddScores()
    {
        words[RfmColumns.R] = () => Score(0);
        words[RfmColumns.F] = () => Score(1);
        words[RfmColumns.M] = () => Score(2);
        words[RfmColumns.Rfm] = () => Together("R", "F", "M");
        words[RfmColumns.Fm] = () => Together("F", "M");
        words[RfmColumns.Fxm] = () => scores.Count == 0 ? "" : $"the mean of {Together("F", "M")}, halves rounded up";
        words[RfmColumns.RfmSegment] = () => scores.Count == 0 ? ""
            : $"{Together("R", "F", "M")} in the set {view.ScoringRun!.RfmSegmentSet.Name}";
        words[RfmColumns.PreviousRfmSegment] = () => view.PreviousScoringRun is { } run
            ? $"at the scoring run of {Show.Day(run.AsOfDay)}" : "there was no scoring run before";
        words[PriorityColumns.Tier] = () => table.Values(PriorityColumns.Tier)[row] is >= 1 and <= 6 and var tier
            ? CallWords.Tiers[tier - 1] : "";
        words[PriorityColumns.Rank] = () => Has(PriorityColumns.Rank)
            ? $"{Show.Ordinal(Whole(PriorityColumns.Rank))} of"
                + $" {Show.Count(Ranked(view.ScoringRun!))} in the order of calls"
            : "";
        words[PurchaseColumns.PriorityScore] = () => Orders == 0 ? NoOrder
            : $"{Value(PurchaseColumns.Revenue)} times {Show.Orders(Orders)}";
    }

    static int Ranked(ScoringRun run) =>
        run.Customers + (run.Models.Rfd is { Lists: not null } prospects ? prospects.Prospects : 0);

    void AddPurchases()
    {
        words[PurchaseColumns.RecencyDays] = () => Orders == 0 ? NoOrder
            : $"last order on {Value(PurchaseColumns.LastOrderAt)}";
        words[PurchaseColumns.Frequency] = () => Returned("orders placed");
        words[PurchaseColumns.Monetary] = () => Orders == 0 ? NoOrder
            : $"{Show.Orders(Orders)}, net of discounts and refunds";
        words[LifecycleColumns.Stage] = () => Orders == 0 ? NoOrder
            : $"{Days(Whole(PurchaseColumns.RecencyDays))} since the last order";
        words[PurchaseColumns.FirstOrderAt] = () => Ago(DayOf(PurchaseColumns.FirstOrderAt));
        words[PurchaseColumns.LastOrderAt] = () => Ago(DayOf(PurchaseColumns.LastOrderAt));
        words[PurchaseColumns.Orders] = () => Orders == 0 ? Returned("")
            : Join($"from {Value(PurchaseColumns.FirstOrderAt)} to {Value(PurchaseColumns.LastOrderAt)}", Returned(""));
        words[PurchaseColumns.Revenue] = () => Orders == 0 ? NoOrder
            : $"{Show.Orders(Orders)} of {Value(PurchaseColumns.AverageOrderValue)} on average";
        words[PurchaseColumns.AverageOrderValue] = () => Orders == 0 ? NoOrder
            : $"{Value(PurchaseColumns.Revenue)} over {Show.Orders(Orders)}";
        words[PurchaseColumns.MeanGapDays] = () => Gaps is 0 ? OneDay
            : $"{Times(Gaps, "gap", "gaps")} between "
                + $"{Value(PurchaseColumns.FirstOrderAt)} and {Value(PurchaseColumns.LastOrderAt)}";
        words[PurchaseColumns.LastGapDays] = () => Gaps is 0 ? OneDay : "between the last two purchase days";
        words[PurchaseColumns.FirstGapDays] = () => Gaps is 0 ? OneDay : "from the first purchase day to the second";
        words[PurchaseColumns.MultiBuyer] = () => Show.Orders(Orders);
        words[PurchaseColumns.PurchaseDays] = () => Orders == 0 ? NoOrder
            : $"{Show.Orders(Orders)} on so many different days";
        words[PurchaseColumns.Margin] = () => Has(PurchaseColumns.Margin) ? "" : "the cost of no order is known";
    }

    int Gaps => Math.Max(0, Whole(PurchaseColumns.PurchaseDays) - 1);

    string OneDay => Orders == 0 ? NoOrder : "bought on one day only";

    string Returned(string otherwise) => Whole(PurchaseColumns.ReturnedOrders) is > 0 and var returned
        ? $"{Times(returned, "order", "orders")} returned whole besides" : otherwise;

    string Score(int which) => scores.Count == 0 ? "" : $"{scores[which].Measure}; {scores[which].Limits}";

    string Together(params IEnumerable<string> letters)
    {
        var named = scores.Where(score => letters.Contains(score.Letter));
        return string.Join(", ", named.Select(score => $"{score.Letter} {score.Score}"));
    }
}
