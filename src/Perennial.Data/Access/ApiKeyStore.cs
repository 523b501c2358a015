using System.Collections.Concurrent;
using Perennial.Core;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Access;

/// <summary>The keys by which programs come in.</summary>
public sealed class ApiKeyStore
{
    // Until a key that another process revoked is refused here too.
    const int KeyKeptMs = 5_000;
    const int MostKeysKept = 4_096;
    const long MsPerHour = 3_600_000;

    readonly ConcurrentDictionary<string, (ApiKey? Key, long ReadMs)> keys = [];
    readonly StoreShards shards;

    internal ApiKeyStore(StoreShards shards) => this.shards = shards;

    /// <summary>The key with this SHA-256 (hexadecimal, lower case), or null where there is none or it was revoked.
    /// What is asked again within five seconds costs no reading.</summary>
    public ApiKey? Find(string sha256Hex)
    {
        var nowMs = Environment.TickCount64;
        if (keys.TryGetValue(sha256Hex, out var kept) && nowMs - kept.ReadMs < KeyKeptMs) return kept.Key;
        using var rental = shards.Rent();
        var row = rental.Database.Query("api-key", "key_hash").Bind(1, sha256Hex);
        ApiKey? key = null;
        if (row.Step())
        {
            key = KeyOf(row);
            row.Reset();
        }
        if (key?.RevokedAt.HasValue == true) key = null;
        // Who tries one wrong key after the other must not fill the memory.
        if (keys.Count >= MostKeysKept) keys.Clear();
        keys[sha256Hex] = (key, nowMs);
        return key;
    }

    /// <summary>All keys, revoked ones too, by age.</summary>
    public IReadOnlyList<ApiKey> All()
    {
        using var rental = shards.Rent();
        var rows = rental.Database.Query("api-keys");
        var all = new List<ApiKey>();
        while (rows.Step()) all.Add(KeyOf(rows));
        return all;
    }

    /// <summary>Adds a key.</summary>
    public void Add(ApiKey key, AuditEntry audit)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        using var transaction = Transaction.Write(database);
        database.Query("add-api-key", "key_id", "key_hash", "source", "scope", "created_at")
            .Bind(1, key.Id).Bind(2, key.Hash).Bind(3, key.Source).Bind(4, EnumWord.Of(key.Scope))
            .Bind(5, key.CreatedAt).Run();
        AuditLog.Add(database, audit);
        transaction.Commit();
        keys.Clear();
    }

    /// <summary>Ends a key.</summary>
    /// <returns>Whether there was one that worked.</returns>
    public bool Revoke(string id, AuditEntry audit)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        using var transaction = Transaction.Write(database);
        if (database.Query("revoke-api-key", "revoked_at", "key_id").Bind(1, audit.At).Bind(2, id).Run() == 0)
            return false;
        AuditLog.Add(database, audit);
        transaction.Commit();
        keys.Clear();
        return true;
    }

    /// <summary>Whether the use of a key is to be noted: true once an hour, for one of all who ask at once.</summary>
    public bool IsUseNews(ApiKey key, Instant now)
    {
        if (!keys.TryGetValue(key.Hash, out var kept) || kept.Key is not { } known) return false;
        if (known.UsedAt.HasValue && now.UnixMs - known.UsedAt.UnixMs < MsPerHour) return false;
        return keys.TryUpdate(key.Hash, (known with { UsedAt = now }, kept.ReadMs), kept);
    }

    /// <summary>Notes that a key was used, unless that was noted within the hour.</summary>
    public void NoteUse(string sha256Hex, Instant now)
    {
        using var rental = shards.Rent();
        rental.Database.Query("note-api-key-use", "used_at", "key_hash", "not_since")
            .Bind(1, now).Bind(2, sha256Hex).Bind(3, now.UnixMs - MsPerHour).Run();
    }

    static ApiKey KeyOf(Rows row) => new(
        row.Text(0)!, row.Text(1)!, row.Text(2)!, EnumWord.Parse<KeyScope>(row.Text(3)!), row.Instant(4))
    {
        UsedAt = row.IsNull(5) ? Instant.None : row.Instant(5),
        RevokedAt = row.IsNull(6) ? Instant.None : row.Instant(6),
    };
}
