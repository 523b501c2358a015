using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Data.Consent;
using Perennial.Data.Customers;
using Perennial.Data.Engines;
using Perennial.Data.History;
using Perennial.Data.Products;

namespace Perennial.Data;

public sealed partial class ShopStore
{
    /// <summary>Number of the last change: another number than before means that something changed.</summary>
    public long Version()
    {
        using var lease = Rent();
        return Versions(lease.Database).Versions.Sum();
    }

    /// <summary>Histories of all customers, shard by shard and in each in the order of ids, a chunk at a time, from one
    /// state of the store. Facts carry no ids and orders no numbers; contacts keep theirs, which responses
    /// name.</summary>
    public IEnumerable<HistoryChunk> Histories(int customersPerChunk = 65_536)
    {
        var lease = Rent();
        try
        {
            lease.Database.BeginRead();
            var products = new ProductIndex(lease.Database);
            for (var shard = 0; shard < ShardCount; shard++)
                foreach (var chunk in HistoryReader.All(lease.Database, shard, customersPerChunk, products))
                    yield return chunk;
        }
        finally
        {
            EndReading(lease);
        }
    }

    /// <summary>Histories of some customers, shard by shard and in each ascending by id, with the facts' ids and the
    /// orders' numbers. Those unknown are left out.</summary>
    public IEnumerable<HistoryChunk> Histories(IEnumerable<CustomerId> customers, int customersPerChunk = 65_536)
    {
        CustomerId[] ids = [.. customers.Distinct().Order()];
        var lease = Rent();
        try
        {
            lease.Database.BeginRead();
            var products = new ProductIndex(lease.Database);
            foreach (var shard in ids.GroupBy(ShardOf).OrderBy(shard => shard.Key))
                foreach (var chunk in HistoryReader.Of(
                    lease.Database, shard.Key, [.. shard], customersPerChunk, withNames: true, products))
                    yield return chunk;
        }
        finally
        {
            EndReading(lease);
        }
    }

    /// <summary>Everything known of one customer, or null.</summary>
    public CustomerRecord? Customer(CustomerId id)
    {
        using var lease = Rent();
        using var transaction = Transaction.Read(lease.Database);
        return Customer(lease.Database, id);
    }

    CustomerRecord? Customer(Database database, CustomerId id)
    {
        var row = database.Query("customer", "shard", "customer_id").Bind(1, ShardOf(id)).Bind(2, id);
        if (!row.Step()) return null;
        var record = new
        {
            KeyKind = row.Text(0)!, Key = row.Text(1)!, Details = DetailsOf(row), Source = row.Text(13)!,
            FirstSeenAt = row.Instant(14),
        };
        row.Reset();
        var history = HistoryReader.Of(database, ShardOf(id), [id], 1, withNames: true).Single().History;
        var said = PermissionRows.Of(database, ShardOf(id), [id]).GetValueOrDefault(id, CustomerPermissions.None);
        return new CustomerRecord
        {
            Id = id,
            KeyKind = record.KeyKind,
            Key = record.Key,
            Details = WithConsents(record.Details, said),
            Permissions = said.Of(record.Details, Parse<CustomerKeyKind>(record.KeyKind)),
            Source = record.Source,
            FirstSeenAt = record.FirstSeenAt,
            History = history,
            Products = Products(database, history.Products),
        };
    }

    /// <summary>Whoever is known by a text: an id in hexadecimal, the shop's own customer number, an e-mail address
    /// or a telephone number. Several where customers share an address or number; empty where nobody is.</summary>
    public IReadOnlyList<CustomerId> Find(string text)
    {
        using var lease = Rent();
        var database = lease.Database;
        var found = new List<CustomerId>();
        void Add(CustomerId id)
        {
            var known = database.Query("customer-exists", "shard", "customer_id")
                .Bind(1, ShardOf(id)).Bind(2, id).Any();
            if (known && !found.Contains(id)) found.Add(id);
        }

        var trimmed = text.Trim();
        if (CustomerId.TryParse(trimmed, out var parsed)) Add(parsed);
        foreach (var kind in Enum.GetValues<CustomerKeyKind>())
        {
            var value = CustomerId.Normalise(kind, trimmed);
            if (value.Length == 0) continue;
            // A customer's own key is in the id itself; further keys are rows.
            Add(CustomerId.Of(kind, value));
            var rows = database.Query("find-identity", "kind", "value")
                .Bind(1, CustomerId.KindName(kind)).Bind(2, value);
            foreach (var id in Ids(rows)) Add(id);
        }
        return found;
    }

    /// <summary>Whose an order is, or null where it is not known.</summary>
    public CustomerId? OwnerOf(OrderId order)
    {
        using var lease = Rent();
        var row = lease.Database.Query("owner-of-order", "order_id").Bind(1, order);
        if (!row.Step()) return null;
        var owner = row.CustomerId(0);
        row.Reset();
        return owner;
    }

    /// <summary>A product, or null.</summary>
    public ProductDetails? Product(string id)
    {
        using var lease = Rent();
        return Product(lease.Database, id);
    }

    /// <summary>All products, by id.</summary>
    public IReadOnlyList<ProductDetails> Products()
    {
        using var lease = Rent();
        var rows = lease.Database.Query("products");
        var products = new List<ProductDetails>();
        while (rows.Step()) products.Add(ProductOf(rows));
        return products;
    }

    static void EndReading(Lease lease)
    {
        if (lease.Database.InTransaction) lease.Database.Rollback();
        lease.Dispose();
    }

    (long[] Versions, long[] Rescored) Versions(Database database)
    {
        var (versions, rescored) = (new long[ShardCount], new long[ShardCount]);
        var rows = database.Query("shard-versions");
        while (rows.Step()) (versions[rows.Int32(0)], rescored[rows.Int32(0)]) = (rows.Int64(1), rows.Int64(2));
        return (versions, rescored);
    }

    static ProductDetails? Product(Database database, string id)
    {
        var row = database.Query("product", "product_id").Bind(1, id);
        if (!row.Step()) return null;
        var product = ProductOf(row);
        row.Reset();
        return product;
    }

    static ProductDetails ProductOf(Rows row) => new(row.Text(0)!)
    {
        Name = row.Text(1),
        Category = row.Text(2),
        PriceCents = row.NullableInt64(3),
        CostCents = row.NullableInt64(4),
        Image = row.Text(5),
        Description = row.Text(6),
        Stock = (int?)row.NullableInt64(7),
        Sellable = row.NullableInt64(8) is { } sellable ? sellable != 0 : null,
    };

    static CustomerDetails DetailsOf(Rows row) => new()
    {
        FirstName = row.Text(2),
        LastName = row.Text(3),
        Email = row.Text(4),
        Phone = row.Text(5),
        Address1 = row.Text(6),
        Address2 = row.Text(7),
        City = row.Text(8),
        Region = row.Text(9),
        Postcode = row.Text(10),
        Country = row.Text(11),
        Birthday = row.NullableInt64(12) is { } day ? ShopCalendar.Date((int)day) : null,
    };
}
