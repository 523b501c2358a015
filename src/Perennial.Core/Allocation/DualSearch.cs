namespace Perennial.Core.Allocation;

/// <summary>Looks for the prices at which the bound is smallest: along one price after the other until nothing is
/// gained, then wherever the choices seen so far leave room below. Along a line the bound is convex and consists of
/// straight pieces: where the tangents at both ends meet is where to look next, and where it lies on them is the
/// smallest, exactly.</summary>
sealed class DualSearch(AllocationProblem problem, DualPass pass)
{
    // Below that many blocks a sample tells nothing that is not told as fast by everybody.
    const int SampledBlocks = 64;
    const int Sweeps = 40;
    const int Edges = 120;

    readonly List<DualPoint> seen = [];
    readonly double[] steps = [.. problem.TypicalPrices.Select(price => price / 4)];

    // What a bound may be above the smallest: of few customers nothing, of many far less than what is promised.
    double Tolerance => problem.Customers <= 20_000 ? 1e-13 : 1e-7;

    /// <summary>From where samples end, or from yesterday's prices.</summary>
    public DualPoint Smallest(double[]? start)
    {
        var prices = start ?? new double[problem.Resources];
        if (start is not null)
            for (var resource = 0; resource < prices.Length; resource++)
                steps[resource] = Math.Max(prices[resource] / 256, problem.TypicalPrices[resource] / 4096);
        for (var stride = pass.Blocks / SampledBlocks; start is null && stride > 1; stride /= 8)
            prices = Swept(At(prices, stride), stride, 1e-5).Prices;
        return Swept(At(prices, 1), 1, Tolerance);
    }

    /// <summary>The lowest point, from those that were seen on: where the bound has an edge, no single price leads
    /// further. And the mixture of choices that is worth as much.</summary>
    public (DualPoint Point, Mixture Mixture) AcrossEdges(DualPoint point)
    {
        var mixture = new Mixture(problem, Math.Max(1, point.Bound));
        foreach (var one in seen) mixture.Add(one);
        for (var step = 0; step < Edges; step++)
        {
            var (prices, worth) = mixture.Best();
            if (point.Bound - worth <= Tolerance * point.Bound) break;
            var next = At(prices, 1);
            mixture.Add(next);
            if (next.Bound < point.Bound) point = next;
        }
        return (point, mixture);
    }

    DualPoint At(double[] prices, int stride)
    {
        var point = pass.At(prices, stride);
        if (stride == 1) seen.Add(point);
        return point;
    }

    DualPoint Swept(DualPoint point, int stride, double tolerance)
    {
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var before = point;
            for (var resource = 0; resource < problem.Resources; resource++)
                point = AlongPrice(point, resource, stride, tolerance);
            if (before.Bound - point.Bound <= tolerance * before.Bound) break;
            if (problem.Resources < 2 || sweep == 0) continue;
            // Where prices went is where they go: a valley that is crossed from side to side is followed instead.
            double[] direction = [.. point.Prices.Zip(before.Prices, (after, then) => after - then)];
            point = Along(point, direction, 1, stride, tolerance);
        }
        return point;
    }

    DualPoint AlongPrice(DualPoint point, int resource, int stride, double tolerance)
    {
        var direction = new double[problem.Resources];
        direction[resource] = 1;
        var found = Along(point, direction, steps[resource], stride, tolerance);
        var moved = Math.Abs(found.Prices[resource] - point.Prices[resource]);
        steps[resource] = Math.Max(moved / 2, steps[resource] / 16);
        return found;
    }

    // The lowest point of those that were looked at on the line.
    DualPoint Along(DualPoint point, double[] direction, double step, int stride, double tolerance)
    {
        if (Slope(point, direction) > 0) direction = [.. direction.Select(way => -way)];
        var limit = Limit(point, direction);
        var (low, lowAt) = (point, 0.0);
        if (!(Slope(point, direction) < 0) || !(limit > 0)) return point;
        while (true)
        {
            var at = Math.Min(step, limit);
            var next = At(Moved(point, direction, at), stride);
            if (Slope(next, direction) >= 0)
                return Between(new(point, direction, stride, tolerance), low, lowAt, next, at);
            if (next.Bound < low.Bound) (low, lowAt) = (next, at);
            if (at >= limit) return low;
            step = at * 4;
        }
    }

    readonly record struct Line(DualPoint Origin, double[] Direction, int Stride, double Tolerance);

    DualPoint Between(Line line, DualPoint low, double lowAt, DualPoint high, double highAt)
    {
        var (halve, lowest) = (false, low.Bound < high.Bound ? low : high);
        for (var step = 0; step < 100; step++)
        {
            var (down, up) = (Slope(low, line.Direction), Slope(high, line.Direction));
            var meet = Math.Clamp((high.Bound - low.Bound + down * lowAt - up * highAt) / (down - up), lowAt, highAt);
            var floor = low.Bound + down * (meet - lowAt);
            if (lowest.Bound - floor <= line.Tolerance * lowest.Bound) break;
            var at = halve ? (lowAt + highAt) / 2 : meet;
            if (at <= lowAt || at >= highAt) break;
            var next = At(Moved(line.Origin, line.Direction, at), line.Stride);
            if (next.Bound < lowest.Bound) lowest = next;
            if (!halve && next.Bound - floor <= line.Tolerance * next.Bound) break;
            var width = highAt - lowAt;
            if (Slope(next, line.Direction) < 0) (low, lowAt) = (next, at);
            else (high, highAt) = (next, at);
            halve = highAt - lowAt > width / 2;
        }
        return lowest;
    }

    double Slope(DualPoint point, double[] direction)
    {
        var slope = 0.0;
        for (var resource = 0; resource < direction.Length; resource++)
            slope += direction[resource] * (problem.Capacities[resource] - point.Usage[resource]);
        return slope;
    }

    static double Limit(DualPoint point, double[] direction)
    {
        var limit = double.PositiveInfinity;
        for (var resource = 0; resource < direction.Length; resource++)
            if (direction[resource] < 0) limit = Math.Min(limit, point.Prices[resource] / -direction[resource]);
        return limit;
    }

    static double[] Moved(DualPoint point, double[] direction, double at) =>
        [.. point.Prices.Zip(direction, (price, way) => Math.Max(0, price + way * at))];
}
