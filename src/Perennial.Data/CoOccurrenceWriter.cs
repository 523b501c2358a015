using System.Buffers.Binary;
using Perennial.Core;
using Perennial.Core.Recommendations;

namespace Perennial.Data;

/// <summary>Keeps the stored counts of what was bought together in step with the facts, inside the caller's
/// transaction: reads and writes only the products of the customers that changed.</summary>
sealed class CoOccurrenceWriter : IDisposable
{
    const int BytesOfPair = 8, BytesOfProduct = 4;

    readonly Database database;
    readonly int shard, mostProducts;
    readonly CustomerProducts own;
    readonly CoOccurrence counts = new();
    readonly HashSet<int> loaded = [];
    readonly Dictionary<string, int> numberOf = [];
    readonly List<string> ids = [];
    readonly Statement product, counted, put, delete;

    /// <summary>Prepares for one transaction.</summary>
    /// <param name="database">In the transaction.</param>
    /// <param name="shard">Where the customers are.</param>
    /// <param name="own">Reads customers' products as of now.</param>
    /// <param name="mostProducts">How many products of a customer count.</param>
    public CoOccurrenceWriter(Database database, int shard, CustomerProducts own, int mostProducts)
    {
        (this.database, this.shard, this.own, this.mostProducts) = (database, shard, own, mostProducts);
        product = Prepare("bought-product", "shard", "product_number");
        counted = Prepare("counted-products", "shard", "customer_id");
        put = Prepare("put-counted-customer", "shard", "customer_id", "products");
        delete = Prepare("delete-counted-customer", "shard", "customer_id");
        var numbers = database.Query("bought-product-numbers", "shard").Bind(1, shard);
        while (numbers.Step()) Number(numbers.Text(1)!);
    }

    Statement Prepare(string name, params ReadOnlySpan<string> parameters) =>
        database.Prepare(SqlText.Query(name), parameters).Bind(1, shard);

    // Numbers are given without gaps, in the order in which products turn up, and never again.
    int Number(string id)
    {
        if (numberOf.TryGetValue(id, out var number)) return number;
        numberOf.Add(id, number = ids.Count);
        ids.Add(id);
        return number;
    }

    /// <summary>Counts customers as they are now instead of as they were counted before.</summary>
    public void Count(HistoryChunk chunk)
    {
        var known = ids.Count;
        int[] numbers = [.. chunk.History.Products.Select(Number)];
        for (var number = known; number < ids.Count; number++) Put(number, 0, new Dictionary<int, int>());
        for (var row = 0; row < chunk.Ids.Length; row++)
        {
            own.Read(chunk.History[row], numbers);
            Change(chunk.Ids[row], own.Counted(mostProducts));
        }
    }

    /// <summary>Takes customers out of the counts as if they had never bought anything.</summary>
    public void Forget(IEnumerable<CustomerId> customers)
    {
        foreach (var customer in customers) Change(customer, []);
    }

    void Change(CustomerId customer, ReadOnlySpan<int> after)
    {
        int[] before = counted.Bind(2, customer).Step() ? Products(counted.Bytes(0)) : [];
        counted.Reset();
        if (after.SequenceEqual(before)) return;
        foreach (var number in before) Load(number);
        foreach (var number in after) Load(number);
        counts.Change(before, after);
        if (after.IsEmpty) delete.Bind(2, customer).Run();
        else put.Bind(2, customer).BindBlob(3, Bytes(after)).Run();
    }

    void Load(int number)
    {
        if (!loaded.Add(number) || !product.Bind(2, number).Step()) return;
        counts.Restore(number, product.Int32(0), Pairs(product.Bytes(1)));
        product.Reset();
    }

    /// <summary>Writes the products whose counts changed.</summary>
    public void Flush()
    {
        foreach (var number in counts.Changed.Order())
            Put(number, counts.CustomersOf(number), counts.PairsOf(number) ?? new Dictionary<int, int>());
        counts.AcceptChanges();
    }

    void Put(int number, int customers, IReadOnlyDictionary<int, int> pairs)
    {
        var bytes = new byte[pairs.Count * BytesOfPair];
        var at = 0;
        foreach (var (other, both) in pairs.OrderBy(pair => pair.Key))
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), other);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at + BytesOfProduct), both);
            at += BytesOfPair;
        }
        database.Query("put-bought-product", "shard", "product_number", "product_id", "customers", "pairs")
            .Bind(1, shard).Bind(2, number).Bind(3, ids[number]).Bind(4, customers).BindBlob(5, bytes).Run();
    }

    /// <summary>The pairs of a stored product.</summary>
    public static Dictionary<int, int> Pairs(ReadOnlySpan<byte> bytes)
    {
        var pairs = new Dictionary<int, int>(bytes.Length / BytesOfPair);
        for (; bytes.Length >= BytesOfPair; bytes = bytes[BytesOfPair..])
        {
            pairs.Add(BinaryPrimitives.ReadInt32LittleEndian(bytes),
                BinaryPrimitives.ReadInt32LittleEndian(bytes[BytesOfProduct..]));
        }
        return pairs;
    }

    static int[] Products(ReadOnlySpan<byte> bytes)
    {
        var products = new int[bytes.Length / BytesOfProduct];
        for (var i = 0; i < products.Length; i++)
            products[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(i * BytesOfProduct)..]);
        return products;
    }

    static byte[] Bytes(ReadOnlySpan<int> products)
    {
        var bytes = new byte[products.Length * BytesOfProduct];
        for (var i = 0; i < products.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * BytesOfProduct), products[i]);
        return bytes;
    }

    public void Dispose()
    {
        product.Dispose();
        counted.Dispose();
        put.Dispose();
        delete.Dispose();
    }
}
