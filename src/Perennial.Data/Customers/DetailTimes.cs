using System.Globalization;
using Perennial.Core;

namespace Perennial.Data.Customers;

/// <summary>When each detail of a customer was said, so that of two statements the later one counts whichever arrives
/// first. As text in the store: one instant where all were said at once, else one for each.</summary>
sealed class DetailTimes
{
    /// <summary>The details: ten texts, and the birthday.</summary>
    public const int Count = 11;

    readonly long[] ms = new long[Count];

    /// <summary>All details said at one instant.</summary>
    public static DetailTimes At(Instant at)
    {
        var times = new DetailTimes();
        Array.Fill(times.ms, at.UnixMs);
        return times;
    }

    /// <summary>What the store has.</summary>
    /// <param name="text">As <see cref="ToString"/> made it; null for what was stored before times were.</param>
    /// <param name="firstSeen">When the customer was first named.</param>
    public static DetailTimes From(string? text, Instant firstSeen)
    {
        if (text is null) return At(firstSeen);
        var parts = text.Split(',');
        if (parts.Length == 1) return At(new Instant(long.Parse(text, CultureInfo.InvariantCulture)));
        var times = new DetailTimes();
        for (var i = 0; i < Count; i++) times.ms[i] = long.Parse(parts[i], CultureInfo.InvariantCulture);
        return times;
    }

    /// <summary>When one detail was said.</summary>
    public Instant this[int detail]
    {
        get => new(ms[detail]);
        set => ms[detail] = value.UnixMs;
    }

    /// <summary>Puts into the present what was said later than an instant.</summary>
    /// <returns>Whether anything was.</returns>
    public bool Clamp(Instant latest, Instant now)
    {
        var any = false;
        for (var i = 0; i < Count; i++)
        {
            if (ms[i] <= latest.UnixMs) continue;
            (ms[i], any) = (now.UnixMs, true);
        }
        return any;
    }

    /// <summary>Whether each detail was at the same instant in another.</summary>
    public bool Equals(DetailTimes other) => ms.AsSpan().SequenceEqual(other.ms);

    public override string ToString() => Array.TrueForAll(ms, one => one == ms[0])
        ? ms[0].ToString(CultureInfo.InvariantCulture)
        : string.Join(',', ms.Select(one => one.ToString(CultureInfo.InvariantCulture)));
}
