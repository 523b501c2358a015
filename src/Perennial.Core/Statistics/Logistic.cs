namespace Perennial.Core.Statistics;

/// <summary>A logistic regression of a few features: ln(p / (1 − p)) = weights · features.</summary>
/// <param name="Weights">One number for each feature; the first feature is 1.</param>
public sealed record Logistic(double[] Weights)
{
    /// <summary>The probability of features.</summary>
    /// <param name="features">As many as weights.</param>
    /// <param name="shift">Added to weights · features.</param>
    public double Probability(ReadOnlySpan<double> features, double shift = 0)
    {
        var sum = shift;
        for (var i = 0; i < Weights.Length; i++) sum += Weights[i] * features[i];
        return 1 / (1 + Math.Exp(-sum));
    }

    /// <summary>Fits by Newton's method.</summary>
    /// <param name="features">Row by row, as many numbers as the prior has.</param>
    /// <param name="outcomes">1 or 0 for each row.</param>
    /// <param name="prior">What the weights are where the data say nothing.</param>
    /// <param name="strength">How firmly the weights are held there: about as many rows.</param>
    /// <param name="leaveOut">A row is left out where this is true of its index; null uses all.</param>
    public static Logistic Fit(
        double[] features, byte[] outcomes, double[] prior, double strength, Func<int, bool>? leaveOut = null)
    {
        var size = prior.Length;
        double[] weights = [.. prior];
        var hessian = new double[size, size];
        var gradient = new double[size];
        for (var step = 0; step < 25; step++)
        {
            Array.Clear(hessian);
            for (var i = 0; i < size; i++)
            {
                gradient[i] = strength * (prior[i] - weights[i]);
                hessian[i, i] = strength;
            }
            for (var row = 0; row < outcomes.Length; row++)
            {
                if (leaveOut?.Invoke(row) == true) continue;
                Add(features.AsSpan(row * size, size), outcomes[row], weights, gradient, hessian);
            }
            // The prior keeps it positive, unless numbers run out.
            if (Cholesky.Of(hessian) is not { } root) break;
            var move = root.Solve(gradient);
            var largest = 0.0;
            for (var i = 0; i < size; i++)
            {
                // Where outcomes can be told apart without error, weights would run away: never more than 2 a step.
                weights[i] += Math.Clamp(move[i], -2, 2);
                largest = Math.Max(largest, Math.Abs(move[i]));
            }
            if (largest < 1e-9) break;
        }
        return new Logistic(weights);
    }

    static void Add(
        ReadOnlySpan<double> features, byte outcome, double[] weights, double[] gradient, double[,] hessian)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++) sum += weights[i] * features[i];
        var p = 1 / (1 + Math.Exp(-sum));
        for (var i = 0; i < weights.Length; i++)
        {
            gradient[i] += (outcome - p) * features[i];
            for (var j = 0; j <= i; j++) hessian[i, j] += p * (1 - p) * features[i] * features[j];
        }
    }
}
