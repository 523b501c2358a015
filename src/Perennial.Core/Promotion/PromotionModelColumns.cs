using Perennial.Core.Profiles;

namespace Perennial.Core.Promotion;

/// <summary>Shares, score, interval and class of promotion sensitivity, from a row's sums and the frozen
/// model.</summary>
sealed class PromotionModelColumns(PromotionModel? model, ProfileTable table) : IModelColumns
{
    // The interval holds the truth in 80 of 100 cases.
    const double DeviationsOfInterval = 1.2815515655446004;

    readonly PromotionRows seen = new(table);
    readonly double[] orders = table.Values(PromotionColumns.ShareOrders);
    readonly double[] value = table.Values(PromotionColumns.ShareValue);
    readonly double[] depth = table.Values(PromotionColumns.Depth);
    readonly double[] score = table.Values(PromotionColumns.Score);
    readonly double[] low = table.Values(PromotionColumns.Low);
    readonly double[] high = table.Values(PromotionColumns.High);
    readonly byte[] classes = table.Values(PromotionColumns.Class);
    readonly int[][] counts = [.. PromotionMechanisms.Counts.Select(table.Values)];
    readonly double[][] shares = [.. PromotionMechanisms.Shares.Select(table.Values)];

    /// <summary>The columns, unless there is neither a model nor a value of an earlier one to clear.</summary>
    public static IModelColumns[] For(PromotionModel? model, ProfileTable table) =>
        model is null && !table.Has(PromotionColumns.Class) ? [] : [new PromotionModelColumns(model, table)];

    public Instant Write(int row)
    {
        orders[row] = value[row] = depth[row] = score[row] = low[row] = high[row] = double.NaN;
        classes[row] = 0;
        foreach (var share in shares) share[row] = double.NaN;
        if (model?.Purchases is null || model.Value is null || !seen.Any(row)) return Instant.Never;
        for (var i = 0; i < model.Mechanisms.Count; i++)
            shares[i][row] = model.Mechanisms[i].Shrunk(counts[i][row], seen.Orders(row));

        var evidence = seen[row];
        var own = PromotionScore.Of(model, evidence);
        var reach = DeviationsOfInterval * own.Deviation;
        orders[row] = own.Purchases;
        value[row] = own.Value;
        depth[row] = own.Depth;
        score[row] = model.RankOf(own.Over);
        low[row] = model.RankOf(own.Over - reach);
        high[row] = model.RankOf(own.Over + reach);
        var enough = evidence.Effective >= model.LeastPurchases && seen.Orders(row) >= model.LeastOrders;
        classes[row] = (byte)(!enough ? PromotionClass.Unknown
            : own.Over - reach > 0 ? PromotionClass.DealSeeker
            : own.Over + reach < 0 || own.Score + reach < model.FullPriceBelow ? PromotionClass.FullPrice
            : PromotionClass.Mixed);
        return Instant.Never;
    }
}
