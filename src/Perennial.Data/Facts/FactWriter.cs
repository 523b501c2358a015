using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data.Attributes;
using Perennial.Data.Batches;
using Perennial.Data.Consent;
using Perennial.Data.Customers;
using Perennial.Data.Products;
using Perennial.Data.Shards;

namespace Perennial.Data.Facts;

/// <summary>Writes the facts of one batch inside the caller's transaction, and remembers whom they touch.</summary>
sealed class FactWriter : IDisposable
{
    // So many customers are asked for with one question to the database.
    const int CustomersAtOnce = 4_096;

    readonly FactBatch batch;
    readonly CustomerGroups groups;
    readonly ShardTransaction shard;
    readonly IProgress<WriteProgress>? progress;
    readonly PermissionWriter consents;
    readonly CustomerWriter customers;
    readonly AttributeWriter attributes;
    readonly OrderWriter orders;
    readonly BehaviourWriter behaviour;
    readonly Assignments assignments;
    readonly ILookup<int, AssignedRow> assigned;
    readonly NewFacts? added;

    /// <summary>Prepares for one transaction.</summary>
    /// <param name="shard">The transaction.</param>
    /// <param name="batch">What is written.</param>
    /// <param name="groups">The batch's customers of this shard.</param>
    /// <param name="areNew">Whether facts that are not there yet are news, and not moved from elsewhere.</param>
    /// <param name="isFirst">Whether the shard has no customer yet; null to ask.</param>
    /// <param name="added">Takes what a file adds; null where nobody asks.</param>
    /// <param name="progress">Told how far it is.</param>
    public FactWriter(ShardTransaction shard, FactBatch batch, CustomerGroups groups, bool areNew, bool? isFirst,
        NewFacts? added, IProgress<WriteProgress>? progress)
    {
        (this.shard, this.batch, this.groups, this.progress) = (shard, batch, groups, progress);
        this.added = added;
        if (batch.Live is null && areNew && shard.Moment.Strategies is { ByEvents.Count: > 0 }) OfFile = added ?? new();
        var (database, number, now) = (shard.Database, shard.Shard, shard.Moment.Now);
        var news = batch.Live is null ? OfFile ?? added : areNew ? New : null;
        var keys = new FactKeys(batch, groups);
        consents = new PermissionWriter(database, number, batch.Live is not null, now, keys);
        customers = new CustomerWriter(shard, batch, groups, consents, isFirst);
        attributes = new AttributeWriter(database, number, batch, keys, now);
        orders = new OrderWriter(database, number, batch, groups, keys, now, news);
        behaviour = new BehaviourWriter(database, number, batch, groups, keys, consents, news, now);
        assignments = new Assignments(database, number);
        assigned = (batch.Live?.Assignments ?? []).ToLookup(one => one.Row);
    }

    /// <summary>The facts that the shop did not know, if they came as events.</summary>
    public NewFacts New { get; } = new();

    /// <summary>The facts that the shop did not know, if a file tells of them and strategies count them.</summary>
    public NewFacts? OfFile { get; }

    public WriteCounts Customers { get; private set; }

    /// <summary>Whether any known customer's row was written, if only to say when something was said.</summary>
    public bool CustomersWritten => customers.AnyWritten;

    public WriteCounts Orders => orders.Counts;

    public WriteCounts Products { get; private set; }

    public WriteCounts Activities => behaviour.Activities;

    public WriteCounts Contacts => behaviour.Contacts;

    public WriteCounts Responses => behaviour.Responses;

    /// <summary>Whether a product moved to another category, so that customers' profiles may be out of date who are
    /// not in the batch.</summary>
    public bool CategoriesMoved { get; private set; }

    /// <summary>What of known customers' details changed, by name.</summary>
    public IReadOnlyDictionary<CustomerId, IReadOnlyDictionary<string, string>> DetailsChanged =>
        customers.DetailsChanged;

    /// <summary>Products that may be remembered once the transaction is committed.</summary>
    public IReadOnlyList<ProductDetails> ProductsSeen { get; private set; } = [];

    /// <summary>Customers whose profile has to be computed: the new ones, and those whose facts changed. In the
    /// order of ids.</summary>
    public List<TouchedCustomer> Touched { get; } = [];

    public void WriteProducts(KnownProducts known)
    {
        var writer = new ProductWriter(shard.Database, known, shard.Moment.Now);
        // Lines and activities may name products of which nothing else is known.
        writer.Put(batch.Products, batch.History.Products);
        Products = writer.Counts;
        CategoriesMoved = writer.CategoriesMoved;
        ProductsSeen = writer.Seen;
    }

    public void WriteCustomers(CancellationToken cancellation)
    {
        var done = 0;
        foreach (var some in groups.All().Chunk(CustomersAtOnce))
        {
            cancellation.ThrowIfCancellationRequested();
            Load(some);
            foreach (var (id, rows) in some) WriteCustomer(id, rows);
            done += some.Sum(customer => customer.Rows.Count);
            progress?.Report(new WriteProgress(WritePhase.Facts, done, groups.RowCount));
        }
        orders.Flush();
        behaviour.Flush();
        consents.Flush();
        customers.Flush();
        attributes.Flush();
        assignments.Flush();
    }

    void Load((CustomerId Id, ArraySegment<int> Rows)[] some)
    {
        CustomerId[] ids = [.. some.Select(customer => customer.Id)];
        customers.Load(ids);
        if (customers.IsFirst) return;
        consents.Load(MayConsent ? ids : []);
        attributes.Load(ids);
        orders.Load([.. some.Where(customer => orders.Any(customer.Rows)).Select(customer => customer.Id)]);
        behaviour.Load(some);
    }

    bool MayConsent => batch.Details.Length > 0 || batch.History.Responses is not null;

    void WriteCustomer(CustomerId id, ArraySegment<int> rows)
    {
        consents.Begin(id);
        var isDrawn = assigned.Count > 0 && Move(id, rows);
        var (isNew, isUpdated, isNamed) = customers.Put(id, rows);
        if (isNew) added?.Customers.Add(id);
        var put = orders.Put(id, rows, isNew);
        var (more, repeated) = behaviour.Put(id, rows);
        var said = consents.End(id);
        isUpdated |= said.Count > 0 && !isNew;
        if (!isNew) customers.NotePermissions(id, said);
        var others = attributes.Put(id, rows);
        isUpdated |= others.Count > 0 && !isNew;
        if (!isNew) customers.NoteAttributes(id, others);
        var counts = Customers;
        Customers = isNew ? counts with { Added = counts.Added + 1 }
            : isUpdated ? counts with { Updated = counts.Updated + 1 }
            : counts with { Unchanged = counts.Unchanged + 1 };
        // Segments may ask for a country, and destinations for an address.
        if (isNew || put.Changed || more || isDrawn || (isUpdated && FollowsDetails))
            Touched.Add(new TouchedCustomer(id, isNew && isNamed && put.AsInBatch && !repeated ? rows[0] : -1));
    }

    bool Move(CustomerId id, ArraySegment<int> rows)
    {
        AssignedRow[] lines = [.. rows.SelectMany(row => assigned[row])];
        assignments.Move(id, lines);
        return lines.Length > 0;
    }

    bool FollowsDetails => shard.Moment.Tells || shard.Moment.Segments is { UsesAttributes: true }
        or { UsesPermissions: true };

    public void Dispose()
    {
        consents.Dispose();
        customers.Dispose();
        attributes.Dispose();
        orders.Dispose();
        behaviour.Dispose();
        assignments.Dispose();
    }
}
