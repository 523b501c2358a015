using Perennial.Core;
using Perennial.Core.Shards;
using Perennial.Data.Access;
using Perennial.Data.Customers;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Clock;

/// <summary>What a computer's clock that was ahead has left: dates that are still to come of what is over.</summary>
public sealed class ClockStore
{
    /// <summary>By so much a date may lie ahead: senders' clocks, and those of several processes, differ.</summary>
    public static TimeSpan Tolerance => ShardTransaction.ClockTolerance;

    const long MsPerHour = 60 * 60 * 1000;

    readonly StoreShards shards;

    internal ClockStore(StoreShards shards) => this.shards = shards;

    /// <summary>From when on a date lies ahead.</summary>
    public static Instant Latest(Instant now) => new(now.UnixMs + (long)Tolerance.TotalMilliseconds);

    /// <summary>Whether any profile was folded as of an instant that is still to come.</summary>
    public bool AnyProfileAhead(Instant now)
    {
        using var rental = shards.Rent();
        return rental.Database.Query("any-profile-ahead", "latest").Bind(1, Latest(now)).Any();
    }

    /// <summary>Puts into the present whatever lies ahead, and ends what is written of stays that cannot have been.
    /// Stopped half-way, the same again completes it. Profiles have to be computed again afterwards.</summary>
    /// <param name="moment">The present.</param>
    /// <param name="today">The shop's day of it.</param>
    /// <param name="by">Who repairs.</param>
    /// <returns>How many rows were put right, by table.</returns>
    /// <exception cref="BadInputException">Most facts lie ahead: it is the present clock that is wrong.</exception>
    public IReadOnlyDictionary<string, int> Repair(ShopMoment moment, int today, Actor by)
    {
        var (now, rows) = (moment.Now, new SortedDictionary<string, int>(StringComparer.Ordinal));
        RefuseClockThatIsBehind(now);
        shards.Each(shard => shards.InShard(shard, moment, one =>
        {
            var repaired = OfShard(one, now);
            if (repaired.Count > 0) one.ChangeEverybody();
            lock (rows)
                foreach (var (table, count) in repaired) Note(rows, table, count);
            return 0;
        }));
        using var rental = shards.Rent();
        using var transaction = Transaction.Write(rental.Database);
        foreach (var (table, count) in OfShop(rental.Database, now, today)) Note(rows, table, count);
        if (rows.Count > 0)
        {
            AuditLog.Add(rental.Database, new AuditEntry(now, by, "dates put into the present",
                string.Join(", ", rows.Select(table => $"{table.Key} {table.Value}"))));
        }
        transaction.Commit();
        return rows;
    }

    // What is right is never put wrong: a clock that was set back would make all of the past the present.
    void RefuseClockThatIsBehind(Instant now)
    {
        using var rental = shards.Rent();
        var (all, ahead) = (0L, 0L);
        foreach (var facts in DatedColumns.Facts)
        {
            using var count = rental.Database.Prepare(DatedColumns.Count(facts), "latest").Bind(1, Latest(now));
            count.Step();
            (all, ahead) = (all + count.Int64(0), ahead + count.Int64(1));
        }
        if (ahead * 2 <= all) return;
        throw new BadInputException("clock",
            $"Of {all} facts {ahead} are dated after {now}: this computer's clock is behind.",
            "Set it right, and repair then.");
    }

    static SortedDictionary<string, int> OfShard(ShardTransaction shard, Instant now)
    {
        var rows = new SortedDictionary<string, int>(StringComparer.Ordinal);
        Run("stays-of-now", "now", "shard", "latest");
        Note(rows, "segment_member", Run("delete-stays-that-were-none", "shard", "latest"));
        foreach (var dated in DatedColumns.OfShards)
        {
            Note(rows, dated.Table, shard.Database
                .Reuse(DatedColumns.Update(dated, isSharded: true), "now", "shard", "latest")
                .Bind(1, now).Bind(2, shard.Shard).Bind(3, Latest(now)).Run());
        }
        Note(rows, "segment_member", Run("end-stays-before-the-next", "shard"));
        Run("consents-of-now", "now", "shard", "latest");
        Note(rows, "consent", Run("delete-consents-ahead", "shard", "latest"));
        Run("attributes-of-now", "now", "shard", "latest");
        Note(rows, "customer_attribute", Run("delete-attributes-ahead", "shard", "latest"));
        Run("suppressions-of-now", "now", "shard", "latest");
        Note(rows, "suppression", Run("delete-suppressions-ahead", "shard", "latest"));
        Run("details-of-now", "now", "shard", "latest");
        Note(rows, "customer_detail", Run("delete-details-ahead", "shard", "latest"));
        Note(rows, "destination_cursor", Run("cursors-ahead", "shard", "latest"));
        Note(rows, "customer", Details(shard, now));
        return rows;

        int Run(string query, params ReadOnlySpan<string> names)
        {
            var statement = shard.Database.Query(query, names);
            for (var i = 0; i < names.Length; i++)
            {
                if (names[i] == "shard") statement.Bind(i + 1, shard.Shard);
                else statement.Bind(i + 1, names[i] == "now" ? now : Latest(now));
            }
            return statement.Run();
        }
    }

    // When each detail was said stands in one text.
    static int Details(ShardTransaction shard, Instant now)
    {
        var changed = new List<(CustomerId Id, string Said, string? Known)>();
        var rows = shard.Database.Query("details-said", "shard").Bind(1, shard.Shard);
        while (rows.Step())
        {
            var said = DetailTimes.From(rows.Text(1), Instant.None);
            var known = rows.Text(2) is { } text ? DetailTimes.From(text, Instant.None) : null;
            if (said.Clamp(Latest(now), now) | known?.Clamp(Latest(now), now) == true)
                changed.Add((rows.CustomerId(0), said.ToString(), known?.ToString()));
        }
        foreach (var (id, said, known) in changed)
        {
            shard.Database.Query("put-details-said", "said_at", "known_at", "shard", "customer_id")
                .Bind(1, said).Bind(2, known).Bind(3, shard.Shard).Bind(4, id).Run();
        }
        return changed.Count;
    }

    static SortedDictionary<string, int> OfShop(Database database, Instant now, int today)
    {
        var (latest, rows) = (Latest(now), new SortedDictionary<string, int>(StringComparer.Ordinal));
        foreach (var dated in DatedColumns.OfShop)
        {
            Note(rows, dated.Table, database.Reuse(DatedColumns.Update(dated, isSharded: false), "now", "latest")
                .Bind(1, now).Bind(2, latest).Run());
        }
        Note(rows, "scoring_run", database.Query("scoring-runs-of-now", "now", "today", "created_at", "latest")
            .Bind(1, now).Bind(2, today).Bind(3, now).Bind(4, latest).Run());
        database.Query("product-versions-of-now", "now", "latest").Bind(1, now).Bind(2, latest).Run();
        Note(rows, "product_version",
            database.Query("delete-product-versions-ahead", "latest").Bind(1, latest).Run());
        database.Query("setting-versions-of-now", "now", "latest").Bind(1, now).Bind(2, latest).Run();
        Note(rows, "setting_version",
            database.Query("delete-setting-versions-ahead", "latest").Bind(1, latest).Run());
        database.Query("intake-of-now", "hour", "now", "latest")
            .Bind(1, now.UnixMs / MsPerHour).Bind(2, now).Bind(3, latest).Run();
        Note(rows, "intake_count", database.Query("delete-intake-ahead", "latest").Bind(1, latest).Run());
        Note(rows, "sign_in", database.Query("sign-ins-ahead", "latest").Bind(1, latest).Run());
        Note(rows, "staff", database.Query("pauses-ahead", "latest").Bind(1, latest).Run());
        return rows;
    }

    static void Note(SortedDictionary<string, int> rows, string table, int count)
    {
        if (count > 0) rows[table] = rows.GetValueOrDefault(table) + count;
    }
}
