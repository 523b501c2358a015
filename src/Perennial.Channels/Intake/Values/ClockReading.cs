using Perennial.Core;

namespace Perennial.Channels.Intake.Values;

/// <summary>A date, perhaps with time and offset, as it was written.</summary>
/// <param name="Day">Days since 1970-01-01; negative before.</param>
/// <param name="MsOfDay">Milliseconds since midnight; 0 where no time was written.</param>
/// <param name="OffsetMinutes">Local time minus UTC; <see cref="NoOffset"/> where none was written.</param>
public readonly record struct ClockReading(int Day, int MsOfDay, int OffsetMinutes)
{
    /// <summary>The text has no offset: the shop's own clock was meant.</summary>
    public const int NoOffset = int.MinValue;

    const long MsPerDay = 86_400_000, MsPerMinute = 60_000;

    /// <summary>The instant, read on the shop's clock where no offset was written.</summary>
    public Instant ToInstant(ShopCalendar calendar) => OffsetMinutes == NoOffset
        ? calendar.At(Day, MsOfDay)
        : new Instant(Day * MsPerDay + MsOfDay - OffsetMinutes * MsPerMinute);
}
