using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Access;

/// <summary>Who changed what, and when.</summary>
public sealed class AuditLog
{
    const int LongestAuditText = 300;

    readonly StoreShards shards;

    internal AuditLog(StoreShards shards) => this.shards = shards;

    /// <summary>Writes down a change that was made.</summary>
    public void Add(AuditEntry entry)
    {
        using var rental = shards.Rent();
        Add(rental.Database, entry);
    }

    /// <summary>Changes, the last first.</summary>
    /// <param name="most">At most so many.</param>
    /// <param name="beforeId">Only those before the entry of this id; null for the last.</param>
    public IReadOnlyList<AuditEntry> Last(int most, string? beforeId = null)
    {
        // After every id: those are hexadecimal.
        const string afterAll = "z";
        using var rental = shards.Rent();
        var rows = rental.Database.Query("audit", "before_id", "most").Bind(1, beforeId ?? afterAll).Bind(2, most);
        var entries = new List<AuditEntry>();
        while (rows.Step())
        {
            entries.Add(new AuditEntry(rows.Instant(1), new Actor(rows.Text(2)!, rows.Text(3)!, rows.Text(4)!),
                rows.Text(5)!, rows.Text(6)!)
            {
                Id = rows.Text(0)!, Before = rows.Text(7)!, After = rows.Text(8)!,
            });
        }
        return entries;
    }

    // Inside the transaction of the change where there is one: then neither is there without the other.
    internal static void Add(Database database, AuditEntry entry) => database
        .Query("add-audit", "audit_id", "at", "actor_kind", "actor_id", "actor_name", "what", "subject", "before",
            "after")
        .Bind(1, Guid.CreateVersion7(entry.At.ToDateTimeOffset()).ToString("N")).Bind(2, entry.At)
        .Bind(3, entry.By.Kind).Bind(4, entry.By.Id).Bind(5, entry.By.Name).Bind(6, entry.What)
        .Bind(7, Short(entry.Subject)).Bind(8, Short(entry.Before)).Bind(9, Short(entry.After)).Run();

    static string Short(string text) => text.Length <= LongestAuditText ? text : text[..(LongestAuditText - 1)] + "…";
}
