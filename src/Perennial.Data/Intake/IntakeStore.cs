using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Shards;
using Perennial.Data.Batches;
using Perennial.Data.Customers;
using Perennial.Data.Engines;
using Perennial.Data.Identity;
using Perennial.Data.Products;
using Perennial.Data.Rules;
using Perennial.Data.Shards;

namespace Perennial.Data.Intake;

/// <summary>What comes in: batches of facts, with whatever follows from them.</summary>
public sealed class IntakeStore
{
    const int PlacedAtOnce = 1_000;

    readonly StoreShards shards;
    readonly BatchWriter writer;
    readonly ContestedKeys contested;

    internal IntakeStore(StoreShards shards, ProductStore products, NameStore names) =>
        (this.shards, writer, contested) =
            (shards, new BatchWriter(shards, products, names), new ContestedKeys(shards));

    /// <summary>
    /// Writes a batch, one transaction a shard, an import into a shop that has customers some customers at a time:
    /// further keys of customers, facts, touched customers folded again and
    /// scored by the cut points in force, who came into segments and left them, what destinations have to be told. What
    /// stops it before the end leaves each shard as it was or as it is to be; the same batch again completes it.
    /// </summary>
    /// <param name="batch">What is said.</param>
    /// <param name="moment">As of when, and by what.</param>
    /// <param name="import">Written to the list of imports; null for what is no import.</param>
    /// <param name="progress">Told how far it is, a few times a second at most.</param>
    /// <param name="cancellation">Until the commit.</param>
    /// <exception cref="BadInputException">The batch is in another currency than the shop; the disk is full;
    /// another process did not finish writing in time.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public WriteResult Write(FactBatch batch, ShopMoment moment, ImportNote? import = null,
        IProgress<WriteProgress>? progress = null, CancellationToken cancellation = default) =>
        Write(new BatchWrite(batch, moment) { Import = import, Progress = progress, Cancellation = cancellation });

    WriteResult Write(BatchWrite write)
    {
        var written = writer.Write(write);
        if (written.Pending > 0) MovePending(write.Moment, write.Cancellation);
        if (written.Contested.Count > 0) Decide(written.Contested, write.Moment);
        return write.ArePlaced ? written.Result : WithPlaced(write, written.Result);
    }

    // Of all orders that it tells of, also those that are there already: what was stopped and is sent again has them,
    // and not what waited for them.
    WriteResult WithPlaced(BatchWrite write, WriteResult result)
    {
        if (write.Batch.Live is not { } live)
        {
            if (write.Batch.History.Orders.Id.Length + write.Batch.Elsewhere.Count > 0)
                PlaceChanges(write.Moment, write.Cancellation);
            return result;
        }
        var orders = live.Changes.Select(change => change.Order)
            .Concat(write.AreMoved ? [] : write.Batch.History.Orders.Id).ToList();
        return orders.Count == 0 ? result : result.Plus(Place(orders, write.Moment, write.Cancellation)) with
        {
            ErasedRows = result.ErasedRows,
        };
    }

    /// <summary>Puts changes that came before their orders to whoever has the orders by now: what somebody left who was
    /// stopped between the two.</summary>
    /// <returns>Of how many orders.</returns>
    public int PlaceChanges(ShopMoment moment, CancellationToken cancellation = default)
    {
        var (placed, after) = (0, new OrderId(0));
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            List<OrderId> orders;
            using (var rental = shards.Rent())
            {
                var rows = rental.Database.Query("orders-waited-for", "after", "most").Bind(1, after)
                    .Bind(2, PlacedAtOnce);
                orders = [.. rows.Each().Select(row => row.OrderId(0))];
            }
            if (orders.Count > 0) Place(orders, moment, cancellation);
            placed += orders.Count;
            if (orders.Count < PlacedAtOnce) return placed;
            after = orders[^1];
        }
    }

    WriteResult Place(List<OrderId> orders, ShopMoment moment, CancellationToken cancellation)
    {
        using var rental = shards.Rent();
        var unplaced = UnplacedChanges.Read(rental.Database, orders);
        var result = !unplaced.Any ? new WriteResult(default, default, default, 0, null)
            : Write(new BatchWrite(unplaced.Batch, moment) { ArePlaced = true, Cancellation = cancellation });
        unplaced.Forget(rental.Database);
        return result;
    }

    // Stopped before the end, it is decided again when the key is next heard of.
    void Decide(IReadOnlyCollection<ContestedKey> said, ShopMoment moment)
    {
        var keys = contested.Decide(said, moment);
        foreach (var key in keys.Over) Unjoin(key, moment.Renew());
        foreach (var (key, one, others) in keys.Whose)
        {
            new Unjoining(shards, key, (batch, at, areMoved) =>
                _ = Write(new BatchWrite(batch, at) { AreMoved = areMoved })).PassOn(one, others, moment.Renew());
        }
        contested.Done(keys);
    }

    /// <summary>Takes back what an import under way has added; stopped half-way, the same again goes on.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="moment">As of when, and by what.</param>
    /// <param name="cancellation">Between two transactions.</param>
    /// <returns>What was taken back; null where no such import is under way.</returns>
    public TakenBackCounts? TakeBack(long id, ShopMoment moment, CancellationToken cancellation = default)
    {
        ImportUnderWay? import;
        using (var rental = shards.Rent()) import = ImportUnderWay.Find(rental.Database, id);
        return import is null ? null : new TakenBack(shards, import, moment).Run(cancellation);
    }

    /// <summary>Joins two customers because somebody says that they are one person.</summary>
    /// <param name="kept">Who remains, where both are known by numbers of the shop's own; else the one known by the
    /// stronger key.</param>
    /// <param name="other">Who becomes them.</param>
    /// <param name="moment">As of when, and by what.</param>
    public void Join(CustomerRecord kept, CustomerRecord other, ShopMoment moment) =>
        Write(EventBatch.Join(KeyOf(kept), KeyOf(other), kept.Source, moment.Now), moment);

    static (CustomerKeyKind Kind, string Key) KeyOf(CustomerRecord customer)
    {
        var kind = EnumWord.Parse<CustomerKeyKind>(customer.KeyKind);
        if (KeyText.Written(kind, customer.Key) is { } key) return (kind, key);
        throw new BadInputException($"customer {customer.Id}", $"'{customer.Key}' is nobody's key.",
            "Join the people whose facts stand there with one another.");
    }

    /// <summary>Takes apart whom a key joined, and has it join nobody from now on.</summary>
    /// <param name="key">The id that follows from it.</param>
    /// <param name="moment">As of when, and by what.</param>
    public Unjoined Unjoin(CustomerId key, ShopMoment moment)
    {
        // What still waits to be moved is on its way to whom the key had become.
        MovePending(moment);
        return new Unjoining(shards, key, (batch, at, areMoved) =>
            _ = Write(new BatchWrite(batch, at) { AreMoved = areMoved })).Run(moment);
    }

    /// <summary>Reads every telephone number anew. Stopped half-way, the same again completes it.</summary>
    /// <param name="number">How a text is read now.</param>
    /// <param name="moment">As of when, and by what.</param>
    /// <param name="cancellation">Between two transactions.</param>
    /// <returns>How many customers have their number in another form now.</returns>
    public int ReadPhonesAnew(
        Func<string, string> number, ShopMoment moment, CancellationToken cancellation = default)
    {
        MovePending(moment, cancellation);
        return new PhonesAnew(shards, number, (batch, at) => _ = Write(new BatchWrite(batch, at)))
            .Run(moment, cancellation);
    }

    /// <summary>The imports, the last one first.</summary>
    public IReadOnlyList<ImportEntry> Imports(int limit = 100)
    {
        using var rental = shards.Rent();
        return ImportList.Read(rental.Database, limit);
    }

    /// <summary>Moves the facts of keys that have become another customer's to that customer. Stopped half-way, the
    /// same again goes on.</summary>
    /// <returns>How many keys were done.</returns>
    public int MovePending(ShopMoment moment, CancellationToken cancellation = default) =>
        new PendingMoves(shards, write => _ = Write(write)).Run(moment, cancellation);
}
