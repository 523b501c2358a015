using Perennial.Core;
using Perennial.Core.Shards;
using Perennial.Core.Strategies;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Strategies;

/// <summary>Who has a turn though no new fact asks for it, what is to be handed over, and what is forgotten for its
/// age.</summary>
public sealed class TurnStore
{
    readonly StoreShards shards;
    readonly ChunkPace pace;

    internal TurnStore(StoreShards shards) =>
        (this.shards, pace) = (shards, new ChunkPace(shards.CustomersPerChunk));

    /// <summary>Turns for whoever is due, those who have been due for longest first; shards that somebody else is
    /// writing to are left for the next time.</summary>
    /// <param name="moment">As of when, and by what.</param>
    /// <param name="most">At most so many of a shard.</param>
    /// <param name="cancellation">Between two transactions.</param>
    /// <returns>How many had one.</returns>
    public int TryTakeDue(ShopMoment moment, int most, CancellationToken cancellation = default)
    {
        if (moment.Strategies is null) return 0;
        var count = 0;
        foreach (var shard in Numbers("strategies-due-shards", moment.Now))
        {
            var left = most;
            shards.InChunks(() =>
            {
                var (some, done, began) = (Math.Min(pace.Size, left), 0, TimeProvider.System.GetTimestamp());
                shards.TryInShard(shard, moment, one =>
                {
                    var due = one.Database.Query("strategies-due", "shard", "as_of", "most").Bind(1, shard)
                        .Bind(2, one.Moment.Now).Bind(3, some).Ids();
                    due.Sort();
                    done = due.Count;
                    if (one.Moment.Strategies is { } live) StrategyAsking.Take(one, live, due, _ => CustomerNews.None);
                    if (done > 0) pace.Took(done, TimeProvider.System.GetElapsedTime(began));
                });
                (count, left) = (count + done, left - done);
                return done == some && left > 0;
            }, cancellation);
        }
        return count;
    }

    List<int> Numbers(string query, Instant at)
    {
        using var rental = shards.Rent();
        return rental.Database.Query(query, "at").Bind(1, at).Numbers();
    }

    /// <summary>Asks everybody whether they stand in the audience of what was published, and when time may bring them
    /// into a strategy: some customers a transaction, so that what is stopped half-way goes on. Nothing is asked while
    /// it is being found out who is in which segment; what a scoring run tells, once there is one.</summary>
    /// <returns>How many were asked.</returns>
    public int AskEverybody(ShopMoment moment, CancellationToken cancellation = default)
    {
        if (moment is not { Strategies: { } strategies, Segments: not null }) return 0;
        var count = 0;
        var busy = Busy();
        foreach (var shard in Numbers("shards-to-ask", strategies.PublishedAt).Where(one => !busy.Contains(one)))
        {
            shards.InChunks(() =>
            {
                var isMore = false;
                shards.InShard(shard, moment, one =>
                {
                    (var asked, isMore) = AskSome(one);
                    return count += asked;
                });
                return isMore;
            }, cancellation);
        }
        return count;
    }

    HashSet<int> Busy()
    {
        using var rental = shards.Rent();
        return [.. rental.Database.Query("stays-due").Numbers()];
    }

    (int Asked, bool IsMore) AskSome(ShardTransaction shard)
    {
        if (shard.Moment.Strategies is not { } live) return default;
        var row = shard.Database.Query("strategies-asked", "shard").Bind(1, shard.Shard);
        var isDone = !row.Step() || row.Instant(0) >= live.PublishedAt;
        var first = isDone || row.IsNull(1) ? default : row.CustomerId(1);
        row.Reset();
        if (isDone) return default;
        var (most, began) = (pace.Size, TimeProvider.System.GetTimestamp());
        var some = shard.Customers(first, most);
        StrategyAsking.Take(shard, live, some, _ => CustomerNews.None, isAsking: true);
        pace.Took(some.Count, TimeProvider.System.GetElapsedTime(began));
        if (some.Count == most)
        {
            shard.Database.Query("put-next-asked", "next_id", "shard").Bind(1, some[^1].Next).Bind(2, shard.Shard)
                .Run();
        }
        else
        {
            shard.Database.Query("set-asked", "published_at", "shard").Bind(1, live.PublishedAt)
                .Bind(2, shard.Shard).Run();
        }
        return (some.Count, some.Count == most);
    }

    /// <summary>Contacts that are to be handed over, those that were decided first first.</summary>
    public IReadOnlyList<PlannedContact> ToHandOver(Instant now, int most)
    {
        using var rental = shards.Rent();
        return [.. rental.Database.Query("contacts-to-hand-over", "planned_at", "most").Bind(1, now).Bind(2, most)
            .Each().Select(row => PlannedContact.Read(row.Text(4)!, row.CustomerId(1), row.FactId(2), row.Instant(3)))];
    }

    /// <summary>Calls and tasks that are to be done and are not handed over yet, in no order.</summary>
    public IReadOnlyList<PlannedContact> PlannedCalls()
    {
        using var rental = shards.Rent();
        return [.. rental.Database.Query("planned-calls").Each()
            .Select(row => PlannedContact.Read(row.Text(3)!, row.CustomerId(0), row.FactId(1), row.Instant(2)))];
    }

    /// <summary>How many contacts of each strategy were handed over.</summary>
    public IReadOnlyDictionary<string, long> Went()
    {
        using var rental = shards.Rent();
        var planned = rental.Database.Query("contacts-planned").Each().Select(row => (row.Text(0)!, row.Int64(1)))
            .ToDictionary();
        return rental.Database.Query("contacts-sent").Each().Select(row => (row.Text(0)!, row.Int64(1)))
            .ToDictionary(one => one.Item1, one => one.Item2 - planned.GetValueOrDefault(one.Item1));
    }

    /// <summary>Takes contacts that were handed over from what is planned, unless their facts did so already.</summary>
    public void HandedOver(IReadOnlyList<PlannedContact> contacts, ShopMoment moment)
    {
        foreach (var some in contacts.GroupBy(one => shards.Of(one.Customer)).OrderBy(one => one.Key))
        {
            shards.InShard(some.Key, moment, shard => some.Sum(one => shard.Database
                .Query("handed-over", "shard", "customer_id", "contact_id").Bind(1, some.Key).Bind(2, one.Customer)
                .Bind(3, one.Id).Run()));
        }
    }

    /// <summary>Deletes decisions, enrollments that are over and phantoms that are older than strategies keep them;
    /// keys of contacts and of entries stay.</summary>
    /// <returns>How many decisions were forgotten.</returns>
    public int Forget(Instant before, ShopMoment moment, CancellationToken cancellation = default)
    {
        const int most = 1_000;
        var count = 0;
        for (var shard = 0; shard < shards.Count; shard++)
        {
            var number = shard;
            shards.InChunks(() =>
            {
                var forgotten = shards.InShard(number, moment, one => Forget(one, before, most));
                count += forgotten;
                return forgotten == most;
            }, cancellation);
            shards.InChunks(() => shards.InShard(
                number, moment, one => ForgetEnded(one, before, most)) == most, cancellation);
            var today = moment.Profiles.Calendar.DayOf(moment.Now);
            shards.InShard(number, moment, one => one.Database.Query("forget-entries-ahead", "shard", "day")
                .Bind(1, number).Bind(2, today).Run());
        }
        return count;
    }

    static int Forget(ShardTransaction one, Instant before, int most)
    {
        var (database, shard, sums) = (one.Database, one.Shard, new StrategySums(one));
        var rows = database.Query("old-decisions", "shard", "before", "most").Bind(1, shard).Bind(2, before)
            .Bind(3, most);
        var old = new List<(CandidateKey Key, bool IsContact)>();
        while (rows.Step())
        {
            old.Add((new CandidateKey(rows.CustomerId(0), rows.Text(1)!, rows.Text(2)!, rows.Text(3)!, rows.Int32(4)),
                rows.Int64(5) != DecisionRow.NotEntered));
            sums.Add(rows.Text(1)!, rows.Int32(6), CountedRows.GoneAs(rows.Int32(5)), "", rows.Text(2)!,
                rows.Text(7)!);
        }
        foreach (var (key, isContact) in old)
        {
            if (isContact) Keep(database, shard, key);
            database.Query("forget-decision", "shard", "customer_id", "strategy", "step", "occurrence", "touch")
                .Bind(1, shard).Bind(2, key.Customer).Bind(3, key.Strategy).Bind(4, key.Step).Bind(5, key.Occurrence)
                .Bind(6, key.Touch).Run();
        }
        if (old.Count < most)
        {
            database.Query("forget-phantoms", "shard", "before").Bind(1, shard).Bind(2, before).Run();
            database.Query("forget-promises", "shard", "before", "day").Bind(1, shard).Bind(2, before)
                .Bind(3, one.Moment.Profiles.Calendar.DayOf(before)).Run();
        }
        sums.Flush();
        return old.Count;
    }

    // What has ended brings nobody in again, though nothing but its key is kept.
    static int ForgetEnded(ShardTransaction one, Instant before, int most)
    {
        var (database, shard, sums) = (one.Database, one.Shard, new StrategySums(one));
        var rows = database.Query("old-enrollments", "shard", "before", "most").Bind(1, shard).Bind(2, before)
            .Bind(3, most);
        var old = new List<CandidateKey>();
        while (rows.Step())
        {
            old.Add(CandidateKey.OfEntry(rows.CustomerId(0), rows.Text(1)!, rows.Text(2)!));
            sums.Add(rows.Text(1)!, rows.Int32(3), StrategyCount.GoneEnded);
        }
        foreach (var key in old)
        {
            Keep(database, shard, key);
            database.Query("forget-enrollment", "shard", "customer_id", "strategy", "occurrence").Bind(1, shard)
                .Bind(2, key.Customer).Bind(3, key.Strategy).Bind(4, key.Occurrence).Run();
        }
        sums.Flush();
        return old.Count;
    }

    static void Keep(Database database, int shard, CandidateKey key) =>
        database.Query("add-decided", "shard", "customer_id", "candidate_key").Bind(1, shard).Bind(2, key.Customer)
            .Bind(3, key.Kept).Run();
}
