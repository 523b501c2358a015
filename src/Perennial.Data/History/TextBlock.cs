using Perennial.Core;

namespace Perennial.Data.History;

/// <summary>Collects many short texts into one block of UTF-8 bytes: two arrays instead of a million strings.</summary>
sealed class TextBlock(int capacity = 0)
{
    byte[] text = new byte[Math.Max(64, capacity * 12)];
    int[] start = new int[Math.Max(16, capacity + 1)];

    /// <summary>Number of texts.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes so far.</summary>
    public int Length { get; private set; }

    /// <summary>Ends the current text.</summary>
    public void Next()
    {
        if (Count + 1 == start.Length) Array.Resize(ref start, start.Length * 2);
        start[++Count] = Length;
    }

    /// <summary>Adds to the current text.</summary>
    public void Append(ReadOnlySpan<byte> utf8)
    {
        if (Length + utf8.Length > text.Length)
        {
            var wanted = Math.Max(Length + (long)utf8.Length, text.Length * 2L);
            Array.Resize(ref text, (int)Math.Min(Array.MaxLength, wanted));
        }
        utf8.CopyTo(text.AsSpan(Length));
        Length += utf8.Length;
    }

    /// <summary>Adds one whole text.</summary>
    public void Add(ReadOnlySpan<byte> utf8)
    {
        Append(utf8);
        Next();
    }

    /// <summary>The bytes, and where each text starts and the last ends.</summary>
    public (byte[] Text, int[] Start) ToArrays() => (text[..Length], start[..(Count + 1)]);

    /// <summary>The texts as customers' keys.</summary>
    public CustomerKeys ToKeys()
    {
        var (bytes, starts) = ToArrays();
        return new CustomerKeys(bytes, starts);
    }
}
