using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Pressure;
using Perennial.Core.Profiles;
using Perennial.Core.Recommendations;
using Perennial.Core.Scoring;
using Perennial.Core.Segments.Rules;

namespace Perennial.Data;

/// <summary>Computes profiles from histories and stores them, inside the caller's transaction.</summary>
sealed class ProfileWriter : IDisposable
{
    const int CustomersPerChunk = 65_536, DefaultBins = 5;

    readonly Database database;
    readonly WriteOptions options;
    readonly ScoringRun? run;
    readonly IReadOnlyList<string>? segments;
    readonly BulkInsert<(CustomerId Id, int Row)> put;
    readonly BulkInsert<CustomerId> changed;
    readonly StayWriter stays;
    readonly OutboxWriter? outbox;
    readonly Assignments assignments;
    readonly int shard;
    readonly long version;
    ProfileTable writing;
    ProfileCells[] cells = [];

    // After that whoever keeps a copy reads everything anew.
    bool isEverybody;

    /// <summary>Prepares for one transaction.</summary>
    /// <param name="database">In the transaction.</param>
    /// <param name="shard">Where the customers are.</param>
    /// <param name="options">As of when, and by what settings.</param>
    /// <param name="version">The shard's version that the transaction makes.</param>
    /// <param name="run">The run in force, whose cut points score the profiles; null before the first.</param>
    public ProfileWriter(Database database, int shard, WriteOptions options, long version, ScoringRun? run)
    {
        (this.database, this.shard, this.options, this.version, this.run) = (database, shard, options, version, run);
        segments = run is null ? null : ShopStore.SegmentNames(run);
        writing = new ProfileTable(CustomerKeys.From([]));
        put = new(database, ProfileSql.Put, ProfileSql.PutParameters, Bind);
        changed = new(database, SqlText.Query("add-changed-profile"), ["shard", "version", "customer_id"],
            (to, first, id) => to.Bind(first, shard).Bind(first + 1, version).Bind(first + 2, id));
        stays = new StayWriter(database, shard, options.Segments ?? new SegmentWatch([]),
            new RuleMoment(options.AsOf, options.Profiles.Calendar));
        assignments = new Assignments(database, shard);
        outbox = options.TellDestinations ? new OutboxWriter(database, shard) : null;
    }

    /// <summary>What else changed of customers, to be told with their columns.</summary>
    public IReadOnlyDictionary<CustomerId, IReadOnlyDictionary<string, string>>? Details { get; init; }

    /// <summary>Computes the profiles of the customers that a batch touched, in ascending order. Histories that the
    /// batch holds whole are taken from it.</summary>
    public void Refold(
        List<TouchedCustomer> touched, FactBatch batch, CustomerGroups groups, CancellationToken cancellation)
    {
        var histories = HistoryReader.Of(database, shard, touched, batch, groups, CustomersPerChunk);
        Write(histories, touched.Count, cancellation);
    }

    /// <summary>Computes the profiles of the customers named, in ascending order.</summary>
    public void Refold(IReadOnlyList<CustomerId> ids, CancellationToken cancellation) =>
        Write(HistoryReader.Of(database, shard, ids, CustomersPerChunk, withNames: false), ids.Count, cancellation);

    /// <summary>Computes all profiles of the shard. Returns how many.</summary>
    public int RefoldAll(CancellationToken cancellation)
    {
        isEverybody = true;
        var customers = (int)database.Query("count-customers", "shard").Bind(1, shard).Number()!.Value;
        return Write(HistoryReader.All(database, shard, CustomersPerChunk), customers, cancellation);
    }

    int Write(IEnumerable<HistoryChunk> chunks, int total, CancellationToken cancellation)
    {
        var done = 0;
        foreach (var chunk in chunks)
        {
            cancellation.ThrowIfCancellationRequested();
            Write(chunk);
            done += chunk.Ids.Length;
            options.Progress?.Report(new WriteProgress(WritePhase.Profiles, done, total));
        }
        changed.Flush();
        stays.Flush();
        outbox?.Flush();
        return done;
    }

    void Write(HistoryChunk chunk)
    {
        var table = ProfileFold.FoldAll(chunk.History, chunk.Keys, options.AsOf, options.Profiles);
        if (options.Profiles.Pressure.Arms.AsExperiment() is { } caps)
            PressureArms.Write(table, assignments.ArmsOf(caps, chunk.Ids, chunk.Keys, _ => options.Now));
        var before = outbox is null ? null : ReadStored(chunk, ProfileSql.Stored, new ProfileTable(chunk.Keys));
        if (run is not null)
        {
            // Rank and previous segment stay what the run made them.
            ReadStored(chunk, ProfileSql.Run, table);
            Scorer.Apply(run, table, Enumerable.Range(0, table.Count), options.Profiles.Calendar);
            RecommendationColumns.DropBought(chunk.History, table, run.AsOf, options.AsOf);
        }
        var moves = stays.Write(chunk, table);
        Put(chunk.Ids, table);
        if (!isEverybody)
            foreach (var id in chunk.Ids) changed.Add(id);
        if (before is null) return;
        var bins = run?.CutPoints.Bins ?? DefaultBins;
        Tell(chunk.Ids, new ProfileChanges(before, table, ProfileChanges.Told, bins), moves);
    }

    /// <summary>Puts what is stored into a table.</summary>
    ProfileTable ReadStored(HistoryChunk chunk, IReadOnlyList<Column> columns, ProfileTable into)
    {
        var stored = ProfileCells.Of(into, columns, segments);
        using var rows = new FactCursor(database.RowsOf(ProfileSql.SelectOne(columns), shard, chunk.Ids)).Start();
        for (var row = 0; row < chunk.Ids.Length; row++)
        {
            if (!rows.IsAt(chunk.Ids[row])) continue;
            for (var i = 0; i < stored.Length; i++) stored[i].Read(rows.Row, ProfileSql.FirstSelectedColumn + i, row);
        }
        foreach (var cell in stored) cell.Finish();
        return into;
    }

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
        to.Bind(first, shard).Bind(first + 1, customer.Id).Bind(first + 2, version).Bind(first + 3, options.AsOf)
            .Bind(first + 4, writing.NextChangeAt[customer.Row]).Bind(first + 5, run?.Id);
        for (var i = 0; i < cells.Length; i++)
            cells[i].Bind(to, first + ProfileSql.FirstPutColumn - 1 + i, customer.Row);
    }

    void Tell(CustomerId[] ids, ProfileChanges changes, Moves moves)
    {
        for (var row = 0; row < ids.Length; row++)
        {
            var details = Details?.GetValueOrDefault(ids[row]);
            if (changes.Of(row, row, moves.Entered[row], moves.Left[row], details) is { } change)
                outbox!.Add(ids[row], options.AsOf, change);
        }
    }

    public void Dispose()
    {
        put.Dispose();
        changed.Dispose();
        stays.Dispose();
        outbox?.Dispose();
        assignments.Dispose();
    }
}
