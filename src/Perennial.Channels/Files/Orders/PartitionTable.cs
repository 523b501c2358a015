using System.Runtime.CompilerServices;
using Perennial.Core;

namespace Perennial.Channels.Files.Orders;

/// <summary>
/// Numbers the customers of one partition and puts their orders side by side: a hash table with the keys in its
/// slots, small enough to stay in the cache. Used for one partition after the other.
/// </summary>
sealed class PartitionTable(OrderPartitions[] workers)
{
    Slot[] slots = new Slot[1 << 12];
    int[] customerOf = [];
    int[] next = [];
    int[] count = new int[1 << 11];
    (ShortKey Key, int Worker)[] keys = new (ShortKey, int)[1 << 11];
    int customers, rows, textBytes;

    // Number is the customer's plus 1: an empty slot is all zeros.
    struct Slot
    {
        public ulong Low, High;
        public int Number;
    }

    /// <summary>Begins a partition.</summary>
    public void Clear(int orders)
    {
        Array.Clear(slots);
        count.AsSpan(0, customers).Clear();
        (customers, rows, textBytes) = (0, 0, 0);
        if (customerOf.Length < orders)
            customerOf = GC.AllocateUninitializedArray<int>(Math.Max(orders, customerOf.Length * 5 / 4));
    }

    /// <summary>Numbers the customers of a run of orders, and counts their orders.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Number(ReadOnlySpan<OrderRow> run, int worker)
    {
        foreach (ref readonly var order in run)
        {
            var high = order.Key.HighToCompare;
            var slot = unchecked((int)order.Key.Hash) & (slots.Length - 1);
            int number;
            while (true)
            {
                ref readonly var entry = ref slots[slot];
                number = entry.Number - 1;
                if (number < 0)
                {
                    number = Add(order.Key, worker, slot);
                    break;
                }
                if (entry.Low == order.Key.Low && entry.High == high
                    && (!order.Key.IsLong || IsSame(order.Key, worker, number))) break;
                slot = (slot + 1) & (slots.Length - 1);
            }
            customerOf[rows++] = number;
            count[number]++;
        }
    }

    /// <summary>Decides where each customer's orders go.</summary>
    public void FindPlaces()
    {
        if (next.Length < customers) next = new int[keys.Length];
        var place = 0;
        for (var i = 0; i < customers; i++)
        {
            next[i] = place;
            place += count[i];
        }
        rows = 0;
    }

    /// <summary>Puts the orders of a run in their places; the runs must come as they were numbered.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Place(ReadOnlySpan<OrderRow> run, Span<Instant> at, Span<long> cents)
    {
        var number = customerOf.AsSpan(rows, run.Length);
        rows += run.Length;
        for (var i = 0; i < run.Length; i++)
        {
            var place = next[number[i]]++;
            at[place] = new Instant(run[i].AtMs);
            cents[place] = run[i].Cents;
        }
    }

    /// <summary>Puts each customer's orders in time order; orders at one instant keep theirs.</summary>
    public void SortByTime(Span<Instant> at, Span<long> cents)
    {
        var start = 0;
        for (var i = 0; i < customers; i++)
        {
            TimeSort.Sort(at.Slice(start, count[i]), cents.Slice(start, count[i]));
            start = next[i];
        }
    }

    /// <summary>The customers in order of first appearance.</summary>
    public PartitionCustomers TakeCustomers()
    {
        var firstOrder = new int[customers];
        for (var i = 0; i < customers; i++) firstOrder[i] = next[i] - count[i];
        return new PartitionCustomers(keys[..customers], firstOrder, textBytes);
    }

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
