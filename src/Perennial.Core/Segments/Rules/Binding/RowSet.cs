using System.Numerics;

namespace Perennial.Core.Segments.Rules.Binding;

/// <summary>Some rows of a table: one bit each.</summary>
public sealed class RowSet
{
    /// <summary>No row of <paramref name="rows"/>.</summary>
    public RowSet(int rows)
    {
        Rows = rows;
        Words = new ulong[(rows + 63) / 64];
    }

    /// <summary>Number of rows of the table.</summary>
    public int Rows { get; }

    internal ulong[] Words { get; }

    /// <summary>How many rows are in it.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var word in Words) count += BitOperations.PopCount(word);
            return count;
        }
    }

    /// <summary>Whether a row is in it.</summary>
    public bool Contains(int row) => (Words[row / 64] >> (row % 64) & 1) != 0;

    /// <summary>Puts a row into it.</summary>
    public void Add(int row) => Words[row / 64] |= 1UL << (row % 64);

    /// <summary>How many rows are in both.</summary>
    /// <exception cref="ArgumentException">They are of tables of different lengths.</exception>
    public int CountWith(RowSet other)
    {
        if (other.Rows != Rows) throw new ArgumentException($"One of {Rows} rows, the other of {other.Rows}.");
        var count = 0;
        for (var i = 0; i < Words.Length; i++) count += BitOperations.PopCount(Words[i] & other.Words[i]);
        return count;
    }

    /// <summary>How many rows are in all three.</summary>
    /// <exception cref="ArgumentException">They are of tables of different lengths.</exception>
    public int CountWith(RowSet other, RowSet third)
    {
        if (other.Rows != Rows || third.Rows != Rows)
            throw new ArgumentException($"Of {Rows}, {other.Rows} and {third.Rows} rows.");
        var count = 0;
        for (var i = 0; i < Words.Length; i++)
            count += BitOperations.PopCount(Words[i] & other.Words[i] & third.Words[i]);
        return count;
    }

    /// <summary>The rows in it, ascending.</summary>
    public IEnumerable<int> All()
    {
        for (var i = 0; i < Words.Length; i++)
            for (var word = Words[i]; word != 0; word &= word - 1)
                yield return i * 64 + BitOperations.TrailingZeroCount(word);
    }
}
