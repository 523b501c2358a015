using System.Text;
using System.Text.Json;
using Perennial.Channels.Intake.Values;

namespace Perennial.Channels.Tracking;

/// <summary>Numbers of a body, exactly: money never meets floating point.</summary>
static class JsonNumber
{
    const decimal LargestUnits = Amount.MaxCents / 100m;

    /// <summary>Reads a number, or a text that is one ("39.95", "$1,250.00").</summary>
    public static bool TryRead(JsonElement value, out decimal number)
    {
        number = 0;
        if (value.ValueKind == JsonValueKind.Number) return value.TryGetDecimal(out number);
        if (value.ValueKind != JsonValueKind.String) return false;
        var text = Encoding.UTF8.GetBytes(value.GetString()!);
        if (!MoneyText.TryParse(text, DecimalMark.Point, out var amount, out _)) return false;
        number = amount.Mantissa;
        for (var digit = 0; digit < amount.Scale; digit++) number /= 10;
        return true;
    }

    /// <summary>The amount in cents, half a cent rounded away from zero; false beyond <see cref="Amount.MaxCents"/>.
    /// </summary>
    public static bool TryCents(decimal units, out long cents)
    {
        var fits = Math.Abs(units) <= LargestUnits;
        cents = fits ? (long)decimal.Round(units * 100, 0, MidpointRounding.AwayFromZero) : 0;
        return fits;
    }
}
