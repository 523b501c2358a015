using Perennial.Core;
using Perennial.Core.Planning;
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
    /// into a strategy: some customers a transaction, so that what is stopped half-way goes on. Nothing is asked before
    /// the first scoring run, nor while it is being found out who is in which segment.</summary>
    /// <returns>How many were asked.</returns>
    public int AskEverybody(ShopMoment moment, CancellationToken cancellation = default)
    {
        if (moment is not { Strategies: { } strategies, ScoringRun: not null, Segments: not null }) return 0;
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

    /// <summary>The strategies that somebody waits to enter though no fact of their own said so, with how many have
    /// come to wait since anybody last said yes.</summary>
    public IReadOnlyDictionary<string, long> WaitingMoves()
    {
        using var rental = shards.Rent();
        return rental.Database.Query("waiting-moves").Each().Select(row => (row.Text(0)!, row.Int64(1))).ToDictionary();
    }

    /// <summary>How many customers there are; counted, so not to be asked often.</summary>
    public long Customers()
    {
        using var rental = shards.Rent();
        return rental.Database.Query("count-customers").Number() ?? 0;
    }

    /// <summary>How many entered each strategy on a day of the shop's.</summary>
    public IReadOnlyDictionary<string, long> EnteredOn(int day)
    {
        using var rental = shards.Rent();
        return rental.Database.Query("entered-on", "day").Bind(1, day).Each()
            .Select(row => (row.Text(0)!, row.Int64(1))).ToDictionary();
    }

    /// <summary>Lets those enter who wait to.</summary>
    /// <returns>How many had a turn.</returns>
    public int TakeMoves(string strategy, ShopMoment moment, CancellationToken cancellation = default)
    {
        var count = 0;
        List<int> with;
        using (var rental = shards.Rent())
            with = rental.Database.Query("shards-with-moves", "strategy").Bind(1, strategy).Numbers();
        foreach (var shard in with)
        {
            shards.InChunks(() =>
            {
                var most = pace.Size;
                var done = shards.InShard(shard, moment, one => TakeMoves(one, strategy, most));
                count += done;
                return done == most;
            }, cancellation);
        }
        return count;
    }

    static int TakeMoves(ShardTransaction shard, string strategy, int most)
    {
        if (shard.Moment.Strategies is not { } live) return 0;
        var rows = shard.Database.Query("next-moves", "shard", "strategy", "most").Bind(1, shard.Shard)
            .Bind(2, strategy).Bind(3, most);
        var moves = new List<(CustomerId Id, FreshMove Move)>();
        while (rows.Step())
            moves.Add((rows.CustomerId(0), new FreshMove(rows.Text(2)!, rows.Int64(3) != 0, rows.Instant(1))));
        var others = live.Book.InForce.Select(program => program.Strategy.Name).Where(name => name != strategy)
            .ToHashSet();
        var mine = moves.ToLookup(one => one.Id, one => one.Move);
        StrategyAsking.Take(shard, live, [.. mine.Select(one => one.Key).Order()], id => new CustomerNews
        {
            Moves = [.. mine[id]], NotYetFor = others,
        });
        foreach (var (id, move) in moves)
        {
            shard.Database.Query("take-move", "shard", "customer_id", "strategy", "moved_at").Bind(1, shard.Shard)
                .Bind(2, id).Bind(3, strategy).Bind(4, move.At).Run();
        }
        return moves.Count;
    }

    /// <summary>Forgets who waits to enter a strategy.</summary>
    public void ForgetMoves(string strategy)
    {
        using var rental = shards.Rent();
        using var transaction = Transaction.Write(rental.Database);
        rental.Database.Query("forget-moves", "strategy").Bind(1, strategy).Run();
        transaction.Commit();
    }

    /// <summary>Contacts that are to be handed over, those that were decided first first.</summary>
    public IReadOnlyList<PlannedContact> ToHandOver(Instant now, int most)
    {
        using var rental = shards.Rent();
        return [.. rental.Database.Query("contacts-to-hand-over", "planned_at", "most").Bind(1, now).Bind(2, most)
            .Each().Select(row => PlannedContact.Read(row.Text(4)!, row.CustomerId(1), row.FactId(2), row.Instant(3)))];
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
    /// keys of decisions stay.</summary>
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
                var forgotten = shards.InShard(
                    number, moment, one => Forget(one.Database, number, before, most));
                count += forgotten;
                return forgotten == most;
            }, cancellation);
        }
        return count;
    }

    static int Forget(Database database, int shard, Instant before, int most)
    {
        var rows = database.Query("old-decisions", "shard", "before", "most").Bind(1, shard).Bind(2, before)
            .Bind(3, most);
        var old = new List<(CandidateKey Key, bool IsContact)>();
        while (rows.Step())
        {
            old.Add((new CandidateKey(rows.CustomerId(0), rows.Text(1)!, rows.Text(2)!, rows.Text(3)!, rows.Int32(4)),
                rows.Int64(5) != DecisionRow.NotEntered));
        }
        foreach (var (key, isContact) in old)
        {
            if (isContact)
            {
                database.Query("add-decided", "shard", "customer_id", "contact_id").Bind(1, shard)
                    .Bind(2, key.Customer).Bind(3, LiveStrategies.ContactOf(key)).Run();
            }
            database.Query("forget-decision", "shard", "customer_id", "strategy", "step", "occurrence", "touch")
                .Bind(1, shard).Bind(2, key.Customer).Bind(3, key.Strategy).Bind(4, key.Step).Bind(5, key.Occurrence)
                .Bind(6, key.Touch).Run();
        }
        if (old.Count < most)
        {
            database.Query("forget-phantoms", "shard", "before").Bind(1, shard).Bind(2, before).Run();
            database.Query("forget-enrollments", "shard", "before").Bind(1, shard).Bind(2, before).Run();
        }
        return old.Count;
    }
}
