using Perennial.Core;
using Perennial.Data.Access;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Settings;

/// <summary>What the shop has set, by name.</summary>
public sealed class SettingStore
{
    /// <summary>The setting that holds the ISO 4217 code of all amounts.</summary>
    public const string Currency = "currency";

    /// <summary>The setting that holds the keys that join nobody: ids that follow from them, between blanks.</summary>
    public const string SharedKeys = "shared_keys";

    /// <summary>The setting that says how telephone numbers were read when all of them were read last.</summary>
    public const string NumbersReadAs = "numbers_read_as";

    /// <summary>The setting that says how addresses were folded when all households were found last.</summary>
    public const string HouseholdsFoundAs = "households_found_as";

    /// <summary>The setting that says by what it was found where customers are when all were looked at last.</summary>
    public const string PlacesFoundAs = "places_found_as";

    readonly StoreShards shards;

    internal SettingStore(StoreShards shards) => this.shards = shards;

    /// <summary>A setting of the shop, or null where it was never set.</summary>
    public string? Of(string name)
    {
        using var rental = shards.Rent();
        return Of(rental.Database, name);
    }

    /// <summary>All settings by name.</summary>
    public IReadOnlyDictionary<string, string> All()
    {
        using var rental = shards.Rent();
        return All(rental.Database);
    }

    internal static SortedDictionary<string, string> All(Database database)
    {
        var rows = database.Query("settings");
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal);
        while (rows.Step()) settings.Add(rows.Text(0)!, rows.Text(1)!);
        return settings;
    }

    /// <summary>All settings by name, as they held at an instant.</summary>
    public IReadOnlyDictionary<string, string> AllAt(Instant instant)
    {
        using var rental = shards.Rent();
        using var transaction = Transaction.Read(rental.Database);
        var settings = All(rental.Database);
        foreach (var (name, value) in SettingVersions.At(rental.Database, SettingVersions.Setting, instant))
        {
            if (value is null) settings.Remove(name);
            else settings[name] = value;
        }
        return settings;
    }

    /// <summary>All that a setting has been, in order; what it is now comes last.</summary>
    public IReadOnlyList<HeldValue> Versions(string name)
    {
        using var rental = shards.Rent();
        using var transaction = Transaction.Read(rental.Database);
        return SettingVersions.Of(rental.Database, SettingVersions.Setting, name, Of(rental.Database, name));
    }

    /// <summary>Sets a setting; null removes it. Whatever is written afterwards goes by it; what it was before is
    /// kept.</summary>
    public void Put(string name, string? value, Instant now)
    {
        if (Of(name) == value) return;
        shards.ChangeMoment(database =>
        {
            Put(database, name, value, now);
            return 0;
        });
    }

    /// <summary>Sets a setting and writes down that it was done.</summary>
    public void Put(string name, string value, AuditEntry audit)
    {
        shards.ChangeMoment(database =>
        {
            Put(database, name, value, audit.At);
            AuditLog.Add(database, audit);
            return 0;
        });
    }

    /// <summary>Takes a setting over from another store, where its versions are.</summary>
    internal void Copy(string name, string value)
    {
        if (Of(name) == value) return;
        shards.ChangeMoment(database => database.Query("put-setting", "name", "value")
            .Bind(1, name).Bind(2, value).Run());
    }

    internal static string? Of(Database database, string name)
    {
        var row = database.Query("setting", "name").Bind(1, name);
        if (!row.Step()) return null;
        var value = row.Text(0);
        row.Reset();
        return value;
    }

    internal static void Put(Database database, string name, string? value, Instant now)
    {
        SettingVersions.Keep(database, SettingVersions.Setting, name, Of(database, name), value, now);
        if (value is null) database.Query("delete-setting", "name").Bind(1, name).Run();
        else database.Query("put-setting", "name", "value").Bind(1, name).Bind(2, value).Run();
    }
}
