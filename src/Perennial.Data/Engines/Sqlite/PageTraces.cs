using System.Buffers.Binary;

namespace Perennial.Data.Engines.Sqlite;

/// <summary>A range of a page.</summary>
readonly record struct PageRange(int From, int To);

/// <summary>What of a page of SQLite's file format holds nothing in use: between the cells' pointers and the cells, and
/// in the blocks freed between cells. Copies of rows are left there when pages are split and joined, which
/// <c>secure_delete</c> does not overwrite.</summary>
/// <remarks>https://www.sqlite.org/fileformat2.html, section 1.6. The three bytes at most that are lost between two
/// cells are the head of a block that was free before, never a row's.</remarks>
static class PageTraces
{
    const byte IndexInterior = 2, TableInterior = 5, IndexLeaf = 10, TableLeaf = 13;
    const int HeadOfFreeBlock = 4;

    /// <summary>Whether the byte is the first of a page of a table or an index. Pages that a long row continues on
    /// begin with a zero in every file that <see cref="TraceCleaner"/> looks at.</summary>
    public static bool IsTree(byte kind) => kind is IndexInterior or TableInterior or IndexLeaf or TableLeaf;

    /// <summary>Zeroes what is not in use of a page of a table or an index.</summary>
    /// <param name="page">The whole page.</param>
    /// <param name="at">Where the page's head is: 100 on the file's first page, else 0.</param>
    /// <returns>What was changed; null where nothing was, also where the page is not as it should be.</returns>
    public static PageRange? ZeroTree(Span<byte> page, int at)
    {
        var (first, cells) = (U16(page, at + 1), U16(page, at + 3));
        var content = U16(page, at + 5) is var said and > 0 ? said : 65_536;
        var pointers = at + HeadOf(page[at]) + 2 * cells;
        if (pointers > content || content > page.Length) return null;
        var changed = Zero(page, pointers, content);
        for (var block = first; block != 0;)
        {
            if (block < content || block + HeadOfFreeBlock > page.Length) return changed;
            var (next, size) = (U16(page, block), U16(page, block + 2));
            if (size < HeadOfFreeBlock || block + size > page.Length || (next != 0 && next < block + size))
                return changed;
            changed = Both(changed, Zero(page, block + HeadOfFreeBlock, block + size));
            block = next;
        }
        return changed;
    }

    /// <summary>Zeroes a part of a page.</summary>
    /// <returns>From the first to the last byte that was none; null where all were.</returns>
    public static PageRange? Zero(Span<byte> page, int from, int to)
    {
        var part = page[from..to];
        var first = part.IndexOfAnyExcept((byte)0);
        if (first < 0) return null;
        var last = part.LastIndexOfAnyExcept((byte)0);
        part[first..(last + 1)].Clear();
        return new PageRange(from + first, from + last + 1);
    }

    /// <summary>Finds the long rows of a page.</summary>
    /// <param name="page">The whole page.</param>
    /// <param name="at">Where the page's head is.</param>
    /// <param name="found">Is given each by the first page it continues on and how many bytes stand there.</param>
    public static void Continued(ReadOnlySpan<byte> page, int at, List<(uint Page, long Bytes)> found)
    {
        found.Clear();
        var kind = page[at];
        if (kind == TableInterior) return;
        var (usable, cells) = (page.Length, U16(page, at + 3));
        var most = kind == TableLeaf ? usable - 35 : (usable - 12) * 64 / 255 - 23;
        var least = (usable - 12) * 32 / 255 - 23;
        for (var cell = 0; cell < cells; cell++)
        {
            var pointer = at + HeadOf(kind) + 2 * cell;
            if (pointer + 2 > usable) return;
            var place = U16(page, pointer) + (kind == IndexInterior ? 4 : 0);
            if (!Varint(page, ref place, out var bytes) || bytes <= most) continue;
            if (kind == TableLeaf && !Varint(page, ref place, out _)) continue;
            var some = least + (bytes - least) % (usable - 4);
            var here = some <= most ? some : least;
            if (place + here + 4 > usable) continue;
            found.Add((BinaryPrimitives.ReadUInt32BigEndian(page[(int)(place + here)..]), bytes - here));
        }
    }

    static int HeadOf(byte kind) => kind is IndexInterior or TableInterior ? 12 : 8;

    static int U16(ReadOnlySpan<byte> page, int at) => BinaryPrimitives.ReadUInt16BigEndian(page[at..]);

    static PageRange? Both(PageRange? one, PageRange? other) =>
        one is not { } a ? other : other is not { } b ? one
            : new PageRange(Math.Min(a.From, b.From), Math.Max(a.To, b.To));

    static bool Varint(ReadOnlySpan<byte> page, ref int at, out long value)
    {
        value = 0;
        for (var i = 0; i < 9; i++)
        {
            if (at >= page.Length) return false;
            var next = page[at++];
            if (i == 8)
            {
                value = (value << 8) | next;
                return true;
            }
            value = (value << 7) | (uint)(next & 0x7f);
            if ((next & 0x80) == 0) return true;
        }
        return false;
    }
}
