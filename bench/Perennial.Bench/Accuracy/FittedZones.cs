using Perennial.Core.Cycle.Forecasts;
using Perennial.Core.Statistics;
using Perennial.Core.Validation;

namespace Perennial.Bench.Accuracy;

/// <summary>Five zones whose limits are fitted to days of the past, against the five statuses: each the chance that of
/// two customers, one who bought within 90 days and one who did not, the first stands higher.</summary>
/// <param name="Forecasts">How many, of days before which there was a day to fit to.</param>
/// <param name="Status">By cycle status.</param>
/// <param name="OfPercentile">By zones of the percentile of the silence in the own rhythm.</param>
/// <param name="OfBoth">By zones of percentile and chance together, weighed by a logistic regression.</param>
/// <param name="Fifths">By the chance in five equal parts.</param>
/// <param name="Recency">By days since the last order.</param>
/// <param name="Chance">By the chance itself.</param>
sealed record FittedZones(
    int Forecasts, double Status, double OfPercentile, double OfBoth, double Fifths, double Recency, double Chance)
{
    const int Zones = 5;

    // Limits lie between these parts of what they are fitted to.
    const int Parts = 40;

    /// <summary>Fits zones at every day to the days whose 90 days were over by then, and ranks by them.</summary>
    /// <param name="cases">Forecasts of several days.</param>
    /// <returns>The comparison; null where no day has one before it.</returns>
    public static FittedZones? Of(IReadOnlyList<ForecastCase> cases)
    {
        List<ForecastCase> known = [.. cases.Where(one => !double.IsNaN(one.Percentile))];
        var (tested, alone, both, fifths) =
            (new List<ForecastCase>(), new List<double>(), new List<double>(), new List<double>());
        foreach (var day in known.GroupBy(one => one.Origin).OrderBy(day => day.Key))
        {
            List<ForecastCase> past = [.. known.Where(one => one.Origin <= day.Key - CycleValidation.HorizonDays)];
            if (past.Count < 10 * Parts || past.All(one => one.Bought90 == past[0].Bought90)) continue;
            List<ForecastCase> now = [.. day];
            tested.AddRange(now);
            alone.AddRange(Ranks(past, now, one => -one.Percentile));
            var weighed = Logistic.Fit(
                [.. past.SelectMany(Features)], [.. past.Select(one => one.Bought90)], [0, 0, 1], 1);
            both.AddRange(Ranks(past, now, one => weighed.Probability(Features(one))));
            fifths.AddRange(Ranks(now, one => one.Chance90));
        }
        if (tested.Count == 0) return null;
        byte[] bought = [.. tested.Select(one => one.Bought90)];
        double By(IEnumerable<double> ratings) => ForecastScore.AreaUnder([.. ratings], bought);
        return new(tested.Count, By(tested.Select(one => -(double)one.Status)), By(alone), By(both), By(fifths),
            By(tested.Select(one => -(double)one.SilenceDays)), By(tested.Select(one => one.Chance90)));
    }

    static double[] Features(ForecastCase one)
    {
        var chance = Math.Clamp(one.Chance90, 1e-6, 1 - 1e-6);
        return [1, one.Percentile, Math.Log(chance / (1 - chance))];
    }

    static IEnumerable<double> Ranks(List<ForecastCase> of, Func<ForecastCase, double> score)
    {
        double[] sorted = [.. of.Select(score).Order()];
        return of.Select(one => (double)(Zones * FirstOf(sorted, score(one)) / sorted.Length));
    }

    static int FirstOf(double[] sorted, double value)
    {
        var place = Array.BinarySearch(sorted, value);
        if (place < 0) return ~place;
        while (place > 0 && sorted[place - 1].Equals(value)) place--;
        return place;
    }

    static IEnumerable<double> Ranks(
        List<ForecastCase> past, List<ForecastCase> now, Func<ForecastCase, double> score)
    {
        var limits = Limits([.. past.Select(score)], [.. past.Select(one => one.Bought90)]);
        return now.Select(one => (double)limits.Count(limit => score(one) >= limit));
    }

    /// <summary>The four limits under which zones rank the past best.</summary>
    /// <remarks>The area under the curve of zones is a sum over them: who bought in each, times who did not in those
    /// below and half of who did not in itself. So the best limits are found by going through them once.</remarks>
    static List<double> Limits(double[] scores, byte[] bought)
    {
        Array.Sort(scores, bought);
        List<int> starts = [.. Enumerable.Range(0, Parts).Select(i => (int)((long)scores.Length * i / Parts))
            .Select(start => FirstOf(scores, scores[start])).Distinct()];
        starts.Add(scores.Length);
        var sum = new int[scores.Length + 1];
        for (var i = 0; i < scores.Length; i++) sum[i + 1] = sum[i] + bought[i];
        var parts = starts.Count - 1;
        var (best, from) = (new double[Zones + 1, parts + 1], new int[Zones + 1, parts + 1]);
        for (var zone = 1; zone <= Zones; zone++)
        {
            for (var end = 0; end <= parts; end++)
            {
                (best[zone, end], from[zone, end]) = (zone == 1 ? Gain(0, end) : double.NegativeInfinity, 0);
                for (var begin = 0; zone > 1 && begin <= end; begin++)
                {
                    var gain = best[zone - 1, begin] + Gain(begin, end);
                    if (gain <= best[zone, end]) continue;
                    (best[zone, end], from[zone, end]) = (gain, begin);
                }
            }
        }
        var (limits, last) = (new List<double>(), parts);
        for (var zone = Zones; zone > 1; zone--)
        {
            last = from[zone, last];
            if (last < parts && last > 0) limits.Add(scores[starts[last]]);
        }
        return [.. limits.Distinct()];

        double Gain(int begin, int end)
        {
            var (first, after) = (starts[begin], starts[end]);
            double came = sum[after] - sum[first];
            return came * (first - sum[first] + (after - first - came) / 2);
        }
    }
}
