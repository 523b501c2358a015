using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;
using Perennial.Data.Engines;
using Perennial.Data.Offers;
using Perennial.Data.Shards;

namespace Perennial.Data.Strategies;

/// <summary>Where a customer stood who turned out to be another: it is joined with where the other stands, and what was
/// decided of either was decided of both.</summary>
sealed class MovedStrategies
{
    readonly List<StrategyPast> pasts = [];
    readonly List<Enrollment> enrollments = [];
    readonly List<DecisionRow> decisions = [];
    readonly List<(FactId Id, bool IsPhantom, Instant At, long Kind, string Topic, bool IsService, string Strategy,
        string Body)> planned = [];
    readonly List<FactId> decided = [];
    readonly List<StoredPromise> promises = [];

    /// <summary>Whether there is anything.</summary>
    public bool Any => pasts.Count + enrollments.Count + decisions.Count + planned.Count + decided.Count
        + promises.Count > 0;

    /// <summary>Reads what customers have, ascending, side by side with their facts.</summary>
    public sealed class Reader(Database database, int shard, CustomerId[] ids) : IDisposable
    {
        readonly FactCursor states = Cursor(database, shard, ids, "strategies-of");
        readonly FactCursor enrollments = Cursor(database, shard, ids, "all-enrollments-of");
        readonly FactCursor decisions = Cursor(database, shard, ids, "all-decisions-of");
        readonly FactCursor planned = Cursor(database, shard, ids, "all-planned-of");
        readonly FactCursor decided = Cursor(database, shard, ids, "decided-of");
        readonly FactCursor promises = Cursor(database, shard, ids, "all-promises-of");

        static FactCursor Cursor(Database database, int shard, CustomerId[] ids, string query) =>
            new FactCursor(database.RowsOf(SqlText.Query(query), shard, ids));

        /// <summary>What the next of them has.</summary>
        /// <param name="id">Who.</param>
        /// <param name="rows">How many rows that is.</param>
        public MovedStrategies Of(CustomerId id, out int rows)
        {
            var (moved, count) = (new MovedStrategies(), 0);
            IEnumerable<Rows> Of(FactCursor cursor)
            {
                for (; cursor.IsAt(id); cursor.Next())
                {
                    count++;
                    yield return cursor.Row;
                }
            }
            foreach (var row in Of(states)) moved.pasts.AddRange(KeptCustomer.Pasts(row.Text(2)!));
            foreach (var row in Of(enrollments)) moved.enrollments.Add(EnrollmentText.Read(row.Text(1)!));
            foreach (var row in Of(decisions)) moved.decisions.Add(DecisionRow.Read(row, id, first: 1));
            foreach (var row in Of(planned))
            {
                moved.planned.Add((row.FactId(1), row.Int64(2) != 0, row.Instant(3), row.Int64(4), row.Text(5)!,
                    row.Int64(6) != 0, row.Text(7)!, row.Text(8)!));
            }
            foreach (var row in Of(decided)) moved.decided.Add(row.FactId(1));
            foreach (var row in Of(promises)) moved.promises.Add(PromiseRows.Read(row));
            rows = count;
            return moved;
        }

        public void Dispose()
        {
            states.Dispose();
            enrollments.Dispose();
            decisions.Dispose();
            planned.Dispose();
            decided.Dispose();
            promises.Dispose();
        }
    }

    /// <summary>Joins it with where the other stands. The same again changes nothing.</summary>
    /// <param name="shard">The other's shard.</param>
    /// <param name="owner">Whose it is now.</param>
    public void WriteTo(ShardTransaction shard, CustomerId owner)
    {
        var database = shard.Database;
        var kept = KeptCustomer.Read(database, shard.Shard, [owner])[0];
        var before = Standing(database, shard.Shard, owner);
        var known = kept.State.Enrollments.Select(one => (one.Strategy, one.Occurrence)).Concat(kept.State.Over)
            .ToHashSet();
        bool IsNew(Enrollment one) => !known.Contains((one.Strategy, one.Occurrence));
        var joined = StrategyJoin.Of(kept.State with { Enrollments = [.. kept.State.Enrollments.Select(WithDone)] },
            new CustomerStrategies
            {
                Enrollments = [.. enrollments.Where(one => !one.IsOpen || IsNew(one))], Pasts = pasts,
                Decided = decided.ToHashSet(),
            },
            MayOverlap(shard.Moment.Strategies), shard.Moment.Now);
        using var writer = new StrategyRowWriter(shard);
        foreach (var one in joined.Enrollments)
            if (!kept.State.Enrollments.Contains(one)) writer.Put(owner, one);
        foreach (var one in enrollments.Where(one => !one.IsOpen && IsNew(one))) writer.Put(owner, one);
        writer.Put(owner, joined);
        writer.Flush();
        WriteDecisions(shard, owner);
        foreach (var one in planned)
        {
            database.Query("add-planned-contact", "shard", "customer_id", "contact_id", "is_phantom", "planned_at",
                "kind", "topic", "is_service", "strategy", "body").Bind(1, shard.Shard).Bind(2, owner).Bind(3, one.Id)
                .Bind(4, one.IsPhantom ? 1L : 0L).Bind(5, one.At).Bind(6, one.Kind).Bind(7, one.Topic)
                .Bind(8, one.IsService ? 1L : 0L).Bind(9, one.Strategy).Bind(10, one.Body).Run();
        }
        foreach (var id in decided)
        {
            database.Query("add-decided", "shard", "customer_id", "candidate_key").Bind(1, shard.Shard).Bind(2, owner)
                .Bind(3, id).Run();
        }
        using var promised = PromiseRows.Adding(database, shard.Shard);
        foreach (var one in promises) promised.Add((owner, one));
        promised.Flush();
        Settle(shard, owner, joined.Enrollments.Where(one => one.Left == StrategyJoin.Merged && one.EndedAt ==
            shard.Moment.Now));
        // What the other had been through already.
        Settle(shard, owner, enrollments.Where(one => one.IsOpen && kept.State.Over.Contains(
            (one.Strategy, one.Occurrence))));
        CountChanges(shard, before, Standing(database, shard.Shard, owner));
    }

    /// <summary>Counts that nothing of it stands where it stood any more.</summary>
    public void Leave(ShardTransaction shard)
    {
        var sums = new StrategySums(shard);
        foreach (var one in enrollments) CountedRows.Count(sums, one, -1);
        foreach (var row in decisions) CountedRows.Count(sums, row, -1);
        sums.Flush();
    }

    readonly record struct StandingRows(
        Dictionary<(string, string), Enrollment> Enrollments, Dictionary<CandidateKey, DecisionRow> Decisions);

    static StandingRows Standing(Database database, int shard, CustomerId owner)
    {
        var all = new StandingRows([], []);
        using (var rows = database.RowsOf(SqlText.Query("all-enrollments-of"), shard, [owner]))
        {
            while (rows.Step())
            {
                var one = EnrollmentText.Read(rows.Text(1)!);
                all.Enrollments[(one.Strategy, one.Occurrence)] = one;
            }
        }
        using var decided = database.RowsOf(SqlText.Query("all-decisions-of"), shard, [owner]);
        while (decided.Step())
        {
            var row = DecisionRow.Read(decided, owner, first: 1);
            all.Decisions[row.Key] = row;
        }
        return all;
    }

    // What the join has made of the owner's rows, counted once however often it is done.
    static void CountChanges(ShardTransaction shard, StandingRows before, StandingRows after)
    {
        var sums = new StrategySums(shard);
        foreach (var (key, one) in after.Enrollments)
        {
            var was = before.Enrollments.GetValueOrDefault(key);
            if (was is null) CountedRows.Count(sums, one, 1);
            else if (was.IsOpen && one.Left is { } left)
                sums.Add(one.Strategy, one.Version, StrategyCount.Ended, left);
        }
        foreach (var (key, row) in after.Decisions)
        {
            var was = before.Decisions.GetValueOrDefault(key);
            if (was is null || (was.Outcome?.IsFinal() == false && row.Outcome?.IsFinal() != false))
                CountedRows.Count(sums, row, 1, isReached: was is null);
        }
        sums.Flush();
    }

    // Both stand in it by one occurrence: it goes on as one, and what was done in either is done.
    Enrollment WithDone(Enrollment known)
    {
        var done = enrollments.Where(one => one.IsOpen
            && (one.Strategy, one.Occurrence) == (known.Strategy, known.Occurrence)).SelectMany(one => one.Done)
            .Except(known.Done).ToList();
        return done.Count == 0 ? known : known with { Done = [.. known.Done, .. done] };
    }

    // Of a contact that was decided of both what is final counts.
    void WriteDecisions(ShardTransaction shard, CustomerId owner)
    {
        using var put = new BulkInsert<DecisionRow>(shard.Database, SqlText.Query("put-decision"),
            DecisionRow.Parameters, (to, first, row) => row.Bind(to, first, shard.Shard));
        foreach (var one in decisions) put.Add(one with { Customer = owner });
        put.Flush();
    }

    static Func<string, bool> MayOverlap(LiveStrategies? live) => strategy =>
        live?.Book.InForce.Any(one => one.Strategy.Name == strategy && one.Strategy.Reenter.EachTime) == true;

    // What waited in an enrollment that ends by the join is decided: the other's goes on.
    static void Settle(ShardTransaction shard, CustomerId owner, IEnumerable<Enrollment> ended)
    {
        foreach (var one in ended)
        {
            var rows = shard.Database.Query("end-waiting-decisions", "rule", "decided_at", "shard", "customer_id",
                "strategy", "occurrence").Bind(1, StrategyJoin.Merged).Bind(2, shard.Moment.Now).Bind(3, shard.Shard)
                .Bind(4, owner).Bind(5, one.Strategy).Bind(6, one.Occurrence);
            while (rows.Step())
            {
            }
        }
    }
}
