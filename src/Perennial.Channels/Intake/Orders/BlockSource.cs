using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Perennial.Channels.Files;

namespace Perennial.Channels.Intake.Orders;

/// <summary>Cuts a file into blocks of whole records, in order. Several workers may take blocks by turns.</summary>
sealed class BlockSource(TextInput input, byte delimiter, long skipBytes, int blockBytes)
{
    const byte Quote = (byte)'"', Lf = (byte)'\n', Cr = (byte)'\r';

    readonly Lock gate = new();
    readonly CsvRecord record = new(delimiter);
    byte[] rest = [];
    long toSkip = skipBytes;
    bool atEnd;

    /// <summary>Blocks given out.</summary>
    public int Count { get; private set; }

    /// <summary>Why the file cannot be read in blocks; null while it can.</summary>
    public string? Unfit { get; private set; }

    /// <summary>Reads the next block.</summary>
    /// <param name="block">Takes it; its buffer is reused.</param>
    /// <returns>False after the last block, or if the file turned out unfit.</returns>
    public bool Next(Block block)
    {
        lock (gate)
        {
            if (Unfit is not null || (atEnd && rest.Length == 0)) return false;
            var buffer = block.Room(Math.Max(blockBytes, rest.Length * 2));
            rest.CopyTo(buffer, 0);
            var filled = rest.Length;
            filled += Fill(buffer.AsSpan(filled, buffer.Length - Block.Slack - filled));
            if (filled == 0) return false;

            // A last line without its line break gets one.
            if (atEnd && buffer[filled - 1] is not (Lf or Cr)) buffer[filled++] = Lf;
            var data = buffer.AsSpan(0, filled);
            block.HasQuotes = data.Contains(Quote);
            var length = atEnd ? filled : block.HasQuotes ? EndByScan(data) : data.LastIndexOf(Lf) + 1;
            if (length <= 0)
            {
                Unfit = "a record is longer than a block";
                return false;
            }
            rest = data[length..].ToArray();
            block.Set(Count++, length);
            return true;
        }
    }

    int Fill(Span<byte> into)
    {
        var filled = 0;
        while (filled < into.Length)
        {
            var read = input.Read(into[filled..]);
            if (read == 0)
            {
                atEnd = true;
                break;
            }
            // The header was read before; it is far shorter than a block, and only the first block has it.
            var skipped = (int)Math.Min(toSkip, read);
            if (skipped > 0) into.Slice(filled + skipped, read - skipped).CopyTo(into[filled..]);
            toSkip -= skipped;
            filled += read - skipped;
        }
        return filled;
    }

    // Where quotes occur, only reading from the front tells which line breaks end a record.
    int EndByScan(ReadOnlySpan<byte> data)
    {
        var end = 0;
        while (end < data.Length)
        {
            var used = record.Scan(data[end..], last: false);
            if (used < 0) break;
            end += used;
        }
        return end;
    }
}

/// <summary>A piece of a file that holds whole records.</summary>
sealed class Block
{
    /// <summary>Bytes that may be read beyond the data.</summary>
    public const int Slack = 128;

    byte[] buffer = [];

    /// <summary>Place among the blocks, from 0.</summary>
    public int Number { get; private set; }

    /// <summary>Bytes of data.</summary>
    public int Length { get; private set; }

    /// <summary>Whether a quote occurs anywhere.</summary>
    public bool HasQuotes { get; set; }

    /// <summary>The data with <see cref="Slack"/> bytes behind it.</summary>
    public Span<byte> Padded => buffer.AsSpan(0, Length + Slack);

    /// <summary>The data.</summary>
    public ReadOnlySpan<byte> Data => buffer.AsSpan(0, Length);

    public byte[] Room(int bytes)
    {
        if (buffer.Length < bytes + Slack) buffer = GC.AllocateUninitializedArray<byte>(bytes + Slack, pinned: true);
        return buffer;
    }

    public void Set(int number, int length)
    {
        Number = number;
        Length = length;
    }

    /// <summary>Whether some line ends with CR alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool HasLoneCr()
    {
        var at = Data.IndexOf((byte)'\r');
        if (at < 0) return false;
        var padded = Padded;
        padded[Length] = 0;
        var (cr, lf) = (Vector256.Create((byte)'\r'), Vector256.Create((byte)'\n'));
        for (; at < Length; at += Vector256<byte>.Count)
        {
            var here = Vector256.Equals(Vector256.Create<byte>(padded[at..]), cr);
            var next = Vector256.Equals(Vector256.Create<byte>(padded[(at + 1)..]), lf);
            var lone = Vector256.AndNot(here, next).ExtractMostSignificantBits();
            if (Length - at < Vector256<byte>.Count) lone &= (1u << (Length - at)) - 1;
            if (lone != 0) return true;
        }
        return false;
    }
}
