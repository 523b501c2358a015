using Perennial.Core.Statistics;

namespace Perennial.Core.Cycle.Forecasts;

/// <summary>How much more or less often than usual customers bought in one period.</summary>
/// <param name="DaysAgo">When it began.</param>
/// <param name="Shift">On the scale of the logit, beyond what their numbers of purchases and silences explain.</param>
/// <param name="StandardError">How uncertain that is.</param>
public readonly record struct PeriodLevel(int DaysAgo, double Shift, double StandardError);

/// <summary>
/// Forecasts the level of the period that begins now from those of the past: recent ones count, and those a year
/// before, as far as the past says that levels last, or come back with the season.
/// </summary>
/// <remarks>
/// Gaussian process regression (Rasmussen and Williams 2006, 2.2) with a covariance of what lasts, exp(−|t|/τ), and
/// what comes back every year, exp(−2 sin²(π t/365)/.8² − |t|/1095). How much of either there is, and τ, are those of
/// a few values under which the past is likeliest.
/// </remarks>
public static class PeriodLevels
{
    const double Year = 365.25;
    static readonly double[] Deviations = [0, 0.05, 0.1, 0.2, 0.4, 0.8];
    static readonly double[] Seasons = [0, 0.5, 1];
    static readonly double[] LastDays = [90, 365, 1460];

    // What neither lasts nor comes back.
    const double Own = 0.2;

    // Fewer buyers of a day say nothing of it.
    const int FewestOfADay = 50;

    /// <summary>The levels of the past.</summary>
    /// <param name="model">Calibrated on them together.</param>
    /// <param name="past">Buyers of the days.</param>
    internal static IReadOnlyList<PeriodLevel> Of(HorizonModel model, IEnumerable<PastCases> past)
    {
        var days = new SortedDictionary<int, List<(double Chance, byte Bought)>>();
        foreach (var cases in past)
        {
            for (var i = 0; i < cases.Count; i++)
            {
                // What is not calibrated has no level either, and would lend its own faults to the others.
                if (!model.IsCalibrated(cases.Buyers[i])) continue;
                var chance = model.Chance(cases.Buyers[i], cases.Chances[i]);
                if (double.IsNaN(chance)) continue;
                if (!days.TryGetValue(cases.DaysAgo[i], out var day)) days[cases.DaysAgo[i]] = day = [];
                day.Add((chance, cases.Outcomes[i]));
            }
        }
        return [.. days.Where(day => day.Value.Count >= FewestOfADay).Select(day =>
            LevelOf(day.Key, model.Days, day.Value))];
    }

    // The shift under which as many were to buy as did, drawn to 0 as if by one buyer more.
    static PeriodLevel LevelOf(int daysAgo, int days, List<(double Chance, byte Bought)> buyers)
    {
        var (shift, information) = (0.0, 1.0);
        for (var step = 0; step < 30; step++)
        {
            var missing = -shift;
            information = 1;
            foreach (var (chance, bought) in buyers)
            {
                var odds = chance / Math.Max(1e-12, 1 - chance) * Math.Exp(shift);
                var shifted = odds / (1 + odds);
                missing += bought - shifted;
                information += shifted * (1 - shifted);
            }
            var move = Math.Clamp(missing / information, -0.5, 0.5);
            shift += move;
            if (Math.Abs(move) < 1e-9) break;
        }
        // Days a month apart forecast the same purchases as often as a horizon has months.
        return new PeriodLevel(daysAgo, shift, Math.Sqrt(Math.Max(1, days / 30.0) / information));
    }

    /// <summary>The shift to expect, 0 where nothing is known, and how uncertain it is.</summary>
    /// <remarks>The shift is that of the likeliest amounts of what lasts and comes back. How uncertain it is takes all
    /// of them together, each as much as it is likely: a few levels that lie close to one another by chance do not say
    /// that levels never move.</remarks>
    /// <param name="past">Levels of the past, in any order.</param>
    public static PeriodLevel Next(IReadOnlyList<PeriodLevel> past)
    {
        var (best, found) = (double.NegativeInfinity, new PeriodLevel(0, 0, 0));
        var fits = new List<(double Likelihood, PeriodLevel Next)>();
        foreach (var deviation in Deviations)
        {
            foreach (var season in deviation == 0 ? [0] : Seasons)
            {
                foreach (var lasting in deviation == 0 || season == 1 ? [LastDays[0]] : LastDays)
                {
                    var kernel = new Kernel(deviation * deviation, season, lasting);
                    if (Fit(past, kernel) is not { } fit) continue;
                    fits.Add(fit);
                    if (fit.Likelihood <= best) continue;
                    (best, found) = (fit.Likelihood, fit.Next);
                }
            }
        }
        var (weights, squares) = (0.0, 0.0);
        foreach (var (likelihood, next) in fits)
        {
            var (weight, apart) = (Math.Exp(likelihood - best), next.Shift - found.Shift);
            weights += weight;
            squares += weight * (next.StandardError * next.StandardError + apart * apart);
        }
        return weights > 0 ? found with { StandardError = Math.Sqrt(squares / weights) } : found;
    }

    static (double Likelihood, PeriodLevel Next)? Fit(IReadOnlyList<PeriodLevel> past, Kernel kernel)
    {
        var count = past.Count;
        var covariance = new double[count, count];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j <= i; j++)
                covariance[i, j] = covariance[j, i] = kernel.Of(past[i].DaysAgo - past[j].DaysAgo);
            covariance[i, i] += kernel.Variance * Own + past[i].StandardError * past[i].StandardError;
        }
        if (Cholesky.Of(covariance) is not { } root) return null;
        double[] shifts = [.. past.Select(level => level.Shift)];
        var solved = root.Solve(shifts);
        double[] toNow = [.. past.Select(level => kernel.Of(level.DaysAgo))];
        var (likelihood, next, explained) = (-0.5 * root.LogDeterminant, 0.0, 0.0);
        var weights = root.Solve(toNow);
        for (var i = 0; i < count; i++)
        {
            likelihood -= 0.5 * shifts[i] * solved[i];
            next += toNow[i] * solved[i];
            explained += toNow[i] * weights[i];
        }
        var variance = kernel.Variance * (1 + Own) - explained;
        return (likelihood, new PeriodLevel(0, next, Math.Sqrt(Math.Max(0, variance))));
    }

    readonly record struct Kernel(double Variance, double Season, double LastingDays)
    {
        public double Of(int days)
        {
            var apart = Math.Abs(days);
            var sine = Math.Sin(Math.PI * apart / Year);
            var comesBack = Math.Exp(-2 * sine * sine / 0.64 - apart / 1095.0);
            return Variance * ((1 - Season) * Math.Exp(-apart / LastingDays) + Season * comesBack);
        }
    }
}
