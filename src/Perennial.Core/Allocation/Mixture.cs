namespace Perennial.Core.Allocation;

/// <summary>Of what everybody would choose at the prices tried so far, the mixture that fits into the capacities and is
/// worth most; and the prices at which none of those choices would be worth more. A linear program of one row more than
/// there are resources, which goes on from where it was when a choice is added (Dantzig and Wolfe, 1960).</summary>
sealed class Mixture
{
    const int Nobody = int.MinValue;

    readonly AllocationProblem problem;
    readonly List<double[]> columns = [];
    readonly List<double> worths = [];
    readonly List<DualPoint?> points = [];
    readonly int[] basis;
    readonly double[][] inverse;
    readonly double[] right;
    readonly double unit;

    /// <summary>Begins with choosing nothing.</summary>
    public Mixture(AllocationProblem problem, double unit)
    {
        (this.problem, this.unit) = (problem, unit);
        var rows = problem.Resources + 1;
        // Slack by slack, and all of nothing; shares of the capacities, so that rows are alike in size.
        basis = [.. Enumerable.Range(0, rows).Select(row => row < problem.Resources ? -1 - row : 0)];
        right = [.. problem.Capacities.Select(capacity => capacity > 0 ? 1.0 : 0), 1];
        inverse = [.. Enumerable.Range(0, rows).Select(row => Unit(rows, row))];
        Add(null, 0, new double[problem.Resources]);
    }

    /// <summary>One choice more.</summary>
    public void Add(DualPoint point) => Add(point, point.Value, point.Usage);

    /// <summary>The prices, and what the mixture is worth: below every bound.</summary>
    public (double[] Prices, double Worth) Best()
    {
        for (var step = 0; step < 1_000 && Enter(Duals()) is var entering and not Nobody; step++)
            if (!Pivot(entering)) break;
        var duals = Duals();
        var worth = 0.0;
        for (var row = 0; row < duals.Length; row++) worth += duals[row] * right[row];
        double[] prices = [.. problem.Capacities.Select((capacity, resource) =>
            Math.Max(0, duals[resource]) * unit / Math.Max(1, capacity))];
        return (prices, worth * unit);
    }

    /// <summary>How much of which choice.</summary>
    public List<(DualPoint? Point, double Share)> Shares()
    {
        var shares = new List<(DualPoint?, double)>();
        for (var row = 0; row < basis.Length; row++)
            if (basis[row] >= 0) shares.Add((points[basis[row]], Math.Max(0, Dot(inverse[row], right))));
        return shares;
    }

    void Add(DualPoint? point, double value, double[] usage)
    {
        points.Add(point);
        worths.Add(value / unit);
        columns.Add([.. usage.Zip(problem.Capacities, (used, capacity) => used / Math.Max(1, capacity)), 1]);
    }

    double[] Duals()
    {
        var duals = new double[basis.Length];
        for (var row = 0; row < basis.Length; row++)
            if (basis[row] >= 0)
                for (var i = 0; i < duals.Length; i++) duals[i] += worths[basis[row]] * inverse[row][i];
        return duals;
    }

    // Whatever is worth most beyond its price: a choice, or a resource left over that had a price below 0.
    int Enter(double[] duals)
    {
        var (entering, most) = (Nobody, 1e-13);
        for (var resource = 0; resource < duals.Length - 1; resource++)
            if (-duals[resource] > most) (entering, most) = (-1 - resource, -duals[resource]);
        for (var column = 0; column < columns.Count; column++)
            if (worths[column] - Dot(columns[column], duals) is var reduced && reduced > most)
                (entering, most) = (column, reduced);
        return entering;
    }

    bool Pivot(int entering)
    {
        var rows = basis.Length;
        var column = entering >= 0 ? columns[entering] : Unit(rows, -1 - entering);
        double[] turned = [.. inverse.Select(row => Dot(row, column))];
        var (leaving, least) = (-1, double.PositiveInfinity);
        for (var row = 0; row < rows; row++)
        {
            if (turned[row] <= 1e-12) continue;
            var ratio = Math.Max(0, Dot(inverse[row], right)) / turned[row];
            if (ratio < least) (leaving, least) = (row, ratio);
        }
        if (leaving < 0) return false;
        for (var i = 0; i < rows; i++) inverse[leaving][i] /= turned[leaving];
        for (var row = 0; row < rows; row++)
            if (row != leaving)
                for (var i = 0; i < rows; i++) inverse[row][i] -= turned[row] * inverse[leaving][i];
        basis[leaving] = entering;
        return true;
    }

    static double[] Unit(int length, int place)
    {
        var unit = new double[length];
        unit[place] = 1;
        return unit;
    }

    static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
