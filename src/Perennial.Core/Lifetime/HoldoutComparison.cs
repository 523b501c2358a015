namespace Perennial.Core.Lifetime;

/// <summary>How well one forecast met what happened.</summary>
/// <param name="Forecast">Who forecast.</param>
/// <param name="Total">Purchases forecast for all customers.</param>
/// <param name="MeanAbsoluteError">Mean error of a customer, whatever its sign.</param>
/// <param name="RootMeanSquareError">The same with large errors counting more.</param>
/// <param name="Correlation">Of forecast and purchases; null where one of them is the same for everybody.</param>
public sealed record ForecastScore(
    string Forecast, double Total, double MeanAbsoluteError, double RootMeanSquareError, double? Correlation);

/// <summary>Customers with as many repeat purchases in the calibration.</summary>
/// <param name="Purchases">How many; the last class holds all above too.</param>
/// <param name="Customers">How many customers.</param>
/// <param name="Actual">Their mean purchases in the holdout.</param>
/// <param name="Expected">What the model expected.</param>
public sealed record FrequencyClass(int Purchases, int Customers, double Actual, double Expected);

/// <summary>A model against naive forecasts, on purchases that none of them had seen.</summary>
/// <param name="Customers">Customers who were forecast.</param>
/// <param name="HeldTime">How long the holdout lasted.</param>
/// <param name="Actual">Purchases in it.</param>
/// <param name="Alive">Customers alive at the split, by the model: the sum of the probabilities.</param>
/// <param name="Model">The model.</param>
/// <param name="Baselines">The naive forecasts.</param>
/// <param name="ByFrequency">Classes of 0 to 6 and 7 or more repeat purchases.</param>
/// <param name="Words">Which wins.</param>
public sealed record HoldoutComparison(int Customers, double HeldTime, long Actual, double Alive, ForecastScore Model,
    IReadOnlyList<ForecastScore> Baselines, IReadOnlyList<FrequencyClass> ByFrequency, string Words)
{
    const int LastClass = 7;

    /// <summary>Compares forecasts.</summary>
    /// <param name="name">The model's.</param>
    /// <param name="counts">With a holdout.</param>
    /// <param name="expected">What the model expects of each customer in the holdout.</param>
    /// <param name="alive">Probability of each to be alive.</param>
    /// <returns>Null without customers or without a holdout.</returns>
    public static HoldoutComparison? Of(
        string name, PurchaseCounts counts, IReadOnlyList<double> expected, IReadOnlyList<double> alive)
    {
        if (counts.Count == 0 || counts.HeldTime <= 0) return null;
        var (purchases, time) = (counts.X.Sum(), counts.Age.Sum());
        var everybody = time > 0 ? purchases / time * counts.HeldTime : 0;
        double Own(int i) => counts.Age[i] > 0 ? counts.X[i] / counts.Age[i] * counts.HeldTime : everybody;
        var customers = Enumerable.Range(0, counts.Count).ToList();
        var model = Score(name, expected, counts.Held);
        ForecastScore[] baselines =
        [
            Score("each as in the time just before", [.. counts.Recent.Select(x => (double)x)], counts.Held),
            Score("each at their own rate so far", [.. customers.Select(Own)], counts.Held),
            Score("everybody at the mean rate", [.. customers.Select(_ => everybody)], counts.Held),
        ];
        var classes = customers.GroupBy(i => Math.Min(LastClass, counts.X[i])).OrderBy(group => group.Key)
            .Select(group => new FrequencyClass(group.Key, group.Count(),
                group.Average(i => (double)counts.Held[i]), group.Average(i => expected[i])));
        var actual = counts.Held.Sum(x => (long)x);
        return new(counts.Count, counts.HeldTime, actual, alive.Sum(), model, baselines, [.. classes],
            InWords(model, baselines, actual));
    }

    static ForecastScore Score(string name, IReadOnlyList<double> forecast, IReadOnlyList<int> actual)
    {
        var n = (double)actual.Count;
        double total = 0, absolute = 0, squares = 0, sum = 0, ofForecast = 0, ofActual = 0, ofBoth = 0;
        for (var i = 0; i < actual.Count; i++)
        {
            var error = forecast[i] - actual[i];
            total += forecast[i];
            sum += actual[i];
            absolute += Math.Abs(error);
            squares += error * error;
        }
        for (var i = 0; i < actual.Count; i++)
        {
            var (f, a) = (forecast[i] - total / n, actual[i] - sum / n);
            ofForecast += f * f;
            ofActual += a * a;
            ofBoth += f * a;
        }
        // What rounding makes of a constant is no variance.
        var least = 1e-18 * n * (1 + total * total / (n * n));
        double? correlation = ofForecast > least && ofActual > least
            ? Math.Clamp(ofBoth / Math.Sqrt(ofForecast * ofActual), -1, 1) : null;
        return new(name, total, absolute / n, Math.Sqrt(squares / n), correlation);
    }

    static string InWords(ForecastScore model, IReadOnlyList<ForecastScore> baselines, long actual)
    {
        var byError = baselines.MinBy(score => score.RootMeanSquareError)!;
        var off = actual == 0 ? "" : $" It expected {model.Total:0} purchases, {actual} came "
            + $"({(model.Total - actual) / actual:+0.0 %;-0.0 %}).";
        // A per cent of error is what another holdout would give or take.
        var ratio = model.RootMeanSquareError / Math.Max(1e-12, byError.RootMeanSquareError);
        var winner = ratio < 0.99
            ? $"The model wins: its error per customer is {1 - ratio:0.0 %} below that of the best naive forecast "
                + $"({byError.Forecast})."
            : ratio <= 1.01 ? $"No winner: the naive forecast \"{byError.Forecast}\" errs as much as the model."
            : $"The naive forecast wins: \"{byError.Forecast}\" errs {1 - 1 / ratio:0.0 %} less than the model.";
        return winner + off;
    }
}
