using System.Globalization;
using Perennial.Channels.Intake.Formats;

namespace Perennial.Channels.Intake.Rows;

/// <summary>Reads durations: "95", "95.4", "1:35", "0:01:35", "95 s", "2 min", "1 h", "1500 ms".</summary>
static class DurationText
{
    const double LongestSeconds = 7 * 86_400;

    /// <summary>Reads a cell.</summary>
    /// <param name="text">Trimmed and not empty.</param>
    /// <param name="unitSeconds">What a bare number counts, in seconds.</param>
    /// <param name="seconds">Whole seconds, rounded.</param>
    /// <returns>False for what is no duration, negative, or longer than a week.</returns>
    public static bool TryParse(string text, double unitSeconds, out int seconds)
    {
        seconds = 0;
        var value = text.Contains(':') ? Clock(text) : Number(text, unitSeconds);
        if (!(value >= 0 && value <= LongestSeconds)) return false;
        seconds = (int)Math.Round(value);
        return true;
    }

    /// <summary>What a bare number counts in a column of this name, in seconds.</summary>
    public static double UnitOf(string column)
    {
        var name = HeaderName.Normalise(column);
        return name.EndsWith("ms", StringComparison.Ordinal) || name.Contains("milli") ? 0.001
            : name.EndsWith("min", StringComparison.Ordinal) || name.Contains("minut") ? 60 : 1;
    }

    static double Clock(string text)
    {
        var value = 0.0;
        var parts = text.Split(':');
        if (parts.Length > 3) return double.NaN;
        for (var i = 0; i < parts.Length; i++)
        {
            if (!Read(parts[i], out var part) || (i > 0 && part >= 60)) return double.NaN;
            value = value * 60 + part;
        }
        return value;
    }

    static double Number(string text, double unitSeconds)
    {
        var end = text.Length;
        while (end > 0 && char.IsLetter(text[end - 1])) end--;
        var unit = text[end..].ToLowerInvariant() switch
        {
            "" => unitSeconds,
            "ms" => 0.001,
            "s" or "sec" or "secs" or "second" or "seconds" or "sek" or "seg" => 1,
            "m" or "min" or "mins" or "minute" or "minutes" or "minuten" or "minutos" => 60,
            "h" or "hour" or "hours" or "std" => 3600,
            _ => double.NaN,
        };
        return Read(text[..end].TrimEnd(), out var number) ? number * unit : double.NaN;
    }

    static bool Read(string text, out double number) => double.TryParse(
        text.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
}
