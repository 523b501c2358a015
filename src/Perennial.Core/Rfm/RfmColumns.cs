using Perennial.Core.Profiles;

namespace Perennial.Core.Rfm;

/// <summary>The columns of scores: recency, frequency and money on 1..n, their codes and the segment they name.
/// </summary>
public static class RfmColumns
{
    const string RfmSource = "Hughes, Strategic Database Marketing; conventions as in rfm 0.3.0";

    /// <summary>Recency score.</summary>
    public static Column<byte> R { get; } = new()
    {
        Name = "r", Type = ColumnType.Score, Kind = ColumnKind.ScoringRun, Unit = "1..bins",
        Formula = "Score of the last order's day among all customers; the most recent score highest.",
        Source = RfmSource,
    };

    /// <summary>Frequency score.</summary>
    public static Column<byte> F { get; } = new()
    {
        Name = "f", Type = ColumnType.Score, Kind = ColumnKind.ScoringRun, Unit = "1..bins",
        Formula = "Score of the number of orders among all customers; the most orders score highest.",
        Source = RfmSource,
    };

    /// <summary>Monetary score.</summary>
    public static Column<byte> M { get; } = new()
    {
        Name = "m", Type = ColumnType.Score, Kind = ColumnKind.ScoringRun, Unit = "1..bins",
        Formula = "Score of the revenue among all customers; the most revenue scores highest.", Source = RfmSource,
    };

    /// <summary>The three scores in one code.</summary>
    public static Column<int> Rfm { get; } = new()
    {
        Name = "rfm", Type = ColumnType.Code, Kind = ColumnKind.ScoringRun, Unit = "code",
        Formula = "The digits of r, f and m side by side (joined by hyphens where a score can be 10).",
        Source = RfmSource,
    };

    /// <summary>F and M in one code.</summary>
    public static Column<int> Fm { get; } = new()
    {
        Name = "fm", Type = ColumnType.Code, Kind = ColumnKind.ScoringRun, Unit = "code",
        Formula = "The digits of f and m side by side.", Source = "openretailscience, fm_segment",
    };

    /// <summary>The two-dimensional rating: F and M as one score.</summary>
    public static Column<byte> Fxm { get; } = new()
    {
        Name = "fxm", Type = ColumnType.Score, Kind = ColumnKind.ScoringRun, Unit = "1..bins",
        Formula = "The mean of f and m, halves rounded up: what the customer is worth, beside r, how they drift.",
        Source = "Shopify, FM = (F + M) / 2",
    };

    /// <summary>RFM segment of the current scoring run.</summary>
    public static Column<byte> RfmSegment { get; } = new()
    {
        Name = "rfm_segment", ExportName = "segment", Type = ColumnType.Label, Kind = ColumnKind.ScoringRun,
        Unit = "name",
        Formula = "The name that the shop's RFM segment set gives to the scores.", Source = RfmSource,
    };

    /// <summary>RFM segment of the scoring run before.</summary>
    public static Column<byte> PreviousRfmSegment { get; } = new()
    {
        Name = "previous_rfm_segment", Type = ColumnType.Label, Kind = ColumnKind.ScoringRun, Unit = "name",
        Formula = "The RFM segment in the last scoring run of an earlier day.", Source = "Bloomreach",
    };
}
