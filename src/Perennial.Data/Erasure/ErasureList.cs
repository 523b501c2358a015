using System.Globalization;
using System.Text;
using Perennial.Core;

namespace Perennial.Data.Erasure;

/// <summary>One line of the list of erasures.</summary>
/// <param name="At">When.</param>
/// <param name="Keys">The ids that follow from the person's keys: hashes.</param>
public sealed record ErasureLine(Instant At, IReadOnlyList<CustomerId> Keys);

/// <summary>
/// Who was erased, in a file outside the store, so that a copy of the store from before is brought back without them.
/// A line is on the disk before the person is gone, and holds an instant and hashed keys, nothing else.
/// </summary>
/// <remarks>Several processes may add to one.</remarks>
public sealed class ErasureList(string path)
{
    /// <summary>What the file's name ends with where nobody says another.</summary>
    public const string Ending = ".erasures";

    const string Head = "perennial erasures 1";
    static readonly TimeSpan patience = TimeSpan.FromSeconds(10), pause = TimeSpan.FromMilliseconds(20);

    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>Whether it is there.</summary>
    public bool Exists => File.Exists(path);

    /// <summary>Begins it where there is none.</summary>
    /// <exception cref="BadInputException">It cannot be written.</exception>
    public void Begin() => Append("");

    /// <summary>Adds a line; on the disk when it returns.</summary>
    /// <exception cref="BadInputException">It cannot be written.</exception>
    public void Add(Instant at, IEnumerable<CustomerId> keys) => Append($"{at} {string.Join(' ', keys)}\n");

    /// <summary>All lines. One that was cut off by a crash has not become an erasure, and is left out.</summary>
    /// <exception cref="BadInputException">The file cannot be read, or is another.</exception>
    public IReadOnlyList<ErasureLine> Read()
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, $"The list of erasures cannot be read: {error.Message}",
                "Name another with --erasures FILE.");
        }
        if (lines.FirstOrDefault() != Head)
            throw new BadInputException(path, "This is no list of erasures.", "Name another with --erasures FILE.");
        return [.. lines.Skip(1).Select(Parse).OfType<ErasureLine>()];
    }

    static ErasureLine? Parse(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || !DateTimeOffset.TryParse(words[0], CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var at)) return null;
        var keys = words.Skip(1).Where(word => CustomerId.TryParse(word, out _))
            .Select(word => CustomerId.TryParse(word, out var id) ? id : default).ToList();
        return keys.Count == 0 ? null : new ErasureLine(Instant.From(at), keys);
    }

    void Append(string line)
    {
        try
        {
            if (System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path)) is { } folder)
                Directory.CreateDirectory(folder);
            using var file = Open();
            if (file.Length == 0) line = $"{Head}\n{line}";
            else if (line.Length == 0) return;
            else if (LastByte(file) != '\n') line = "\n" + line;
            file.Position = file.Length;
            file.Write(Encoding.ASCII.GetBytes(line));
            file.Flush(flushToDisk: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, $"The list of erasures cannot be written: {error.Message}",
                "Make room or allow it, or name another place with --erasures FILE. Nothing was erased.");
        }
    }

    static int LastByte(FileStream file)
    {
        file.Position = file.Length - 1;
        return file.ReadByte();
    }

    // One at a time: whoever else is adding is done in a moment.
    FileStream Open()
    {
        var began = Environment.TickCount64;
        while (true)
        {
            try
            {
                var how = new FileStreamOptions
                {
                    Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None,
                };
                // Read and written by its owner alone: addresses can be guessed and hashed.
                if (!OperatingSystem.IsWindows()) how.UnixCreateMode = (UnixFileMode)0b110_000_000;
                return new FileStream(path, how);
            }
            catch (IOException) when (File.Exists(path)
                && Environment.TickCount64 - began < patience.TotalMilliseconds)
            {
                Thread.Sleep(pause);
            }
        }
    }
}
