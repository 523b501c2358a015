using System.Text;
using System.Text.Unicode;
using Perennial.Core;

namespace Perennial.Channels.Files;

/// <summary>
/// Reads delimited text, one record at a time: any size of file, compressed or not, in any usual encoding, with
/// quotes and line breaks inside them. Fields are spans of UTF-8; nothing is allocated per record.
/// </summary>
/// <remarks>
/// Blank lines are skipped. Records may have different numbers of fields: callers decide what that means. Not safe
/// for several threads, except <see cref="BytesRead"/>.
/// </remarks>
public sealed class CsvReader : IDisposable
{
    readonly InputFile file;
    readonly TextInput input;
    readonly CsvRecord record;
    readonly int maxRecordBytes;

    byte[] buffer;
    int position, end, next;
    long dropped;
    bool atEnd;
    bool recordIsPlainText = true;
    long nextLine = 1;

    // Fields that had to be rewritten: quotes taken out, Windows-1252 turned into UTF-8.
    byte[] scratch = new byte[256];
    int scratchUsed;

    CsvReader(InputFile file, CsvOptions options)
    {
        this.file = file;
        try
        {
            maxRecordBytes = options.MaxRecordBytes;
            input = new TextInput(file, options.Encoding, options.BufferBytes);
            buffer = new byte[options.BufferBytes];
            while (end < buffer.Length && FillOnce()) { }
            var stated = CsvSniffer.Stated(buffer.AsSpan(0, end));
            if (stated is { } line) (next, nextLine) = (line.Bytes, 2);
            var sample = buffer.AsSpan(next, end - next);
            var delimiter = options.Delimiter ?? stated?.Delimiter ?? CsvSniffer.Delimiter(sample, atEnd);
            if (!char.IsAscii(delimiter) || delimiter is '"' or '\r' or '\n')
                throw new BadInputException(
                    file.Name, $"'{delimiter}' cannot separate fields.", "Name an ASCII character.");
            record = new CsvRecord((byte)delimiter);
            Header = ReadHeader(options.HasHeader);
            Format = new CsvFormat(input.Encoding, delimiter, Header.Count > 0, file.Gzip);
            (DataBytes, FirstLine) = (dropped + next, nextLine);
        }
        catch
        {
            input?.Dispose();
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file ("-" is standard input) and looks at its beginning.</summary>
    /// <exception cref="BadInputException">There is no such file, it is a directory, may not be read, is empty or
    /// not text; or its first record is too long.</exception>
    public static CsvReader Open(string path, CsvOptions? options = null) =>
        new(InputFile.Open(path), options ?? new CsvOptions());

    /// <summary>Reads a stream, e.g. an upload, and closes it in the end.</summary>
    /// <param name="stream">Where to read.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="options">How to read.</param>
    public static CsvReader Open(Stream stream, string name, CsvOptions? options = null) =>
        new(InputFile.Open(stream, name), options ?? new CsvOptions());

    /// <summary>The file's path, or what else to call it in messages.</summary>
    public string Name => file.Name;

    /// <summary>What was detected, or asked for.</summary>
    public CsvFormat Format { get; }

    /// <summary>The columns' names, trimmed; empty if the file does not name them.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>The physical line, from 1, at which the current record starts.</summary>
    public long Line { get; private set; }

    /// <summary>Number of fields in the current record.</summary>
    public int FieldCount => record.Count;

    /// <summary>Bytes read so far, for progress; of a compressed file the compressed bytes.</summary>
    public long BytesRead => file.BytesRead;

    /// <summary>Size of the file as it stands on disk; null if it cannot be known.</summary>
    public long? TotalBytes => file.TotalBytes;

    /// <summary>Records that were not valid UTF-8 in a file that began as such, read as Windows-1252.</summary>
    public long FallbackRecords { get; private set; }

    /// <summary>Goes to the next record.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="BadInputException">The record is too long, its quotes do not end, the file holds zero
    /// bytes, or reading fails.</exception>
    public bool Read()
    {
        while (true)
        {
            position = next;
            if (position == end && !Fill()) return false;
            var used = record.Scan(buffer.AsSpan(position, end - position), atEnd);
            if (used < 0)
            {
                Fill();
                continue;
            }
            if (used > maxRecordBytes) throw TooLong();
            Line = nextLine;
            if (record.Unclosed) throw Unclosed();
            next = position + used;
            nextLine += record.InnerLines + 1;
            if (record.IsBlank) continue;
            scratchUsed = 0;
            recordIsPlainText = !input.MayFallBack || IsUtf8(buffer.AsSpan(position, used));
            if (!recordIsPlainText) FallbackRecords++;
            return true;
        }
    }

    /// <summary>A field of the current record in UTF-8, without its quotes; empty if the record is shorter. Valid
    /// until the next <see cref="Read"/>.</summary>
    public ReadOnlySpan<byte> Field(int column)
    {
        if ((uint)column >= (uint)record.Count) return [];
        if (record.TryPlain(column, out var start, out var length))
        {
            var plain = buffer.AsSpan(position + start, length);
            return recordIsPlainText ? plain : FromWindows1252(plain);
        }
        var into = Scratch(record.RawLength(column));
        var data = buffer.AsSpan(position, next - position);
        var unquoted = into[..record.Unquote(column, data, into)];
        return recordIsPlainText ? unquoted : FromWindows1252(unquoted);
    }

    /// <summary>A field of the current record as text; empty if the record is shorter.</summary>
    public string Text(int column) => Encoding.UTF8.GetString(Field(column));

    /// <summary>Bytes of text, as UTF-8, before the first record of data.</summary>
    internal long DataBytes { get; }

    /// <summary>Line at which the first record of data starts, or a blank line before it.</summary>
    internal long FirstLine { get; }

    /// <inheritdoc/>
    public void Dispose() => input.Dispose();

    List<string> ReadHeader(bool? hasHeader)
    {
        var cells = new List<string>();
        if (!Read()) throw TextInput.Empty(Name);
        for (var i = 0; i < FieldCount; i++) cells.Add(Text(i).Trim());
        if (hasHeader ?? CsvSniffer.IsHeader(cells)) return cells;

        // The record is data: it is read again by the first call.
        next = position;
        nextLine = Line;
        FallbackRecords = 0;
        return [];
    }

    // Makes room and reads on; false if nothing is left. What is kept starts at the current record.
    bool Fill()
    {
        if (atEnd) return end > position;
        if (position > 0)
        {
            buffer.AsSpan(position, end - position).CopyTo(buffer);
            end -= position;
            dropped += position;
            position = 0;
            next = 0;
        }
        if (end == buffer.Length)
        {
            if (end > maxRecordBytes) throw TooLong();
            Array.Resize(ref buffer, (int)Math.Min((long)buffer.Length * 2, maxRecordBytes + 1L));
        }
        return FillOnce();
    }

    bool FillOnce()
    {
        var read = input.Read(buffer.AsSpan(end));
        atEnd = read == 0;
        end += read;
        return !atEnd;
    }

    static bool IsUtf8(ReadOnlySpan<byte> bytes) => Ascii.IsValid(bytes) || Utf8.IsValid(bytes);

    ReadOnlySpan<byte> FromWindows1252(ReadOnlySpan<byte> bytes)
    {
        var text = TextInput.Windows1252.GetString(bytes);
        var into = Scratch(Encoding.UTF8.GetByteCount(text));
        return into[..Encoding.UTF8.GetBytes(text, into)];
    }

    // Spans handed out before stay valid when the scratch grows: they keep the old array alive.
    Span<byte> Scratch(int length)
    {
        if (scratch.Length - scratchUsed < length)
        {
            scratch = new byte[Math.Max(scratch.Length * 2, length)];
            scratchUsed = 0;
        }
        scratchUsed += length;
        return scratch.AsSpan(scratchUsed - length, length);
    }

    BadInputException TooLong() => new(
        $"{Name} line {nextLine}", $"The record is longer than {maxRecordBytes:N0} bytes.",
        "Check that the file has line breaks and that every quote is closed.");

    BadInputException Unclosed() => new(
        $"{Name} line {nextLine}", "A quote opened in this record is never closed.",
        "Close the quote, or double it if it belongs to the text.");
}
