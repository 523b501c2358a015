using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Perennial.Channels.Intake.Orders;

/// <summary>
/// One worker's orders, cut by customer into partitions: all orders of a customer are in the same one, and what
/// belongs to a partition fits into a processor's cache.
/// </summary>
sealed unsafe class OrderPartitions : IDisposable
{
    public const int Bits = 8, Count = 1 << Bits;

    /// <summary>Rows of a chunk; a power of two.</summary>
    public const int ChunkRows = 1 << ChunkBits;

    const int LineBytes = 64, RowBytes = 32;
    const int ChunkBits = 10, SlabBytes = 1 << 23;

    // All partitions fill at the same pace. Chunks a power of two apart would write to the same few cache lines at
    // any time; an odd number of lines between them spreads the writes over the whole cache.
    const int ChunkSpacing = ChunkRows * RowBytes + 5 * LineBytes;
    const int TextChunkBits = 18, TextChunkBytes = 1 << TextChunkBits;

    // Two rows fill a cache line. They are collected here, in the nearest cache, and then written past the caches:
    // otherwise every line of memory would be fetched before it is overwritten.
    readonly byte* lines = (byte*)NativeMemory.AlignedAlloc(Count * LineBytes, 4096);
    readonly int[] rows = new int[Count];
    readonly byte*[] next = new byte*[Count];
    readonly List<nint>[] chunks = new List<nint>[Count];
    readonly List<nint> slabs = [];
    readonly List<nint> texts = [];
    byte* slabNext, slabEnd;
    long textUsed;
    bool disposed;

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
            var row = rows[partition]++;
            var place = lines + partition * LineBytes + (row & 1) * RowBytes;
            *(ulong*)place = key.Low;
            *(ulong*)(place + 8) = key.High;
            *(long*)(place + 16) = atMs;
            *(long*)(place + 24) = cents;
            if ((row & 1) != 0) Write(partition, row);
        }
    }

    /// <summary>Writes what was collected. Nothing may be added after.</summary>
    public void Finish()
    {
        for (var i = 0u; i < Count; i++)
            if ((rows[i] & 1) != 0) Write(i, rows[i]);
        Interlocked.MemoryBarrier();
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
    public int Rows(int partition) => rows[partition];

    /// <summary>Some orders of a partition, which must lie in one chunk.</summary>
    public ReadOnlySpan<OrderRow> Stretch(int partition, int from, int to)
    {
        var chunk = (OrderRow*)chunks[partition][from >> ChunkBits];
        return new ReadOnlySpan<OrderRow>(chunk + (from & (ChunkRows - 1)), to - from);
    }

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        NativeMemory.AlignedFree(lines);
        foreach (var slab in slabs) NativeMemory.AlignedFree((void*)slab);
        foreach (var text in texts) NativeMemory.Free((void*)text);
        slabs.Clear();
        texts.Clear();
    }

    byte* TextAt(long place) => (byte*)texts[(int)(place >> TextChunkBits)] + (place & (TextChunkBytes - 1));

    // Writes the line that holds a row to its place.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Write(uint partition, int row)
    {
        unchecked
        {
            if ((row & (ChunkRows - 1)) < 2) next[partition] = NewChunk((int)partition);
            var line = lines + partition * LineBytes;
            var into = next[partition];
            Vector256.LoadAligned(line).StoreAlignedNonTemporal(into);
            Vector256.LoadAligned(line + RowBytes).StoreAlignedNonTemporal(into + RowBytes);
            next[partition] = into + LineBytes;
        }
    }

    byte* NewChunk(int partition)
    {
        if (slabEnd - slabNext < ChunkSpacing)
        {
            slabNext = HugePages.Allocate(SlabBytes);
            slabEnd = slabNext + SlabBytes;
            slabs.Add((nint)slabNext);
        }
        var chunk = slabNext;
        slabNext += ChunkSpacing;
        chunks[partition].Add((nint)chunk);
        return chunk;
    }
}
