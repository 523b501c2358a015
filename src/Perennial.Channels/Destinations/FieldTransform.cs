using System.Globalization;
using Perennial.Core;

namespace Perennial.Channels.Destinations;

/// <summary>What can be done to a value on its way to a field.</summary>
public enum FieldTransform
{
    /// <summary>Currency units to whole cents.</summary>
    Cents,

    /// <summary>Cents to currency units.</summary>
    Units,

    /// <summary>To the nearest whole number.</summary>
    Round,

    /// <summary>An instant to its day in the shop's time zone: 2026-11-22.</summary>
    Date,

    /// <summary>An instant to ISO 8601 without fractions: 2026-11-22T08:30:00Z.</summary>
    Iso,

    /// <summary>An instant to seconds since 1970.</summary>
    Unix,

    /// <summary>An instant to milliseconds since 1970.</summary>
    UnixMs,

    /// <summary>To upper case.</summary>
    Upper,

    /// <summary>To lower case.</summary>
    Lower,

    /// <summary>True to yes, false to no.</summary>
    YesNo,

    /// <summary>Anything to a text.</summary>
    Text,
}

/// <summary>Applies transforms. What a transform does not fit passes as it is.</summary>
public static class FieldTransforms
{
    /// <summary>A mapped value as it is sent.</summary>
    public static object? Apply(FieldMapping mapping, object? value, ShopCalendar calendar)
    {
        foreach (var transform in mapping.Transforms) value = Apply(transform, value, calendar);
        return value ?? mapping.Default;
    }

    /// <summary>A value as text, the same in every culture; null where there is none.</summary>
    public static string? Text(object? value) => value switch
    {
        null => null,
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    static object? Apply(FieldTransform transform, object? value, ShopCalendar calendar) => transform switch
    {
        FieldTransform.Cents => Number(value) is { } units ? (long)decimal.Round(units * 100) : value,
        FieldTransform.Units => Number(value) is { } cents ? cents / 100 : value,
        FieldTransform.Round => Number(value) is { } number ? (long)decimal.Round(number) : value,
        FieldTransform.Date => At(value) is { } at ? Day(at, calendar) : value,
        FieldTransform.Iso => At(value)?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? value,
        FieldTransform.Unix => At(value)?.ToUnixTimeSeconds() ?? value,
        FieldTransform.UnixMs => At(value)?.ToUnixTimeMilliseconds() ?? value,
        FieldTransform.Upper => value is string text ? text.ToUpperInvariant() : value,
        FieldTransform.Lower => value is string text ? text.ToLowerInvariant() : value,
        FieldTransform.YesNo => value is bool flag ? flag ? "yes" : "no" : value,
        FieldTransform.Text => Text(value),
        _ => throw new ArgumentOutOfRangeException(nameof(transform), transform, "Not a transform."),
    };

    static string Day(DateTimeOffset at, ShopCalendar calendar) => ShopCalendar.Date(calendar.DayOf(Instant.From(at)))
        .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static decimal? Number(object? value) => value switch
    {
        int whole => whole,
        long whole => whole,
        decimal number => number,
        double number when Math.Abs(number) < 1e27 => (decimal)number,
        _ => null,
    };

    static DateTimeOffset? At(object? value)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return value is string text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, utc, out var at)
            ? at : null;
    }
}
