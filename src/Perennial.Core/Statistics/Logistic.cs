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
        double[] weights = [.. prior], from = [.. prior], move = new double[size];
        var (reached, part) = (double.NegativeInfinity, 1.0);
        var hessian = new double[size, size];
        var gradient = new double[size];
        for (var step = 0; step < MostSteps; step++)
        {
            Array.Clear(hessian);
            var likelihood = 0.0;
            for (var i = 0; i < size; i++)
            {
                gradient[i] = strength * (prior[i] - weights[i]);
                hessian[i, i] = strength;
                likelihood -= strength / 2 * (prior[i] - weights[i]) * (prior[i] - weights[i]);
            }
            for (var row = 0; row < outcomes.Length; row++)
            {
                if (leaveOut?.Invoke(row) == true) continue;
                likelihood += Add(features.AsSpan(row * size, size), outcomes[row], weights, gradient, hessian);
            }
            // Far from the best weights a whole step may lead past them, to and fro for ever: then half of it.
            if (likelihood < reached - 1e-9 * Math.Abs(reached))
            {
                part /= 2;
                Go();
                continue;
            }
            (reached, part) = (likelihood, 1);
            weights.CopyTo(from, 0);
            // The prior keeps it positive, unless numbers run out.
            if (Cholesky.Of(hessian) is not { } root) break;
            move = root.Solve(gradient);
            var largest = move.Max(Math.Abs);
            // Where outcomes can be told apart without error, weights would run away: never more than 2 a step.
            if (largest > 2) for (var i = 0; i < size; i++) move[i] *= 2 / largest;
            Go();
            if (largest < 1e-9) break;
        }
        return new Logistic(weights);

        void Go()
        {
            for (var i = 0; i < size; i++) weights[i] = from[i] + part * move[i];
        }
    }

    const int MostSteps = 60;

    // Returns ln of the probability of the outcome.
    static double Add(
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
        var against = outcome == 1 ? -sum : sum;
        return -(Math.Max(0, against) + Math.Log(1 + Math.Exp(-Math.Abs(against))));
    }
}
