using Perennial.Core.Statistics;

namespace Perennial.Core.Lifetime;

/// <summary>
/// Sums over the negative binomial distribution: what a customer whose rate is gamma distributed will do. Every term
/// is positive, so nothing cancels where the textbook formulas with 2F1 do (a near 1, c below 0, huge counts).
/// </summary>
static class GammaCounts
{
    const int MostTerms = 20_000_000;
    const double Large = 1e250;

    /// <summary>Purchases to expect within t, of a customer who drops out with a beta distributed probability after
    /// each one.</summary>
    /// <param name="shape">Of the gamma distributed rate.</param>
    /// <param name="rate">Of the same: the mean rate is shape / rate.</param>
    /// <param name="t">How long, not negative.</param>
    /// <param name="a">Of the beta distributed probability to drop out.</param>
    /// <param name="b">Of the same.</param>
    /// <param name="k">Every k-th event is a purchase.</param>
    /// <param name="phase">Events since the last purchase, 0..k-1.</param>
    /// <param name="mayHaveLeft">Whether the customer could drop out just now; else the next purchase
    /// is sure to come.</param>
    public static double Purchases(
        double shape, double rate, double t, double a, double b, int k, int phase, bool mayHaveLeft)
    {
        if (!(t > 0)) return 0;
        var share = t / (rate + t);
        var mean = shape * t / rate;
        var logScale = -shape * NearZero.LogOnePlus(t / rate);
        double probability = 1, sum = 0, counted = 0;
        var stillHere = mayHaveLeft ? b / (a + b) : 1;
        var survived = mayHaveLeft ? 1 : 0;
        for (var events = 1; events < MostTerms; events++)
        {
            probability *= (shape + events - 1) / events * share;
            if (k == 1 || (events + phase) % k == 0)
            {
                counted += stillHere;
                stillHere *= (b + survived) / (a + b + survived);
                survived++;
            }
            sum += probability * counted;
            if (probability > Large)
            {
                probability /= Large;
                sum /= Large;
                logScale += Math.Log(Large);
            }
            if (events < mean) continue;
            // The terms fall at least as a geometric series from here.
            var ratio = (shape + events) / (events + 1) * share * (1 + (double)k / events);
            if (ratio < 1 && probability * counted * ratio < 1e-16 * sum * (1 - ratio)) break;
        }
        return sum * Math.Exp(logScale);
    }

    /// <summary>Probability of just <paramref name="events"/> events within t.</summary>
    public static double Probability(double shape, double rate, double t, int events)
    {
        if (!(t > 0)) return events == 0 ? 1 : 0;
        return Math.Exp(GammaFunctions.LogGamma(shape + events) - GammaFunctions.LogGamma(shape)
            - GammaFunctions.LogGamma(events + 1.0) - shape * NearZero.LogOnePlus(t / rate)
            + events * Math.Log(t / (rate + t)));
    }

    /// <summary>Probability of at least <paramref name="events"/> events within t.</summary>
    public static double AtLeast(double shape, double rate, double t, int events)
    {
        if (events <= 0) return 1;
        if (!(t > 0)) return 0;
        var share = t / (rate + t);
        if (events <= shape * t / rate)
        {
            var below = 0.0;
            for (var i = events - 1; i >= 0; i--) below += Probability(shape, rate, t, i);
            return Math.Max(0, 1 - below);
        }
        var term = Probability(shape, rate, t, events);
        var sum = term;
        for (var i = events; term > 1e-17 * sum && i < MostTerms; i++)
        {
            term *= (shape + i) / (i + 1) * share;
            sum += term;
        }
        return Math.Min(1, sum);
    }
}
