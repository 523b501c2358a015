using Microsoft.Data.Sqlite;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Scoring;
using Perennial.Core.Shards;
using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Data.Intake;
using Perennial.Data.Profiles;

namespace Perennial.Tests.Store;

/// <summary>
/// What every store has to do, whichever engine keeps it. Each test has a store of its own; an engine joins by
/// deriving the abstract classes, as <see cref="PostgresWriting"/> and its neighbours do.
/// </summary>
public abstract class StoreContract : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("perennial-store-").FullName;
    StorePlace? place;
    ShopStore? store;

    protected static Instant Now => Tests.Some.Now;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>What is written by: the present, by the store's own run and destinations.</summary>
    protected ShopMoment Moment => Store.Moment();

    /// <summary>An empty directory that lasts as long as the test.</summary>
    protected string Folder => folder;

    protected string File => Path.Combine(folder, "shop.db");

    /// <summary>Where this engine's stores are kept.</summary>
    protected virtual StorePlace NewPlace() => new FilePlace(folder) { CustomersPerChunk = PerChunk };

    /// <summary>How many customers one transaction takes of a work that concerns everybody. Few, so that a shop of
    /// twenty customers is not done with one.</summary>
    protected virtual int PerChunk => 7;

    StorePlace Place => place ??= NewPlace();

    /// <summary>The store's place as <c>--store</c> takes it.</summary>
    protected string Address => Place.Address;

    /// <summary>The test's store, opened at its first use.</summary>
    protected ShopStore Store => store ??= Place.Open(Now);

    /// <summary>The same store, as another process has it open. The caller disposes of it.</summary>
    protected ShopStore OpenAnother() => Place.Open(Now);

    /// <summary>How often a property is tried where this many are enough for a file: a database is slower, and the
    /// engine differs in far less than the property covers.</summary>
    protected int CasesHere(int onAFile) =>
        Suite.Cases(Place is FilePlace ? onAFile : Math.Max(3, onAFile / 4));

    /// <summary>A second store beside this one, of the same engine.</summary>
    protected TContract Another<TContract>() where TContract : StoreContract =>
        (TContract)Activator.CreateInstance(GetType())!;

    /// <summary>Every check of <c>doctor</c> passes.</summary>
    protected void AssertSound() => Assert.Empty(Findings());

    /// <summary>What <c>doctor</c> finds.</summary>
    protected IReadOnlyList<Finding> Findings() => StoreCheck.Run(Place.Address, cancellation: Stop);

    /// <summary>Closes the store and opens it again.</summary>
    protected ShopStore Reopen()
    {
        store?.Dispose();
        store = null;
        return Store;
    }

    protected WriteResult Write(FactBatch batch) => Store.Intake.Write(batch, Moment, cancellation: Stop);

    protected void Close()
    {
        store?.Dispose();
        store = null;
    }

    /// <summary>A connection to a file that is not the store's.</summary>
    protected static SqliteConnection Connect(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        connection.Open();
        return connection;
    }

    /// <summary>Changes the store behind its back.</summary>
    protected void Tamper(string sql)
    {
        Close();
        Beside(sql);
    }

    /// <summary>Changes the store beside it, as another program would.</summary>
    protected void Beside(string sql)
    {
        using var engine = ShopPlace.Engine(Place.Address, Place.Options);
        using var database = engine.Connect();
        database.Execute(sql);
    }

    /// <summary>The rows of a query, asked behind the store's back, as people read them.</summary>
    protected List<string[]> Ask(string sql)
    {
        Close();
        using var engine = ShopPlace.Engine(Place.Address, Place.Options);
        using var database = engine.Connect();
        return Ask(database, sql);
    }

    /// <summary>Every cell of every table, blobs in hexadecimal.</summary>
    protected List<(string Table, string Cell)> Cells()
    {
        Close();
        using var engine = ShopPlace.Engine(Place.Address, Place.Options);
        using var database = engine.Connect();
        return
        [
            .. from table in database.Tables()
               from row in Ask(database, $"select * from {table}")
               from cell in row
               select (table, cell),
        ];
    }

    static List<string[]> Ask(Database database, string sql)
    {
        using var found = database.Prepare(sql);
        var rows = new List<string[]>();
        while (found.Step()) rows.Add([.. Enumerable.Range(0, found.Columns).Select(found.Show)]);
        return rows;
    }

    /// <summary>Scores everybody in the store, as the program does.</summary>
    protected ScoringRun Score(Instant asOf, ScoringOptions? how = null)
    {
        var snapshot = Store.Profiles.Load();
        snapshot.Profiles.ReadAt(asOf, ShopCalendar.Utc);
        var run = Scorer.Run(
            snapshot.Profiles, ShopCalendar.Utc, how ?? SomeFacts.HowToScore, Store.ScoringRuns.Latest()?.AsOfDay);
        return Store.Scoring.Save(run, snapshot, Moment with { AsOf = asOf }, cancellation: Stop);
    }

    /// <summary>Profiles of everybody by the stored histories, in the order of ids.</summary>
    protected ProfileTable FoldEverybody()
    {
        var chunks = Store.Facts.Histories().ToList();
        var rows = chunks.SelectMany(chunk => chunk.Ids.Select((id, row) => (Id: id, Chunk: chunk, Row: row)))
            .OrderBy(customer => customer.Id).ToList();
        var all = new HistoryJoin();
        foreach (var (_, chunk, row) in rows) all.Add(chunk.History, row);
        var keys = CustomerKeys.From([.. rows.Select(customer => customer.Chunk.Keys.Text(customer.Row))]);
        return ProfileFold.FoldAll(all.Build(), keys, Now, new ProfileSettings());
    }

    protected static void AssertSameProfiles(StoreSnapshot expected, StoreSnapshot actual)
    {
        Assert.Equal(expected.Ids, actual.Ids);
        AssertSameProfiles(expected.Profiles, actual.Profiles);
    }

    /// <summary>Every stored column of every row, labels by name.</summary>
    protected static void AssertSameProfiles(ProfileTable expected, ProfileTable actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.Equal(expected.NextChangeAt, actual.NextChangeAt);
        foreach (var column in Columns.All.Where(column => column.Kind != ColumnKind.Clock))
        {
            for (var row = 0; row < expected.Count; row++)
            {
                var (one, other) = (Cell(expected, column, row), Cell(actual, column, row));
                Assert.True(Equals(one, other), $"{column.Name} of row {row}: {one} became {other}.");
            }
        }
    }

    protected static object Cell(ProfileTable table, Column column, int row) => column switch
    {
        Column<byte> { Type: ColumnType.Label } label => table.Label(label, row),
        Column<byte> bytes => table.Values(bytes)[row],
        Column<int> ints => table.Values(ints)[row],
        Column<long> longs => table.Values(longs)[row],
        Column<double> doubles => table.Values(doubles)[row],
        Column<Instant> instants => table.Values(instants)[row],
        _ => throw new ArgumentException(column.Name),
    };

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        store?.Dispose();
        place?.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
