namespace Perennial.Core.Rfm;

/// <summary>How measures become scores (reference: analytics.md 1.2).</summary>
public enum RfmMethod
{
    /// <summary>Type-7 quantiles, right-closed; equal values always score the same. The default.</summary>
    TiesTogether,

    /// <summary>SQL's NTILE: groups of equal size; ties broken by a second measure, then the customer's key.</summary>
    NTile,

    /// <summary>Hughes: NTILE by recency; within each by frequency; within each of those by money.</summary>
    Nested,

    /// <summary>Limits given by hand.</summary>
    Fixed,

    /// <summary>Limits at percentiles given by hand.</summary>
    PercentileCuts,

    /// <summary>F = 1 is exactly one order and R = 1 is "lost"; quantiles for the rest.</summary>
    OneTimeBuyerFloor,

    /// <summary>Average rank as a share of all customers; equal values always score the same.</summary>
    RankPercent,

    /// <summary>The R package rfm's own variant (quantile + 1, left-closed), for comparison only.</summary>
    RfmR,
}

/// <summary>Options of RFM scoring.</summary>
public sealed record RfmOptions
{
    /// <summary>How measures become scores. Default <see cref="RfmMethod.TiesTogether"/>.</summary>
    public RfmMethod Method { get; init; } = RfmMethod.TiesTogether;

    /// <summary>Number of scores, 2..10. Default 5.</summary>
    public int Bins { get; init; } = 5;

    /// <summary><see cref="RfmMethod.Fixed"/>: lower bounds, in days of recency, of the second best score and the
    /// worse ones, ascending; bins − 1 of them. Ignored by other methods.</summary>
    public IReadOnlyList<double> RecencyLimits { get; init; } = [];

    /// <summary><see cref="RfmMethod.Fixed"/>: lower bounds of scores 2..bins, ascending. Else ignored.</summary>
    public IReadOnlyList<double> FrequencyLimits { get; init; } = [];

    /// <summary><see cref="RfmMethod.Fixed"/>: lower bounds in currency units of scores 2..bins. Else
    /// ignored.</summary>
    public IReadOnlyList<double> MonetaryLimits { get; init; } = [];

    /// <summary><see cref="RfmMethod.PercentileCuts"/>: bins − 1 shares in 0..1, ascending. Else ignored.</summary>
    public IReadOnlyList<double> Percentiles { get; init; } = [];

    /// <summary><see cref="RfmMethod.OneTimeBuyerFloor"/>: days since the last order from which R is 1. Default
    /// 730. Else ignored.</summary>
    public int LostAfterDays { get; init; } = 730;

    /// <summary><see cref="RfmMethod.NTile"/> and <see cref="RfmMethod.Nested"/>: whether ties are broken by the
    /// second measure (money for R and F, frequency for M) before the key. Default true. Else ignored.</summary>
    public bool TieBySecondMeasure { get; init; } = true;
}
