using System.Runtime.CompilerServices;
using Perennial.Core;
using Perennial.Core.History;

namespace Perennial.Channels.Intake.Orders;

/// <summary>Groups the workers' orders by customer and time, partition by partition.</summary>
/// <remarks>
/// Customers come out in an order that depends on the file alone: by partition (a hash of the key), and within it
/// by first appearance. Orders of a customer at one instant keep their order in the file.
/// </remarks>
sealed class OrderGrouper
{
    readonly OrderPartitions[] workers;
    readonly (int Worker, int[] Rows)[] blocks;
    readonly PartitionCustomers[] groups = new PartitionCustomers[OrderPartitions.Count];

    OrderGrouper(OrderBlockParser[] parsers)
    {
        workers = [.. parsers.Select(parser => parser.Partitions)];
        blocks = new (int, int[])[parsers.Sum(parser => parser.Blocks.Count)];
        for (var i = 0; i < parsers.Length; i++)
            foreach (var block in parsers[i].Blocks) blocks[block.Block] = (i, block.Rows);
    }

    /// <summary>Groups everything the workers read.</summary>
    public static (HistoryTable History, CustomerKeys Keys) Group(OrderBlockParser[] parsers)
    {
        var grouper = new OrderGrouper(parsers);
        var orderStart = new int[OrderPartitions.Count + 1];
        for (var i = 0; i < OrderPartitions.Count; i++)
            orderStart[i + 1] = orderStart[i] + grouper.workers.Sum(worker => worker.Rows(i));
        var at = HugePages.Array<Instant>(orderStart[^1]);
        var cents = HugePages.Array<long>(orderStart[^1]);
        var (first, last) = (parsers.Min(parser => parser.FirstMs), parsers.Max(parser => parser.LastMs));
        var tables = () => new PartitionTable(grouper.workers, first, Math.Max(first, last));
        Parallel.For(0, OrderPartitions.Count, tables, (i, _, table) =>
        {
            var rows = orderStart[i + 1] - orderStart[i];
            grouper.groups[i] = grouper.GroupPartition(
                i, table, at.AsSpan(orderStart[i], rows), cents.AsSpan(orderStart[i], rows));
            return table;
        }, _ => { });
        var (start, keys) = grouper.Assemble(orderStart);
        var facts = new OrderFacts { Start = start, At = at, GrossCents = cents };
        return (new HistoryTable(keys.Count, facts), keys);
    }

    PartitionCustomers GroupPartition(int partition, PartitionTable table, Span<Instant> at, Span<long> cents)
    {
        var stretches = StretchesInFileOrder(partition);
        table.Clear(at.Length);
        foreach (var (worker, from, to) in stretches)
            table.Number(workers[worker].Stretch(partition, from, to), worker);
        table.FindPlaces();
        foreach (var (worker, from, to) in stretches) table.Deal(workers[worker].Stretch(partition, from, to));
        table.Place(at, cents);
        return table.TakeCustomers();
    }

    // Each worker's rows of a partition lie in chunks; a block's rows are a stretch of them.
    List<(int Worker, int From, int To)> StretchesInFileOrder(int partition)
    {
        var stretches = new List<(int, int, int)>(blocks.Length * 2);
        Span<int> done = stackalloc int[workers.Length];
        foreach (var (worker, rows) in blocks)
        {
            while (done[worker] < rows[partition])
            {
                var chunkEnd = (done[worker] / OrderPartitions.ChunkRows + 1) * OrderPartitions.ChunkRows;
                var to = Math.Min(rows[partition], chunkEnd);
                stretches.Add((worker, done[worker], to));
                done[worker] = to;
            }
        }
        return stretches;
    }

    (int[] Start, CustomerKeys Keys) Assemble(int[] orderStart)
    {
        var firstCustomer = new int[groups.Length + 1];
        var firstByte = new int[groups.Length + 1];
        for (var i = 0; i < groups.Length; i++)
        {
            firstCustomer[i + 1] = firstCustomer[i] + groups[i].Keys.Length;
            firstByte[i + 1] = firstByte[i] + groups[i].TextBytes;
        }
        var start = new int[firstCustomer[^1] + 1];
        var keyStart = new int[firstCustomer[^1] + 1];
        var text = GC.AllocateUninitializedArray<byte>(firstByte[^1]);
        Parallel.For(0, groups.Length, i =>
        {
            var (from, to) = (firstCustomer[i], firstCustomer[i + 1]);
            var starts = start.AsSpan(from, to - from);
            Copy(groups[i], orderStart[i], starts, firstByte[i], keyStart.AsSpan(from, to - from), text);
        });
        start[^1] = orderStart[^1];
        keyStart[^1] = text.Length;
        return (start, new CustomerKeys(text, keyStart));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Copy(
        PartitionCustomers customers, int firstOrder, Span<int> start, int byteAt, Span<int> keyStart, byte[] text)
    {
        for (var c = 0; c < customers.Keys.Length; c++)
        {
            start[c] = firstOrder + customers.FirstOrder[c];
            keyStart[c] = byteAt;
            var (key, worker) = customers.Keys[c];
            if (key.IsLong) workers[worker].Text(key).CopyTo(text.AsSpan(byteAt));
            else key.CopyTo(text.AsSpan(byteAt));
            byteAt += key.Length;
        }
    }
}

/// <summary>The customers of a partition.</summary>
/// <param name="Keys">Their keys, and the worker that holds the text of a long one.</param>
/// <param name="FirstOrder">Where each customer's orders start within the partition.</param>
/// <param name="TextBytes">Bytes of all keys.</param>
sealed record PartitionCustomers((ShortKey Key, int Worker)[] Keys, int[] FirstOrder, int TextBytes);
