using System.Collections.Frozen;
using NodaTime;
using NodaTime.TimeZones;
using Perennial.Core;
using Instant = Perennial.Core.Instant;

namespace Perennial.Settings;

/// <summary>Makes the shop's calendar from the name of its time zone.</summary>
/// <remarks>The time zones are those that come with NodaTime, so every machine counts the same days.</remarks>
public static class ShopCalendars
{
    // Before and after, the nearest offset holds: no shop's orders lie there.
    static readonly Interval Covered =
        new(NodaTime.Instant.FromUtc(1900, 1, 1, 0, 0), NodaTime.Instant.FromUtc(2200, 1, 1, 0, 0));

    /// <summary>The calendar of a time zone.</summary>
    /// <param name="zoneId">IANA name, e.g. <c>Europe/Paris</c>; case does not matter.</param>
    /// <exception cref="BadInputException">There is no such time zone; the remedy names one that is like
    /// it.</exception>
    public static ShopCalendar Of(string zoneId)
    {
        var ids = DateTimeZoneProviders.Tzdb.Ids;
        var id = ids.FirstOrDefault(id => id.Equals(zoneId.Trim(), StringComparison.OrdinalIgnoreCase))
            ?? throw Unknown(zoneId, ids);
        List<Instant> changes = [];
        List<int> offsets = [];
        var zone = DateTimeZoneProviders.Tzdb[id];
        foreach (var interval in zone.GetZoneIntervals(Covered, ZoneEqualityComparer.Options.OnlyMatchWallOffset))
        {
            if (offsets.Count > 0) changes.Add(new Instant(interval.Start.ToUnixTimeMilliseconds()));
            offsets.Add(interval.WallOffset.Seconds);
        }
        return new ShopCalendar(id, [.. changes], [.. offsets]);
    }

    /// <summary>The IANA name of a time zone as it is written; null where there is none of that name.</summary>
    public static string? IdOf(string zone) => DateTimeZoneProviders.Tzdb.Ids
        .FirstOrDefault(id => id.Equals(zone, StringComparison.OrdinalIgnoreCase));

    /// <summary>The IANA names of all time zones.</summary>
    public static IReadOnlySet<string> Ids { get; } =
        DateTimeZoneProviders.Tzdb.Ids.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>ISO 3166 code of the country that a time zone is named after a place of; null where it is of none.
    /// </summary>
    public static string? CountryOf(string zone) => TzdbDateTimeZoneSource.Default.ZoneLocations?
        .FirstOrDefault(place => place.ZoneId == zone)?.CountryCode;

    static readonly Lazy<ILookup<string, string>> zonesOf = new(() =>
        (TzdbDateTimeZoneSource.Default.ZoneLocations ?? []).ToLookup(place => place.CountryCode,
            place => place.ZoneId, StringComparer.OrdinalIgnoreCase));

    /// <summary>The time zones of a country; none for a text that is no country.</summary>
    /// <param name="country">ISO 3166, two letters.</param>
    public static IReadOnlyList<string> ZonesOf(string? country) => country is null ? [] : [.. zonesOf.Value[country]];

    static BadInputException Unknown(string zoneId, IEnumerable<string> ids)
    {
        var city = zoneId.Split('/')[^1].Trim().Replace(' ', '_');
        var like = city.Length < 3 ? null
            : ids.FirstOrDefault(id => id.Split('/')[^1].StartsWith(city, StringComparison.OrdinalIgnoreCase));
        return new BadInputException(
            $"time zone '{zoneId}'", "There is no such time zone.",
            $"Give an IANA name such as {like ?? "Europe/Paris"}.");
    }
}
