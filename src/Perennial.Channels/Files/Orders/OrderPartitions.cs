using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Perennial.Channels.Files.Orders;

/// <summary>
/// One worker's orders, cut by customer into partitions: all orders of a customer are in the same one, and what
/// belongs to a partition fits into a processor's cache.
/// </summary>
sealed unsafe class OrderPartitions : IDisposable
{
    public const int Bits = 8, Count = 1 << Bits;

    /// <summary>Rows of a chunk; a power of two.</summary>
    public const int ChunkRows = 1 << ChunkBits;

    const int ChunkBits = 10, SlabBytes = 1 << 23;
    const int TextChunkBits = 18, TextChunkBytes = 1 << TextChunkBits;

    readonly OrderRow*[] next = new OrderRow*[Count];
    readonly OrderRow*[] end = new OrderRow*[Count];
    readonly List<nint>[] chunks = new List<nint>[Count];
    readonly List<nint> slabs = [];
    readonly List<nint> texts = [];
    byte* slabNext, slabEnd;
    long textUsed;

    public OrderPartitions()
    {
        for (var i = 0; i < Count; i++) chunks[i] = [];
    }

    /// <summary>Adds an order to its customer's partition.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ShortKey key, long atMs, long cents)
    {
        unchecked
        {
            var partition = (uint)(key.Hash >> (64 - Bits));
            ref var place = ref next[partition];
            if (place == end[partition]) place = Grow((int)partition);
            *(ulong*)place = key.Low;
            *((ulong*)place + 1) = key.High;
            *((long*)place + 2) = atMs;
            *((long*)place + 3) = cents;
            place++;
        }
    }

    /// <summary>Keeps the text of a long key.</summary>
    /// <returns>The key with its place.</returns>
    public ShortKey Keep(ReadOnlySpan<byte> key)
    {
        if (textUsed + key.Length > (long)texts.Count << TextChunkBits)
        {
            textUsed = (long)texts.Count << TextChunkBits;
            texts.Add((nint)NativeMemory.Alloc(TextChunkBytes));
        }
        var place = textUsed;
        key.CopyTo(new Span<byte>(TextAt(place), key.Length));
        textUsed += key.Length;
        return ShortKey.Long(key, place);
    }

    /// <summary>The text of a long key.</summary>
    public ReadOnlySpan<byte> Text(ShortKey key) => new(TextAt(key.Place), key.Length);

    /// <summary>Number of orders in a partition so far.</summary>
    public int Rows(int partition) =>
        chunks[partition].Count * ChunkRows - (int)(end[partition] - next[partition]);

    /// <summary>Some orders of a partition, which must lie in one chunk.</summary>
    public ReadOnlySpan<OrderRow> Run(int partition, int from, int to)
    {
        var chunk = (OrderRow*)chunks[partition][from >> ChunkBits];
        return new ReadOnlySpan<OrderRow>(chunk + (from & (ChunkRows - 1)), to - from);
    }

    public void Dispose()
    {
        foreach (var slab in slabs) NativeMemory.AlignedFree((void*)slab);
        foreach (var text in texts) NativeMemory.Free((void*)text);
        slabs.Clear();
        texts.Clear();
    }

    byte* TextAt(long place) => (byte*)texts[(int)(place >> TextChunkBits)] + (place & (TextChunkBytes - 1));

    OrderRow* Grow(int partition)
    {
        if (slabNext == slabEnd)
        {
            slabNext = HugePages.Allocate(SlabBytes);
            slabEnd = slabNext + SlabBytes;
            slabs.Add((nint)slabNext);
        }
        var chunk = (OrderRow*)slabNext;
        slabNext += ChunkRows * sizeof(OrderRow);
        chunks[partition].Add((nint)chunk);
        end[partition] = chunk + ChunkRows;
        return chunk;
    }
}
