using Perennial.Core;
using Perennial.Core.Profiles;
using Perennial.Core.Scoring;
using Perennial.Data;

namespace Perennial.Operations;

/// <summary>What a store says of its shop.</summary>
/// <param name="Name">The shop's name.</param>
/// <param name="Currency">ISO 4217 code of all amounts; empty where no file has said.</param>
/// <param name="Calendar">The shop's calendar.</param>
/// <param name="Options">Limits, windows and weights of its columns.</param>
sealed record ShopSettings(string Name, string Currency, ShopCalendar Calendar, ShopOptions Options)
{
    const string NameSetting = "shop_name";
    const string TimeZoneSetting = "time_zone";
    const string OptionsSetting = "options";

    /// <summary>What the fold needs to know.</summary>
    public ProfileSettings Profiles => Options.Profiles with { Calendar = Calendar };

    public static ShopSettings Of(SqliteStore store) => new(
        store.Setting(NameSetting) ?? "Shop",
        store.Setting(SqliteStore.CurrencySetting) ?? "",
        store.Setting(TimeZoneSetting) is { } zone ? ShopCalendars.Of(zone) : ShopCalendar.Utc,
        store.Setting(OptionsSetting) is { } options ? ShopOptions.FromJson(options, store.Path) : new ShopOptions());

    /// <summary>Sets the options, computes every profile anew by them, and compares all customers again.</summary>
    /// <returns>The scoring run; null where nobody has an order yet.</returns>
    public static ScoringRun? PutOptions(
        SqliteStore store, ShopOptions options, Instant now, Action<string, double> progress, CancellationToken cancel)
    {
        // Killed after this, the next rescoring computes everything anew all the same.
        store.NeedRefold();
        store.PutSetting(OptionsSetting, options.ToJson());
        return store.HasOrders()
            ? Rescore.Run(store, null, null, now, progress, cancel, refoldAll: true) : null;
    }

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
    public ScoringOptions Scoring(ScoringRun? lastRun)
    {
        var options = Options.Scoring;
        return lastRun is null ? options
            : options with { Rfm = lastRun.Rfm, Priority = lastRun.Priority, Segments = lastRun.Segments.ToSet() };
    }
}
