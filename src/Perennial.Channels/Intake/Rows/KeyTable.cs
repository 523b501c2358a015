using System.Buffers.Binary;
using Perennial.Core;

namespace Perennial.Channels.Intake.Rows;

/// <summary>
/// Numbers distinct byte strings in order of first appearance: customer keys, order numbers, product ids. A hash
/// table over one block of memory; a million keys are a handful of arrays.
/// </summary>
/// <remarks>A key has a tag beside it (its kind), and equal bytes with different tags are different keys.</remarks>
sealed class KeyTable
{
    static readonly ulong Seed =
        ((ulong)unchecked((uint)HashCode.Combine(1)) << 32) | unchecked((uint)HashCode.Combine(2));

    byte[] text = new byte[1024];
    int[] start = new int[65];
    byte[] tags = new byte[64];

    // Hash in the upper half, number + 1 in the lower: most misses are seen without touching the text.
    ulong[] slots = new ulong[128];

    /// <summary>Number of keys.</summary>
    public int Count { get; private set; }

    /// <summary>A key's bytes.</summary>
    public ReadOnlySpan<byte> this[int number] => text.AsSpan(start[number], start[number + 1] - start[number]);

    /// <summary>A key's tag.</summary>
    public byte Tag(int number) => tags[number];

    /// <summary>The key's number, or −1 if it is not there.</summary>
    public int Find(ReadOnlySpan<byte> key, byte tag = 0) => Look(key, tag, Hash(key, tag), out _);

    /// <summary>The key's number; it is added if it is not there.</summary>
    public int Add(ReadOnlySpan<byte> key, out bool added, byte tag = 0)
    {
        var hash = Hash(key, tag);
        var number = Look(key, tag, hash, out var slot);
        added = number < 0;
        if (!added) return number;
        if ((Count + 1) * 2 > slots.Length)
        {
            Grow();
            Look(key, tag, hash, out slot);
        }
        Append(key, tag);
        slots[slot] = ((ulong)hash << 32) | (uint)Count;
        return Count - 1;
    }

    /// <summary>The keys as they stand, sharing this table's memory.</summary>
    public CustomerKeys ToKeys() => new(text, start[..(Count + 1)]);

    int Look(ReadOnlySpan<byte> key, byte tag, uint hash, out int slot)
    {
        var mask = slots.Length - 1;
        slot = unchecked((int)hash) & mask;
        while (true)
        {
            var entry = slots[slot];
            if (entry == 0) return -1;
            if ((uint)(entry >> 32) == hash)
            {
                var number = unchecked((int)entry) - 1;
                if (tags[number] == tag && this[number].SequenceEqual(key)) return number;
            }
            slot = (slot + 1) & mask;
        }
    }

    void Append(ReadOnlySpan<byte> key, byte tag)
    {
        if (Count + 1 == start.Length)
        {
            Array.Resize(ref start, start.Length * 2);
            Array.Resize(ref tags, start.Length);
        }
        var at = start[Count];
        if (text.Length - at < key.Length)
            Array.Resize(ref text, (int)Math.Min(Array.MaxLength, Math.Max(text.Length * 2L, at + (long)key.Length)));
        key.CopyTo(text.AsSpan(at));
        tags[Count] = tag;
        start[++Count] = at + key.Length;
    }

    void Grow()
    {
        var old = slots;
        slots = new ulong[old.Length * 2];
        var mask = slots.Length - 1;
        foreach (var entry in old)
        {
            if (entry == 0) continue;
            var slot = unchecked((int)(entry >> 32)) & mask;
            while (slots[slot] != 0) slot = (slot + 1) & mask;
            slots[slot] = entry;
        }
    }

    // Eight bytes at a time, multiplied and folded. The seed differs in every process, as HashCode's does, so that
    // nobody can choose keys that collide.
    static uint Hash(ReadOnlySpan<byte> key, byte tag)
    {
        unchecked
        {
            var hash = Seed ^ ((ulong)key.Length << 8) ^ tag;
            while (key.Length >= 8)
            {
                hash = Fold(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(key));
                key = key[8..];
            }
            var rest = 0UL;
            foreach (var b in key) rest = (rest << 8) | b;
            hash = Fold(Fold(hash ^ rest));
            return (uint)(hash ^ (hash >> 32));
        }
    }

    static ulong Fold(ulong value)
    {
        var high = Math.BigMul(value, 0x9E37_79B9_7F4A_7C15, out var low);
        return high ^ low;
    }
}
