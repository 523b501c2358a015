using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Shards;
using Perennial.Data.Batches;
using Perennial.Data.CategoryCycles;
using Perennial.Data.Engines;
using Perennial.Data.Facts;
using Perennial.Data.History;
using Perennial.Data.Profiles;
using Perennial.Data.ScoringRuns;
using Perennial.Data.Segments;
using Perennial.Data.Shards;
using Perennial.Data.Strategies;

namespace Perennial.Data.Folding;

/// <summary>Where new facts come from.</summary>
enum FactsFrom
{
    /// <summary>They were told as they happened: they may start something.</summary>
    Events,

    /// <summary>A file states them, or they stood elsewhere before: history, of which nothing starts.</summary>
    Files,
}

/// <summary>Takes customers to a shard transaction's moment, and stores what follows: profiles, stays, what
/// destinations have to be told.</summary>
sealed class ProfileWriter : IDisposable
{
    const int CustomersPerChunk = 65_536;

    readonly ShardTransaction shard;
    readonly IProgress<WriteProgress>? progress;
    readonly IReadOnlyList<string>? rfmSegments;
    readonly BulkInsert<(CustomerId Id, int Row)> put;
    readonly BulkInsert<CustomerId> changed;
    readonly StayWriter stays;
    readonly CategoryCycleWriter cycles;
    readonly Assignments assignments;
    readonly StrategyWriter? strategies;
    ProfileTable writing;
    ProfileCells[] cells = [];


    /// <summary>Prepares for one transaction.</summary>
    public ProfileWriter(ShardTransaction shard, IProgress<WriteProgress>? progress = null)
    {
        (this.shard, this.progress) = (shard, progress);
        rfmSegments = ScoringRunStore.RfmSegments(shard.Moment.ScoringRun);
        writing = new ProfileTable(Columns.All, CustomerKeys.From([]));
        put = new(shard.Database, ProfileSql.Put, ProfileSql.PutParameters, Bind);
        changed = new(shard.Database, SqlText.Query("add-changed-profile"), ["shard", "version", "customer_id"],
            (to, first, id) => to.Bind(first, shard.Shard).Bind(first + 1, shard.Version).Bind(first + 2, id));
        (stays, cycles) = (new StayWriter(shard), new CategoryCycleWriter(shard));
        assignments = new Assignments(shard.Database, shard.Shard);
        if (shard.Moment.Strategies is { } live) strategies = new StrategyWriter(shard, live);
    }

    /// <summary>Whose facts are written: told as they happened, or by a file. Null where no fact is new, and strategies
    /// hear of nothing but who moved.</summary>
    public FactsFrom? From { get; init; }

    /// <summary>What else changed of customers, to be told with their columns.</summary>
    public IReadOnlyDictionary<CustomerId, IReadOnlyDictionary<string, string>>? Details { get; init; }

    /// <summary>The facts that are new, by customer.</summary>
    public NewFacts New { get; init; } = new();

    /// <summary>Those that a file tells of, which start nothing; null where nobody counts them.</summary>
    public NewFacts? OfFile { get; init; }

    /// <summary>Customers with the run columns that a run has just given; null where those that are stored hold.
    /// </summary>
    public ComparedCustomers? Compared { get; init; }

    /// <summary>Whether everybody's profile is computed, some of them in this transaction: whoever keeps a copy reads
    /// everything anew once the last one is.</summary>
    public bool IsOfEverybody { get; init; }

    /// <summary>Computes the profiles of the customers that a batch touched, in ascending order. Histories that the
    /// batch holds whole are taken from it.</summary>
    public void Refold(
        List<TouchedCustomer> touched, FactBatch batch, CustomerGroups groups, CancellationToken cancellation) =>
        Write(strategies is null || From is not FactsFrom.Events
            ? HistoryReader.Of(shard.Database, shard.Shard, touched, batch, groups, CustomersPerChunk, UsesEventNames,
                withHeard: strategies is not null)
            // Strategies find new facts by their ids, which a batch does not hold.
            : HistoryReader.Heard(shard.Database, shard.Shard, [.. touched.Select(one => one.Id)], CustomersPerChunk),
            touched.Count, cancellation);

    /// <summary>Computes the profiles of the customers named, in ascending order.</summary>
    public void Refold(IReadOnlyList<CustomerId> ids, CancellationToken cancellation) => Write(
        HistoryReader.Of(shard.Database, shard.Shard, ids, CustomersPerChunk, withNames: false, LooksBack,
            UsesEventNames), ids.Count, cancellation);

    bool UsesEventNames => shard.Moment.Segments?.UsesEventNames == true || strategies is not null;

    // Whoever computes everybody as of a day that is over does not see what became of orders since.
    bool LooksBack => shard.Moment.AsOf < shard.Moment.Now;

    void Write(IEnumerable<HistoryChunk> chunks, int total, CancellationToken cancellation)
    {
        var done = 0;
        foreach (var chunk in chunks)
        {
            cancellation.ThrowIfCancellationRequested();
            Write(chunk);
            done += chunk.Ids.Length;
            progress?.Report(new WriteProgress(WritePhase.Profiles, done, total));
        }
        changed.Flush();
        stays.Flush();
        strategies?.Flush();
        if (done > 0) shard.Change();
        if (done > 0 && shard.Moment.Segments is null) shard.PutOffStays();
    }

    void Write(HistoryChunk chunk)
    {
        var stored = StoredCustomers.Read(shard, chunk.Ids, chunk.Keys,
            shard.Moment.Tells ? ProfileSql.Stored
                : shard.Moment.ScoringRun is null ? [] : ProfileSql.OfScoringRun, rfmSegments,
            shard.Moment.Segments is { Segments.Count: > 0 } watch ? watch : null, withStands: Follows);
        var outcome = ShardStep.Take(new ShardState
        {
            History = LooksBack ? chunk.History.AsOf(shard.Moment.AsOf, Instant.Never) : chunk.History,
            Stored = stored.Table,
            Compared = Compared?.Of(chunk.Ids, chunk.Keys),
            Stays = stored.Stays,
            Attributes = stored.Attributes,
            Permissions = stored.Permissions,
            PastStays = stored.PastStays,
            Caps = Caps(chunk),
            New = New.Of(chunk.Ids),
        }, shard.Moment);
        stays.Write(chunk.Ids, outcome.Moves);
        if (outcome.Cycles is { } stands) cycles.Write(chunk.Ids, stands);
        Put(chunk.Ids, outcome.Profiles);
        if (!IsOfEverybody)
            foreach (var id in chunk.Ids) changed.Add(id);
        Follow(chunk, stored, outcome);
        if (outcome.Changes is { } changes) Tell(chunk.Ids, stored, changes, outcome.Moves);
    }

    bool Follows => strategies is not null && Compared is null && From is not null;

    void Follow(HistoryChunk chunk, StoredCustomers stored, ShardOutcome outcome)
    {
        bool IsNew(int row) => !stored.IsKnown[row];
        if (Compared is not null) strategies?.PutOffScored(chunk.Ids, outcome.Moves);
        else if (From is not { } from) strategies?.PutOff(chunk.Ids, outcome.Moves, IsNew);
        else
        {
            strategies?.Follow(new StrategyRows(chunk.Ids, chunk.Keys, outcome.Profiles, chunk.History)
                {
                    Stored = stored,
                },
                OfFile?.Of(chunk.Ids) ?? outcome.New,
                outcome.Moves, IsNew, from == FactsFrom.Events,
                row => Details?.ContainsKey(chunk.Ids[row]) == true);
        }
    }

    // Whoever was not drawn yet is now.
    string[]? Caps(HistoryChunk chunk) => shard.Moment.Profiles.Pressure.Arms.AsExperiment() is { } caps
        ? assignments.ArmsOf(caps, chunk.Ids, chunk.Keys, _ => shard.Moment.Now) : null;

    void Put(CustomerId[] ids, ProfileTable table)
    {
        writing = table;
        cells = ProfileCells.Of(table, ProfileSql.Stored);
        for (var row = 0; row < ids.Length; row++) put.Add((ids[row], row));
        // What waits is bound from this table: it has to be written before the next one.
        put.Flush();
    }

    void Bind(Statement to, int first, (CustomerId Id, int Row) customer)
    {
        to.Bind(first, shard.Shard).Bind(first + 1, customer.Id).Bind(first + 2, shard.Version)
            .Bind(first + 3, shard.Moment.AsOf).Bind(first + 4, writing.NextChangeAt[customer.Row])
            .Bind(first + 5, shard.Moment.ScoringRun?.Id);
        for (var i = 0; i < cells.Length; i++)
            cells[i].Bind(to, first + ProfileSql.FirstPutColumn - 1 + i, customer.Row);
    }

    void Tell(CustomerId[] ids, StoredCustomers stored, ColumnChanges changes, Moves moves)
    {
        var text = new ChangeText(changes, ChangeText.BinsOf(shard.Moment.ScoringRun));
        for (var row = 0; row < ids.Length; row++)
        {
            var change = text.Of(row, row, moves.Entered[row], moves.Left[row],
                Details?.GetValueOrDefault(ids[row]), isNew: !stored.IsKnown[row]);
            if (change is not null) shard.Outbox.Add(ids[row], shard.Moment.AsOf, change);
        }
    }

    public void Dispose()
    {
        put.Dispose();
        changed.Dispose();
        stays.Dispose();
        cycles.Dispose();
        assignments.Dispose();
        strategies?.Dispose();
    }
}
