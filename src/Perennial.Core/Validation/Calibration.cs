using Perennial.Core.Statistics;

namespace Perennial.Core.Validation;

/// <summary>A tenth of all forecasts: those that gave the most alike chances.</summary>
/// <param name="Forecasts">How many.</param>
/// <param name="Given">The mean chance given.</param>
/// <param name="Bought">The share who did buy.</param>
public sealed record CalibrationTenth(int Forecasts, double Given, double Bought);

/// <summary>The forecasts of one day.</summary>
/// <param name="Day">Days since 1970-01-01.</param>
/// <param name="Given">The mean chance given.</param>
/// <param name="Bought">The share who did buy.</param>
/// <param name="MayBeOff">How far the two may lie apart in 95 of 100 cases, by how uncertain the run of that day was of
/// its level, and by chance.</param>
public sealed record CalibrationDay(int Day, double Given, double Bought, double MayBeOff)
{
    /// <summary>Whether they lay no further off than that.</summary>
    public bool Holds => Math.Abs(Given - Bought) <= MayBeOff;
}

/// <summary>Whether chances given were as high as what happened, against what chance alone does to forecasts that are
/// right.</summary>
/// <remarks>
/// Outcomes are drawn 1,000 times from the forecasts themselves. The range holds 95 of 100 draws. Forecasts of several
/// days are put together; no two of one customer may be for the same day to come, or they would not be independent.
/// </remarks>
public sealed record Calibration
{
    /// <summary>How often outcomes are drawn.</summary>
    public const int Draws = 1000;

    const int Tenths = 10;
    const ulong Seed = 20_261_130;

    /// <summary>Days forecast.</summary>
    public required int HorizonDays { get; init; }

    /// <summary>Days forecast from.</summary>
    public required int Origins { get; init; }

    /// <summary>Chances given.</summary>
    public required int Forecasts { get; init; }

    /// <summary>The mean chance given.</summary>
    public required double Given { get; init; }

    /// <summary>The share who did buy.</summary>
    public required double Bought { get; init; }

    /// <summary>The least share that chance allows.</summary>
    public required double BoughtLow { get; init; }

    /// <summary>The greatest share that chance allows.</summary>
    public required double BoughtHigh { get; init; }

    /// <summary>The forecasts in ten parts, the lowest chances first.</summary>
    public required IReadOnlyList<CalibrationTenth> ByTenth { get; init; }

    /// <summary>The mean over the tenths of how far chance given and share who bought lie apart.</summary>
    public required double MeanGap { get; init; }

    /// <summary>The greatest such mean that chance allows.</summary>
    public required double MeanGapHigh { get; init; }

    /// <summary>Days forecast from, each with the mean chance given and the share who bought.</summary>
    public IReadOnlyList<CalibrationDay> ByDay { get; init; } = [];

    /// <summary>How far the share who bought lies outside of what chance allows: above 0 where fewer bought than
    /// forecast, below 0 where more did, 0 inside.</summary>
    public double Beyond => Bought < BoughtLow ? BoughtLow - Bought : Bought > BoughtHigh ? BoughtHigh - Bought : 0;

    /// <summary>How far the mean gap of the tenths lies above of what chance allows; 0 inside.</summary>
    public double GapBeyond => Math.Max(0, MeanGap - MeanGapHigh);

    /// <summary>Whether the forecasts are no further from what happened than chance allows.</summary>
    public bool Holds => Beyond == 0 && GapBeyond == 0;

    /// <summary>In words.</summary>
    public string Words => $"Within {HorizonDays} days {Given:0.0%} were to buy and {Bought:0.0%} did: " + (Holds
        ? $"no further apart than chance allows ({BoughtLow:0.0%} to {BoughtHigh:0.0%})."
        : Beyond == 0
            ? $"all in all no further apart than chance allows, but by tenths {MeanGap * 100:0.0} points apart, where "
                + $"chance allows {MeanGapHigh * 100:0.0}."
            : $"{Math.Abs(Beyond) * 100:0.0} points {(Beyond > 0 ? "fewer" : "more")} than chance allows "
                + $"({BoughtLow:0.0%} to {BoughtHigh:0.0%}).") + WordsOfDays;

    // A whole period is above or below what is usual for all customers at once, which no draw one by one allows for.
    string WordsOfDays => ByDay.Count == 0 || Holds ? ""
        : $" On {ByDay.Count(day => day.Holds):N0} of {ByDay.Count:N0} days it was within what the run of that day "
            + $"said of itself (up to {ByDay.Max(day => day.MayBeOff) * 100:0} points for all chances together).";

    /// <summary>Compares forecasts with outcomes.</summary>
    /// <param name="horizonDays">Days forecast.</param>
    /// <param name="origins">From how many days.</param>
    /// <param name="chances">Each 0..1.</param>
    /// <param name="outcomes">1 for who bought, else 0.</param>
    /// <returns>The comparison; null without a forecast.</returns>
    public static Calibration? Of(
        int horizonDays, int origins, IReadOnlyList<double> chances, IReadOnlyList<byte> outcomes)
    {
        if (chances.Count == 0) return null;
        double[] sorted = [.. chances];
        byte[] came = [.. outcomes];
        Array.Sort(sorted, came);
        var tenths = Enumerable.Range(0, Tenths).Select(i => TenthOf(sorted, came, i)).ToList();
        var (shares, gaps) = Drawn(sorted, tenths);
        return new Calibration
        {
            HorizonDays = horizonDays,
            Origins = origins,
            Forecasts = sorted.Length,
            Given = sorted.Average(),
            Bought = came.Average(value => (double)value),
            BoughtLow = Quantile(shares, 0.025),
            BoughtHigh = Quantile(shares, 0.975),
            ByTenth = tenths,
            MeanGap = MeanGapOf(tenths.Select(tenth => (tenth.Given, tenth.Bought, tenth.Forecasts))),
            MeanGapHigh = Quantile(gaps, 0.975),
        };
    }

    static int StartOf(int count, int tenth) => (int)((long)count * tenth / Tenths);

    static CalibrationTenth TenthOf(double[] sorted, byte[] came, int tenth)
    {
        var (from, to) = (StartOf(sorted.Length, tenth), StartOf(sorted.Length, tenth + 1));
        var (given, bought) = (0.0, 0);
        for (var i = from; i < to; i++) (given, bought) = (given + sorted[i], bought + came[i]);
        var count = to - from;
        return new CalibrationTenth(count, count == 0 ? 0 : given / count, count == 0 ? 0 : (double)bought / count);
    }

    static (double[] Shares, double[] Gaps) Drawn(double[] sorted, List<CalibrationTenth> tenths)
    {
        var (shares, gaps) = (new double[Draws], new double[Draws]);
        Parallel.For(0, Draws, Cores.All, draw =>
        {
            var rng = Rng.ForStream(Seed, (ulong)draw);
            Span<int> bought = stackalloc int[Tenths];
            var all = 0;
            for (var tenth = 0; tenth < Tenths; tenth++)
            {
                var (came, to) = (0, StartOf(sorted.Length, tenth + 1));
                for (var i = StartOf(sorted.Length, tenth); i < to; i++) if (rng.NextDouble() < sorted[i]) came++;
                bought[tenth] = came;
                all += came;
            }
            shares[draw] = (double)all / sorted.Length;
            double gap = 0, parts = 0;
            for (var tenth = 0; tenth < Tenths; tenth++)
            {
                if (tenths[tenth].Forecasts == 0) continue;
                gap += Math.Abs(tenths[tenth].Given - (double)bought[tenth] / tenths[tenth].Forecasts);
                parts++;
            }
            gaps[draw] = gap / parts;
        });
        Array.Sort(shares);
        Array.Sort(gaps);
        return (shares, gaps);
    }

    static double MeanGapOf(IEnumerable<(double Given, double Bought, int Forecasts)> tenths) =>
        tenths.Where(tenth => tenth.Forecasts > 0).Average(tenth => Math.Abs(tenth.Given - tenth.Bought));

    static double Quantile(double[] sorted, double share) => sorted[(int)Math.Round(share * (sorted.Length - 1))];
}
