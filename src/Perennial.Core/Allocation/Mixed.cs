namespace Perennial.Core.Allocation;

/// <summary>Choices of everybody, before they are made to fit.</summary>
sealed class Mixed(AllocationProblem problem, DualPass pass)
{
    /// <summary>What everybody would choose at a point's prices.</summary>
    public Choice At(DualPoint point) => new(problem, ChosenAt(point.Prices));

    /// <summary>Each customer by one of the choices of a mixture, as many by each as are its share. Whom is spread
    /// evenly, so that of those who are alike about the same share gets each.</summary>
    public Choice Of(List<(DualPoint? Point, double Share)> shares)
    {
        var mixed = new bool[problem.Candidates];
        var below = 0.0;
        foreach (var (point, share) in shares)
        {
            var (from, to) = (below, below += share);
            if (point is null || share < 1e-9) continue;
            var chosen = ChosenAt(point.Prices);
            for (var customer = 0; customer < problem.Customers; customer++)
            {
                if (Spread(customer) < from || Spread(customer) >= to) continue;
                var (first, end) = (problem.First[customer], problem.First[customer + 1]);
                chosen.AsSpan(first, end - first).CopyTo(mixed.AsSpan(first));
            }
        }
        return new(problem, mixed);
    }

    bool[] ChosenAt(double[] prices)
    {
        var chosen = new bool[problem.Candidates];
        pass.At(prices, 1, chosen);
        return chosen;
    }

    // Multiples of the golden ratio, less their whole part.
    static double Spread(int customer) => customer * 0.6180339887498949 % 1;
}
