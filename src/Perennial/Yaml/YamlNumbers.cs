using System.Globalization;

namespace Perennial.Yaml;

/// <summary>Numbers as people write them in YAML and programs in JSON: no separators of thousands, for those would make
/// fifteen of 1,5.</summary>
static class YamlNumbers
{
    /// <summary>A whole number, also written 30.0 or 3e1.</summary>
    public static bool TryWhole(string text, out long value)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)) return true;
        if (!TryNumber(text, out var number) || number != Math.Floor(number) || Math.Abs(number) > 1e15) return false;
        value = (long)number;
        return true;
    }

    /// <summary>A number that is neither infinite nor none.</summary>
    public static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
}
