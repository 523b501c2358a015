namespace Perennial.Core;

/// <summary>A point in time: milliseconds since 1970-01-01T00:00Z. The default is that very instant.</summary>
/// <param name="UnixMs">Milliseconds since the Unix epoch; negative before 1970.</param>
/// <remarks>
/// Eight bytes, so ten million orders keep their instants in one 80 MB array. The two ends of the range are
/// reserved: <see cref="None"/> for "no such instant" and <see cref="Never"/> for "not in any future".
/// </remarks>
public readonly record struct Instant(long UnixMs) : IComparable<Instant>
{
    /// <summary>No value: a prospect's last order. Written as an empty cell, stored as NULL.</summary>
    public static readonly Instant None = new(long.MinValue);

    /// <summary>Later than every instant: the <c>NextChangeAt</c> of a profile that time alone cannot change.</summary>
    public static readonly Instant Never = new(long.MaxValue);

    /// <summary>True unless this is <see cref="None"/> or <see cref="Never"/>.</summary>
    public bool HasValue => UnixMs is not (long.MinValue or long.MaxValue);

    /// <summary>The same instant as a <see cref="DateTimeOffset"/> in UTC.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant is None, Never or outside years 1..9999.</exception>
    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.FromUnixTimeMilliseconds(UnixMs);

    /// <summary>The instant of a <see cref="DateTimeOffset"/>, cut to whole milliseconds.</summary>
    public static Instant From(DateTimeOffset value) => new(value.ToUnixTimeMilliseconds());

    /// <inheritdoc/>
    public int CompareTo(Instant other) => UnixMs.CompareTo(other.UnixMs);

    /// <summary>True if <paramref name="left"/> is earlier.</summary>
    public static bool operator <(Instant left, Instant right) => left.UnixMs < right.UnixMs;

    /// <summary>True if <paramref name="left"/> is later.</summary>
    public static bool operator >(Instant left, Instant right) => left.UnixMs > right.UnixMs;

    /// <summary>True if <paramref name="left"/> is not later.</summary>
    public static bool operator <=(Instant left, Instant right) => left.UnixMs <= right.UnixMs;

    /// <summary>True if <paramref name="left"/> is not earlier.</summary>
    public static bool operator >=(Instant left, Instant right) => left.UnixMs >= right.UnixMs;

    /// <summary>ISO 8601 in UTC; "none" and "never" for the reserved values; "5 ms" outside years 1..9999.</summary>
    public override string ToString() => UnixMs switch
    {
        long.MinValue => "none",
        long.MaxValue => "never",
        < FirstDatedMs or > LastDatedMs => $"{UnixMs} ms",
        _ => ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"),
    };

    // The years 1..9999 of DateTimeOffset.
    const long FirstDatedMs = -62_135_596_800_000;
    const long LastDatedMs = 253_402_300_799_999;
}
