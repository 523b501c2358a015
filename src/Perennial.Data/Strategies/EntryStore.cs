using Perennial.Core;
using Perennial.Core.Planning;
using Perennial.Core.Shards;
using Perennial.Core.Strategies;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Strategies;

/// <summary>Who waits to enter strategies, and what is kept of how many did.</summary>
public sealed class EntryStore
{
    // A file whose reading was stopped is read again, or never: nobody waits longer for it.
    const long LongestImportMs = 86_400_000;

    readonly StoreShards shards;
    readonly ChunkPace pace;

    internal EntryStore(StoreShards shards) =>
        (this.shards, pace) = (shards, new ChunkPace(shards.CustomersPerChunk));

    /// <summary>Who waits, of those whom nobody who is still to have a turn comes before.</summary>
    /// <param name="before">What brings them in was before this (<see cref="CompleteUntil(Instant)"/>).</param>
    public IReadOnlyList<WaitingCount> Waiting(Instant before)
    {
        using var rental = shards.Rent();
        return Waiting(rental.Database, before);
    }

    static IReadOnlyList<WaitingCount> Waiting(Database database, Instant before) =>
        [.. database.Query("waiting-entries", "before").Bind(1, before.UnixMs).Each()
            .Select(row => new WaitingCount(row.Text(0)!, row.Int64(1), row.Int64(2), row.Int64(3)))];

    /// <summary>From when on more may come to wait, because somebody is due and had no turn yet; never, where nobody
    /// is.</summary>
    public Instant CompleteUntil(Instant now)
    {
        using var rental = shards.Rent();
        return CompleteUntil(rental.Database, now);
    }

    static Instant CompleteUntil(Database database, Instant now) =>
        database.Query("strategies-overdue", "now").Bind(1, now).Number() is { } due
            ? new Instant(due) : Instant.Never;

    /// <summary>Who waits and who entered, as of one instant: whoever another process lets in meanwhile either waits or
    /// has entered.</summary>
    /// <param name="publishedAt">Up to when everybody has to have been asked.</param>
    /// <param name="today">The shop's day.</param>
    /// <param name="now">The present.</param>
    /// <returns>Null where nobody waits, or it is not known yet how many come: everybody is being asked, or a file is
    /// being read, or profiles are being computed anew. Else also from when on more may come
    /// (<see cref="CompleteUntil(Instant)"/>).</returns>
    public (EntryCounts Counts, Instant Before)? Count(Instant publishedAt, int today, Instant now)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        using var transaction = Transaction.Read(database);
        var (all, ahead) = (Waiting(database, Instant.Never), Ahead(database, today));
        if (all.Count + ahead.Count == 0) return null;
        if (database.Query("any-unfinished").Any() || database.Query("any-entries-to-come", "published_at", "since")
            .Bind(1, publishedAt).Bind(2, now.UnixMs - LongestImportMs).Any()) return null;
        var before = CompleteUntil(database, now);
        return (new EntryCounts
        {
            Waiting = before.HasValue ? Waiting(database, before) : all, Ahead = ahead, Days = Days(database),
            States = StrategyParts.Standing(database).ToDictionary(one => one.Strategy, one => one.State),
            Entered = database.Query("entered-on", "day").Bind(1, today).Each()
                .Select(row => (row.Text(0)!, row.Int64(1))).ToDictionary(),
        }, before);
    }

    /// <summary>How many customers there are; counted, so not to be asked often.</summary>
    public long Customers()
    {
        using var rental = shards.Rent();
        return rental.Database.Query("count-customers").Number() ?? 0;
    }

    static IReadOnlyList<EntriesAhead> Ahead(Database database, int day) => [.. database.Query("entries-ahead", "day")
        .Bind(1, day).Each().Select(row => new EntriesAhead(row.Text(0)!, row.Int32(1), row.Int64(2)))];

    /// <summary>What is kept of entries, by strategy.</summary>
    public IReadOnlyDictionary<string, EntryDay> Days()
    {
        using var rental = shards.Rent();
        return Days(rental.Database);
    }

    static Dictionary<string, EntryDay> Days(Database database) => database.Query("entry-days").Each()
        .Select(row => EntryDay.Read(row.Text(1)!)).ToDictionary(one => one.Strategy);

    /// <summary>Changes what is kept of entries into a strategy; whoever changes it at the same time waits.</summary>
    public EntryDay Change(string strategy, Func<EntryDay, EntryDay> change)
    {
        using var rental = shards.Rent();
        using var transaction = Transaction.Write(rental.Database);
        var changed = Change(rental.Database, strategy, change);
        transaction.Commit();
        return changed;
    }

    internal static EntryDay Change(Database database, string strategy, Func<EntryDay, EntryDay> change)
    {
        var row = database.Query("lock-entry-day", "strategy", "body").Bind(1, strategy)
            .Bind(2, new EntryDay(strategy).Write());
        row.Step();
        var before = EntryDay.Read(row.Text(0)!);
        row.Reset();
        var changed = change(before);
        if (changed != before)
            database.Query("put-entry-day", "body", "strategy").Bind(1, changed.Write()).Bind(2, strategy).Run();
        return changed;
    }

    /// <summary>Lets all of those enter who wait to.</summary>
    /// <param name="strategy">Which strategy.</param>
    /// <param name="before">What brings them in was before this.</param>
    /// <param name="told">The version of which a plan has told how many are there already; null where none has.</param>
    /// <param name="moment">As of when, and by what.</param>
    /// <param name="cancellation">Between two transactions.</param>
    /// <returns>How many had a turn.</returns>
    public int LetIn(string strategy, Instant before, StrategyVersion? told, ShopMoment moment,
        CancellationToken cancellation = default)
    {
        var count = 0;
        List<int> with;
        using (var rental = shards.Rent())
        {
            with = rental.Database.Query("shards-with-entries", "strategy", "before").Bind(1, strategy)
                .Bind(2, before.UnixMs).Numbers();
        }
        foreach (var shard in with)
        {
            shards.InChunks(() =>
            {
                var most = pace.Size;
                var done = shards.InShard(shard, moment, one =>
                {
                    if (IsShut(one, strategy)) return 0;
                    var some = Next(one, strategy, before, most);
                    var entered = LetIn(one, strategy, some);
                    if (told is not null) Foresee(one, told, entered.Count(each => each.IsExisting(told)));
                    return some.Count;
                });
                count += done;
                return done == most;
            }, cancellation);
        }
        return count;
    }

    // Somebody has stopped it since, or another process has paused it: the others go on waiting.
    static bool IsShut(ShardTransaction shard, string strategy) => shard.Moment.Strategies is not { Book: var book }
        || book.Stopped.Contains(strategy) || book.DoorOf(strategy) == EntryDoor.Closed;

    // Where they enter, so that nobody is told of twice whatever is stopped half-way, or is done by two at once.
    static void Foresee(ShardTransaction shard, StrategyVersion told, int entered)
    {
        if (entered == 0) return;
        Change(shard.Database, told.Strategy.Name, day =>
            day.Foresee(told, entered, shard.Moment.Now, shard.Moment.Profiles.Calendar));
    }

    /// <summary>Lets as many enter as the strategy's file says, in the order of calls over the whole shop.</summary>
    /// <returns>How many had a turn.</returns>
    public int LetInAtMost(
        Strategy strategy, Instant before, ShopMoment moment, CancellationToken cancellation = default)
    {
        var free = Days().GetValueOrDefault(strategy.Name, new EntryDay(strategy.Name)).Free(strategy, moment.Now);
        if (free == 0) return 0;
        var count = 0;
        foreach (var shard in First(strategy.Name, before, free).GroupBy(one => one.Shard).OrderBy(one => one.Key))
        {
            foreach (var some in shard.Chunk(shards.CustomersPerChunk))
            {
                cancellation.ThrowIfCancellationRequested();
                count += shards.InShard(shard.Key, moment, one => LetInAtMost(one, strategy, [.. some]));
            }
        }
        return count;
    }

    // The document is the last that is locked, and of strategies alone that let in so many at most.
    static int LetInAtMost(ShardTransaction shard, Strategy strategy, List<Waiter> some)
    {
        var now = shard.Moment.Now;
        var let = 0;
        if (shard.Moment.Strategies?.Book.Stopped.Contains(strategy.Name) != false) return 0;
        Change(shard.Database, strategy.Name, day =>
        {
            let = Math.Min(some.Count, day.Free(strategy, now));
            return day.Took(strategy, LetIn(shard, strategy.Name, [.. some.Take(let)]).Count, now);
        });
        return let;
    }

    readonly record struct Waiter(int Shard, CustomerId Id, WaitingEntry Entry, Instant Since)
    {
        // As waiting-entries counts them.
        public bool IsExisting(StrategyVersion version) => Since >= version.AskedFrom
            && Entry.Occurrence.StartsWith(WaitingEntry.Existing, StringComparison.Ordinal);
    }

    List<Waiter> First(string strategy, Instant before, int most)
    {
        using var rental = shards.Rent();
        return [.. rental.Database.Query("first-entries", "strategy", "before", "most").Bind(1, strategy)
            .Bind(2, before.UnixMs).Bind(3, most).Each()
            .Select(row => new Waiter(row.Int32(0), row.CustomerId(1), Read(row, strategy, 2), row.Instant(7)))];
    }

    static List<Waiter> Next(ShardTransaction shard, string strategy, Instant before, int most)
    {
        var rows = shard.Database.Query("next-entries", "shard", "strategy", "before", "most").Bind(1, shard.Shard)
            .Bind(2, strategy).Bind(3, before.UnixMs).Bind(4, most);
        var some = new List<Waiter>();
        while (rows.Step())
            some.Add(new Waiter(shard.Shard, rows.CustomerId(0), Read(rows, strategy, 1), rows.Instant(6)));
        return some;
    }

    static WaitingEntry Read(Rows row, string strategy, int first) =>
        new(strategy, row.Text(first)!, row.Instant(first + 1), row.Text(first + 2)!)
        {
            Day = row.IsNull(first + 3) ? null : ShopCalendar.Date(row.Int32(first + 3)),
            OrderBy = row.IsNull(first + 4) ? null : ShopCalendar.Date(row.Int32(first + 4)),
        };

    // Whoever another process let in meanwhile waits no longer.
    static List<Waiter> LetIn(ShardTransaction shard, string strategy, List<Waiter> some)
    {
        if (shard.Moment.Strategies is not { } live) return [];
        var mine = some.Where(one => shard.Database
            .Query("take-entry", "shard", "customer_id", "strategy", "occurrence").Bind(1, shard.Shard)
            .Bind(2, one.Id).Bind(3, strategy).Bind(4, one.Entry.Occurrence).Run() > 0).ToLookup(one => one.Id);
        var entered = StrategyAsking.Take(shard, live, [.. mine.Select(one => one.Key).Order()],
            id => new CustomerNews { LetIn = [.. mine[id].Select(one => one.Entry)] });
        return [.. mine.SelectMany(one => one).Where(one =>
            entered.Contains((one.Id, strategy, one.Entry.Occurrence)))];
    }

    /// <summary>Forgets who waits to enter a strategy.</summary>
    public void Forget(string strategy)
    {
        using var rental = shards.Rent();
        using var transaction = Transaction.Write(rental.Database);
        rental.Database.Query("forget-entries", "strategy").Bind(1, strategy).Run();
        transaction.Commit();
    }
}
