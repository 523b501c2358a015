using System.Buffers;
using System.Text;
using Perennial.Core;

namespace Perennial.Channels.Files;

/// <summary>
/// Writes CSV in UTF-8 without a byte order mark, separated by commas, lines ended by LF (pipes and text tools
/// expect it, spreadsheets read it). The file appears when it is complete.
/// </summary>
/// <remarks>
/// Text is quoted where it must be, and kept from being a formula: a text cell that starts with =, +, -, @, a tab
/// or a carriage return gets a ' in front, unless it is a number or a telephone number. Numbers are written as they
/// are.
/// </remarks>
public sealed class CsvWriter : IDisposable
{
    const int FlushAt = 1 << 16;

    readonly OutputFile file;
    readonly ArrayBufferWriter<byte> buffer = new(FlushAt + 4096);
    bool midRecord;

    CsvWriter(OutputFile file) => this.file = file;

    /// <summary>Begins a file; "-" is standard output.</summary>
    /// <exception cref="BadInputException">The place is a directory, does not exist, or may not be written.</exception>
    public static CsvWriter Create(string path) => new(OutputFile.Create(path));

    /// <summary>Begins on an open stream, which is disposed at the end.</summary>
    public static CsvWriter Over(Stream stream) => new(OutputFile.Over(stream));

    /// <summary>Writes a whole record of text cells, e.g. a header.</summary>
    public void Record(params ReadOnlySpan<string> cells)
    {
        foreach (var cell in cells) Text(cell);
        EndRecord();
    }

    /// <summary>Writes a text cell; null is an empty cell.</summary>
    public void Text(string? text)
    {
        Separate();
        if (string.IsNullOrEmpty(text)) return;
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        AppendText(bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)));
        ArrayPool<byte>.Shared.Return(bytes);
    }

    /// <summary>Writes a text cell given in UTF-8.</summary>
    public void Text(ReadOnlySpan<byte> utf8)
    {
        Separate();
        AppendText(utf8);
    }

    /// <summary>Writes a cell as it is: a number, a date, nothing that could need quotes.</summary>
    public void Raw(ReadOnlySpan<char> text)
    {
        Separate();
        buffer.Advance(Encoding.UTF8.GetBytes(text, buffer.GetSpan(text.Length * 3)));
    }

    /// <summary>Writes a whole number.</summary>
    public void Number(long value)
    {
        Separate();
        buffer.Advance(CsvCell.Whole(value, buffer.GetSpan(24)));
    }

    /// <summary>Writes an amount of cents in currency units with two decimals.</summary>
    public void Money(long cents)
    {
        Separate();
        buffer.Advance(CsvCell.Money(cents, buffer.GetSpan(32)));
    }

    /// <summary>Writes a number with four decimals at most; NaN is an empty cell.</summary>
    public void Number(double value)
    {
        Separate();
        buffer.Advance(CsvCell.Number(value, buffer.GetSpan(CsvCell.MaxBytes)));
    }

    /// <summary>Leaves a cell empty.</summary>
    public void Empty() => Separate();

    /// <summary>Ends the record.</summary>
    public void EndRecord()
    {
        buffer.Write("\n"u8);
        midRecord = false;
        if (buffer.WrittenCount >= FlushAt) Flush();
    }

    /// <summary>Puts the file in its place. Without it, nothing is left behind.</summary>
    public void Complete()
    {
        Flush();
        file.Complete();
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    void Separate()
    {
        if (midRecord) buffer.Write(","u8);
        midRecord = true;
    }

    void AppendText(ReadOnlySpan<byte> utf8) =>
        buffer.Advance(CsvCell.Text(utf8, buffer.GetSpan(CsvCell.MaxTextBytes(utf8.Length))));

    void Flush()
    {
        file.Write(buffer.WrittenSpan);
        buffer.ResetWrittenCount();
    }
}
