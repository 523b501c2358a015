using Perennial.Core;
using Perennial.Data.Access;
using Perennial.Data.Allocation;
using Perennial.Data.Attributes;
using Perennial.Data.Capacity;
using Perennial.Data.CategoryCycles;
using Perennial.Data.Clock;
using Perennial.Data.Consent;
using Perennial.Data.Customers;
using Perennial.Data.Destinations;
using Perennial.Data.Engines;
using Perennial.Data.Erasure;
using Perennial.Data.Facts;
using Perennial.Data.Folding;
using Perennial.Data.Intake;
using Perennial.Data.Offers;
using Perennial.Data.Products;
using Perennial.Data.Profiles;
using Perennial.Data.Recommendations;
using Perennial.Data.Rules;
using Perennial.Data.Scoring;
using Perennial.Data.ScoringRuns;
using Perennial.Data.Segments;
using Perennial.Data.Settings;
using Perennial.Data.Shards;
using Perennial.Data.Strategies;
using Perennial.Data.Households;
using Perennial.Data.Identity;
using Perennial.Data.Watching;

namespace Perennial.Data;

/// <summary>
/// Everything the program keeps, in one SQLite file (one shard) or in a PostgreSQL database (64): written in whole
/// transactions, each of one shard, read by any number of threads and processes at once. What can be done with it is
/// done in its rooms.
/// </summary>
/// <remarks>Safe for several threads. Writes to one shard wait for one another; readings never wait.</remarks>
public sealed class ShopStore : IDisposable
{
    readonly StoreShards shards;

    ShopStore(StoreShards shards, ErasureList erasures, IReadOnlyCollection<string> tables)
    {
        this.shards = shards;
        (Staff, SignIns, ApiKeys, Audit) = (new(shards), new(shards), new(shards), new(shards));
        (Settings, PromotionMonths, Sources, Times) = (new(shards), new(shards), new(shards), new(shards));
        (Customers, Facts, Products, Permissions) = (new(shards), new(shards), new(shards), new(shards));
        (Names, CategoryCycles) = (new(shards), new(shards));
        (Intake, IntakeCounts) = (new(shards, Products, Names), new(shards));
        ScoringRuns = new(shards);
        Profiles = new(shards, ScoringRuns, Customers);
        (ProfileState, Folding) = (new(shards), new(shards));
        (Scoring, Recommendations) = (new(shards), new(shards));
        (Segments, Stays, Rules) = (new(shards), new(shards, ProfileState), new(shards));
        (Destinations, Cursors, Deliveries, Outbox) = (new(shards), new(shards), new(shards), new(shards));
        Outgoing = new(shards, ScoringRuns);
        (Erasure, Duplicates, Clock) = (new(shards, erasures), new(shards), new(shards));
        Households = new(shards);
        var published = new PublishedFiles();
        (Strategies, Entries) = (new(shards, published, SegmentStore.SaveIn), new(shards));
        (Turns, Decisions, Offers) = (new(shards), new(shards), new(shards));
        (Survey, UnderWay, Capacity) = (new(shards), new(shards), new(shards));
        Places = new(shards);
        (MeasuredValues, PlanningRuns) = (new(shards), new(shards));
        Watch = new(shards, ScoringRuns, Folding, published, tables);
        Copies = new(shards);
    }

    public StaffStore Staff { get; }
    public SignInStore SignIns { get; }
    public ApiKeyStore ApiKeys { get; }
    public AuditLog Audit { get; }

    public SettingStore Settings { get; }
    public PromotionMonthStore PromotionMonths { get; }
    public SourceStore Sources { get; }
    public ShopTimes Times { get; }

    public CustomerStore Customers { get; }
    public FactStore Facts { get; }
    public ProductStore Products { get; }
    public PermissionStore Permissions { get; }

    public IntakeStore Intake { get; }
    public IntakeCountStore IntakeCounts { get; }

    public ScoringRunStore ScoringRuns { get; }
    public ProfileStore Profiles { get; }
    public ProfileState ProfileState { get; }
    public FoldStore Folding { get; }
    public ScoringStore Scoring { get; }
    public RecommendationStore Recommendations { get; }

    public SegmentStore Segments { get; }
    public StayStore Stays { get; }
    public RuleStore Rules { get; }
    public NameStore Names { get; }
    public CategoryCycleStore CategoryCycles { get; }

    public StrategyStore Strategies { get; }
    public EntryStore Entries { get; }
    public TurnStore Turns { get; }
    public DecisionStore Decisions { get; }
    public OfferStore Offers { get; }

    /// <summary>What is scarce: who waits for it, and how much is taken.</summary>
    public CapacityStore Capacity { get; }

    /// <summary>Customers as strategies look at them, for whoever asks what strategies would do.</summary>
    public SurveyStore Survey { get; }

    /// <summary>What is done to whoever is under way when strategies change.</summary>
    public UnderWayStore UnderWay { get; }

    /// <summary>What contacts add, as far as it was measured.</summary>
    public MeasuredValueStore MeasuredValues { get; }

    /// <summary>What became of what was scarce.</summary>
    public PlanningRunStore PlanningRuns { get; }

    public DestinationStore Destinations { get; }
    public CursorStore Cursors { get; }
    public DeliveryStore Deliveries { get; }
    public OutboxStore Outbox { get; }
    public OutgoingReader Outgoing { get; }

    public ErasureStore Erasure { get; }
    public DuplicateStore Duplicates { get; }
    public HouseholdStore Households { get; }

    /// <summary>Where customers are, by address and telephone number.</summary>
    public PlaceStore Places { get; }

    public StoreWatch Watch { get; }
    public ClockStore Clock { get; }

    internal CopyState Copies { get; }

    /// <summary>The file, or the database without its password.</summary>
    public string Path => shards.Engine.Path;

    /// <summary>How many statements this process has asked the store since it was opened.</summary>
    public long Statements => StatementCount.Total;

    /// <summary>The same, told apart by their texts for whoever asks for that.</summary>
    internal StatementCount StatementCount => shards.Engine.Statements;

    /// <summary>Into how many shards customers are cut, each the unit of one transaction.</summary>
    public int ShardCount => shards.Count;

    /// <summary>The shard that holds a customer.</summary>
    public int ShardOf(CustomerId id) => shards.Of(id);

    /// <summary>Opens a store, makes it where there is none, and brings an older one up to date.</summary>
    /// <param name="place">A file's path, or how to reach a PostgreSQL database:
    /// <c>postgres://name:password@host/name</c> or <c>Host=...;Database=...</c>.</param>
    /// <param name="now">When, for the notes of what was applied.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="BadInputException">The place cannot be opened, or is no store of this program, or of a newer
    /// one, or another process holds it locked.</exception>
    public static ShopStore Open(string place, Instant now, StoreOptions? options = null)
    {
        options ??= new StoreOptions();
        var erasures = new ErasureList(options.Erasures ?? ShopPlace.ErasuresOf(place));
        var shards = new StoreShards(ShopPlace.Engine(place, options), options.CustomersPerChunk);
        try
        {
            using var rental = shards.Rent();
            var database = rental.Database;
            shards.Engine.MarkAsOurs(database);
            Migrations.Apply(database, Migrations.Known, now);
            if (ProfileSql.AddMissingColumns(database) > 0 && database.Number("select count(*) from profile") > 0)
                ProfileState.NeedRefold(database);
            FormerLabels.Rename(database);
            shards.Make(database);
            shards.Engine.SchemaIsCurrent(database);
            return new ShopStore(shards, erasures, database.Tables());
        }
        catch
        {
            shards.Dispose();
            throw;
        }
    }

    /// <summary>Spreads tables over the nodes of a Citus cluster, those that are not yet. Returns them; null where the
    /// store is in no cluster.</summary>
    public IReadOnlyList<string>? Distribute()
    {
        using var rental = shards.Rent();
        return shards.Engine.Distribute(rental.Database);
    }

    /// <summary>Does something while nobody else uses the store: what is done piece by piece makes no pauses for
    /// others.</summary>
    public T Alone<T>(Func<T> work)
    {
        shards.IsAlone = true;
        try
        {
            return work();
        }
        finally
        {
            shards.IsAlone = false;
        }
    }

    /// <summary>A connection for one operation; back to the idle ones when disposed.</summary>
    internal StoreShards.Rental Rent() => shards.Rent();

    /// <summary>Where it is kept.</summary>
    internal Engine Engine => shards.Engine;

    /// <summary>Closes the file, or the connections.</summary>
    public void Dispose() => shards.Dispose();
}
