using System.Runtime.InteropServices;

namespace Perennial.Channels.Files.Orders;

/// <summary>
/// One worker's orders, cut by customer into partitions: all orders of a customer are in the same one, and what
/// belongs to a partition fits into a processor's cache.
/// </summary>
sealed unsafe class OrderPartitions : IDisposable
{
    public const int Bits = 6, Count = 1 << Bits;

    /// <summary>Rows of a chunk; a power of two.</summary>
    public const int ChunkRows = 1 << ChunkBits;

    const int ChunkBits = 11;
    const int TextChunkBits = 18, TextChunkBytes = 1 << TextChunkBits;

    readonly OrderRow*[] next = new OrderRow*[Count];
    readonly OrderRow*[] end = new OrderRow*[Count];
    readonly List<nint>[] chunks = new List<nint>[Count];
    readonly List<nint> texts = [];
    long textUsed;

    public OrderPartitions()
    {
        for (var i = 0; i < Count; i++) chunks[i] = [];
    }

    /// <summary>Adds an order to its customer's partition.</summary>
    public void Add(ShortKey key, long atMs, long cents)
    {
        var partition = (int)(key.Hash >> (64 - Bits));
        var place = next[partition];
        if (place == end[partition]) place = Grow(partition);
        *place = new OrderRow(key, atMs, cents);
        next[partition] = place + 1;
    }

    /// <summary>Keeps the text of a long key.</summary>
    /// <returns>The key with its place.</returns>
    public ShortKey Keep(ReadOnlySpan<byte> key)
    {
        if (texts.Count == 0 || TextChunkBytes - (textUsed & (TextChunkBytes - 1)) < key.Length
            || textUsed == (long)texts.Count << TextChunkBits)
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
    public int Rows(int partition)
    {
        var full = chunks[partition].Count;
        return full == 0 ? 0 : full * ChunkRows - (int)(end[partition] - next[partition]);
    }

    /// <summary>The orders of a partition from one row on, as far as they stand side by side.</summary>
    public ReadOnlySpan<OrderRow> Run(int partition, int from, int to)
    {
        var chunk = (OrderRow*)chunks[partition][from >> ChunkBits];
        var first = from & (ChunkRows - 1);
        return new ReadOnlySpan<OrderRow>(chunk + first, Math.Min(ChunkRows - first, to - from));
    }

    /// <summary>Gives back a partition's memory.</summary>
    public void Free(int partition)
    {
        foreach (var chunk in chunks[partition]) NativeMemory.AlignedFree((void*)chunk);
        chunks[partition].Clear();
    }

    public void Dispose()
    {
        for (var i = 0; i < Count; i++) Free(i);
        foreach (var text in texts) NativeMemory.Free((void*)text);
        texts.Clear();
    }

    byte* TextAt(long place) => (byte*)texts[(int)(place >> TextChunkBits)] + (place & (TextChunkBytes - 1));

    OrderRow* Grow(int partition)
    {
        var chunk = (OrderRow*)NativeMemory.AlignedAlloc((nuint)(ChunkRows * sizeof(OrderRow)), 64);
        chunks[partition].Add((nint)chunk);
        end[partition] = chunk + ChunkRows;
        return chunk;
    }
}
