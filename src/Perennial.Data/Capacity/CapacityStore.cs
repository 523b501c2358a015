using Perennial.Core;
using Perennial.Core.Allocation;
using Perennial.Core.Capacity;
using Perennial.Core.Planning;
using Perennial.Core.Shards;
using Perennial.Core.Strategies;
using Perennial.Data.Engines;
using Perennial.Data.Shards;
using Perennial.Data.Strategies;

namespace Perennial.Data.Capacity;

/// <summary>Some contacts of a shard for which something was reserved together.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Shard">Of which shard they are.</param>
/// <param name="Waiters">The contacts.</param>
/// <param name="Reserved">What was; nothing where all of them are held out.</param>
public sealed record CapacityGrant(
    string Id, int Shard, IReadOnlyList<Waiter> Waiters, IReadOnlyList<ReservedAmount> Reserved);

/// <summary>How much of a resource was reserved, or used.</summary>
/// <param name="Resource">Of what, by its name.</param>
/// <param name="Period">Of which period, by its first day.</param>
/// <param name="Amount">How much.</param>
public readonly record struct ReservedAmount(string Resource, int Period, long Amount);

/// <summary>How many wait for the same.</summary>
/// <param name="Demand">For what (<see cref="Core.Capacity.Demand"/>).</param>
/// <param name="Strategy">Of which strategy.</param>
/// <param name="Step">Of which step.</param>
/// <param name="Number">How many.</param>
/// <param name="Shadows">How many of them are held out.</param>
public sealed record WaitingDemand(string Demand, string Strategy, string Step, long Number, long Shadows);

/// <summary>What was reserved at once.</summary>
/// <param name="Grants">Who may have it, in transactions' worth.</param>
/// <param name="Plans">What became of each resource.</param>
public sealed record Reservation(IReadOnlyList<CapacityGrant> Grants, IReadOnlyList<ResourcePlan> Plans);

/// <summary>Those who are worth the same.</summary>
/// <param name="Segment">Customers of which RFM segment; empty for those of none yet.</param>
/// <param name="Kind">What is done.</param>
/// <param name="Offer">With which offer; empty for none.</param>
public sealed record WaitingKind(string Segment, ContactKind Kind, string Offer);

/// <summary>What is scarce: who waits for it, how much is taken, and what is reserved.</summary>
/// <remarks>
/// Three transactions, none of which writes to two nodes: what is left is reserved on the resource's row; the shard's
/// turns use it, and write down in the same transaction how much; the rest is given back. Whatever is stopped between
/// them leaves a grant, which anybody may close: in the shard's transaction, so that a turn that comes later finds it
/// closed and uses nothing.
/// </remarks>
public sealed class CapacityStore
{
    // As many as a page of rows in memory; more are asked for when these are done.
    const long MostAtOnce = 20_000;
    // Of those who are worth the same nobody is left out who might have it.
    const long MostAlike = 200_000;

    readonly StoreShards shards;

    internal CapacityStore(StoreShards shards) => this.shards = shards;

    /// <summary>What anybody waits for, each once.</summary>
    public IReadOnlyList<string> Demands()
    {
        using var rental = shards.Rent();
        var all = new SortedSet<string>(StringComparer.Ordinal);
        var next = new Queue<string>([""]);
        while (next.TryDequeue(out var after))
        {
            foreach (var row in rental.Database.Query("next-demand", "after").Bind(1, after).Each())
                if (row.Text(1) is { } demand && all.Add(demand)) next.Enqueue(demand);
        }
        return [.. all];
    }

    /// <summary>How many wait, by what they wait for and where.</summary>
    public IReadOnlyList<WaitingDemand> Waiting()
    {
        using var rental = shards.Rent();
        return [.. rental.Database.Query("waiting-by-demand").Each().Select(row => new WaitingDemand(
            row.Text(0)!, row.Text(1)!, row.Text(2)!, row.Int64(3), row.Int64(4)))];
    }

    /// <summary>What is left, by what is taken at this moment.</summary>
    public Stock Stock(ScarceThings things, Instant now, ShopCalendar shop)
    {
        using var rental = shards.Rent();
        var today = shop.DayOf(now);
        return new Stock(things.All, one => rental.Database.Query("capacity-taken", "resource", "period")
            .Bind(1, one.Name).Bind(2, one.PeriodOf(today)).Number() ?? 0, now, shop);
    }

    /// <summary>The first of those who wait for the same, in the order in which they have it, with their shards.
    /// </summary>
    /// <param name="things">What is scarce, and who comes first.</param>
    /// <param name="demand">For what.</param>
    /// <param name="enoughFor">For how many there is enough; whoever is held out is not counted.</param>
    /// <param name="now">The present.</param>
    public IReadOnlyList<(int Shard, Waiter Waiter)> First(
        ScarceThings things, string demand, long enoughFor, Instant now)
    {
        using var rental = shards.Rent();
        var shadows = rental.Database.Query("shadows-waiting", "demand").Bind(1, demand).Number() ?? 0;
        return First(rental.Database, things, demand, null, now, Math.Min(enoughFor + shadows, MostAtOnce));
    }

    /// <summary>The first of each kind of those who wait for the same, with what it adds: all who can have it, whether
    /// it goes by value or in their order.</summary>
    /// <param name="things">What is scarce, and who comes first.</param>
    /// <param name="demand">For what.</param>
    /// <param name="enoughFor">For how many there is enough; whoever is held out is not counted.</param>
    /// <param name="now">The present.</param>
    /// <param name="valueOf">What a contact of a kind adds, in thousandths of a cent; null where nobody knows.</param>
    public IReadOnlyList<(int Shard, Waiter Waiter)> FirstOfEachKind(
        ScarceThings things, string demand, long enoughFor, Instant now, Func<WaitingKind, long?> valueOf)
    {
        using var rental = shards.Rent();
        List<(WaitingKind Kind, long Shadows)> kinds = [.. rental.Database.Query("waiting-kinds", "demand")
            .Bind(1, demand).Each().Select(row =>
                (new WaitingKind(row.Text(0)!, (ContactKind)row.Int32(1), row.Text(2)!), row.Int64(3)))];
        return [.. kinds.SelectMany(one => First(rental.Database, things, demand, one.Kind, now,
                Math.Min(enoughFor + one.Shadows, MostAlike))
            .Select(found => (found.Shard, found.Waiter with { Value = valueOf(one.Kind) })))];
    }

    static List<(int Shard, Waiter Waiter)> First(
        Database database, ScarceThings things, string demand, WaitingKind? kind, Instant now, long most) =>
    [
        .. database.Query("waiting-for", "demand", "kind", "segment", "offer", "now", "prospects", "most")
            .Bind(1, demand).Bind(2, (long)(kind?.Kind ?? 0)).Bind(3, kind?.Segment ?? "").Bind(4, kind?.Offer ?? "")
            .Bind(5, now.UnixMs).Bind(6, (long)things.Order.Prospects).Bind(7, most).Each()
            .Select(row => (row.Int32(0), Read(row, demand))),
    ];

    static Waiter Read(Rows row, string demand) => new(
        new CandidateKey(row.CustomerId(1), row.Text(2)!, row.Text(3)!, row.Text(4)!, row.Int32(5)), demand,
        row.Int32(6), row.IsNull(8) ? 0 : row.Int32(8))
    {
        IsShadow = row.Int64(7) != 0, IsProspect = !row.IsNull(10) && row.Int32(10) > 0,
        Tier = Math.Max(row.IsNull(9) ? 0 : row.Int32(9), row.IsNull(10) ? 0 : row.Int32(10)),
    };

    /// <summary>Reserves what is left for those who wait (<see cref="Core.Capacity.Stock.Give"/>).</summary>
    /// <param name="things">What is scarce.</param>
    /// <param name="waiters">Who waits, and of which shard each is.</param>
    /// <param name="now">The present.</param>
    /// <param name="shop">Whose days and hours count.</param>
    public Reservation Reserve(ScarceThings things,
        IReadOnlyDictionary<Waiter, int> waiters, Instant now, ShopCalendar shop)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        using var transaction = Transaction.Write(database);
        // In one order, so that no two wait for one another.
        var concerned = waiters.Keys.SelectMany(one => Demand.Read(one.Demand)).Select(one => things.Of(one.Resource))
            .OfType<Resource>().Distinct().OrderBy(one => one.Name, StringComparer.Ordinal);
        var taken = new Dictionary<string, long>();
        foreach (var one in concerned)
        {
            taken[one.Name] = database.Query("lock-capacity", "resource", "period").Bind(1, one.Name)
                .Bind(2, one.PeriodOf(shop.DayOf(now))).Number() ?? 0;
        }
        var stock = new Stock(taken.Keys.Select(name => things.Of(name)!), one => taken[one.Name], now, shop);
        var given = stock.Give(waiters.Keys, things.Order);
        List<CapacityGrant> grants = [.. given.GroupBy(one => waiters[one]).OrderBy(one => one.Key)
            .SelectMany(some => some.Chunk(shards.CustomersPerChunk).Select(chunk => new CapacityGrant(
                Guid.CreateVersion7(now.ToDateTimeOffset()).ToString("N"), some.Key, chunk, Needed(chunk, stock))))];
        foreach (var one in grants) Add(database, one, now);
        foreach (var (resource, amount) in stock.Taken.OrderBy(one => one.Key, StringComparer.Ordinal))
            AddTaken(database, new ReservedAmount(resource, stock.PeriodOf(resource), amount));
        transaction.Commit();
        return new(grants, stock.Plans);
    }

    static ReservedAmount[] Needed(IEnumerable<Waiter> waiters, Stock stock) =>
    [
        .. waiters.Where(one => !one.IsShadow).SelectMany(one => stock.Scarce(one.Demand))
            .GroupBy(one => one.Resource).Select(same =>
                new ReservedAmount(same.Key, stock.PeriodOf(same.Key), same.Sum(one => one.Amount))),
    ];

    static void Add(Database database, CapacityGrant grant, Instant now)
    {
        foreach (var (resource, period, amount) in grant.Reserved)
        {
            database.Query("add-capacity-grant", "grant_id", "resource", "period", "for_shard", "amount", "granted_at")
                .Bind(1, grant.Id).Bind(2, resource).Bind(3, period).Bind(4, grant.Shard).Bind(5, amount).Bind(6, now)
                .Run();
        }
    }

    static void AddTaken(Database database, ReservedAmount one) =>
        database.Query("add-capacity-taken", "amount", "resource", "period").Bind(1, one.Amount).Bind(2, one.Resource)
            .Bind(3, one.Period).Run();

    /// <summary>Turns of those for whom something was reserved, in their shard's transaction. What was closed meanwhile
    /// is not used.</summary>
    /// <returns>How many turns there were.</returns>
    public int Use(CapacityGrant grant, ShopMoment moment) => shards.InShard(grant.Shard, moment, shard =>
    {
        if (grant.Reserved.Count > 0 && Used(shard.Database, grant.Shard, grant.Id).Count > 0) return 0;
        var went = new List<Grant>();
        if (shard.Moment.Strategies is { } live)
        {
            var grants = grant.Waiters.Select(one => one.Grant).ToLookup(one => one.Key.Customer);
            went.AddRange(StrategyAsking.Give(
                shard, live, [.. grants.Select(one => one.Key).Order()], id => [.. grants[id]]));
        }
        var used = went.Where(one => !one.IsShadow).SelectMany(one => Demand.Read(one.Demand))
            .GroupBy(one => one.Resource).ToDictionary(same => same.Key, same => same.Sum(one => one.Amount));
        foreach (var one in grant.Reserved)
            AddUse(shard, grant.Id, one with { Amount = used.GetValueOrDefault(one.Resource) });
        return grant.Waiters.Count;
    });

    static Dictionary<string, long> Used(Database database, int shard, string id) =>
        database.Query("capacity-used-by", "shard", "grant_id").Bind(1, shard).Bind(2, id).Each()
            .Select(row => (row.Text(0)!, row.Int64(1))).ToDictionary();

    static void AddUse(ShardTransaction shard, string id, ReservedAmount one) => shard.Database
        .Query("add-capacity-use", "shard", "grant_id", "resource", "period", "amount").Bind(1, shard.Shard)
        .Bind(2, id).Bind(3, one.Resource).Bind(4, one.Period).Bind(5, one.Amount).Run();

    /// <summary>Gives back what of a grant was not used, and forgets the grant. Once it is used or closed.</summary>
    /// <returns>What was used, by resource.</returns>
    public IReadOnlyDictionary<string, long> Settle(CapacityGrant grant) => grant.Reserved.Count == 0
        ? new Dictionary<string, long>()
        : Settle(grant.Shard, grant.Id, grant.Reserved.Select(one => one.Resource));

    Dictionary<string, long> Settle(int shard, string id, IEnumerable<string> resources)
    {
        using var rental = shards.Rent();
        var database = rental.Database;
        var used = Used(database, shard, id);
        using var transaction = Transaction.Write(database);
        foreach (var resource in resources.Order(StringComparer.Ordinal))
        {
            var row = database.Query("take-capacity-grant", "grant_id", "resource").Bind(1, id).Bind(2, resource);
            // Another process was quicker.
            var (isMine, period, amount) = row.Step() ? (true, row.Int32(0), row.Int64(1)) : default;
            row.Reset();
            if (isMine)
                AddTaken(database, new ReservedAmount(resource, period, used.GetValueOrDefault(resource) - amount));
        }
        transaction.Commit();
        return used;
    }

    /// <summary>Closes what was reserved so long ago that whoever did was stopped: what was used of it stays taken, and
    /// nothing more is used.</summary>
    /// <param name="before">Reserved before this.</param>
    /// <param name="moment">As of when, and by what.</param>
    public void CloseOld(Instant before, ShopMoment moment)
    {
        List<(string Id, int Shard, ReservedAmount Reserved)> old;
        using (var rental = shards.Rent())
        {
            old = [.. rental.Database.Query("old-capacity-grants", "before").Bind(1, before).Each()
                .Select(row => (row.Text(0)!, row.Int32(1), new ReservedAmount(row.Text(2)!, row.Int32(3), 0)))];
        }
        foreach (var same in old.GroupBy(one => (one.Shard, one.Id)))
        {
            var (shard, id) = same.Key;
            shards.InShard(shard, moment, one =>
            {
                if (Used(one.Database, shard, id).Count == 0)
                    foreach (var each in same) AddUse(one, id, each.Reserved);
                return true;
            });
            Settle(shard, id, same.Select(one => one.Reserved.Resource));
        }
    }

    /// <summary>Forgets what was taken in periods that began before a day.</summary>
    public void Forget(int day, ShopMoment moment)
    {
        using (var rental = shards.Rent())
        {
            using var transaction = Transaction.Write(rental.Database);
            rental.Database.Query("forget-capacity", "period").Bind(1, day).Run();
            transaction.Commit();
        }
        for (var shard = 0; shard < shards.Count; shard++)
        {
            var number = shard;
            shards.InShard(number, moment, one => one.Database.Query("forget-capacity-use", "shard", "period")
                .Bind(1, number).Bind(2, day).Run());
        }
    }
}
