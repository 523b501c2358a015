using System.Text;

namespace Perennial.Core;

/// <summary>
/// The customers' own keys, as UTF-8 in one block of memory: a million keys are two arrays, not a million strings.
/// </summary>
/// <remarks>Keys are compared byte by byte; that order breaks every tie that measures leave.</remarks>
public sealed class CustomerKeys
{
    readonly byte[] text;
    readonly int[] start;

    /// <summary>Wraps a block of keys.</summary>
    /// <param name="text">The keys' bytes, one after the other.</param>
    /// <param name="start">Where each key starts, and the end of the last: one more entry than keys.</param>
    /// <exception cref="ArgumentException"><paramref name="start"/> is empty or ends outside the text.</exception>
    public CustomerKeys(byte[] text, int[] start)
    {
        if (start.Length == 0 || start[^1] > text.Length)
            throw new ArgumentException("The last key ends outside the text.", nameof(start));
        this.text = text;
        this.start = start;
    }

    /// <summary>Keys from strings, for tests and small tables.</summary>
    public static CustomerKeys From(IReadOnlyCollection<string> keys)
    {
        var starts = new int[keys.Count + 1];
        var bytes = new List<byte>();
        var next = 0;
        foreach (var key in keys)
        {
            bytes.AddRange(Encoding.UTF8.GetBytes(key));
            starts[++next] = bytes.Count;
        }
        return new CustomerKeys([.. bytes], starts);
    }

    /// <summary>Number of keys.</summary>
    public int Count => start.Length - 1;

    /// <summary>The bytes of one key.</summary>
    public ReadOnlySpan<byte> this[int index] => text.AsSpan(start[index], start[index + 1] - start[index]);

    /// <summary>One key as text.</summary>
    public string Text(int index) => Encoding.UTF8.GetString(this[index]);

    /// <summary>Some of the keys, in the order given.</summary>
    /// <param name="rows">Which; each from 0 to less than <see cref="Count"/>.</param>
    public CustomerKeys Only(IReadOnlyList<int> rows)
    {
        var starts = new int[rows.Count + 1];
        for (var i = 0; i < rows.Count; i++) starts[i + 1] = starts[i] + this[rows[i]].Length;
        var bytes = new byte[starts[^1]];
        for (var i = 0; i < rows.Count; i++) this[rows[i]].CopyTo(bytes.AsSpan(starts[i]));
        return new CustomerKeys(bytes, starts);
    }

    /// <summary>Compares two keys byte by byte.</summary>
    public int Compare(int left, int right) => this[left].SequenceCompareTo(this[right]);
}
