using Perennial.Core.Measurement;
using Perennial.Core.Profiles;

namespace Perennial.Core.Promotion;

/// <summary>Fits the model of promotion sensitivity to a shop's customers.</summary>
static class PromotionFitting
{
    const int FewestRanked = 20;

    /// <summary>Null where nobody bought anything that takes part.</summary>
    public static PromotionModel? Fit(ProfileTable table, PromotionScoringOptions options)
    {
        options.Check();
        var seen = new PromotionRows(table);
        int[] rows = [.. Enumerable.Range(0, table.Count).Where(seen.Any)];
        if (rows.Length == 0) return null;
        var (purchases, promoted) = seen.Counts;
        var sum = options.ValueWeight + options.OrdersWeight + options.DepthWeight;
        var model = new PromotionModel
        {
            Verdict = "nothing was bought on promotion",
            Weights = [options.ValueWeight / sum, options.OrdersWeight / sum, options.DepthWeight / sum],
            LeastOrders = options.LeastOrders,
            LeastPurchases = options.LeastPurchases,
            FullPriceBelow = options.FullPriceBelow,
        };
        if (!Array.Exists(rows, row => promoted[row] > 0)) return model;
        var evidence = Array.ConvertAll(rows, row => seen[row]);
        model = model with
        {
            Purchases = BetaPrior.OfLikelihood(purchases, promoted),
            Value = BetaPrior.OfMoments(
                Array.ConvertAll(evidence, one => one.Effective), Array.ConvertAll(evidence, one => one.ValueShare)),
            Depth = seen.DepthOfAll(),
            Mechanisms = Mechanisms(table),
        };
        model = model with
        {
            OpenMonth = seen.OpenMonth(new(model.Purchases!.Mean, model.Value!.Mean, model.Depth)),
        };
        bool Enough(int i) =>
            evidence[i].Effective >= options.LeastPurchases && seen.Orders(rows[i]) >= options.LeastOrders;
        int[] ranked = [.. Enumerable.Range(0, rows.Length).Where(Enough)];
        if (ranked.Length < FewestRanked) ranked = [.. Enumerable.Range(0, rows.Length)];
        var scores = Array.ConvertAll(ranked, i => PromotionScore.Of(model, evidence[i]).Over);
        Array.Sort(scores);
        return model with
        {
            Percentiles = [.. Enumerable.Range(0, 101).Select(percent => At(scores, percent / 100.0))],
            Verdict = model.Purchases!.IsPooled
                ? "customers take promotions alike, as far as can be seen"
                : $"own purchases weigh as much as everybody's from {model.Purchases.Size:0.#} on",
        };
    }

    static double At(double[] sorted, double share)
    {
        var position = (sorted.Length - 1) * share;
        var low = (int)position;
        return low >= sorted.Length - 1 ? sorted[^1] : sorted[low] + (position - low) * (sorted[low + 1] - sorted[low]);
    }

    static BetaPrior[] Mechanisms(ProfileTable table)
    {
        var orders = table.Values(PromotionColumns.Orders);
        int[][] counts = [.. PromotionMechanisms.Counts.Select(table.Values)];
        var any = new int[table.Count];
        var (all, byMechanism) = (0L, new long[counts.Length]);
        for (var row = 0; row < any.Length; row++)
        {
            if (orders[row] <= 0) continue;
            all += orders[row];
            for (var i = 0; i < counts.Length; i++)
            {
                any[row] += counts[i][row];
                byMechanism[i] += counts[i][row];
            }
        }
        if (byMechanism.Sum() == 0) return [];
        var parent = BetaPrior.OfLikelihood(orders, any)!;
        return Array.ConvertAll(byMechanism, count => BetaPrior.Of((double)count / all, parent.Size));
    }
}
