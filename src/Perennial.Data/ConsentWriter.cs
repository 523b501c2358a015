using Perennial.Core;
using Perennial.Core.History;

namespace Perennial.Data;

/// <summary>Writes what customers say about being contacted: of two statements the later one counts, and of two of the
/// same instant the refusal.</summary>
sealed class ConsentWriter : IDisposable
{
    readonly Database database;
    readonly int shard;
    readonly bool isLive;
    readonly BulkInsert<(CustomerId Customer, ContactChannel Channel, Consent Said)> put;
    readonly Dictionary<ContactChannel, Consent> known = [];
    readonly HashSet<ContactChannel> changed = [];
    FactCursor? stored;

    /// <summary>Prepares for one transaction.</summary>
    /// <param name="database">In the transaction.</param>
    /// <param name="shard">Where the customers are.</param>
    /// <param name="isLive">Whether an earlier statement may arrive later; else the one that arrives counts.</param>
    public ConsentWriter(Database database, int shard, bool isLive)
    {
        (this.database, this.shard, this.isLive) = (database, shard, isLive);
        put = new(database, SqlText.Query("put-consent"),
            ["shard", "customer_id", "channel", "granted", "source", "said_at"], Bind);
    }

    /// <summary>Reads what customers, ascending, said before.</summary>
    public void Load(IReadOnlyList<CustomerId> ids)
    {
        stored?.Dispose();
        stored = ids.Count == 0 ? null
            : new FactCursor(database.RowsOf(SqlText.Query("known-consents"), shard, ids)).Start();
    }

    /// <summary>Begins with the next customer.</summary>
    public void Begin(CustomerId id)
    {
        known.Clear();
        changed.Clear();
        if (stored is null) return;
        for (; stored.IsAt(id); stored.Next())
        {
            var row = stored.Row;
            known[(ContactChannel)row.Int64(1)] = new Consent(row.Int64(2) != 0, row.Text(3)!, row.Instant(4));
        }
    }

    /// <summary>Takes one statement of the customer begun with.</summary>
    public void Say(ContactChannel channel, bool granted, string source, Instant at)
    {
        var said = new Consent(granted, source, at);
        if (known.TryGetValue(channel, out var before))
        {
            if (isLive ? !IsLater(said, before) : before.Granted == granted) return;
        }
        known[channel] = said;
        changed.Add(channel);
    }

    /// <summary>Takes back a consent at an instant, unless something later is known.</summary>
    public void Withdraw(ContactChannel channel, string source, Instant at)
    {
        var said = new Consent(false, source, at);
        if (known.TryGetValue(channel, out var before) && !IsLater(said, before)) return;
        known[channel] = said;
        changed.Add(channel);
    }

    static bool IsLater(Consent said, Consent before) =>
        said.At > before.At || (said.At == before.At && before.Granted && !said.Granted);

    /// <summary>Ends with the customer begun with.</summary>
    /// <returns>Whether anything is written.</returns>
    public bool End(CustomerId id)
    {
        foreach (var channel in changed) put.Add((id, channel, known[channel]));
        return changed.Count > 0;
    }

    /// <summary>Writes what still waits.</summary>
    public void Flush() => put.Flush();

    void Bind(Statement to, int first, (CustomerId Customer, ContactChannel Channel, Consent Said) row) =>
        to.Bind(first, shard).Bind(first + 1, row.Customer).Bind(first + 2, (long)row.Channel)
            .Bind(first + 3, row.Said.Granted ? 1L : 0L).Bind(first + 4, row.Said.Source)
            .Bind(first + 5, row.Said.At);

    public void Dispose()
    {
        stored?.Dispose();
        put.Dispose();
    }

    readonly record struct Consent(bool Granted, string Source, Instant At);
}
