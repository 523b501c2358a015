using System.Globalization;
using Perennial.Core;
using Perennial.Core.Cycle;
using Perennial.Core.Parts;
using Perennial.Core.Recommendations;
using Perennial.Core.Validation;

namespace Perennial.Bench.Accuracy;

/// <summary>How right forecasts are on every set there is: what docs/reference/accuracy.md says.</summary>
static class AccuracyBench
{
    // A year of months and the first of the next: four quarters that do not overlap, and one more.
    const int Origins = 13;
    const int RiskOrigins = 4;

    /// <summary>Forecasts, writes the numbers found and prints the page.</summary>
    /// <param name="args">The numbers of before, the file for those of now, perhaps <c>--only=NAME</c>, folders with
    /// sets.</param>
    public static int Run(string[] args)
    {
        if (args.Length < 3)
        {
            Console.Error.WriteLine("bench accuracy BEFORE.tsv NOW.tsv [--only=SET] FOLDER...");
            return 2;
        }
        var found = new List<MeasuredSet>();
        const string only = "--only=";
        var asked = args[2..].Where(one => one.StartsWith(only, StringComparison.Ordinal))
            .Select(one => one[only.Length..]).ToHashSet();
        foreach (var (name, read) in AccuracySet.All([.. args[2..].Where(one => !one.StartsWith('-'))]))
        {
            if (asked.Count > 0 && !asked.Contains(name)) continue;
            var set = read();
            Console.Error.WriteLine(set.Name);
            var (settings, options) = (new ProfileSettings(), new CycleOptions());
            var cases = new List<ForecastCase>();
            found.Add(new(set.Name,
                CycleValidation.Run(
                    set.History, set.Keys, settings, options, set.LastDay, Origins, each: cases.Add),
                RiskValidation.Run(set.History, set.Keys, settings, options, set.LastDay, RiskOrigins))
            {
                Discover = Discovered(set), Zones = FittedZones.Of(cases),
            });
        }
        var before = Numbers.Read(args[0]);
        Numbers.Write(args[1], found);
        Console.Write(AccuracyPage.Of(found, before));
        return 0;
    }

    // As every scoring run does by itself.
    static RecommendationTrial? Discovered(AccuracySet set) => set.History.Products.Count == 0 ? null
        : new MethodChoice(set.History, set.Catalogue(), ShopCalendar.Utc, new RecommendationOptions())
            .Choose(ShopCalendar.Utc.EndOf(set.LastDay));
}

/// <summary>What was found on one set.</summary>
sealed record MeasuredSet(string Name, CycleValidation Cycle, RiskValidation? Risk)
{
    /// <summary>How ways to recommend did; null where orders have no lines.</summary>
    public RecommendationTrial? Discover { get; init; }

    /// <summary>How zones fitted to the past rank; null where there was no past to fit to.</summary>
    public FittedZones? Zones { get; init; }
}

/// <summary>The numbers of a run, one a line: set, measure, value.</summary>
static class Numbers
{
    public static Dictionary<(string Set, string Measure), double> Read(string path) => !File.Exists(path) ? []
        : File.ReadLines(path).Select(line => line.Split('\t')).ToDictionary(
            cells => (cells[0], cells[1]), cells => double.Parse(cells[2], CultureInfo.InvariantCulture));

    public static void Write(string path, IEnumerable<MeasuredSet> sets) => File.WriteAllLines(path,
        sets.SelectMany(set => Of(set).Select(pair => string.Create(
            CultureInfo.InvariantCulture, $"{set.Name}\t{pair.Measure}\t{pair.Value:0.######}"))));

    public static IEnumerable<(string Measure, double Value)> Of(MeasuredSet set)
    {
        if (set.Cycle.Ranking is { } ranking)
        {
            yield return ("AUC status", ranking.Status);
            yield return ("AUC recency", ranking.Recency);
            yield return ("AUC p_buy_90d", ranking.Chance);
            yield return ("AUC plain", ranking.Plain);
            yield return ("AUC percentile", ranking.Percentile);
            yield return ("AUC fifths", ranking.Fifths);
        }
        if (set.Zones is { } zones)
        {
            yield return ("zones forecasts", zones.Forecasts);
            yield return ("zones status", zones.Status);
            yield return ("zones percentile", zones.OfPercentile);
            yield return ("zones both", zones.OfBoth);
            yield return ("zones fifths", zones.Fifths);
        }
        yield return ("AUC all p_buy_90d", set.Cycle.Used.Auc);
        yield return ("AUC all recency", set.Cycle.RecencyAuc);
        yield return ("AUC all plain", set.Cycle.Plain.Auc);
        yield return ("log loss p_buy_90d", set.Cycle.Used.LogLoss);
        yield return ("log loss plain", set.Cycle.Plain.LogLoss);
        if (set.Discover is { } trial)
        {
            yield return ("HR@6 customers", trial.LaterCustomers);
            yield return ("HR@6 discover", (double)trial.Chosen.LaterHits / trial.LaterCustomers);
            yield return ("HR@6 popular", (double)trial.Popular.LaterHits / trial.LaterCustomers);
        }
        foreach (var calibration in new[] { set.Cycle.Calibration30, set.Cycle.Calibration90 })
        {
            if (calibration is null) continue;
            var name = $"p_buy_{calibration.HorizonDays}d";
            yield return ($"{name} origins", calibration.Origins);
            yield return ($"{name} forecasts", calibration.Forecasts);
            yield return ($"{name} given", calibration.Given);
            yield return ($"{name} bought", calibration.Bought);
            yield return ($"{name} low", calibration.BoughtLow);
            yield return ($"{name} high", calibration.BoughtHigh);
            yield return ($"{name} gap", calibration.MeanGap);
            yield return ($"{name} gap high", calibration.MeanGapHigh);
        }
    }
}
