namespace Perennial.Core.Cycle.Forecasts;

/// <summary>How good forecasts of yes or no were.</summary>
/// <param name="Customers">How many were forecast.</param>
/// <param name="Happened">For how many it came true.</param>
/// <param name="LogLoss">Mean of −ln of the chance given to what happened: less is better.</param>
/// <param name="Auc">The chance that of two customers, one who bought and one who did not, the first was rated higher;
/// .5 where only one kind is there.</param>
public sealed record ForecastScore(int Customers, int Happened, double LogLoss, double Auc)
{
    /// <summary>The share for whom it came true; 0 for nobody.</summary>
    public double BaseShare => Customers == 0 ? 0 : (double)Happened / Customers;

    /// <summary>Scores forecasts.</summary>
    public static ForecastScore Of(IReadOnlyList<double> chances, IReadOnlyList<byte> outcomes)
    {
        var (loss, happened) = (0.0, 0);
        for (var i = 0; i < chances.Count; i++)
        {
            loss += Loss(chances[i], outcomes[i]);
            happened += outcomes[i];
        }
        return new ForecastScore(
            chances.Count, happened, chances.Count == 0 ? 0 : loss / chances.Count, AreaUnder(chances, outcomes));
    }

    /// <summary>−ln of the chance given to what happened; a chance of 0 or 1 counts as a millionth off.</summary>
    public static double Loss(double chance, byte outcome)
    {
        var kept = Math.Clamp(chance, 1e-6, 1 - 1e-6);
        return -Math.Log(outcome == 1 ? kept : 1 - kept);
    }

    /// <summary>The area under the ROC curve of ratings, in which only the order counts; ties count half.</summary>
    public static double AreaUnder(IReadOnlyList<double> ratings, IReadOnlyList<byte> outcomes)
    {
        double[] keys = [.. ratings];
        byte[] happened = [.. outcomes];
        Array.Sort(keys, happened);
        var (positive, rankSum) = (0L, 0.0);
        for (var start = 0; start < keys.Length;)
        {
            var end = start;
            var here = 0;
            while (end < keys.Length && keys[end].CompareTo(keys[start]) == 0) here += happened[end++];
            rankSum += here * ((start + 1 + end) / 2.0);
            positive += here;
            start = end;
        }
        var negative = keys.Length - positive;
        return positive == 0 || negative == 0
            ? 0.5 : (rankSum - positive * (positive + 1) / 2.0) / ((double)positive * negative);
    }
}
