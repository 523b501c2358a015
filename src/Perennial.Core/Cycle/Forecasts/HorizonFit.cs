using Perennial.Core.Cycle.Gaps;
using Perennial.Core.Cycle.Returns;
using Perennial.Core.Profiles;
using Perennial.Core.Statistics;

namespace Perennial.Core.Cycle.Forecasts;

/// <summary>Calibrates the chance of an order within some days on the same days before the scoring run.</summary>
static class HorizonFit
{
    const int Folds = 5;

    // Fewer, or fewer who did or did not come back, would calibrate to chance.
    const int FewestCustomers = 100;
    const int FewestOfAKind = 10;

    static readonly double[] AsIs = [0, 1, 0, 0];
    static readonly double[] SingleAsIs = [0, 1, 0];
    const double Firmly = 5;
    const double Loosely = 0.5;

    /// <param name="days">Days ahead, and how long before the scoring run the past is.</param>
    /// <param name="gaps">Fitted to the past or earlier; null where it was not.</param>
    /// <param name="curve">First returns, of the past or earlier.</param>
    /// <param name="past">The customers then.</param>
    /// <param name="pastDay">The day of <paramref name="past"/>.</param>
    /// <param name="now">The same customers at the scoring run.</param>
    /// <param name="most">Look at so many.</param>
    public static HorizonModel Fit(int days, GapParameters? gaps, ReturnCurve? curve, ProfileTable past, int pastDay,
        ProfileTable now, int most)
    {
        var (then, later) = (new Buyers(past), new Buyers(now));
        var (repeaters, singles) = (new Cases(), new Cases());
        foreach (var row in then.Sample(most))
        {
            var buyer = then.At(row, pastDay);
            var bought = later.PurchaseDays(row) > 0 && later.LastDay(row) > pastDay ? (byte)1 : (byte)0;
            if (buyer.Sums.Gaps > 0)
            {
                repeaters.Add(buyer, bought, gaps is null
                    ? double.NaN : GapForecast.Of(gaps, buyer.Sums).Returns(buyer.SilenceDays, days));
            }
            else
            {
                singles.Add(buyer, bought, curve is null
                    ? double.NaN : curve.Returns(buyer.FirstDay, buyer.SilenceDays, days));
            }
        }
        var all = repeaters.Count + singles.Count;
        var model = Compare(days, gaps is not null, repeaters) with
        {
            BaseShare = all < FewestCustomers ? null : (double)(repeaters.Bought + singles.Bought) / all,
        };
        if (curve is null || !singles.Suffice) return model;
        var features = singles.Features(3, HorizonModel.SingleFeatures);
        return model with { SingleCalibrator = Logistic.Fit(features, singles.Outcomes, SingleAsIs, Firmly) };
    }

    static HorizonModel Compare(int days, bool hasGaps, Cases cases)
    {
        var enough = cases.Suffice;
        if (!enough)
        {
            return new HorizonModel
            {
                Days = days,
                Verdict = $"{cases.Count:N0} repeat buyers {days} days ago, of whom {cases.Bought:N0} bought since: "
                    + "too few to calibrate on" + (hasGaps ? "; the model of gaps is used as it is." : "."),
            };
        }
        var plainFeatures = cases.Features(4, (in buyer, _, into) => HorizonModel.PlainFeatures(buyer, into));
        var recencyFeatures = cases.Features(2, (in buyer, _, into) =>
            (into[0], into[1]) = (1, Math.Log(1 + buyer.SilenceDays)));
        var plain = LeftOut(plainFeatures, cases.Outcomes, new double[4], Loosely);
        var recency = LeftOut(recencyFeatures, cases.Outcomes, new double[2], Loosely);
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
        var features = cases.Features(4, HorizonModel.GapFeatures);
        var score = ForecastScore.Of(LeftOut(features, cases.Outcomes, AsIs, Firmly), cases.Outcomes);
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
    static double[] LeftOut(double[] features, byte[] outcomes, double[] prior, double strength)
    {
        var chances = new double[outcomes.Length];
        Parallel.For(0, Folds, Cores.All, fold =>
        {
            var fitted = Logistic.Fit(features, outcomes, prior, strength, row => FoldOf(row) == fold);
            for (var row = 0; row < outcomes.Length; row++)
            {
                if (FoldOf(row) == fold)
                    chances[row] = fitted.Probability(features.AsSpan(row * prior.Length, prior.Length));
            }
        });
        return chances;
    }

    static int FoldOf(int row) => (int)(Buyers.Spread(row) % Folds);

    delegate void WriteFeatures(in Buyer buyer, double chance, Span<double> into);

    sealed class Cases
    {
        readonly List<Buyer> buyers = [];
        readonly List<byte> outcomes = [];
        readonly List<double> chances = [];

        public int Count => buyers.Count;

        public int Bought { get; private set; }

        public bool Suffice =>
            Count >= FewestCustomers && Bought >= FewestOfAKind && Count - Bought >= FewestOfAKind;

        public byte[] Outcomes => field ??= [.. outcomes];

        public IReadOnlyList<double> Chances => chances;

        public void Add(in Buyer buyer, byte bought, double chance)
        {
            buyers.Add(buyer);
            outcomes.Add(bought);
            chances.Add(chance);
            Bought += bought;
        }

        public double[] Features(int size, WriteFeatures write)
        {
            var features = new double[size * Count];
            for (var i = 0; i < Count; i++) write(buyers[i], chances[i], features.AsSpan(i * size, size));
            return features;
        }
    }
}
