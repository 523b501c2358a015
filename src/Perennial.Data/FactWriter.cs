using Perennial.Core;
using Perennial.Core.Intake;

namespace Perennial.Data;

/// <summary>Writes the facts of one batch inside the caller's transaction, and remembers whom they touch.</summary>
sealed class FactWriter : IDisposable
{
    readonly Database database;
    readonly FactBatch batch;
    readonly CustomerGroups groups;
    readonly WriteOptions options;
    readonly CustomerWriter customers;
    readonly OrderWriter orders;
    readonly BehaviourWriter behaviour;

    public FactWriter(
        Database database, int shard, FactBatch batch, CustomerGroups groups, WriteOptions options, long version)
    {
        this.groups = groups;
        this.database = database;
        this.batch = batch;
        this.options = options;
        customers = new CustomerWriter(database, shard, batch.Source, options.Now, version);
        orders = new OrderWriter(database, shard, batch, groups);
        behaviour = new BehaviourWriter(database, shard, batch, groups);
    }

    public WriteCounts Customers { get; private set; }

    public WriteCounts Orders => orders.Counts;

    public WriteCounts Products { get; private set; }

    public WriteCounts Activities => behaviour.Activities;

    public WriteCounts Contacts => behaviour.Contacts;

    public WriteCounts Responses => behaviour.Responses;

    /// <summary>Whether a product moved to another category, so that customers' profiles may be out of date who are
    /// not in the batch.</summary>
    public bool CategoriesMoved { get; private set; }

    /// <summary>Customers whose profile has to be computed: the new ones, and those whose facts changed. In the
    /// order of ids.</summary>
    public List<TouchedCustomer> Touched { get; } = [];

    public void WriteProducts()
    {
        var writer = new ProductWriter(database);
        foreach (var product in batch.Products) writer.Put(product);
        // Lines and activities may name products of which nothing else is known.
        foreach (var id in batch.History.Products) writer.Mention(id);
        Products = writer.Counts;
        CategoriesMoved = writer.CategoriesMoved;
    }

    public void WriteCustomers(CancellationToken cancellation)
    {
        const int reportEvery = 4096;
        long added = 0, updated = 0, unchanged = 0;
        var done = 0;
        foreach (var (id, rows) in groups.All())
        {
            cancellation.ThrowIfCancellationRequested();
            var isNew = customers.PutKey(id, batch.KeyKinds[rows[0]], batch.Keys[rows[0]], DetailsOf(rows[0]));
            var isUpdated = false;
            if (batch.Details.Length > 0)
                foreach (var row in isNew ? rows.Slice(1) : rows)
                    if (DetailsOf(row) is { } details) isUpdated |= customers.PutDetails(id, details);
            var put = orders.Put(id, rows, isNew);
            var (more, repeated) = behaviour.Put(id, rows, isNew);

            if (isNew) added++;
            else if (isUpdated) updated++;
            else unchanged++;
            if (isNew || put.Changed || more)
                Touched.Add(new TouchedCustomer(id, put.AsInBatch && !repeated ? rows[0] : -1));
            done += rows.Count;
            if (done % reportEvery < rows.Count)
                options.Progress?.Report(new WriteProgress(WritePhase.Facts, done, groups.RowCount));
        }
        orders.Flush();
        behaviour.Flush();
        customers.WriteIdentities();
        Customers = new WriteCounts(added, updated, unchanged);
    }

    CustomerDetails? DetailsOf(int row) => batch.Details.Length == 0 ? null : batch.Details[row];

    public void Dispose()
    {
        orders.Dispose();
        behaviour.Dispose();
    }
}

/// <summary>A customer whose profile has to be computed.</summary>
/// <param name="Id">Who.</param>
/// <param name="Row">The row of the batch that holds the whole history, so that it need not be read back; −1 if
/// the history has to be read from the store.</param>
readonly record struct TouchedCustomer(CustomerId Id, int Row);
