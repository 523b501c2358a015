using System.Text;
using Perennial.Channels.Files;
using Perennial.Channels.Intake.Values;
using Perennial.Core;

namespace Perennial.Channels.Intake.Reports;

/// <summary>Writes the rows that could not be understood to a file: line, column, value, reason.</summary>
/// <remarks>The file is begun before the work, so that a place that cannot be written is known at once.</remarks>
sealed class Rejects : IDisposable
{
    const string Nowhere = "none";

    readonly CsvWriter? writer;
    readonly string? path;
    bool any;

    Rejects(CsvWriter? writer, string? path)
    {
        this.writer = writer;
        this.path = path;
    }

    /// <summary>Begins the file.</summary>
    /// <param name="inputPath">The file that is read: the rejects go beside it unless told otherwise.</param>
    /// <param name="rejectsPath">Where to write; null for beside the input, "none" for nowhere.</param>
    /// <exception cref="BadInputException">The place cannot be written.</exception>
    public static Rejects Begin(string inputPath, string? rejectsPath)
    {
        if (rejectsPath == Nowhere) return new Rejects(null, null);
        var path = rejectsPath ?? (inputPath == "-" ? "stdin" : inputPath) + ".rejects.csv";
        try
        {
            var writer = CsvWriter.Create(path);
            writer.Record("line", "column", "value", "reason");
            return new Rejects(writer, path);
        }
        catch (BadInputException e)
        {
            throw new BadInputException(
                path, $"The file for rejected rows cannot be written: {e.Problem}",
                "Name another place with --rejects PATH, or say --rejects none to have them only counted.");
        }
    }

    /// <summary>Writes one row.</summary>
    public void Add(long line, string column, ReadOnlySpan<byte> value, Fault fault)
    {
        any = true;
        if (writer is null) return;
        writer.Number(line);
        writer.Text(column);
        writer.Text(Text8.Shown(value));
        writer.Text(fault.Detail is null ? fault.Reason.Words : $"{fault.Reason.Words}: {fault.Detail}");
        writer.EndRecord();
    }

    /// <summary>Puts the file in its place if a row was rejected. A file from an earlier run never stays.</summary>
    /// <returns>The file's path; null if there is none.</returns>
    public string? Complete()
    {
        if (writer is null) return null;
        if (any)
        {
            writer.Complete();
            return path;
        }
        if (path != "-" && IsRejectsFile(path!)) File.Delete(path!);
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => writer?.Dispose();

    static bool IsRejectsFile(string path)
    {
        if (!File.Exists(path)) return false;
        using var reader = new StreamReader(path, Encoding.UTF8);
        return reader.ReadLine() == "line,column,value,reason";
    }
}
