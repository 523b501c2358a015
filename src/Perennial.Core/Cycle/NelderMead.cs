namespace Perennial.Core.Cycle;

/// <summary>Finds the least value of a function of a few numbers without its derivatives.</summary>
/// <remarks>J. Nelder and R. Mead, A simplex method for function minimization, 1965, with their own
/// coefficients.</remarks>
static class NelderMead
{
    /// <param name="value">The function; finite everywhere.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="step">How far the first simplex reaches in each direction.</param>
    /// <param name="tolerance">Stops when the simplex' values differ by less.</param>
    /// <param name="evaluations">Stops after so many.</param>
    public static (double[] At, double Value) Minimise(
        Func<double[], double> value, double[] start, double step, double tolerance, int evaluations)
    {
        var size = start.Length;
        var points = new double[size + 1][];
        var values = new double[size + 1];
        for (var i = 0; i <= size; i++)
        {
            points[i] = [.. start];
            if (i > 0) points[i][i - 1] += step;
            values[i] = value(points[i]);
        }
        for (var used = size + 1; used < evaluations;)
        {
            Array.Sort(values, points);
            if (values[size] - values[0] <= tolerance) break;
            var reflected = Towards(points, -1);
            var at = value(reflected);
            used++;
            if (at < values[0])
            {
                var expanded = Towards(points, -2);
                var further = value(expanded);
                used++;
                (points[size], values[size]) = further < at ? (expanded, further) : (reflected, at);
                continue;
            }
            if (at < values[size - 1])
            {
                (points[size], values[size]) = (reflected, at);
                continue;
            }
            var contracted = Towards(points, at < values[size] ? -0.5 : 0.5);
            var nearer = value(contracted);
            used++;
            if (nearer < Math.Min(at, values[size]))
            {
                (points[size], values[size]) = (contracted, nearer);
                continue;
            }
            for (var i = 1; i <= size; i++)
            {
                for (var j = 0; j < size; j++) points[i][j] = (points[i][j] + points[0][j]) / 2;
                values[i] = value(points[i]);
                used++;
            }
        }
        Array.Sort(values, points);
        return (points[0], values[0]);
    }

    /// <summary>The centre of all points but the worst, moved a multiple of the way to the worst.</summary>
    static double[] Towards(double[][] points, double share)
    {
        var size = points.Length - 1;
        var moved = new double[size];
        for (var j = 0; j < size; j++)
        {
            var centre = 0.0;
            for (var i = 0; i < size; i++) centre += points[i][j] / size;
            moved[j] = centre + share * (points[size][j] - centre);
        }
        return moved;
    }
}
