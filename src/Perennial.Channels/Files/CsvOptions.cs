using System.Text;

namespace Perennial.Channels.Files;

/// <summary>How to read a delimited file. What is null is detected from the file's beginning.</summary>
public sealed record CsvOptions
{
    /// <summary>The <see cref="Delimiter"/> that means "runs of spaces and tabs", as in files with aligned
    /// columns. Such files have no quotes.</summary>
    public const char Blanks = ' ';

    /// <summary>What stands between fields: an ASCII character, or <see cref="Blanks"/>.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The file's encoding. Detected: a byte order mark; else UTF-8 if the beginning is valid UTF-8 (a
    /// later record that is not is read as Windows-1252); else Windows-1252.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>Longest record in bytes of UTF-8. A longer one is an error: it is a file without line breaks, or a
    /// quote that is never closed, and must not fill the memory.</summary>
    public int MaxRecordBytes { get; init; } = 1 << 20;

    /// <summary>Whether the first record names the columns. Detected: it does unless one of its cells is a number,
    /// a date or an e-mail address.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>How much is read at a time, and looked at for detection.</summary>
    public int BufferBytes { get; init; } = 1 << 16;
}
