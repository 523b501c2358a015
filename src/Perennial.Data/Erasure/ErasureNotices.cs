using Perennial.Core;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Erasure;

/// <summary>Of how many customers entries that told destinations of an erasure are gone.</summary>
/// <param name="Told">All destinations were told.</param>
/// <param name="Expired">Some destination was not told within thirty days: somebody has to see to it there.</param>
public sealed record ForgottenNotices(int Told, int Expired)
{
    /// <summary>Whether there were any.</summary>
    public bool Any => Told + Expired > 0;
}

/// <summary>How long what tells a destination of an erasure is kept.</summary>
public static class ErasureNotice
{
    const long MsKept = 30L * 86_400_000;

    /// <summary>Until when an entry is kept at the latest.</summary>
    public static Instant LastKept(Instant erasedAt) => new(erasedAt.UnixMs + MsKept);

    /// <summary>Of which erasures entries may still be kept.</summary>
    public static Instant FirstKept(Instant now) => new(now.UnixMs - MsKept);
}

/// <summary>The entries that tell destinations of an erasure by the person's own keys: the only thing about the person
/// that is left, and not for long.</summary>
static class ErasureNotices
{
    readonly record struct Notice(int Shard, CustomerId Customer, long Sequence, Instant ErasedAt);

    /// <summary>Notes those that are left of a customer, inside the erasure's transaction.</summary>
    public static void Note(Database database, int shard, CustomerId id, Instant at) =>
        database.Query("note-erasure-notices", "erased_at", "shard", "customer_id")
            .Bind(1, at).Bind(2, shard).Bind(3, id).Run();

    /// <summary>Forgets those that were told, and those that are too old; what they leave in files is to be cleaned.
    /// </summary>
    public static ForgottenNotices Forget(StoreShards shards, Instant now)
    {
        using var rental = shards.Rent();
        var (told, expired) = (new HashSet<CustomerId>(), new HashSet<CustomerId>());
        foreach (var notice in Read(rental.Database))
        {
            using var transaction = Transaction.Write(rental.Database);
            var isOld = notice.ErasedAt < ErasureNotice.FirstKept(now);
            if (!(isOld ? Expire(rental.Database, notice) : IsTold(rental.Database, notice))) continue;
            rental.Database.Query("delete-erasure-notice", "shard", "customer_id", "sequence")
                .Bind(1, notice.Shard).Bind(2, notice.Customer).Bind(3, notice.Sequence).Run();
            rental.Database.Query("traces-are-left").Run();
            transaction.Commit();
            (isOld ? expired : told).Add(notice.Customer);
        }
        return new ForgottenNotices(told.Count, expired.Count);
    }

    static List<Notice> Read(Database database)
    {
        var rows = database.Query("erasure-notices");
        var notices = new List<Notice>();
        while (rows.Step())
            notices.Add(new Notice(rows.Int32(0), rows.CustomerId(1), rows.Int64(2), rows.Instant(3)));
        return notices;
    }

    static bool IsTold(Database database, Notice notice)
    {
        database.Query("delete-told-notice", "shard", "sequence", "otherwise")
            .Bind(1, notice.Shard).Bind(2, notice.Sequence).Bind(3, long.MaxValue).Run();
        return !database.Query("notice-is-left", "shard", "sequence", "customer_id")
            .Bind(1, notice.Shard).Bind(2, notice.Sequence).Bind(3, notice.Customer).Any();
    }

    static bool Expire(Database database, Notice notice)
    {
        database.Query("delete-notice-entry", "shard", "sequence")
            .Bind(1, notice.Shard).Bind(2, notice.Sequence).Run();
        database.Query("delete-notice-deliveries", "shard", "sequence", "customer_id")
            .Bind(1, notice.Shard).Bind(2, notice.Sequence).Bind(3, notice.Customer).Run();
        return true;
    }
}
