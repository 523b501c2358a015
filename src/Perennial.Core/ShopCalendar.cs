using System.Runtime.CompilerServices;

namespace Perennial.Core;

/// <summary>
/// Turns instants into the shop's calendar days and back. A day is an <see cref="int"/>: days since 1970-01-01.
/// </summary>
/// <remarks>
/// The offsets come from outside (Core reads no time-zone files). Calendar days are what recency, lifecycle
/// and "within 30 days" count, because that is what a person at the shop counts.
/// </remarks>
public sealed class ShopCalendar
{
    const long MsPerDay = 86_400_000;

    readonly long[] changesAtMs;
    readonly long[] offsetsMs;

    /// <summary>Calendar of a zone that has one offset for all time.</summary>
    public static readonly ShopCalendar Utc = new("UTC", [], [0]);

    /// <summary>Creates a calendar from a zone's history of UTC offsets.</summary>
    /// <param name="zone">IANA name, for display, e.g. <c>Europe/Paris</c>.</param>
    /// <param name="changes">Instants at which the offset changes, ascending; may be empty.</param>
    /// <param name="offsetSeconds">One offset (local minus UTC, in seconds) before each change, and one after the
    /// last: one more than <paramref name="changes"/>.</param>
    /// <exception cref="ArgumentException">The lengths do not match or the changes do not ascend.</exception>
    public ShopCalendar(string zone, ReadOnlySpan<Instant> changes, ReadOnlySpan<int> offsetSeconds)
    {
        if (offsetSeconds.Length != changes.Length + 1)
            throw new ArgumentException($"{changes.Length} changes need {changes.Length + 1} offsets.");
        Zone = zone;
        changesAtMs = new long[changes.Length];
        offsetsMs = new long[offsetSeconds.Length];
        for (var i = 0; i < changes.Length; i++)
        {
            changesAtMs[i] = changes[i].UnixMs;
            if (i > 0 && changesAtMs[i] <= changesAtMs[i - 1])
                throw new ArgumentException($"Offset changes must ascend; number {i} does not.");
        }
        for (var i = 0; i < offsetSeconds.Length; i++)
            offsetsMs[i] = offsetSeconds[i] * 1000L;
    }

    /// <summary>The zone's IANA name.</summary>
    public string Zone { get; }

    /// <summary>The calendar day that contains an instant.</summary>
    /// <param name="at">A real instant, neither None nor Never.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int DayOf(Instant at)
    {
        var local = at.UnixMs + OffsetMsAt(at.UnixMs);
        return (int)(local >= 0 ? local / MsPerDay : (local - MsPerDay + 1) / MsPerDay);
    }

    /// <summary>Milliseconds since midnight as the clock shows them at an instant, 0..86399999.</summary>
    /// <param name="at">A real instant, neither None nor Never.</param>
    public int MsOfDay(Instant at)
    {
        var local = at.UnixMs + OffsetMsAt(at.UnixMs);
        return (int)(local - DayOf(at) * MsPerDay);
    }

    /// <summary>The first instant of a day. Where midnight is skipped by a clock change, the first that
    /// exists.</summary>
    public Instant StartOf(int day)
    {
        var localMs = day * MsPerDay;
        // The offset that holds at local midnight is found by trying the one in force a day earlier, then the
        // one in force at the guess: two tries suffice because zones change at most once within 48 hours.
        var guess = localMs - OffsetMsAt(localMs - MsPerDay);
        var at = localMs - OffsetMsAt(guess);
        if (DayOf(new Instant(at)) < day) at = guess;
        while (DayOf(new Instant(at - 1)) == day) at -= 1_800_000;
        while (DayOf(new Instant(at)) < day) at += 1_800_000;
        return new Instant(at);
    }

    /// <summary>The last millisecond of a day: what <c>--as-of 2006-12-31</c> means.</summary>
    public Instant EndOf(int day) => new(StartOf(day + 1).UnixMs - 1);

    /// <summary>The instant at which the shop's clock shows a day and a time. Where the clock shows it twice, the
    /// first; where it skips it, as long after the skip as the time lies in it.</summary>
    /// <param name="day">The day.</param>
    /// <param name="msOfDay">Milliseconds since midnight as the clock shows them, 0..86399999.</param>
    public Instant At(int day, int msOfDay)
    {
        var localMs = day * MsPerDay + msOfDay;
        if (changesAtMs.Length == 0) return new Instant(localMs - offsetsMs[0]);
        // Zones change at most once within 48 hours: the offset is that of a day before or of a day after.
        var before = OffsetMsAt(localMs - MsPerDay);
        var after = OffsetMsAt(localMs + MsPerDay);
        if (OffsetMsAt(localMs - before) == before) return new Instant(localMs - before);
        return new Instant(OffsetMsAt(localMs - after) == after ? localMs - after : localMs - before);
    }

    /// <summary>The day number of a calendar date.</summary>
    public static int Day(DateOnly date) => date.DayNumber - EpochDayNumber;

    /// <summary>The calendar date of a day number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The day lies outside years 1..9999.</exception>
    public static DateOnly Date(int day) => DateOnly.FromDayNumber(day + EpochDayNumber);

    static readonly int EpochDayNumber = new DateOnly(1970, 1, 1).DayNumber;

    // Read for every order: a zone without changes must cost nothing.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    long OffsetMsAt(long utcMs) => changesAtMs.Length == 0 ? offsetsMs[0] : OffsetAmongChanges(utcMs);

    long OffsetAmongChanges(long utcMs)
    {
        var index = Array.BinarySearch(changesAtMs, utcMs);
        return offsetsMs[index >= 0 ? index + 1 : ~index];
    }
}
