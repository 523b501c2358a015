using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using Perennial.Core;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Statistics;

namespace Perennial.Shop;

/// <summary>Rows in ascending order of something; rows without a value stand at the end, in either direction.</summary>
/// <param name="Rows">Every row once.</param>
/// <param name="WithValue">How many of them have a value.</param>
public sealed record SortedRows(int[] Rows, int WithValue)
{
    /// <summary>The row at a place of the order, ascending or descending; rows without a value last.</summary>
    public int At(int place, bool descending) =>
        descending && place < WithValue ? Rows[WithValue - 1 - place] : Rows[place];
}

/// <summary>The rows of a view in the order of any column, or of the name. Each order is computed at its first
/// use.</summary>
public sealed class RowOrders
{
    /// <summary>The order by name, which is no column.</summary>
    public const string ByName = "name";

    readonly ShopView view;
    readonly ConcurrentDictionary<string, Lazy<SortedRows>> orders = new();

    internal RowOrders(ShopView view) => this.view = view;

    /// <summary>The order by a column's name, or by "name".</summary>
    /// <exception cref="BadInputException">There is no such column.</exception>
    public SortedRows By(string name)
    {
        if (name == ByName) return orders.GetOrAdd(name, _ => new(SortNames)).Value;
        var column = Columns.Find(name) ?? throw new BadInputException(
            "sort", $"There is no column '{name}'.", "Sort by a name that the columns page lists.");
        return orders.GetOrAdd(column.Name, _ => new(() => Sort(column))).Value;
    }

    SortedRows Sort(Column column) => column switch
    {
        Column<byte> bytes => Sort(bytes, value => value, flip: 0),
        Column<int> ints => Sort(ints, value => (uint)value, flip: 1UL << 31),
        Column<long> longs => Sort(longs, value => (ulong)value, flip: 1UL << 63),
        Column<Instant> instants => Sort(instants, value => (ulong)value.UnixMs, flip: 1UL << 63),
        Column<double> doubles => Sort(doubles, OrderedBits, flip: 0),
        _ => throw new ArgumentException($"Column {column.Name} cannot be sorted."),
    };

    // The sign bit is flipped so that negative numbers come before positive ones as unsigned keys.
    SortedRows Sort<T>(Column<T> column, Func<T, ulong> bits, ulong flip)
        where T : unmanaged, IEquatable<T>
    {
        var values = view.Table.Values(column);
        var keys = new ulong[values.Length];
        var rows = new int[values.Length];
        var (with, without) = (0, values.Length);
        for (var row = 0; row < values.Length; row++)
        {
            if (values[row].Equals(column.NoValue) && column.Form.HasNone) rows[--without] = row;
            else (keys[with], rows[with++]) = (unchecked(bits(values[row])) ^ flip, row);
        }
        SortFirst(keys, rows, with);
        return new SortedRows(rows, with);
    }

    // Rows without a value stand behind, filled in from the end.
    static void SortFirst(ulong[] keys, int[] rows, int with)
    {
        var (sortedKeys, sortedRows) = (keys[..with], rows[..with]);
        RadixSort.Sort(sortedKeys, sortedRows);
        sortedKeys.CopyTo(keys, 0);
        sortedRows.CopyTo(rows, 0);
        Array.Reverse(rows, with, rows.Length - with);
    }

    static ulong OrderedBits(double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value);
        return bits >> 63 == 0 ? bits | 1UL << 63 : ~bits;
    }

    // A million names: the first eight letters decide nearly every pair as one number; whole names are compared
    // only within a group that shares them.
    SortedRows SortNames()
    {
        var count = view.Count;
        var (names, keys, rows) = (new string[count], new ulong[count], new int[count]);
        var (with, without) = (0, count);
        Span<byte> first = stackalloc byte[8 * 4];
        for (var row = 0; row < count; row++)
        {
            var name = names[row] = view.NameOf(row).ToUpperInvariant();
            if (name.Length == 0)
            {
                rows[--without] = row;
                continue;
            }
            first.Clear();
            Encoding.UTF8.GetBytes(name.AsSpan(0, Math.Min(8, name.Length)), first);
            (keys[with], rows[with++]) = (BinaryPrimitives.ReadUInt64BigEndian(first), row);
        }
        SortFirst(keys, rows, with);
        for (var start = 0; start < with;)
        {
            var end = start + 1;
            while (end < with && keys[end] == keys[start]) end++;
            if (end - start > 1) MemoryExtensions.Sort(rows.AsSpan(start, end - start), Compare);
            start = end;
        }
        return new SortedRows(rows, with);

        int Compare(int left, int right) =>
            string.CompareOrdinal(names[left], names[right]) is var order and not 0 ? order : left - right;
    }
}
