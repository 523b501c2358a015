using System.Globalization;
using System.Text;
using Perennial.Channels.Files;
using Perennial.Core;

namespace Perennial.Channels.Destinations;

/// <summary>Takes the rows of erased people out of the files that a CSV destination has written, and after a while
/// those that say that somebody was erased. Each file appears anew when it is complete.</summary>
/// <param name="settings">The destination.</param>
/// <param name="folder">Where its files are.</param>
/// <param name="erased">Which of some ids follow from keys of people who were erased.</param>
public sealed class CsvForgetting(
    DestinationSettings settings, string folder, Func<IReadOnlyCollection<CustomerId>, IReadOnlySet<CustomerId>> erased)
{
    const string Part = ".part";

    static readonly CsvOptions asWritten = new() { HasHeader = false, Delimiter = ',', Encoding = Encoding.UTF8 };

    // What tells customers apart, by what it can be a key of.
    static readonly Dictionary<string, CustomerKeyKind[]> kinds = new()
    {
        ["external"] = [CustomerKeyKind.External],
        ["email"] = [CustomerKeyKind.Email],
        ["phone"] = [CustomerKeyKind.Phone],
        ["key"] = Enum.GetValues<CustomerKeyKind>(),
        ["customer_id"] = [],
    };

    /// <summary>Looks through all files.</summary>
    /// <param name="noticesFrom">Rows that tell of an erasure are kept from this instant on.</param>
    /// <returns>How many rows were taken out.</returns>
    /// <exception cref="BadInputException">A file cannot be read or written.</exception>
    public int Run(Instant noticesFrom)
    {
        if (!Directory.Exists(folder)) return 0;
        try
        {
            // What a killed process was writing is nobody's file.
            foreach (var file in Directory.EnumerateFiles(folder, $".{settings.Name}-*{Part}")) DeleteIfLeft(file);
            return Directory.EnumerateFiles(folder, $"{settings.Name}-*.csv").Sum(file => Forget(file, noticesFrom));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(folder, $"What was sent to destination '{settings.Name}' cannot be cleaned: "
                + error.Message, "Allow this account to write there, then run perennial erase --finish.");
        }
    }

    static void DeleteIfLeft(string file)
    {
        try
        {
            // Whoever is writing it has it to themselves.
            using (new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None)) { }
            File.Delete(file);
        }
        catch (IOException)
        {
        }
    }

    int Forget(string path, Instant noticesFrom)
    {
        var rows = Read(path);
        if (rows.Count == 0) return 0;
        var head = rows[0];
        var keys = KeyColumns(head);
        var (changedAt, isErased) = (head.IndexOf("changed_at"), head.IndexOf("erased"));
        var gone = erased([.. rows.Skip(1).SelectMany(row => IdsOf(row, keys)).Distinct()]);
        if (gone.Count == 0) return 0;
        bool IsKept(List<string> row) => !IdsOf(row, keys).Any(gone.Contains)
            || (isErased >= 0 && row.ElementAtOrDefault(isErased) == "yes" && IsFrom(row, changedAt, noticesFrom));
        var kept = rows.Skip(1).Where(IsKept).ToList();
        if (kept.Count == rows.Count - 1) return 0;
        Write(path, head, kept);
        return rows.Count - 1 - kept.Count;
    }

    static bool IsFrom(List<string> row, int changedAt, Instant noticesFrom) =>
        DateTimeOffset.TryParse(row.ElementAtOrDefault(changedAt), CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var at) && Instant.From(at) >= noticesFrom;

    List<(int Column, CustomerKeyKind[] Kinds)> KeyColumns(List<string> head) =>
    [
        .. from field in settings.Identity is { } identity ? settings.Mapping.Prepend(identity) : settings.Mapping
           where kinds.ContainsKey(field.From)
           let column = head.IndexOf(field.To)
           where column >= 0
           select (column, kinds[field.From]),
    ];

    static IEnumerable<CustomerId> IdsOf(List<string> row, List<(int Column, CustomerKeyKind[] Kinds)> keys)
    {
        foreach (var (column, of) in keys)
        {
            // A quote before it kept a spreadsheet from taking it for a formula.
            var cell = row.ElementAtOrDefault(column)?.TrimStart('\'') ?? "";
            if (of.Length == 0 && CustomerId.TryParse(cell, out var id)) yield return id;
            foreach (var kind in of)
                if (CustomerId.Normalise(kind, cell).Length > 0) yield return CustomerId.Of(kind, cell);
        }
    }

    static List<List<string>> Read(string path)
    {
        var rows = new List<List<string>>();
        if (new FileInfo(path).Length == 0) return rows;
        using var reader = CsvReader.Open(path, asWritten);
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.Text)]);
        return rows;
    }

    static void Write(string path, List<string> head, List<List<string>> rows)
    {
        if (rows.Count == 0)
        {
            File.Delete(path);
            return;
        }
        using var file = OutputFile.Create(path);
        file.Write(Encoding.UTF8.GetBytes(Line(head) + string.Concat(rows.Select(Line))));
        file.Complete();
    }

    // As it was read: a cell that was made no formula stays so.
    static string Line(List<string> cells) => string.Join(',', cells.Select(cell =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""))
        + "\n";
}
