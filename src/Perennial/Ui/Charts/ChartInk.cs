namespace Perennial.Ui.Charts;

/// <summary>
/// Colours of charts where no stylesheet reaches (e-mail, print, files). In the web app classes override them, so that
/// charts follow the light or dark scheme.
/// </summary>
public static class ChartInk
{
    public const string Bar = "#2f7d59";
    public const string Faint = "#d9e5dc";
    public const string Line = "#1f6f4a";
    public const string Ink = "#1d2420";
    public const string Muted = "#5c665f";
    public const string Alarm = "#b3492f";

    /// <summary>Ten shades from little to much.</summary>
    public static readonly IReadOnlyList<string> Heat =
    [
        "#f1f3ee", "#e4efe5", "#d0e4d4", "#b6d6be", "#98c6a7", "#78b48f", "#3f7f5d", "#2f7053", "#236046", "#145237",
    ];

    /// <summary>The shade 0..9 of a share 0..1 of the greatest value: by its root, so that small ones differ
    /// too.</summary>
    public static int HeatOf(double share) =>
        !(share > 0) ? 0 : Math.Clamp((int)Math.Ceiling(Math.Sqrt(Math.Min(1, share)) * 9), 1, 9);

    /// <summary>A number in an SVG attribute.</summary>
    public static string N(double value) => value.ToString("0.###");

    /// <summary>A share 0..1 as a percentage in an SVG attribute.</summary>
    public static string P(double share) => (share * 100).ToString("0.###") + "%";

    /// <summary>A round number at or above a value: 1, 2, 2.5, 5 times a power of ten.</summary>
    public static double RoundUp(double value)
    {
        if (!(value > 0)) return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        foreach (var step in (double[])[1, 1.5, 2, 2.5, 3, 4, 5, 6, 8])
            if (value <= step * power) return step * power;
        return 10 * power;
    }
}
