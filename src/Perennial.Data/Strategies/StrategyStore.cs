using System.Text.Json;
using Perennial.Core;
using Perennial.Core.Segments;
using Perennial.Core.Strategies;
using Perennial.Data.Access;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Strategies;

/// <summary>A shop's strategies: what was published, what is kept to be looked at, and what is stopped.</summary>
public sealed class StrategyStore
{
    readonly StoreShards shards;
    readonly PublishedFiles published;
    readonly Action<Database, ShopSegment, Instant> saveSegment;

    internal StrategyStore(
        StoreShards shards, PublishedFiles published, Action<Database, ShopSegment, Instant> saveSegment) =>
        (this.shards, this.published, this.saveSegment) = (shards, published, saveSegment);

    /// <summary>All that the strategies are made of.</summary>
    public StrategyParts Parts()
    {
        using var rental = shards.Rent();
        using var transaction = Transaction.Read(rental.Database);
        return StrategyParts.Read(rental.Database, published);
    }

    /// <summary>Whether anything was ever published.</summary>
    public bool IsAnyPublished()
    {
        using var rental = shards.Rent();
        return StrategyParts.Sets(rental.Database).Any(set => set.IsPublished);
    }

    /// <summary>Publishes files: strategies that changed have a new version, which customers enter from now on; whoever
    /// is in a former one goes on in it. All or nothing.</summary>
    /// <returns>The number of the set.</returns>
    public long Publish(StrategyPublishing what, Instant now, string by, params IReadOnlyList<AuditEntry> audit) =>
        shards.ChangeMoment(database =>
        {
            var set = Add(database, what.Files, isPublished: true, now, by);
            foreach (var segment in what.Segments) saveSegment(database, segment, now);
            foreach (var (name, was) in what.Renamed) Rename(database, set, was, name);
            var standing = StrategyParts.Standing(database).ToDictionary(one => one.Strategy);
            var versions = StrategyParts.VersionsOf(database).ToLookup(one => one.Strategy);
            foreach (var (name, path) in what.Strategies)
            {
                var known = standing.GetValueOrDefault(name);
                if (known is { State: not StrategyState.Removed } && !what.Changed.Contains(name)) continue;
                var version = versions[name].Select(one => one.Version).DefaultIfEmpty().Max() + 1;
                database.Query("add-strategy-version", "strategy", "version", "set_id", "path", "published_at",
                    "published_by", "expected").Bind(1, name).Bind(2, version).Bind(3, set).Bind(4, path).Bind(5, now)
                    .Bind(6, by).Bind(7, what.Expected.TryGetValue(name, out var told) ? (long?)told : null).Run();
                var isNew = known is null or { State: StrategyState.Removed };
                Put(database, isNew ? new StrategyStanding(name, version, StrategyState.Live)
                {
                    ChangedAt = now, ChangedBy = by, AskedFrom = now,
                } : known! with { Version = version });
            }
            foreach (var name in what.Removed)
            {
                if (standing.TryGetValue(name, out var known))
                    Put(database, known with { State = StrategyState.Removed, ChangedAt = now, ChangedBy = by });
            }
            foreach (var entry in audit) AuditLog.Add(database, entry);
            return set;
        }, watchesOthers: true);

    // Rows of customers are called otherwise shard by shard (UnderWayStore).
    static void Rename(Database database, long set, string was, string name)
    {
        database.Query("rename-strategy", "strategy", "was").Bind(1, name).Bind(2, was).Run();
        database.Query("rename-strategy-versions", "strategy", "was").Bind(1, name).Bind(2, was).Run();
        database.Query("rename-entry-day", "strategy", "was_json", "strategy_json", "was").Bind(1, name)
            .Bind(2, $"\"strategy\":\"{JsonEncodedText.Encode(was)}\"")
            .Bind(3, $"\"strategy\":\"{JsonEncodedText.Encode(name)}\"").Bind(4, was).Run();
        database.Query("add-strategy-rename", "set_id", "was", "strategy").Bind(1, set).Bind(2, was).Bind(3, name)
            .Run();
    }

    /// <summary>What publishing a set that is kept would do, as it was told; null where nobody was asked.</summary>
    public string? ImpactOf(StrategyFileSet set)
    {
        using var rental = shards.Rent();
        return rental.Database.Query("impact-of-strategy-set", "set_id").Bind(1, set.Id).Each()
            .Select(row => row.Text(0)).ToList().FirstOrDefault();
    }

    /// <summary>Writes down what publishing a set that is kept would do.</summary>
    public void PutImpact(long set, string impact)
    {
        using var rental = shards.Rent();
        using var transaction = Transaction.Write(rental.Database);
        rental.Database.Query("put-strategy-set-impact", "impact", "set_id").Bind(1, impact).Bind(2, set).Run();
        transaction.Commit();
    }

    /// <summary>Keeps files to be looked at; what was kept before goes.</summary>
    /// <returns>The number of the set.</returns>
    public long Keep(
        IReadOnlyDictionary<string, string> files, Instant now, string by, params IReadOnlyList<AuditEntry> audit)
    {
        using var rental = shards.Rent();
        using var transaction = Transaction.Write(rental.Database);
        Forget(rental.Database);
        var set = Add(rental.Database, files, isPublished: false, now, by);
        foreach (var entry in audit) AuditLog.Add(rental.Database, entry);
        transaction.Commit();
        return set;
    }

    /// <summary>Forgets what is kept to be looked at.</summary>
    /// <param name="draft">Which; what somebody has kept since then stays.</param>
    /// <param name="audit">What is written down of it.</param>
    /// <returns>Whether it was there.</returns>
    public bool Discard(StrategyFileSet draft, params IReadOnlyList<AuditEntry> audit)
    {
        using var rental = shards.Rent();
        using var transaction = Transaction.Write(rental.Database);
        if (!StrategyParts.Sets(rental.Database).Contains(draft)) return false;
        Forget(rental.Database);
        foreach (var entry in audit) AuditLog.Add(rental.Database, entry);
        transaction.Commit();
        return true;
    }

    static void Forget(Database database)
    {
        database.Query("forget-draft-files").Run();
        database.Query("forget-strategy-drafts").Run();
    }

    /// <summary>What is kept to be looked at; null for nothing.</summary>
    public (StrategyFileSet Set, IReadOnlyDictionary<string, string> Files)? Draft()
    {
        using var rental = shards.Rent();
        if (StrategyParts.Sets(rental.Database).FirstOrDefault(set => !set.IsPublished) is not { } draft) return null;
        return (draft, PublishedFiles.Read(rental.Database, draft.Id));
    }

    /// <summary>The files of a set.</summary>
    public IReadOnlyDictionary<string, string> FilesOf(long set)
    {
        using var rental = shards.Rent();
        return PublishedFiles.Read(rental.Database, set);
    }

    static long Add(
        Database database, IReadOnlyDictionary<string, string> files, bool isPublished, Instant now, string by)
    {
        var set = (database.Query("last-strategy-set").Number() ?? 0) + 1;
        database.Query("add-strategy-set", "set_id", "state", "written_at", "written_by")
            .Bind(1, set).Bind(2, isPublished ? 2L : 1L).Bind(3, now).Bind(4, by).Run();
        foreach (var (path, text) in files)
        {
            database.Query("add-strategy-file", "set_id", "path", "body").Bind(1, set).Bind(2, path).Bind(3, text)
                .Run();
        }
        return set;
    }

    static void Put(Database database, StrategyStanding one) => database.Query("put-strategy", "strategy", "version",
        "state", "reason", "changed_at", "changed_by", "asked_from_at", "holds_contacts")
        .Bind(1, one.Strategy).Bind(2, one.Version)
        .Bind(3, (long)one.State).Bind(4, one.Reason).Bind(5, one.ChangedAt).Bind(6, one.ChangedBy)
        .Bind(7, one.AskedFrom).Bind(8, one.HoldsContacts ? 1L : 0L).Run();

    /// <summary>Stops a strategy; one that has paused too.</summary>
    /// <returns>Whether it was live, or had paused.</returns>
    public bool Stop(
        string strategy, string reason, Instant now, string by, params IReadOnlyList<AuditEntry> audit) =>
        Change(strategy, audit, one => one.State is not (StrategyState.Live or StrategyState.Paused) ? null : one with
        {
            State = StrategyState.Stopped, Reason = reason, ChangedAt = now, ChangedBy = by,
        });

    /// <summary>Notes that a strategy has paused itself: before more enter than anybody had foreseen, or behind its
    /// first contacts.</summary>
    /// <returns>Whether it was live.</returns>
    public bool Pause(EntryDay day, Instant now, string by) => shards.ChangeMoment(database =>
    {
        var known = StrategyParts.Standing(database).FirstOrDefault(one => one.Strategy == day.Strategy);
        if (known is null || day.Pause is not { } pause) return false;
        var isLive = known.State == StrategyState.Live;
        // One that stands still already hands over no more either.
        if (!isLive && !pause.IsOfContacts) return false;
        var paused = isLive ? known with
        {
            State = StrategyState.Paused, Reason = pause.Words, ChangedAt = now, ChangedBy = by,
        } : known;
        Put(database, paused with { HoldsContacts = pause.IsOfContacts });
        EntryStore.Change(database, day.Strategy, kept => kept with { Pause = pause });
        return isLive;
    });

    /// <summary>Starts a strategy again: whoever is in it goes on, and what happened meanwhile starts nothing.
    /// </summary>
    /// <returns>Whether it was stopped or paused.</returns>
    public bool Start(string strategy, Instant now, string by, params IReadOnlyList<AuditEntry> audit) =>
        Change(strategy, audit, one => one.State is StrategyState.Live or StrategyState.Removed ? null : one with
        {
            State = StrategyState.Live, Reason = "", ChangedAt = now, ChangedBy = by, AskedFrom = now,
            HoldsContacts = false,
        });

    bool Change(
        string strategy, IReadOnlyList<AuditEntry> audit, Func<StrategyStanding, StrategyStanding?> change) =>
        shards.ChangeMoment(database =>
        {
            var known = StrategyParts.Standing(database).FirstOrDefault(one => one.Strategy == strategy);
            if (known is null || change(known) is not { } changed) return false;
            Put(database, changed);
            foreach (var entry in audit) AuditLog.Add(database, entry);
            return true;
        });
}
