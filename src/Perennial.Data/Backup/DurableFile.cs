using System.Runtime.InteropServices;
using Perennial.Core;

namespace Perennial.Data.Backup;

/// <summary>A file that is written beside its place and put there when it is on the disk: whatever happens, there is
/// the one from before or the new one, and no half.</summary>
sealed partial class DurableFile : IDisposable
{
    readonly string path;

    /// <summary>Begins one.</summary>
    /// <param name="path">Its place.</param>
    /// <exception cref="BadInputException">It is a folder, or in none.</exception>
    public DurableFile(string path)
    {
        this.path = System.IO.Path.GetFullPath(path);
        if (Directory.Exists(path)) throw new BadInputException(path, "This is a directory.", "Name a file in it.");
        var folder = System.IO.Path.GetDirectoryName(this.path)!;
        if (!Directory.Exists(folder))
            throw new BadInputException(path, $"The directory {folder} does not exist.", "Make it, or name another.");
        Part = System.IO.Path.Combine(folder, $".{System.IO.Path.GetFileName(path)}.{Environment.ProcessId}.part");
        Delete(Part);
    }

    /// <summary>What is written to.</summary>
    public string Part { get; }

    /// <summary>Puts it in its place.</summary>
    /// <exception cref="BadInputException">The disk fails.</exception>
    public void Complete()
    {
        try
        {
            using (var file = new FileStream(Part, FileMode.Open, FileAccess.ReadWrite)) file.Flush(flushToDisk: true);
            File.Move(Part, path, overwrite: true);
            SyncFolder();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, $"Writing failed: {error.Message}", "Choose another place.");
        }
    }

    // A power cut must not undo the move. Where folders cannot be opened, the system sees to it.
    void SyncFolder()
    {
        if (OperatingSystem.IsWindows()) return;
        var folder = open(System.IO.Path.GetDirectoryName(path)!, 0);
        if (folder < 0) return;
        _ = fsync(folder);
        _ = close(folder);
    }

    /// <summary>Deletes a database file with whatever SQLite keeps beside one.</summary>
    public static void Delete(string file)
    {
        foreach (var ending in new[] { "", "-wal", "-shm", "-journal" }) File.Delete(file + ending);
    }

    public void Dispose() => Delete(Part);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc")]
    private static partial int fsync(int file);

    [LibraryImport("libc")]
    private static partial int close(int file);
}
