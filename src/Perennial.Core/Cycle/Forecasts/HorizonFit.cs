using Perennial.Core.Cycle.Gaps;
using Perennial.Core.Statistics;

namespace Perennial.Core.Cycle.Forecasts;

/// <summary>Calibrates the chance of an order within some days on days of the past year.</summary>
static class HorizonFit
{
    // Fewer buyers of a day do not tell what is usual.
    const int FewestCustomers = 100;

    // Who bought again, and how soon, is learnt from a year; how that changes from season to season from two.
    const int LearntFromDays = 366;

    static readonly double[] AsIs = [0, 1, 0, 0, 0];
    static readonly double[] SingleAsIs = [0, 1, 0];
    const double Firmly = 5;
    const double Loosely = 0.5;

    /// <param name="days">Days ahead.</param>
    /// <param name="gaps">Of the past; null where too few had bought again.</param>
    /// <param name="past">The customers on days of the past.</param>
    public static HorizonModel Fit(int days, GapParameters? gaps, IReadOnlyList<PastDay> past)
    {
        var alike = Alike(days, past);
        var (repeaters, singles) = PastCases.Of(days, gaps, alike.Where(day => day.DaysAgo <= LearntFromDays));
        var model = Compare(days, gaps is not null, repeaters) with { BaseShare = BaseShareOf(days, past) };
        if (singles.Suffice)
        {
            var features = singles.Features(3, HorizonModel.SingleFeatures);
            model = model with { SingleCalibrator = Logistic.Fit(features, singles.Outcomes, SingleAsIs, Firmly) };
        }
        var (olderRepeaters, olderSingles) =
            PastCases.Of(days, gaps, alike.Where(day => day.DaysAgo > LearntFromDays));
        var levels = PeriodLevels.Of(model, [repeaters, singles, olderRepeaters, olderSingles]);
        var next = PeriodLevels.Next(levels);
        var knowsSeason = levels.Any(level => level.DaysAgo >= LearntFromDays - 1);
        return model with
        {
            Level = next.Shift,
            LevelError = knowsSeason ? next.StandardError : Math.Max(next.StandardError, FirstYear(days)),
            KnowsSeason = knowsSeason,
        };
    }

    // How far apart forecasts and outcomes lay in a dozen extracts of a year (docs/decisions/0065): a season that
    // nobody has seen yet can be learnt from nothing.
    static double FirstYear(int days) => 0.5 * Math.Pow(days / 90.0, 2.0 / 3);

    // A shop that was much younger then knew less of everybody: who seemed new had perhaps bought for years.
    static List<PastDay> Alike(int days, IReadOnlyList<PastDay> past)
    {
        if (past.Count == 0) return [];
        var age = past.Max(day => day.DaysAgo + day.AgeDays);
        List<PastDay> over = [.. past.Where(day => day.DaysAgo >= days)];
        List<PastDay> alike = [.. over.Where(day => day.AgeDays * 4 >= age)];
        return alike.Count > 0 ? alike : [.. over.Take(1)];
    }

    // Of the last days that are over.
    static double? BaseShareOf(int days, IReadOnlyList<PastDay> past)
    {
        var last = past.FirstOrDefault(day => day.DaysAgo >= days);
        return last is null || last.Buyers.Count < FewestCustomers
            ? null : last.Buyers.Count(one => one.BoughtWithin(days)) / (double)last.Buyers.Count;
    }

    static HorizonModel Compare(int days, bool hasGaps, PastCases cases)
    {
        var enough = cases.Suffice;
        if (!enough)
        {
            return new HorizonModel
            {
                Days = days,
                Verdict = $"{cases.Count:N0} repeat buyers in the past year, of whom {cases.Bought:N0} bought within "
                    + $"{days} days: too few to calibrate on"
                    + (hasGaps ? "; the model of gaps is used as it is." : "."),
            };
        }
        var plainFeatures = cases.Features(4, (in buyer, _, into) => HorizonModel.PlainFeatures(buyer, into));
        var recencyFeatures = cases.Features(2, (in buyer, _, into) =>
            (into[0], into[1]) = (1, Math.Log(1 + buyer.SilenceDays)));
        var plain = LeftOut(plainFeatures, cases.Outcomes, cases.FoldOf, new double[4], Loosely);
        var recency = LeftOut(recencyFeatures, cases.Outcomes, cases.FoldOf, new double[2], Loosely);
        var model = new HorizonModel
        {
            Days = days,
            Plain = Logistic.Fit(plainFeatures, cases.Outcomes, new double[4], Loosely),
            PlainLogistic = ForecastScore.Of(plain, cases.Outcomes),
            Recency = ForecastScore.Of(recency, cases.Outcomes),
            Fallback = true,
            Verdict = "Too few customers bought again for a model of gaps; a plain logistic regression on number of "
                + "purchases, silence and tenure is used.",
        };
        if (!hasGaps) return model;
        var features = cases.Features(5, HorizonModel.GapFeatures);
        var score = ForecastScore.Of(LeftOut(features, cases.Outcomes, cases.FoldOf, AsIs, Firmly), cases.Outcomes);
        var fallback = score.LogLoss > Math.Min(model.PlainLogistic.LogLoss, model.Recency.LogLoss);
        return model with
        {
            Calibrator = Logistic.Fit(features, cases.Outcomes, AsIs, Firmly),
            Uncalibrated = ForecastScore.Of(cases.Chances, cases.Outcomes),
            Calibrated = score,
            Fallback = fallback,
            Verdict = Words(score, model.PlainLogistic, model.Recency, fallback),
        };
    }

    static string Words(ForecastScore gaps, ForecastScore plain, ForecastScore recency, bool fallback)
    {
        var numbers = $"log loss {gaps.LogLoss:0.0000} against {plain.LogLoss:0.0000} of the plain logistic regression "
            + $"and {recency.LogLoss:0.0000} of recency alone";
        return fallback
            ? $"The calibrated model of gaps does not beat the simpler forecasts ({numbers}): the plain logistic "
                + "regression is used."
            : $"The calibrated model of gaps beats the simpler forecasts ({numbers}): it is used.";
    }

    /// <summary>The chance of each case by a regression fitted to the others' four fifths.</summary>
    static double[] LeftOut(
        double[] features, byte[] outcomes, int[] foldOf, double[] prior, double strength)
    {
        var chances = new double[outcomes.Length];
        Parallel.For(0, PastCases.Folds, Cores.All, fold =>
        {
            var fitted = Logistic.Fit(features, outcomes, prior, strength, row => foldOf[row] == fold);
            for (var row = 0; row < outcomes.Length; row++)
            {
                if (foldOf[row] == fold)
                    chances[row] = fitted.Probability(features.AsSpan(row * prior.Length, prior.Length));
            }
        });
        return chances;
    }
}
