using System.Numerics;
using System.Runtime.CompilerServices;
using Perennial.Core;

namespace Perennial.Channels.Intake.Orders;

/// <summary>
/// Numbers the customers of one partition and puts their orders side by side in time order. Everything it touches
/// is small enough to stay in the cache. Used for one partition after the other.
/// </summary>
/// <param name="workers">Who holds the text of long keys.</param>
/// <param name="firstMs">The earliest order of the file.</param>
/// <param name="lastMs">The latest.</param>
sealed class PartitionTable(OrderPartitions[] workers, long firstMs, long lastMs)
{
    const int BucketBits = 11;

    // Orders are first dealt out by time, so that each customer's arrive nearly sorted.
    readonly int bucketShift = Math.Max(0, 64 - BitOperations.LeadingZeroCount((ulong)(lastMs - firstMs)) - BucketBits);
    readonly int[] bucket = new int[1 << BucketBits];

    Slot[] slots = new Slot[1 << 10];
    int[] numbers = [];
    Dealt[] dealt = [];
    int[] next = [];
    int[] count = new int[1 << 9];
    (ShortKey Key, int Worker)[] keys = new (ShortKey, int)[1 << 9];
    int customers, rows, textBytes;

    // Number is the customer's plus 1: an empty slot is all zeros.
    struct Slot
    {
        public ulong Low, High;
        public int Number;
    }

    readonly record struct Dealt(long AtMs, long Cents, int Number);

    /// <summary>Begins a partition.</summary>
    public void Clear(int orders)
    {
        Array.Clear(slots);
        Array.Clear(bucket);
        count.AsSpan(0, customers).Clear();
        (customers, rows, textBytes) = (0, 0, 0);
        if (numbers.Length >= orders) return;
        numbers = GC.AllocateUninitializedArray<int>(orders + orders / 4);
        dealt = GC.AllocateUninitializedArray<Dealt>(orders + orders / 4);
    }

    /// <summary>Numbers the customers of a stretch of orders, and counts their orders.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Number(ReadOnlySpan<OrderRow> stretch, int worker)
    {
        unchecked
        {
            var (table, counts, buckets, shift, first) = (slots, count, bucket, bucketShift, firstMs);
            var into = numbers.AsSpan(rows, stretch.Length);
            for (var i = 0; i < into.Length; i++)
            {
                ref readonly var order = ref stretch[i];
                var key = order.Key;
                var high = key.HighToCompare;
                var slot = (int)key.Hash & (table.Length - 1);
                int number;
                while (true)
                {
                    ref readonly var entry = ref table[slot];
                    number = entry.Number - 1;
                    if (number < 0)
                    {
                        number = Add(key, worker, slot);
                        (table, counts) = (slots, count);
                        break;
                    }
                    if (entry.Low == key.Low && entry.High == high
                        && (!key.IsLong || IsSame(key, worker, number))) break;
                    slot = (slot + 1) & (table.Length - 1);
                }
                into[i] = number;
                counts[number]++;
                buckets[(int)((order.AtMs - first) >> shift)]++;
            }
            rows += stretch.Length;
        }
    }

    /// <summary>Decides where each customer's orders go.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void FindPlaces()
    {
        if (next.Length < customers) next = new int[keys.Length];
        var place = 0;
        for (var i = 0; i < customers; i++)
        {
            next[i] = place;
            place += count[i];
        }
        place = 0;
        foreach (ref var entry in bucket.AsSpan()) (entry, place) = (place, place + entry);
        rows = 0;
    }

    /// <summary>Deals out the orders of a stretch by time; the stretches must come as they were numbered.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Deal(ReadOnlySpan<OrderRow> stretch)
    {
        unchecked
        {
            var (buckets, shift, first, into) = (bucket, bucketShift, firstMs, dealt);
            var number = numbers.AsSpan(rows, stretch.Length);
            for (var i = 0; i < number.Length; i++)
            {
                ref readonly var order = ref stretch[i];
                into[buckets[(int)((order.AtMs - first) >> shift)]++] = new Dealt(order.AtMs, order.Cents, number[i]);
            }
            rows += stretch.Length;
        }
    }

    /// <summary>Puts each customer's orders in time order; orders at one instant keep theirs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Place(Span<Instant> at, Span<long> cents)
    {
        unchecked
        {
            var places = next;
            foreach (ref readonly var order in dealt.AsSpan(0, rows))
            {
                var place = places[order.Number]++;
                at[place] = new Instant(order.AtMs);
                cents[place] = order.Cents;
            }
            var start = 0;
            for (var i = 0; i < customers && bucketShift > 0; i++)
            {
                TimeSort.Sort(at.Slice(start, count[i]), cents.Slice(start, count[i]));
                start = places[i];
            }
        }
    }

    /// <summary>The customers in order of first appearance.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public PartitionCustomers TakeCustomers()
    {
        var firstOrder = new int[customers];
        for (var i = 0; i < customers; i++) firstOrder[i] = next[i] - count[i];
        return new PartitionCustomers(keys[..customers], firstOrder, textBytes);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    int Add(ShortKey key, int worker, int slot)
    {
        if (customers == keys.Length)
        {
            Array.Resize(ref keys, keys.Length * 2);
            Array.Resize(ref count, keys.Length);
        }
        keys[customers] = (key, worker);
        textBytes += key.Length;
        slots[slot] = new Slot { Low = key.Low, High = key.HighToCompare, Number = ++customers };
        if (customers * 2 > slots.Length) Grow();
        return customers - 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Grow()
    {
        var old = slots;
        slots = new Slot[old.Length * 2];
        foreach (ref readonly var entry in old.AsSpan())
        {
            if (entry.Number == 0) continue;
            var slot = unchecked((int)keys[entry.Number - 1].Key.Hash) & (slots.Length - 1);
            while (slots[slot].Number != 0) slot = (slot + 1) & (slots.Length - 1);
            slots[slot] = entry;
        }
    }

    bool IsSame(ShortKey key, int worker, int number)
    {
        var other = keys[number];
        return workers[worker].Text(key).SequenceEqual(workers[other.Worker].Text(other.Key));
    }
}
