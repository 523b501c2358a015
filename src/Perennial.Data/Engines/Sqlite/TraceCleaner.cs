using System.Buffers.Binary;
using Perennial.Core;

namespace Perennial.Data.Engines.Sqlite;

/// <summary>
/// Overwrites what deleted rows have left in the file: in free pages, and in pages beside rows that are in use. A few
/// thousand pages at a time, while others read and write; how far it is stands in the store.
/// </summary>
/// <remarks>
/// Only bytes that nothing uses are written, so that whoever reads them at the same moment, and a crash in the middle,
/// harm nothing. Nobody writes meanwhile, and the write-ahead log is empty: what stands in the file is all there is.
/// The note of how far it is comes last and makes every other connection read its pages anew, so that none brings back
/// what it had in memory (docs/decisions/0043-erased-to-the-byte.md).
/// </remarks>
sealed class TraceCleaner : IDisposable
{
    const int PagesAtOnce = 4_096, PagesARead = 64;
    // Where a page of another kind could begin as those of a table do: 137 GB.
    const long MostPages = 2L << 24;
    const int LockByte = 0x4000_0000, AutoVacuum = 52;

    static readonly TimeSpan pause = TimeSpan.FromMilliseconds(20);

    readonly SqliteDatabase writer, checkpointer;
    readonly List<(uint Page, long Bytes)> continued = [];
    readonly TimeSpan patience;

    public TraceCleaner(string path, StoreOptions options)
    {
        writer = StoreFile.Connect(path, options, makes: false);
        try
        {
            checkpointer = StoreFile.Connect(path, options, makes: false);
        }
        catch
        {
            writer.Dispose();
            throw;
        }
        patience = options.BusyTimeout;
    }

    /// <summary>Cleans whatever is left to be cleaned.</summary>
    /// <returns>False where others read or wrote all the time: it goes on another time.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; what is done is done.</exception>
    public bool Run(CancellationToken cancellation)
    {
        while (true)
        {
            var began = Environment.TickCount64;
            TraceStep step;
            while ((step = Step()) == TraceStep.Disturbed)
            {
                cancellation.ThrowIfCancellationRequested();
                if (Environment.TickCount64 - began > patience.TotalMilliseconds) return false;
                cancellation.WaitHandle.WaitOne(pause);
            }
            if (step == TraceStep.Done) return true;
            cancellation.ThrowIfCancellationRequested();
        }
    }

    enum TraceStep { Done, More, Disturbed }

    TraceStep Step()
    {
        if (Next(checkpointer) is null) return TraceStep.Done;
        // Before anybody has to wait for the lock.
        if (!Truncate()) return TraceStep.Disturbed;
        using var transaction = Transaction.Write(writer);
        if (Next(writer) is not { } next || !IsLogEmpty()) return TraceStep.Disturbed;
        var pages = writer.Number("pragma page_count");
        // The log, emptied since the last page was done, holds nothing from before.
        if (next > pages) writer.Query("traces-are-clean", "next_page").Bind(1, next).Run();
        else
        {
            var after = Math.Min(pages + 1, next + PagesAtOnce);
            Clean(next, after, pages);
            writer.Query("traces-clean-before", "next_page").Bind(1, after).Run();
        }
        transaction.Commit();
        return TraceStep.More;
    }

    static long? Next(SqliteDatabase database) => database.Query("traces-from").Number();

    // Empties the log; false while somebody reads what stands in it.
    bool Truncate()
    {
        using var row = checkpointer.Prepare("pragma wal_checkpoint(truncate)");
        return row.Step() && row.Int64(0) == 0;
    }

    // Somebody may have written between the emptying and the lock.
    bool IsLogEmpty()
    {
        using var row = checkpointer.Prepare("pragma wal_checkpoint(passive)");
        return row.Step() && row.Int64(0) == 0 && row.Int64(1) <= 0;
    }

    void Clean(long from, long to, long pages)
    {
        var (file, size) = (new RawFile(writer), (int)writer.Number("pragma page_size"));
        var free = FreePages.Read(file, size, pages, Damaged);
        var block = new byte[PagesARead * size];
        var wrote = false;
        for (var first = from; first < to; first += PagesARead)
        {
            var count = (int)Math.Min(PagesARead, to - first);
            file.Read((first - 1) * size, block.AsSpan(0, count * size));
            if (first == 1) RefuseOtherKinds(block, pages);
            for (var i = 0; i < count; i++)
                wrote |= CleanPage(file, free, first + i, pages, block.AsSpan(i * size, size));
        }
        if (wrote) file.Sync();
    }

    bool CleanPage(RawFile file, FreePages free, long number, long pages, Span<byte> page)
    {
        if (number == LockByte / page.Length + 1) return false;
        var (id, head) = ((uint)number, number == 1 ? 100 : 0);
        PageRange? changed;
        var wrote = false;
        if (free.Leaves.Contains(id)) changed = PageTraces.Zero(page, 0, page.Length);
        else if (free.Lists.TryGetValue(id, out var used)) changed = PageTraces.Zero(page, used, page.Length);
        else if (!PageTraces.IsTree(page[head])) return false;
        else
        {
            changed = PageTraces.ZeroTree(page, head);
            PageTraces.Continued(page, head, continued);
            foreach (var (first, bytes) in continued)
                wrote |= CleanEnd(file, free, pages, first, bytes, page.Length);
        }
        if (changed is { } range) file.Write((number - 1) * page.Length + range.From, page[range.From..range.To]);
        return wrote || changed is not null;
    }

    // A long row ends somewhere on the last of the pages it continues on.
    static bool CleanEnd(RawFile file, FreePages free, long pages, uint first, long bytes, int size)
    {
        var page = new byte[size];
        var number = first;
        while (true)
        {
            if (number < 2 || number > pages || free.Leaves.Contains(number) || free.Lists.ContainsKey(number))
                return false;
            file.Read((number - 1L) * size, page.AsSpan(0, 4));
            var next = BinaryPrimitives.ReadUInt32BigEndian(page);
            if (bytes <= size - 4)
            {
                if (next != 0) return false;
                break;
            }
            (number, bytes) = (next, bytes - (size - 4));
        }
        file.Read((number - 1L) * size, page);
        if (PageTraces.Zero(page, 4 + (int)bytes, size) is not { } changed) return false;
        file.Write((number - 1L) * size + changed.From, page.AsSpan(changed.From, changed.To - changed.From));
        return true;
    }

    void RefuseOtherKinds(ReadOnlySpan<byte> firstPage, long pages)
    {
        if (pages >= MostPages || BinaryPrimitives.ReadUInt32BigEndian(firstPage[AutoVacuum..]) != 0
            || firstPage[20] != 0)
            throw new BadInputException(writer.Path, "What erased rows left cannot be cleaned in a file of this kind.",
                "Copy the shop to PostgreSQL, or to a new file (perennial copy), and delete this one.");
    }

    Exception Damaged() =>
        StoreErrors.From(writer.Path, SQLitePCL.raw.SQLITE_CORRUPT, "the list of free pages");

    public void Dispose()
    {
        writer.Dispose();
        checkpointer.Dispose();
    }
}
