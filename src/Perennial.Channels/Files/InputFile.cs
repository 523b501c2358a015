using System.IO.Compression;
using Perennial.Core;

namespace Perennial.Channels.Files;

/// <summary>A file opened for reading from front to back: decompressed, with errors that say what to do.</summary>
sealed class InputFile : IDisposable
{
    readonly Stream raw;
    readonly Stream content;
    long bytesRead;

    InputFile(Stream raw, string name, long? totalBytes)
    {
        this.raw = raw;
        Name = name;
        TotalBytes = totalBytes;
        var magic = new byte[2];
        var length = Guarded(() => raw.ReadAtLeast(magic, 2, throwOnEndOfStream: false));
        var whole = new Prefixed(magic.AsMemory(0, length), this);
        Gzip = length == 2 && magic[0] == 0x1f && magic[1] == 0x8b;
        content = Gzip ? new GZipStream(whole, CompressionMode.Decompress) : whole;
    }

    /// <summary>What to call the file in messages.</summary>
    public string Name { get; }

    /// <summary>Whether the file is compressed.</summary>
    public bool Gzip { get; }

    /// <summary>Bytes of the file as it stands on disk, if known.</summary>
    public long? TotalBytes { get; }

    /// <summary>How many of them were read. May be asked from another thread.</summary>
    public long BytesRead => Interlocked.Read(ref bytesRead);

    /// <summary>Opens a path; "-" is standard input.</summary>
    /// <exception cref="BadInputException">There is no such file, it is a directory, or it may not be read.</exception>
    public static InputFile Open(string path)
    {
        if (path == "-") return new InputFile(Console.OpenStandardInput(), "standard input", null);
        if (path.Length == 0)
            throw new BadInputException("the file", "Its name is empty.", "Name a file, or - for standard input.");
        if (Directory.Exists(path))
            throw new BadInputException(path, "This is a directory.", "Name a file inside it.");
        try
        {
            // Reads are as large as the callers' buffers: a buffer in between would only copy.
            var stream = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
            return new InputFile(stream, path, stream.CanSeek ? stream.Length : null);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BadInputException(path, "There is no such file.", "Check the path.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new BadInputException(
                path, "The file may not be read.", "Change its permissions, or run as a user who may read it.");
        }
        catch (IOException e)
        {
            throw new BadInputException(
                path, $"The file cannot be opened: {e.Message}", "Check the file and the disk.");
        }
    }

    /// <summary>Reads a stream that somebody else opened, e.g. an upload. Closes it in the end.</summary>
    public static InputFile Open(Stream stream, string name) =>
        new(stream, name, stream.CanSeek ? stream.Length : null);

    /// <summary>Reads on. 0 at the end.</summary>
    /// <exception cref="BadInputException">The disk fails, or compressed data is damaged.</exception>
    public int Read(Span<byte> buffer)
    {
        try
        {
            return content.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw Damaged();
        }
        catch (IOException e)
        {
            throw Unreadable(e);
        }
    }

    /// <summary>Fills a buffer as far as the file goes.</summary>
    public int ReadFully(Span<byte> buffer)
    {
        var total = 0;
        while (total < buffer.Length)
        {
            var read = Read(buffer[total..]);
            if (read == 0) break;
            total += read;
        }
        return total;
    }

    public void Dispose()
    {
        content.Dispose();
        raw.Dispose();
    }

    BadInputException Damaged() => new(
        Name, "The compressed data is damaged or cut off.", "Transfer or compress the file again.");

    BadInputException Unreadable(IOException e) => new(
        Name, $"Reading failed: {e.Message}", "Check the file and the disk.");

    int Guarded(Func<int> read)
    {
        try
        {
            return read();
        }
        catch (IOException e)
        {
            throw Unreadable(e);
        }
    }

    /// <summary>A few bytes that were looked at already, then the rest of the file, counted.</summary>
    sealed class Prefixed(ReadOnlyMemory<byte> prefix, InputFile file) : ReadOnlyStream
    {
        public override int Read(Span<byte> buffer)
        {
            int read;
            if (prefix.Length > 0)
            {
                read = Math.Min(prefix.Length, buffer.Length);
                prefix.Span[..read].CopyTo(buffer);
                prefix = prefix[read..];
            }
            else
            {
                read = file.raw.Read(buffer);
            }
            Interlocked.Add(ref file.bytesRead, read);
            return read;
        }
    }
}

/// <summary>A stream that is only read, from front to back.</summary>
abstract class ReadOnlyStream : Stream
{
    public sealed override bool CanRead => true;
    public sealed override bool CanSeek => false;
    public sealed override bool CanWrite => false;
    public sealed override long Length => throw new NotSupportedException();
    public sealed override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public abstract override int Read(Span<byte> buffer);
    public sealed override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public sealed override void Flush() { }
    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public sealed override void SetLength(long value) => throw new NotSupportedException();
    public sealed override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
