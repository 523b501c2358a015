using Perennial.Core;

namespace Perennial.Channels.Files;

/// <summary>
/// A file that appears whole or not at all: written beside its place and moved there at the end. "-" is standard
/// output; pipes and devices are written directly.
/// </summary>
public sealed class OutputFile : IDisposable
{
    static int count;

    readonly string? temporary;
    readonly string target;
    bool completed;

    OutputFile(Stream stream, string target, string? temporary)
    {
        Stream = stream;
        this.target = target;
        this.temporary = temporary;
    }

    /// <summary>Where to write. Not buffered: write in large pieces.</summary>
    public Stream Stream { get; }

    /// <summary>What to call the file in messages.</summary>
    public string Name => target == "-" ? "standard output" : target;

    /// <summary>Begins a file.</summary>
    /// <exception cref="BadInputException">The place is a directory, does not exist, or may not be written.</exception>
    public static OutputFile Create(string path)
    {
        if (path == "-") return new OutputFile(Console.OpenStandardOutput(), path, null);
        if (path.Length == 0)
            throw new BadInputException("the output", "Its name is empty.", "Name a file, or - for standard output.");
        if (Directory.Exists(path))
            throw new BadInputException(path, "This is a directory.", "Name a file to write.");
        try
        {
            if (IsDevice(path))
            {
                var device = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
                return new OutputFile(device, path, null);
            }
            // A link keeps pointing where it did: the file behind it is replaced.
            var linked = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true) : null;
            var target = linked?.FullName ?? Path.GetFullPath(path);
            var temporary = Path.Combine(
                Path.GetDirectoryName(target)!,
                $".{Path.GetFileName(target)}.{Environment.ProcessId}-{Interlocked.Increment(ref count)}.part");
            var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            return new OutputFile(stream, target, temporary);
        }
        catch (DirectoryNotFoundException)
        {
            throw new BadInputException(path, "Its directory does not exist.", "Create the directory first.");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new BadInputException(
                path, $"The file cannot be written: {e.Message}", "Choose a place that may be written.");
        }
    }

    /// <summary>Writes to an open stream, which is disposed at the end: an answer to a browser.</summary>
    public static OutputFile Over(Stream stream) => new(stream, "the answer", null);

    /// <summary>Writes a piece.</summary>
    /// <exception cref="BadInputException">The disk is full or fails.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            Stream.Write(bytes);
        }
        catch (IOException e)
        {
            throw Failed(e);
        }
    }

    /// <summary>Puts the file in its place. Without it, nothing is left behind.</summary>
    /// <exception cref="BadInputException">The disk is full, or the place may not be written.</exception>
    public void Complete()
    {
        try
        {
            Stream.Flush();
            Stream.Dispose();
            if (temporary is not null) File.Move(temporary, target, overwrite: true);
            completed = true;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw Failed(e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stream.Dispose();
        if (!completed && temporary is not null) File.Delete(temporary);
    }

    BadInputException Failed(Exception e) =>
        new(Name, $"Writing failed: {e.Message}", "Free some space, or choose another place.");

    static bool IsDevice(string path)
    {
        if (!File.Exists(path)) return false;
        // What lies in shared memory is a file like any other.
        if (path.StartsWith("/dev/", StringComparison.Ordinal))
            return !path.StartsWith("/dev/shm/", StringComparison.Ordinal);
        var mode = File.GetAttributes(path);
        return mode.HasFlag(FileAttributes.Device);
    }
}
