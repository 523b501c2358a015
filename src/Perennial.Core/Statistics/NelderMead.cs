namespace Perennial.Core.Statistics;

/// <summary>Finds where a function of a few numbers is least, without its derivatives.</summary>
/// <remarks>J. Nelder and R. Mead, A simplex method for function minimization, 1965, with their own
/// coefficients.</remarks>
public sealed class NelderMead
{
    /// <summary>How far the first simplex reaches in each direction.</summary>
    public double Step { get; init; } = 0.7;

    /// <summary>Stops when the simplex' values differ by no more.</summary>
    public required double Tolerance { get; init; }

    /// <summary>Stops after so many values.</summary>
    public required int Evaluations { get; init; }

    /// <summary>Lower limits; null for none.</summary>
    public double[]? Least { get; init; }

    /// <summary>Upper limits; null for none.</summary>
    public double[]? Most { get; init; }

    /// <summary>The least value found, and where.</summary>
    /// <param name="function">Any function; NaN counts as infinitely high.</param>
    /// <param name="start">Where to begin, inside the limits.</param>
    public (double[] At, double Value) Minimise(Func<double[], double> function, double[] start)
    {
        var size = start.Length;
        var points = new double[size + 1][];
        var values = new double[size + 1];
        var used = 0;
        double Of(double[] at)
        {
            used++;
            var value = function(at);
            return double.IsNaN(value) ? double.PositiveInfinity : value;
        }
        for (var i = 0; i <= size; i++)
        {
            points[i] = [.. start];
            if (i > 0) points[i][i - 1] += Most is null || start[i - 1] + Step <= Most[i - 1] ? Step : -Step;
            values[i] = Of(points[i]);
        }
        while (used < Evaluations)
        {
            Array.Sort(values, points);
            if (values[size] - values[0] <= Tolerance) break;
            var reflected = Towards(points, -1);
            var at = Of(reflected);
            if (at < values[0])
            {
                var expanded = Towards(points, -2);
                var further = Of(expanded);
                (points[size], values[size]) = further < at ? (expanded, further) : (reflected, at);
                continue;
            }
            if (at < values[size - 1])
            {
                (points[size], values[size]) = (reflected, at);
                continue;
            }
            var contracted = Towards(points, at < values[size] ? -0.5 : 0.5);
            var nearer = Of(contracted);
            if (nearer < Math.Min(at, values[size]))
            {
                (points[size], values[size]) = (contracted, nearer);
                continue;
            }
            for (var i = 1; i <= size; i++)
            {
                for (var j = 0; j < size; j++) points[i][j] = (points[i][j] + points[0][j]) / 2;
                values[i] = Of(points[i]);
            }
        }
        Array.Sort(values, points);
        return (points[0], values[0]);
    }

    /// <summary>The centre of all points but the worst, moved a multiple of the way to the worst, inside the
    /// limits.</summary>
    double[] Towards(double[][] points, double share)
    {
        var size = points.Length - 1;
        var moved = new double[size];
        for (var j = 0; j < size; j++)
        {
            var centre = 0.0;
            for (var i = 0; i < size; i++) centre += points[i][j] / size;
            moved[j] = centre + share * (points[size][j] - centre);
            if (Least is not null) moved[j] = Math.Max(moved[j], Least[j]);
            if (Most is not null) moved[j] = Math.Min(moved[j], Most[j]);
        }
        return moved;
    }
}
