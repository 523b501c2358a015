namespace Perennial.Core.Profiles;

public static partial class Columns
{
    const string RfmSource = "Hughes, Strategic Database Marketing; conventions as in rfm 0.3.0";

    /// <summary>Calendar days since the last counted order.</summary>
    public static Column<int> RecencyDays { get; } = new()
    {
        Name = "recency_days", Type = ColumnType.Days, Kind = ColumnKind.Clock, Unit = "days",
        Formula = "Calendar days in the shop's time zone since the last order.", Source = RfmSource,
    };

    /// <summary>Number of orders, the F of RFM.</summary>
    public static Column<int> Frequency { get; } = new()
    {
        Name = "frequency", Type = ColumnType.Count, Kind = ColumnKind.Fact, Unit = "orders",
        Formula = "Number of orders that were not fully returned.", Source = RfmSource,
    };

    /// <summary>Total revenue, the M of RFM.</summary>
    public static Column<long> Monetary { get; } = new()
    {
        Name = "monetary", Type = ColumnType.Money, Kind = ColumnKind.Fact, Unit = "currency",
        Formula = "Net revenue over all orders, at least 0.", Source = RfmSource,
    };

    /// <summary>Recency score.</summary>
    public static Column<byte> R { get; } = new()
    {
        Name = "r", Type = ColumnType.Score, Kind = ColumnKind.Run, Unit = "1..bins",
        Formula = "Score of the last order's day among all customers; the most recent score highest.",
        Source = RfmSource,
    };

    /// <summary>Frequency score.</summary>
    public static Column<byte> F { get; } = new()
    {
        Name = "f", Type = ColumnType.Score, Kind = ColumnKind.Run, Unit = "1..bins",
        Formula = "Score of the number of orders among all customers; the most orders score highest.",
        Source = RfmSource,
    };

    /// <summary>Monetary score.</summary>
    public static Column<byte> M { get; } = new()
    {
        Name = "m", Type = ColumnType.Score, Kind = ColumnKind.Run, Unit = "1..bins",
        Formula = "Score of the revenue among all customers; the most revenue scores highest.", Source = RfmSource,
    };

    /// <summary>The three scores in one code.</summary>
    public static Column<int> Rfm { get; } = new()
    {
        Name = "rfm", Type = ColumnType.Code, Kind = ColumnKind.Run, Unit = "code",
        Formula = "The digits of r, f and m side by side (joined by hyphens where a score can be 10).",
        Source = RfmSource,
    };

    /// <summary>F and M in one code.</summary>
    public static Column<int> Fm { get; } = new()
    {
        Name = "fm", Type = ColumnType.Code, Kind = ColumnKind.Run, Unit = "code",
        Formula = "The digits of f and m side by side.", Source = "openretailscience, fm_segment",
    };

    /// <summary>The two-dimensional rating: F and M as one score.</summary>
    public static Column<byte> Fxm { get; } = new()
    {
        Name = "fxm", Type = ColumnType.Score, Kind = ColumnKind.Run, Unit = "1..bins",
        Formula = "The mean of f and m, halves rounded up: what the customer is worth, beside r, how they drift.",
        Source = "Shopify, FM = (F + M) / 2",
    };

    /// <summary>Named segment of the current scoring run.</summary>
    public static Column<byte> RfmSegment { get; } = new()
    {
        Name = "rfm_segment", ExportName = "segment", Type = ColumnType.Label, Kind = ColumnKind.Run, Unit = "name",
        Formula = "The named segment that the shop's segment set gives to the scores.", Source = RfmSource,
    };

    /// <summary>Named segment of the scoring run before.</summary>
    public static Column<byte> PreviousRfmSegment { get; } = new()
    {
        Name = "previous_rfm_segment", Type = ColumnType.Label, Kind = ColumnKind.Run, Unit = "name",
        Formula = "The named segment in the last scoring run of an earlier day.", Source = "Bloomreach",
    };
}
