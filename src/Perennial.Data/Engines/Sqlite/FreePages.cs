using System.Buffers.Binary;

namespace Perennial.Data.Engines.Sqlite;

/// <summary>The pages of the file that nothing uses.</summary>
/// <param name="Leaves">Those of which nothing is used.</param>
/// <param name="Lists">Those that list the others, with how many bytes of each are used.</param>
sealed record FreePages(IReadOnlySet<uint> Leaves, IReadOnlyDictionary<uint, int> Lists)
{
    const int FirstList = 32;

    /// <summary>Reads the lists.</summary>
    /// <param name="file">The file, in which nobody writes.</param>
    /// <param name="pageSize">Bytes of a page.</param>
    /// <param name="pages">How many pages there are.</param>
    /// <param name="damaged">Makes the error for a list that cannot be.</param>
    public static FreePages Read(RawFile file, int pageSize, long pages, Func<Exception> damaged)
    {
        var (leaves, lists) = (new HashSet<uint>(), new Dictionary<uint, int>());
        var page = new byte[pageSize];
        file.Read(0, page);
        for (var list = U32(page, FirstList); list != 0; list = U32(page, 0))
        {
            if (list > pages) throw damaged();
            file.Read((list - 1L) * pageSize, page);
            var count = U32(page, 4);
            if (count > pageSize / 4 - 2 || !lists.TryAdd(list, 8 + 4 * (int)count)) throw damaged();
            for (var i = 0; i < count; i++)
                if (!leaves.Add(U32(page, 8 + 4 * i))) throw damaged();
        }
        return new FreePages(leaves, lists);
    }

    static uint U32(ReadOnlySpan<byte> page, int at) => BinaryPrimitives.ReadUInt32BigEndian(page[at..]);
}
