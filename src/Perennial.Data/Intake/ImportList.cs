using Perennial.Core;
using Perennial.Data.Batches;
using Perennial.Data.Engines;

namespace Perennial.Data.Intake;

/// <summary>The list of imports.</summary>
static class ImportList
{
    /// <summary>Notes one, inside the caller's transaction.</summary>
    public static void Add(Database database, string source, ImportNote note, Instant now, WriteResult result)
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
            .Bind(17, note.ReportAfter?.Invoke(result) ?? note.ReportJson).Run();
    }

    /// <summary>The last one first.</summary>
    public static List<ImportEntry> Read(Database database, int limit)
    {
        var rows = database.Query("imports", "limit").Bind(1, limit);
        var imports = new List<ImportEntry>();
        while (rows.Step())
        {
            imports.Add(new ImportEntry(rows.Int64(0), rows.Text(1)!, rows.Text(2)!, rows.Instant(3),
                new WriteCounts(rows.Int64(4), rows.Int64(5), rows.Int64(6)),
                new WriteCounts(rows.Int64(7), rows.Int64(8), rows.Int64(9)), rows.Text(16)!)
            {
                State = (ImportState)rows.Int64(17),
                Activities = new WriteCounts(rows.Int64(10), 0, rows.Int64(11)),
                Contacts = new WriteCounts(rows.Int64(12), 0, rows.Int64(13)),
                Responses = new WriteCounts(rows.Int64(14), 0, rows.Int64(15)),
            });
        }
        return imports;
    }
}
