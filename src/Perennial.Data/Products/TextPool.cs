using System.Text;
using Perennial.Data.Engines;

namespace Perennial.Data.Products;

/// <summary>Each of a few texts once, found by its UTF-8 bytes without making a string of it.</summary>
sealed class TextPool
{
    readonly Dictionary<string, int> index = new(StringComparer.Ordinal);
    readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;
    readonly List<string> texts = [];

    public TextPool() => lookup = index.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Number of texts.</summary>
    public int Count => texts.Count;

    /// <summary>One of them.</summary>
    public string this[int number] => texts[number];

    /// <summary>All of them, in the order in which they came.</summary>
    public string[] ToArray() => [.. texts];

    /// <summary>The number of a text; the next one where it is new.</summary>
    public int IndexOf(ReadOnlySpan<byte> utf8)
    {
        const int charactersOnStack = 256;
        if (utf8.Length > charactersOnStack) return IndexOf(Encoding.UTF8.GetString(utf8));
        Span<char> characters = stackalloc char[charactersOnStack];
        return IndexOf(characters[..Encoding.UTF8.GetChars(utf8, characters)]);
    }

    /// <summary>The number of a text; the next one where it is new.</summary>
    public int IndexOf(ReadOnlySpan<char> text)
    {
        if (lookup.TryGetValue(text, out var known)) return known;
        texts.Add(text.ToString());
        index.Add(texts[^1], texts.Count - 1);
        return texts.Count - 1;
    }

    /// <summary>A cell's text without a string of its own for each row; null for null.</summary>
    public string? Of(Rows row, int column) => row.IsNull(column) ? null : texts[IndexOf(row.Bytes(column))];
}
