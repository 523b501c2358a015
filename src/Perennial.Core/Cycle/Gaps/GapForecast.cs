using System.Runtime.CompilerServices;

namespace Perennial.Core.Cycle.Gaps;

/// <summary>What is to be expected of one customer, given the past gaps: the mixture over regularities, weighed by how
/// well each explains those gaps.</summary>
/// <remarks>By <see cref="GapTables"/>: equal to the closed forms of <see cref="GapCurve"/> to four digits.</remarks>
public ref struct GapForecast
{
    const int Most = 16;
    const double Negligible = 1e-4;

    [InlineArray(Most)]
    struct Components
    {
        Component first;
    }

    struct Component
    {
        public double Weight, Offset, Share;
        public double[] Lower, Upper;
    }

    Components components;
    int count;
    double lapsed, active;

    /// <summary>The forecast for a customer with these past gaps.</summary>
    public static GapForecast Of(GapParameters parameters, GapSums x) => Of(GapTables.Of(parameters), x);

    internal static GapForecast Of(GapTables tables, GapSums x)
    {
        var parameters = tables.Parameters;
        var forecast = new GapForecast();
        (forecast.lapsed, forecast.active) = tables.Dropout(x.Gaps);
        Span<double> weights = stackalloc double[Most];
        Span<double> lnScale = stackalloc double[Most];
        var size = Math.Min(Most, tables.Count);
        var greatest = double.NegativeInfinity;
        for (var i = 0; i < size; i++)
        {
            lnScale[i] = Math.Log(parameters.B + parameters.K[i] * x.SumDays);
            weights[i] = parameters.Weights[i] <= 0 ? double.NegativeInfinity
                : Math.Log(parameters.Weights[i]) + tables.LnDensity(i, x, lnScale[i]);
            greatest = Math.Max(greatest, weights[i]);
        }
        var kept = 0.0;
        for (var i = 0; i < size; i++)
        {
            var weight = Math.Exp(weights[i] - greatest);
            if (weight < Negligible) continue;
            var (lower, upper, share) = tables.Between(i, x.Gaps);
            forecast.components[forecast.count++] = new Component
            {
                Weight = weight, Lower = lower, Upper = upper, Share = share,
                Offset = Math.Log(parameters.A + parameters.K[i] * x.Gaps) - lnScale[i],
            };
            kept += weight;
        }
        for (var i = 0; i < forecast.count; i++) forecast.components[i].Weight /= kept;
        return forecast;
    }

    /// <summary>The percentile of a silence: the chance that a customer who goes on buying as before would have come
    /// back by now.</summary>
    public readonly double Percentile(double silenceDays) =>
        silenceDays <= 0 ? 0 : At(Math.Log(silenceDays)).Below;

    /// <summary>The days within which a customer who goes on buying as before comes back with a probability.</summary>
    /// <param name="probability">Between 0 and 1, both excluded.</param>
    /// <param name="nearDays">Where to begin: anything that is known to lie near; 0 for a guess.</param>
    public readonly double Quantile(double probability, double nearDays = 0)
    {
        var wanted = Math.Log(probability / (1 - probability));
        var (low, high) = (-20.0, 25.0);
        var v = Math.Clamp(nearDays > 0 ? Math.Log(nearDays) : Middle(), low, high);
        for (var i = 0; i < 60; i++)
        {
            var (below, above, density) = At(v);
            if (below <= 0 || above <= 0)
            {
                (low, high) = below <= 0 ? (v, high) : (low, v);
                v = (low + high) / 2;
                continue;
            }
            // The logit of a mixture is nearly a straight line too: few steps.
            var error = Math.Log(below / above) - wanted;
            if (error > 0) high = v;
            else low = v;
            var next = v - error * below * above / density;
            if (!(next > low && next < high)) next = (low + high) / 2;
            var moved = Math.Abs(next - v);
            v = next;
            // Each step squares what is missing.
            if (moved < 1e-4) break;
        }
        return Math.Exp(v);
    }

    readonly double Middle()
    {
        var sum = 0.0;
        for (var i = 0; i < count; i++) sum -= components[i].Weight * components[i].Offset;
        return sum;
    }

    /// <summary>The chance that the customer still buys, after a silence.</summary>
    public readonly double Active(double silenceDays)
    {
        var still = active * Above(silenceDays);
        return still / (lapsed + still);
    }

    /// <summary>The chance of a purchase within some days from now, after a silence, lapsing included.</summary>
    public readonly double Returns(double silenceDays, double withinDays)
    {
        var still = Above(silenceDays);
        return Math.Clamp(active * (still - Above(silenceDays + withinDays)) / (lapsed + active * still), 0, 1);
    }

    readonly double Above(double silenceDays) => silenceDays <= 0 ? 1 : At(Math.Log(silenceDays)).Above;

    readonly (double Below, double Above, double Density) At(double lnSilence)
    {
        var (below, above, density) = (0.0, 0.0, 0.0);
        for (var i = 0; i < count; i++)
        {
            ref readonly var component = ref components[i];
            var v = lnSilence + component.Offset;
            var (logit, slope) = GapTables.Read(component.Lower, v);
            if (component.Share > 0)
            {
                var (other, otherSlope) = GapTables.Read(component.Upper, v);
                logit += component.Share * (other - logit);
                slope += component.Share * (otherSlope - slope);
            }
            var power = Math.Exp(-Math.Abs(logit));
            var (small, large) = (power / (1 + power), 1 / (1 + power));
            below += component.Weight * (logit < 0 ? small : large);
            above += component.Weight * (logit < 0 ? large : small);
            density += component.Weight * small * large * slope;
        }
        return (below, above, density);
    }
}
