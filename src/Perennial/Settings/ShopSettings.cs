using System.Collections.Frozen;
using Perennial.Channels.Phones;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Consent;
using Perennial.Core.Parts;
using Perennial.Core.Promotion;
using Perennial.Core.Scoring;
using Perennial.Core.Shards;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Settings;

namespace Perennial.Settings;

/// <summary>What a store says of its shop.</summary>
/// <param name="Name">The shop's name.</param>
/// <param name="Currency">ISO 4217 code of all amounts; empty where no file has said.</param>
/// <param name="Calendar">The shop's calendar.</param>
/// <param name="Options">Limits, windows and weights of its columns.</param>
/// <param name="Keys">By what it is decided whose a key is.</param>
/// <param name="Promotions">What was on promotion when, as of the last scoring run; null before the first.</param>
sealed record ShopSettings(
    string Name, string Currency, ShopCalendar Calendar, ShopOptions Options, PromotionCalendar? Promotions,
    KeyRules Keys)
{
    const string NameSetting = "shop_name";
    const string TimeZoneSetting = "time_zone";
    const string OptionsSetting = "options";

    /// <summary>What the fold needs to know.</summary>
    public ProfileSettings Profiles => Options.Profiles with
    {
        Calendar = Calendar, Promotion = Options.Promotion with { Calendar = Promotions },
    };

    /// <summary>By what it is decided whom the shop may contact. Laws are none yet: they come with the strategies.
    /// </summary>
    public ContactRules ContactRules => new() { Options = Options.Contact, Calendar = Calendar };

    /// <summary>The attributes that the shop keeps of its customers.</summary>
    public AttributeSet Attributes => new(
        Options.Attributes.Select(one => new DeclaredAttribute(one.Key, one.Value)), ShopCalendars.IdOf,
        Options.Language, Calendar.Zone);

    /// <summary>What addresses and telephone numbers tell of languages and time zones.</summary>
    public static PlaceRules Places { get; } = new(ShopCalendars.ZonesOf, DialPlan.CountryOf, DialPlan.ZonesOf);

    /// <summary>The calendar of every time zone that customers are in.</summary>
    public static ZoneCalendars Zones { get; } = new(ShopCalendars.Of);

    /// <summary>How the shop's telephone numbers are read.</summary>
    public DialPlan Phones => DialPlan.Of(Options.Country ?? ShopCalendars.CountryOf(Calendar.Zone));

    public static ShopSettings Of(ShopStore store) => Of(store.Settings.All(), store.PromotionMonths.All(), store.Path);

    /// <summary>What the store said of its shop at an instant. What was on promotion follows from facts
    /// (<see cref="AsOf"/>).</summary>
    public static ShopSettings At(ShopStore store, Instant instant) =>
        Of(store.Settings.AllAt(instant), store.PromotionMonths.All(), store.Path);

    /// <summary>From when until when the options held that held at an instant; None and Never where there is no such
    /// instant.</summary>
    public static (Instant Since, Instant Until) OptionsHeld(ShopStore store, Instant instant)
    {
        var held = store.Settings.Versions(OptionsSetting).First(one => one.Until > instant);
        return (held.Since, held.Until);
    }

    /// <summary>What a store's settings say.</summary>
    /// <param name="settings">All by name.</param>
    /// <param name="promotions">What was on promotion when.</param>
    /// <param name="place">Where they come from, for errors.</param>
    public static ShopSettings Of(
        IReadOnlyDictionary<string, string> settings, IReadOnlyList<PromotionMonth> promotions, string place)
    {
        var options = settings.GetValueOrDefault(OptionsSetting) is { } json
            ? ShopOptions.FromJson(json, place) : new ShopOptions();
        return new(
            settings.GetValueOrDefault(NameSetting, "Shop"),
            settings.GetValueOrDefault(SettingStore.Currency, ""),
            settings.GetValueOrDefault(TimeZoneSetting) is { } zone ? ShopCalendars.Of(zone) : ShopCalendar.Utc,
            options, promotions.Count > 0 ? new PromotionCalendar(promotions) : null,
            new KeyRules
            {
                Shared = SharedKeys(settings.GetValueOrDefault(SettingStore.SharedKeys, "")),
                MostPeople = options.Keys.MostPeople, Former = DialPlan.Former,
            });
    }

    static FrozenSet<CustomerId> SharedKeys(string ids) => ids.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(text => (IsOne: CustomerId.TryParse(text, out var id), Id: id)).Where(one => one.IsOne)
        .Select(one => one.Id).ToFrozenSet();

    /// <summary>Keeps what was on promotion when, if it is not what is kept already.</summary>
    /// <returns>Whether it changed: then profiles have to be computed anew.</returns>
    public static bool PutPromotions(ShopStore store, PromotionCalendar promotions)
    {
        if (promotions.Months.ToHashSet().SetEquals(store.PromotionMonths.All())) return false;
        // Killed after this, the next rescoring computes everything anew all the same.
        store.ProfileState.NeedRefold();
        store.PromotionMonths.Put(promotions.Months);
        return true;
    }

    /// <summary>Sets the options of a shop that has no customers yet.</summary>
    public static void PutFirstOptions(ShopStore store, ShopOptions options, Instant now) =>
        store.Settings.Put(OptionsSetting, options.ToJson(), now);

    /// <summary>Sets the options; whoever does it computes all profiles anew.</summary>
    public static void PutOptions(ShopStore store, ShopOptions options, AuditEntry audit) =>
        store.Settings.Put(OptionsSetting, options.ToJson(), audit);

    /// <summary>The settings with what was on promotion as known at an earlier instant.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="instant">What happened later is not seen.</param>
    /// <param name="knownBy">What was learned later is not seen.</param>
    /// <param name="cancel">Stops the reading.</param>
    public ShopSettings AsOf(ShopStore store, Instant instant, Instant knownBy, CancellationToken cancel)
    {
        var promotions = new PromotionMonths(instant, Profiles.Calendar, Profiles.Promotion);
        foreach (var chunk in store.Facts.Histories(withPast: true))
        {
            cancel.ThrowIfCancellationRequested();
            promotions.Add(chunk.History.AsOf(instant, knownBy));
        }
        return this with { Promotions = promotions.Build(completeOnly: true) };
    }

    /// <summary>Names a shop.</summary>
    public static void PutName(ShopStore store, string name, Instant now) =>
        store.Settings.Put(NameSetting, name, now);

    /// <summary>Sets the time zone of a shop that has none yet.</summary>
    /// <exception cref="BadInputException">The shop's days are counted in another zone already.</exception>
    public static void PutTimeZone(ShopStore store, string zone, Instant now)
    {
        var calendar = ShopCalendars.Of(zone);
        var before = store.Settings.Of(TimeZoneSetting);
        if (before == calendar.Zone) return;
        if (before is not null || store.Intake.Imports(limit: 1).Count > 0)
        {
            throw new BadInputException("--time-zone",
                $"This shop's days are counted in {before ?? "UTC"}, not {calendar.Zone}.",
                "Leave the option out, or import into a new store.");
        }
        store.Settings.Put(TimeZoneSetting, calendar.Zone, now);
    }

    /// <summary>How the shop is scored: as the last scoring run was, or by default.</summary>
    public ScoringOptions Scoring(ScoringRun? last)
    {
        var options = Options.Scoring;
        return last is null ? options : options with
        {
            Rfm = last.Rfm, Priority = last.Priority, RfmSegmentSet = last.RfmSegmentSet.ToSet(),
        };
    }
}
