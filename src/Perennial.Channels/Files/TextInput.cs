using System.Text;
using System.Text.Unicode;
using Perennial.Core;

namespace Perennial.Channels.Files;

/// <summary>A file as UTF-8, whatever its encoding; refuses what is not text.</summary>
sealed class TextInput : IDisposable
{
    readonly InputFile file;
    readonly Stream? transcoded;
    ReadOnlyMemory<byte> sample;
    long position;

    /// <summary>Looks at the file's beginning and decides on its encoding.</summary>
    /// <exception cref="BadInputException">The file is empty or not text.</exception>
    public TextInput(InputFile file, Encoding? encoding, int sampleBytes)
    {
        this.file = file;
        var bytes = new byte[sampleBytes];
        var length = file.ReadFully(bytes);
        if (length == 0) throw Empty(file.Name);
        RefuseKnownBinary(bytes.AsSpan(0, length));

        var (detected, markBytes) = Detect(bytes.AsSpan(0, length), complete: length < sampleBytes);
        Encoding = encoding ?? detected;
        MayFallBack = encoding is null && Encoding.CodePage == Encoding.UTF8.CodePage && markBytes == 0;
        sample = bytes.AsMemory(markBytes, length - markBytes);
        if (Encoding.CodePage != Encoding.UTF8.CodePage)
            transcoded = Encoding.CreateTranscodingStream(new Rest(this), Encoding, new UTF8Encoding(false));
    }

    /// <summary>Windows-1252, the encoding of files that are not UTF-8 and do not say what they are.</summary>
    public static Encoding Windows1252 { get; } = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>The encoding, detected or asked for.</summary>
    public Encoding Encoding { get; }

    /// <summary>Whether records that are not valid UTF-8 may turn up and are to be read as Windows-1252: the
    /// file's beginning was valid UTF-8 (perhaps plain ASCII), and nobody said that all of it is.</summary>
    public bool MayFallBack { get; }

    /// <summary>Reads on in UTF-8; 0 at the end.</summary>
    /// <exception cref="BadInputException">The file holds zero bytes, or cannot be read.</exception>
    public int Read(Span<byte> buffer)
    {
        var read = transcoded?.Read(buffer) ?? ReadRest(buffer);
        var zero = buffer[..read].IndexOf((byte)0);
        if (zero >= 0) throw Binary($"Byte {position + zero + 1:N0} of its text is zero.");
        position += read;
        return read;
    }

    public static BadInputException Empty(string name) =>
        new(name, "The file is empty.", "Export it again; a file of orders has a header and one line per order.");

    public void Dispose()
    {
        transcoded?.Dispose();
        file.Dispose();
    }

    int ReadRest(Span<byte> buffer)
    {
        if (sample.Length == 0) return file.Read(buffer);
        var read = Math.Min(sample.Length, buffer.Length);
        sample.Span[..read].CopyTo(buffer);
        sample = sample[read..];
        return read;
    }

    static (Encoding Encoding, int MarkBytes) Detect(ReadOnlySpan<byte> bytes, bool complete)
    {
        if (bytes.StartsWith("\uFEFF"u8)) return (Encoding.UTF8, 3);
        if (bytes.Length >= 2 && bytes[0] == 0xff && bytes[1] == 0xfe) return (Encoding.Unicode, 2);
        if (bytes.Length >= 2 && bytes[0] == 0xfe && bytes[1] == 0xff) return (Encoding.BigEndianUnicode, 2);
        if (Utf16WithoutMark(bytes) is { } utf16) return (utf16, 0);
        return (IsUtf8(bytes, complete) ? Encoding.UTF8 : Windows1252, 0);
    }

    // Text in Latin letters has a zero in nearly every second byte of UTF-16, and never in the others.
    static Encoding? Utf16WithoutMark(ReadOnlySpan<byte> bytes)
    {
        var (even, odd) = (0, 0);
        for (var i = 0; i + 1 < bytes.Length; i += 2)
        {
            if (bytes[i] == 0) even++;
            if (bytes[i + 1] == 0) odd++;
        }
        var pairs = bytes.Length / 2;
        if (pairs < 4) return null;
        if (even == 0 && odd > pairs * 3 / 4) return Encoding.Unicode;
        return odd == 0 && even > pairs * 3 / 4 ? Encoding.BigEndianUnicode : null;
    }

    static bool IsUtf8(ReadOnlySpan<byte> bytes, bool complete)
    {
        if (Utf8.IsValid(bytes)) return true;
        if (complete) return false;
        // The sample may have been cut inside a character: up to three bytes at its end do not count.
        for (var cut = 1; cut <= 3 && cut < bytes.Length; cut++)
            if (bytes[^cut] >= 0xc0) return Utf8.IsValid(bytes[..^cut]);
        return false;
    }

    void RefuseKnownBinary(ReadOnlySpan<byte> bytes)
    {
        var kind = bytes switch
        {
            _ when bytes.StartsWith("PK\u0003\u0004"u8) => "It is a ZIP archive or an Excel workbook.",
            _ when bytes.StartsWith((ReadOnlySpan<byte>)[0xd0, 0xcf, 0x11, 0xe0]) => "It is an old Excel workbook.",
            _ when bytes.StartsWith("%PDF-"u8) => "It is a PDF document.",
            _ when bytes.StartsWith("SQLite format 3"u8) => "It is an SQLite database.",
            _ when bytes.StartsWith("PAR1"u8) => "It is a Parquet file.",
            _ when bytes.StartsWith((ReadOnlySpan<byte>)[0x28, 0xb5, 0x2f, 0xfd]) => "It is compressed with zstd.",
            _ when bytes.StartsWith("BZh"u8) => "It is compressed with bzip2.",
            _ => null,
        };
        if (kind is not null) throw Binary(kind);
    }

    BadInputException Binary(string how) =>
        new(file.Name, $"The file is not text. {how}", "Export it as CSV; .gz is read directly.");

    sealed class Rest(TextInput input) : ReadOnlyStream
    {
        public override int Read(Span<byte> buffer) => input.ReadRest(buffer);
    }
}
