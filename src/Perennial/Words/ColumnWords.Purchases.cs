using Perennial.Core.Profiles;

namespace Perennial.Words;

/// <summary>Words about scores, priority and purchases.</summary>
public sealed partial class ColumnWords
{
    void AddScores()
    {
        words[Columns.R] = () => Score(0);
        words[Columns.F] = () => Score(1);
        words[Columns.M] = () => Score(2);
        words[Columns.Rfm] = () => Together("R", "F", "M");
        words[Columns.Fm] = () => Together("F", "M");
        words[Columns.Fxm] = () => scores.Count == 0 ? "" : $"the mean of {Together("F", "M")}, halves rounded up";
        words[Columns.RfmSegment] = () => scores.Count == 0 ? ""
            : $"{Together("R", "F", "M")} in the set {view.Run!.Segments.Name}";
        words[Columns.PreviousRfmSegment] = () => view.PreviousRun is { } run
            ? $"at the run of {Show.Day(run.AsOfDay)}" : "there was no run before";
        words[Columns.PriorityTier] = () => table.Values(Columns.PriorityTier)[row] is >= 1 and <= 6 and var tier
            ? CallWords.Tiers[tier - 1] : "";
        words[Columns.PriorityRank] = () => Has(Columns.PriorityRank)
            ? $"{Show.Ordinal(Whole(Columns.PriorityRank))} of {Show.Customers(view.Run!.Customers)} with an order"
            : "";
        words[Columns.PriorityScore] = () => Orders == 0 ? NoOrder
            : $"{Value(Columns.Revenue)} times {Show.Orders(Orders)}";
    }

    void AddPurchases()
    {
        words[Columns.RecencyDays] = () => Orders == 0 ? NoOrder : $"last order on {Value(Columns.LastOrderAt)}";
        words[Columns.Frequency] = () => Returned("orders placed");
        words[Columns.Monetary] = () => Orders == 0 ? NoOrder : $"{Show.Orders(Orders)}, net of discounts and refunds";
        words[Columns.Lifecycle] = () => Orders == 0 ? NoOrder
            : $"{Days(Whole(Columns.RecencyDays))} since the last order";
        words[Columns.FirstOrderAt] = () => Ago(DayOf(Columns.FirstOrderAt));
        words[Columns.LastOrderAt] = () => Ago(DayOf(Columns.LastOrderAt));
        words[Columns.Orders] = () => Orders == 0 ? Returned("")
            : Join($"from {Value(Columns.FirstOrderAt)} to {Value(Columns.LastOrderAt)}", Returned(""));
        words[Columns.Revenue] = () => Orders == 0 ? NoOrder
            : $"{Show.Orders(Orders)} of {Value(Columns.AverageOrderValue)} on average";
        words[Columns.AverageOrderValue] = () => Orders == 0 ? NoOrder
            : $"{Value(Columns.Revenue)} over {Show.Orders(Orders)}";
        words[Columns.MeanGapDays] = () => Gaps is 0 ? OneDay
            : $"{Times(Gaps, "gap", "gaps")} between {Value(Columns.FirstOrderAt)} and {Value(Columns.LastOrderAt)}";
        words[Columns.LastGapDays] = () => Gaps is 0 ? OneDay : "between the last two purchase days";
        words[Columns.FirstGapDays] = () => Gaps is 0 ? OneDay : "from the first purchase day to the second";
        words[Columns.MultiBuyer] = () => Show.Orders(Orders);
        words[Columns.PurchaseDays] = () => Orders == 0 ? NoOrder : $"{Show.Orders(Orders)} on so many different days";
        words[Columns.Margin] = () => Has(Columns.Margin) ? "" : "the cost of no order is known";
    }

    int Gaps => Math.Max(0, Whole(Columns.PurchaseDays) - 1);

    string OneDay => Orders == 0 ? NoOrder : "bought on one day only";

    string Returned(string otherwise) => Whole(Columns.ReturnedOrders) is > 0 and var returned
        ? $"{Times(returned, "order", "orders")} returned whole besides" : otherwise;

    string Score(int which) => scores.Count == 0 ? "" : $"{scores[which].Measure}; {scores[which].Limits}";

    string Together(params IEnumerable<string> letters)
    {
        var named = scores.Where(score => letters.Contains(score.Letter));
        return string.Join(", ", named.Select(score => $"{score.Letter} {score.Score}"));
    }
}
