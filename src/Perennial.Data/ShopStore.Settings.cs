using Perennial.Core;
using Perennial.Data.Access;
using Perennial.Data.Batches;
using Perennial.Data.Engines;
using Perennial.Data.Intake;

namespace Perennial.Data;

public sealed partial class ShopStore
{
    /// <summary>The setting that holds the ISO 4217 code of all amounts.</summary>
    public const string CurrencySetting = "currency";

    /// <summary>The setting that is there while profiles hold the state of an earlier day: that day.</summary>
    public const string FoldedAsOfSetting = "folded_as_of";

    const string RefoldNeededSetting = "store.refold_needed";

    /// <summary>Whether columns were added to the catalogue, or products moved between categories, since profiles were
    /// computed, so that
    /// <see cref="RefoldAll"/> has to fill them.</summary>
    public bool RefoldNeeded => Setting(RefoldNeededSetting) is not null;

    /// <summary>Says that settings changed since profiles were computed: <see cref="RefoldNeeded"/> holds until
    /// <see cref="RefoldAll"/>.</summary>
    public void NeedRefold() => PutSetting(RefoldNeededSetting, "1");

    internal static void NeedRefold(Database database) => PutSetting(database, RefoldNeededSetting, "1");

    /// <summary>A setting of the shop, or null where it was never set.</summary>
    public string? Setting(string name)
    {
        using var lease = Rent();
        return Setting(lease.Database, name);
    }

    /// <summary>All settings by name.</summary>
    public IReadOnlyDictionary<string, string> Settings()
    {
        using var lease = Rent();
        return Settings(lease.Database);
    }

    static SortedDictionary<string, string> Settings(Database database)
    {
        var rows = database.Query("settings");
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal);
        while (rows.Step()) settings.Add(rows.Text(0)!, rows.Text(1)!);
        return settings;
    }

    /// <summary>Sets a setting; null removes it. Whatever is written afterwards goes by it.</summary>
    public void PutSetting(string name, string? value)
    {
        if (Setting(name) == value) return;
        ChangeMoment(database =>
        {
            if (value is null) DeleteSetting(database, name);
            else PutSetting(database, name, value);
            return 0;
        });
    }

    /// <summary>Sets a setting and writes down that it was done.</summary>
    public void PutSetting(string name, string value, AuditEntry audit)
    {
        ChangeMoment(database =>
        {
            PutSetting(database, name, value);
            AddAudit(database, audit);
            return 0;
        });
    }

    /// <summary>The imports, the last one first.</summary>
    public IReadOnlyList<ImportEntry> Imports(int limit = 100)
    {
        using var lease = Rent();
        var rows = lease.Database.Query("imports", "limit").Bind(1, limit);
        var imports = new List<ImportEntry>();
        while (rows.Step())
        {
            imports.Add(new ImportEntry(rows.Int64(0), rows.Text(1)!, rows.Text(2)!, rows.Instant(3),
                new WriteCounts(rows.Int64(4), rows.Int64(5), rows.Int64(6)),
                new WriteCounts(rows.Int64(7), rows.Int64(8), rows.Int64(9)), rows.Text(16)!)
            {
                Activities = new WriteCounts(rows.Int64(10), 0, rows.Int64(11)),
                Contacts = new WriteCounts(rows.Int64(12), 0, rows.Int64(13)),
                Responses = new WriteCounts(rows.Int64(14), 0, rows.Int64(15)),
            });
        }
        return imports;
    }

    static string? Setting(Database database, string name)
    {
        var row = database.Query("setting", "name").Bind(1, name);
        if (!row.Step()) return null;
        var value = row.Text(0);
        row.Reset();
        return value;
    }

    static void PutSetting(Database database, string name, string value) =>
        database.Query("put-setting", "name", "value").Bind(1, name).Bind(2, value).Run();

    static void DeleteSetting(Database database, string name) =>
        database.Query("delete-setting", "name").Bind(1, name).Run();

    static void AddImport(Database database, string source, ImportNote note, Instant now, WriteResult result)
    {
        var id = database.Query("next-import-id").Number()!.Value;
        database.Query("add-import", "import_id", "source", "file", "imported_at", "customers_added",
                "customers_updated", "customers_unchanged", "orders_added", "orders_updated", "orders_unchanged",
                "activities_added", "activities_unchanged", "contacts_added", "contacts_unchanged", "responses_added",
                "responses_unchanged", "report_json")
            .Bind(1, id).Bind(2, source).Bind(3, note.File).Bind(4, now)
            .Bind(5, result.Customers.Added).Bind(6, result.Customers.Updated).Bind(7, result.Customers.Unchanged)
            .Bind(8, result.Orders.Added).Bind(9, result.Orders.Updated).Bind(10, result.Orders.Unchanged)
            .Bind(11, result.Activities.Added).Bind(12, result.Activities.Unchanged)
            .Bind(13, result.Contacts.Added).Bind(14, result.Contacts.Unchanged)
            .Bind(15, result.Responses.Added).Bind(16, result.Responses.Unchanged)
            .Bind(17, note.ReportJson).Run();
    }
}
