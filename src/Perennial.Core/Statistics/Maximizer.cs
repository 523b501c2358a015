namespace Perennial.Core.Statistics;

/// <summary>Where a function is highest.</summary>
/// <param name="At">The point.</param>
/// <param name="Value">The function there.</param>
/// <param name="Variance">Diagonal of the inverse of the negative Hessian; null where the function is flat or not
/// at a maximum.</param>
/// <param name="Converged">A further step would gain less than 1e-6.</param>
/// <param name="OnLimit">For each coordinate, whether it was stopped by its limits.</param>
public sealed record Maximum(double[] At, double Value, double[]? Variance, bool Converged, bool[] OnLimit);

/// <summary>
/// Maximises smooth functions of a few variables: the simplex of Nelder and Mead to find the neighbourhood, Newton
/// steps damped as by Levenberg to find the point.
/// </summary>
/// <remarks>
/// Converged means that the best possible step by the quadratic model (half the Newton decrement) gains almost nothing:
/// unlike the length of the gradient, that is the same whatever the unit of time and however many customers.
/// Decision 0013 says why this is our own.
/// </remarks>
public static class Maximizer
{
    const double Gain = 1e-6, Difference = 1e-3;
    const int NewtonSteps = 60, MostStalls = 3;

    /// <summary>The best of several starts.</summary>
    /// <param name="rough">A cheaper likeness of the function, to search with.</param>
    /// <param name="exact">The function.</param>
    /// <param name="starts">Points inside the limits.</param>
    /// <param name="least">Lower limits.</param>
    /// <param name="most">Upper limits.</param>
    public static Maximum Find(Func<double[], double> rough, Func<double[], double> exact,
        IReadOnlyList<double[]> starts, double[] least, double[] most)
    {
        var simplex = new NelderMead { Tolerance = 1e-3, Evaluations = 400, Least = least, Most = most };
        var best = starts.Select(start => simplex.Minimise(at => -rough(at), start)).MinBy(found => found.Value).At;
        if (!ReferenceEquals(rough, exact)) best = Newton(rough, best, least, most).At;
        return Newton(exact, best, least, most);
    }

    // What rounding alone makes of a second difference, and a little more.
    static double Flat(double value) => 1e-9 + 4e-16 * Math.Abs(value) / (Difference * Difference);

    static double Finite(double value) => double.IsNaN(value) ? double.NegativeInfinity : value;

    static void Clamp(double[] at, double[] least, double[] most)
    {
        for (var i = 0; i < at.Length; i++) at[i] = Math.Clamp(at[i], least[i], most[i]);
    }

    static Maximum Newton(Func<double[], double> function, double[] start, double[] least, double[] most)
    {
        var n = start.Length;
        var at = (double[])start.Clone();
        var value = Finite(function(at));
        var damping = 0.0;
        // Along a ridge each step gains next to nothing.
        var stalls = 0;
        for (var step = 0; step < NewtonSteps && stalls < MostStalls; step++)
        {
            var (gradient, curvature) = Derivatives(function, at, value);
            var free = FreeOf(at, gradient, least, most);
            var improved = false;
            while (!improved && damping < 1e8)
            {
                var inverse = Inverse(curvature, free, damping, Flat(value));
                if (inverse is null)
                {
                    damping = Math.Max(1e-4, damping * 10);
                    continue;
                }
                var move = Times(inverse, gradient);
                if (damping == 0 && Dot(move, gradient) / 2 < Gain)
                {
                    Refine(function, at, ref value, move, least, most);
                    return new(at, value, Variances(inverse, free), true, [.. free.Select(x => !x)]);
                }
                var next = (double[])at.Clone();
                for (var i = 0; i < n; i++) next[i] += Math.Clamp(move[i], -2, 2);
                Clamp(next, least, most);
                var nextValue = Finite(function(next));
                improved = nextValue > value;
                if (improved) stalls = nextValue - value < Gain ? stalls + 1 : 0;
                if (improved) (at, value, damping) = (next, nextValue, damping < 1e-4 ? 0 : damping / 10);
                else damping = Math.Max(1e-4, damping * 10);
            }
            if (!improved) break;
        }
        // Nothing gains any more, though the curvature is not that of a maximum: a ridge, or a limit.
        var (slope, bend) = Derivatives(function, at, value);
        var inside = FreeOf(at, slope, least, most);
        var ridge = Inverse(bend, inside, 0, Flat(value));
        var converged = ridge is not null && Dot(Times(ridge, slope), slope) / 2 < 1e-3;
        return new(at, value, converged ? Variances(ridge!, inside) : null, converged, [.. inside.Select(x => !x)]);
    }

    // The last step is too small to be judged by the value, and still brings the point nearer.
    static void Refine(Func<double[], double> function, double[] at, ref double value, double[] move,
        double[] least, double[] most)
    {
        var next = (double[])at.Clone();
        for (var i = 0; i < next.Length; i++) next[i] += move[i];
        Clamp(next, least, most);
        var nextValue = Finite(function(next));
        if (nextValue < value - 1e-9 * Math.Abs(value)) return;
        next.CopyTo(at, 0);
        value = nextValue;
    }

    static bool[] FreeOf(double[] at, double[] gradient, double[] least, double[] most) =>
        [.. at.Select((x, i) => !(x <= least[i] && gradient[i] < 0) && !(x >= most[i] && gradient[i] > 0))];

    static double[] Variances(double[,] inverse, bool[] free) =>
        [.. free.Select((isFree, i) => isFree ? inverse[i, i] : 0)];

    static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    static double[] Times(double[,] matrix, double[] vector)
    {
        var product = new double[vector.Length];
        for (var i = 0; i < product.Length; i++)
            for (var j = 0; j < product.Length; j++) product[i] += matrix[i, j] * vector[j];
        return product;
    }

    // Central differences; the curvature is the negative Hessian.
    static (double[] Gradient, double[,] Curvature) Derivatives(
        Func<double[], double> function, double[] at, double value)
    {
        var n = at.Length;
        var gradient = new double[n];
        var curvature = new double[n, n];
        var probe = (double[])at.Clone();
        double Shifted(int i, double by, int j = -1, double byToo = 0)
        {
            probe[i] += by;
            if (j >= 0) probe[j] += byToo;
            var result = Finite(function(probe));
            probe[i] = at[i];
            if (j >= 0) probe[j] = at[j];
            return result;
        }
        var up = new double[n];
        var down = new double[n];
        for (var i = 0; i < n; i++)
        {
            (up[i], down[i]) = (Shifted(i, Difference), Shifted(i, -Difference));
            gradient[i] = (up[i] - down[i]) / (2 * Difference);
            curvature[i, i] = -(up[i] - 2 * value + down[i]) / (Difference * Difference);
        }
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var both = Shifted(i, Difference, j, Difference) + Shifted(i, -Difference, j, -Difference);
                var cross = (both - up[i] - down[i] - up[j] - down[j] + 2 * value) / (2 * Difference * Difference);
                curvature[i, j] = curvature[j, i] = -cross;
            }
        }
        return (gradient, curvature);
    }

    // Of the rows and columns that are free; zero elsewhere. Null unless positive definite.
    static double[,]? Inverse(double[,] matrix, bool[] free, double damping, double flat)
    {
        var n = free.Length;
        var damped = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++) damped[i, j] = !free[i] || !free[j] ? i == j ? 1 : 0 : matrix[i, j];
            damped[i, i] += damping * Math.Max(1e-3, Math.Abs(damped[i, i]));
        }
        if (Cholesky.Of(damped, flat) is not { } root) return null;
        var inverse = new double[n, n];
        var unit = new double[n];
        for (var column = 0; column < n; column++)
        {
            if (!free[column]) continue;
            unit[column] = 1;
            var solved = root.Solve(unit);
            unit[column] = 0;
            for (var i = 0; i < n; i++) inverse[i, column] = solved[i];
        }
        return inverse;
    }
}
