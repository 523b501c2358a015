using Perennial.Core;
using Perennial.Data.Engines;

namespace Perennial.Data.Settings;

/// <summary>What was said, and from when until when it held.</summary>
/// <param name="Value">Null where nothing was said: then the default held.</param>
/// <param name="Since">None where it held before versions were kept.</param>
/// <param name="Until">Never for what holds now.</param>
public readonly record struct HeldValue(string? Value, Instant Since, Instant Until);

/// <summary>Keeps what the shop said of itself before, each with the instant until which it held. What holds now stands
/// in the table that it is of.</summary>
static class SettingVersions
{
    public const string Setting = "setting", Sources = "sources", ShopTime = "shop_time";

    /// <summary>Keeps what is replaced, in the transaction that replaces it; nothing where it stays the same. What held
    /// for no time is not kept.</summary>
    public static void Keep(Database database, string what, string name, string? before, string? after, Instant now)
    {
        if (before == after) return;
        database.Query("keep-setting-version", "what", "name", "until_at", "body")
            .Bind(1, what).Bind(2, name).Bind(3, now).Bind(4, before).Run();
    }

    /// <summary>What held at an instant, by name; of what is not in it, what holds now held then.</summary>
    public static Dictionary<string, string?> At(Database database, string what, Instant instant)
    {
        var rows = database.Query("setting-versions-at", "what", "at").Bind(1, what).Bind(2, instant);
        var held = new Dictionary<string, string?>(StringComparer.Ordinal);
        while (rows.Step()) held.Add(rows.Text(0)!, rows.Text(1));
        return held;
    }

    /// <summary>All that held of one name, in order; what holds now comes last.</summary>
    public static IReadOnlyList<HeldValue> Of(Database database, string what, string name, string? present)
    {
        var rows = database.Query("setting-versions", "what", "name").Bind(1, what).Bind(2, name);
        var (held, since) = (new List<HeldValue>(), Instant.None);
        while (rows.Step())
        {
            held.Add(new HeldValue(rows.Text(1), since, rows.Instant(0)));
            since = rows.Instant(0);
        }
        held.Add(new HeldValue(present, since, Instant.Never));
        return held;
    }
}
