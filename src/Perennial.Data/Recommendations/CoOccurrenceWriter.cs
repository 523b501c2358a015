using System.Buffers.Binary;
using Perennial.Core;
using Perennial.Core.Recommendations;
using Perennial.Data.Engines;
using Perennial.Data.History;

namespace Perennial.Data.Recommendations;

/// <summary>Keeps the stored counts of what was bought together in step with the facts: reads and writes only the
/// products of the customers that changed. Nothing is locked while it counts; what it found is then written piece by
/// piece.</summary>
sealed class CoOccurrenceWriter
{
    const int BytesOfPair = 8, BytesOfProduct = 4, ProductsPerPiece = 500;

    readonly Database database;
    readonly int shard, mostProducts;
    readonly CustomerProducts own;
    readonly CoOccurrence counts = new();
    readonly HashSet<int> loaded = [];
    readonly Dictionary<string, int> numberOf = [];
    readonly List<string> ids = [];
    readonly bool isFirst;
    readonly List<(CustomerId Id, byte[] Products)> found = [];
    // Numbers from here on are not in the store yet.
    readonly int stored;

    /// <summary>Prepares for one count.</summary>
    /// <param name="database">What is read.</param>
    /// <param name="shard">Where the customers are.</param>
    /// <param name="own">Reads customers' products as of now.</param>
    /// <param name="mostProducts">How many products of a customer count.</param>
    /// <param name="isFirst">Whether nothing that is stored counts.</param>
    public CoOccurrenceWriter(Database database, int shard, CustomerProducts own, int mostProducts, bool isFirst)
    {
        (this.database, this.shard, this.own, this.mostProducts) = (database, shard, own, mostProducts);
        this.isFirst = isFirst;
        if (isFirst) return;
        var numbers = database.Query("bought-product-numbers", "shard").Bind(1, shard);
        while (numbers.Step()) Number(numbers.Text(1)!);
        stored = ids.Count;
    }

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
        int[] numbers = [.. chunk.History.Products.Select(Number)];
        Change(chunk.Ids, row =>
        {
            own.Read(chunk.History[row], numbers);
            return own.Counted(mostProducts).ToArray();
        });
    }

    /// <summary>Takes customers out of the counts as if they had never bought anything.</summary>
    /// <param name="customers">Who, ascending.</param>
    public void Forget(IReadOnlyList<CustomerId> customers) => Change(customers, _ => []);

    // What is stored of all of them is read in two questions, however many they are.
    void Change(IReadOnlyList<CustomerId> customers, Func<int, int[]> productsOf)
    {
        var before = Counted(customers);
        var changed = new List<(CustomerId Id, int[] Before, int[] After)>();
        for (var row = 0; row < customers.Count; row++)
        {
            var (had, has) = (before.GetValueOrDefault(customers[row], []), productsOf(row));
            if (!has.AsSpan().SequenceEqual(had)) changed.Add((customers[row], had, has));
        }
        Load(changed.SelectMany(one => one.Before.Concat(one.After)));
        foreach (var (id, had, has) in changed)
        {
            counts.Change(had, has);
            found.Add((id, Bytes(has)));
        }
    }

    Dictionary<CustomerId, int[]> Counted(IReadOnlyList<CustomerId> customers)
    {
        var found = new Dictionary<CustomerId, int[]>();
        if (isFirst) return found;
        using var rows = database.RowsOf(SqlText.Query("counted-products"), shard, customers);
        while (rows.Step()) found.Add(rows.CustomerId(0), Products(rows.Bytes(1)));
        return found;
    }

    void Load(IEnumerable<int> numbers)
    {
        int[] wanted = [.. numbers.Where(number => number < stored && loaded.Add(number)).Order()];
        if (wanted.Length == 0) return;
        var list = new ValueList("product_numbers", wanted);
        var rows = database.QueryIn("bought-products-of", list, "shard", "product_numbers").Bind(1, shard);
        while (rows.Step()) counts.Restore(rows.Int32(0), rows.Int32(1), Pairs(rows.Bytes(2)));
    }

    /// <summary>Writes all of it, in the caller's transaction.</summary>
    public void Write(Database to)
    {
        Write(to, found);
        Write(to, ChangedProducts());
    }

    /// <summary>What there is to be written, a transaction each. Between the first and the last of several nothing that
    /// is stored counts: whoever is killed there has everybody counted anew.</summary>
    /// <param name="version">The shard's, as it was counted.</param>
    /// <param name="size">How many customers a piece has.</param>
    public IEnumerable<Action<Database>> Pieces(long version, int size)
    {
        var products = ChangedProducts();
        if (!isFirst && found.Count <= size && products.Length <= ProductsPerPiece)
        {
            yield return to =>
            {
                Write(to);
                PutVersion(to, version);
            };
            yield break;
        }
        for (var rows = size; rows == size;)
        {
            yield return to =>
            {
                to.Query("forget-counted-version", "shard").Bind(1, shard).Run();
                rows = isFirst ? Forget(to, size) : 0;
            };
        }
        foreach (var some in found.Chunk(size)) yield return to => Write(to, some);
        for (var done = 0; done == 0 || done < products.Length; done += ProductsPerPiece)
        {
            var some = products[done..Math.Min(products.Length, done + ProductsPerPiece)];
            var isLast = done + ProductsPerPiece >= products.Length;
            yield return to =>
            {
                Write(to, some);
                if (isLast) PutVersion(to, version);
            };
        }
    }

    int Forget(Database to, int most)
    {
        to.Query("forget-bought-products", "shard").Bind(1, shard).Run();
        return to.Query("forget-counted-customers", "shard", "shard2", "most")
            .Bind(1, shard).Bind(2, shard).Bind(3, most).Run();
    }

    int[] ChangedProducts() => [.. counts.Changed.Union(Enumerable.Range(stored, ids.Count - stored)).Order()];

    void PutVersion(Database to, long version) =>
        to.Query("put-counted-version", "shard", "version").Bind(1, shard).Bind(2, version).Run();

    void Write(Database to, IReadOnlyList<(CustomerId Id, byte[] Products)> some)
    {
        using var put = new BulkInsert<(CustomerId Id, byte[] Products)>(to,
            SqlText.Query(isFirst ? "add-counted-customer" : "put-counted-customer"),
            ["shard", "customer_id", "products"], (statement, first, row) => statement
                .Bind(first, shard).Bind(first + 1, row.Id).BindBlob(first + 2, row.Products));
        foreach (var one in some)
        {
            if (one.Products.Length > 0) put.Add(one);
            else to.Query("delete-counted-customer", "shard", "customer_id").Bind(1, shard).Bind(2, one.Id).Run();
        }
        put.Flush();
    }

    void Write(Database to, int[] products)
    {
        using var write = new BulkInsert<int>(to,
            SqlText.Query(isFirst ? "add-bought-product" : "put-bought-product"),
            ["shard", "product_number", "product_id", "customers", "pairs"], Bind);
        foreach (var number in products) write.Add(number);
        write.Flush();
    }

    void Bind(Statement to, int first, int number) => to.Bind(first, shard).Bind(first + 1, number)
        .Bind(first + 2, ids[number]).Bind(first + 3, counts.CustomersOf(number))
        .BindBlob(first + 4, Bytes(counts.PairsOf(number) ?? new Dictionary<int, int>()));

    static byte[] Bytes(IReadOnlyDictionary<int, int> pairs)
    {
        var bytes = new byte[pairs.Count * BytesOfPair];
        var at = 0;
        foreach (var (other, both) in pairs.OrderBy(pair => pair.Key))
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), other);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at + BytesOfProduct), both);
            at += BytesOfPair;
        }
        return bytes;
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
}
