using Perennial.Core;
using Perennial.Core.Profiles;
using Perennial.Core.Scoring;
using Perennial.Data;

namespace Perennial.Operations;

/// <summary>What a store says of its shop.</summary>
/// <param name="Name">The shop's name.</param>
/// <param name="Currency">ISO 4217 code of all amounts; empty where no file has said.</param>
/// <param name="Calendar">The shop's calendar.</param>
sealed record ShopSettings(string Name, string Currency, ShopCalendar Calendar)
{
    const string NameSetting = "shop_name";
    const string TimeZoneSetting = "time_zone";

    /// <summary>What the fold needs to know.</summary>
    public ProfileSettings Profiles => new() { Calendar = Calendar };

    public static ShopSettings Of(SqliteStore store) => new(
        store.Setting(NameSetting) ?? "Shop",
        store.Setting(SqliteStore.CurrencySetting) ?? "",
        store.Setting(TimeZoneSetting) is { } zone ? ShopCalendars.Of(zone) : ShopCalendar.Utc);

    /// <summary>Names a shop.</summary>
    public static void PutName(SqliteStore store, string name) => store.PutSetting(NameSetting, name);

    /// <summary>Sets the time zone of a shop that has none yet.</summary>
    /// <exception cref="BadInputException">The shop's days are counted in another zone already.</exception>
    public static void PutTimeZone(SqliteStore store, string zone)
    {
        var calendar = ShopCalendars.Of(zone);
        var before = store.Setting(TimeZoneSetting);
        if (before == calendar.Zone) return;
        if (before is not null || store.Imports(limit: 1).Count > 0)
        {
            throw new BadInputException("--time-zone",
                $"This shop's days are counted in {before ?? "UTC"}, not {calendar.Zone}.",
                "Leave the option out, or import into a new store.");
        }
        store.PutSetting(TimeZoneSetting, calendar.Zone);
    }

    /// <summary>How the shop is scored: as the last run was, or by default.</summary>
    public static ScoringOptions Scoring(ScoringRun? lastRun) => lastRun is null
        ? new ScoringOptions { Segments = SegmentSets.Load(SegmentSets.Default) }
        : new ScoringOptions { Rfm = lastRun.Rfm, Priority = lastRun.Priority, Segments = lastRun.Segments.ToSet() };
}
