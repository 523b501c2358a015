using Perennial.Core.Cycle.Gaps;
using Perennial.Core.Cycle.Returns;

namespace Perennial.Core.Cycle.Forecasts;

/// <summary>Writes the features of a buyer.</summary>
delegate void WriteFeatures(in Buyer buyer, double chance, Span<double> into);

/// <summary>Buyers of the past with the chance given to each before calibration, and whether they bought.</summary>
sealed class PastCases
{
    // Fewer, or fewer who did or did not come back, would calibrate to chance.
    const int FewestCustomers = 100;
    const int FewestOfAKind = 10;

    /// <summary>Into how many parts customers are cut to leave each out in turn.</summary>
    public const int Folds = 5;

    readonly List<Buyer> buyers = [];
    readonly List<byte> outcomes = [];
    readonly List<double> chances = [];
    readonly List<int> daysAgo = [], folds = [];

    public int Count => buyers.Count;

    public int Bought { get; private set; }

    public bool Suffice => Count >= FewestCustomers && Bought >= FewestOfAKind && Count - Bought >= FewestOfAKind;

    public byte[] Outcomes => field ??= [.. outcomes];

    /// <summary>The part of each: a customer stands in one on every day, or the others would tell of them.</summary>
    public int[] FoldOf => field ??= [.. folds];

    public IReadOnlyList<Buyer> Buyers => buyers;

    public IReadOnlyList<double> Chances => chances;

    public IReadOnlyList<int> DaysAgo => daysAgo;

    public double[] Features(int size, WriteFeatures write)
    {
        var features = new double[size * Count];
        for (var i = 0; i < Count; i++) write(buyers[i], chances[i], features.AsSpan(i * size, size));
        return features;
    }

    void Add(int ago, in PastBuyer one, byte bought, double chance)
    {
        buyers.Add(one.Then);
        outcomes.Add(bought);
        chances.Add(chance);
        daysAgo.Add(ago);
        folds.Add((int)(one.Customer % Folds));
        Bought += bought;
    }

    /// <summary>The buyers of days of the past: who had bought again and who had not.</summary>
    /// <param name="days">Days ahead.</param>
    /// <param name="gaps">Of the past; null leaves chances of repeat buyers open.</param>
    /// <param name="past">The days.</param>
    public static (PastCases Repeaters, PastCases Singles) Of(
        int days, GapParameters? gaps, IEnumerable<PastDay> past)
    {
        var (repeaters, singles) = (new PastCases(), new PastCases());
        foreach (var day in past)
        {
            // By what could be known then: how those of a month came back later would tell of themselves.
            var curve = ReturnCurve.Of([.. day.Buyers.Select(one => one.First)]);
            foreach (var one in day.Buyers)
            {
                var bought = one.BoughtWithin(days) ? (byte)1 : (byte)0;
                if (one.Then.Sums.Gaps > 0)
                {
                    repeaters.Add(day.DaysAgo, one, bought, gaps is null ? double.NaN
                        : GapForecast.Of(gaps, one.Then.Sums).Returns(one.Then.SilenceDays, days));
                }
                else if (curve is not null)
                {
                    singles.Add(day.DaysAgo, one, bought,
                        curve.Returns(one.Then.FirstDay, one.Then.SilenceDays, days));
                }
            }
        }
        return (repeaters, singles);
    }
}
