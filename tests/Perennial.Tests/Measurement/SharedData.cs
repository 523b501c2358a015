using System.IO.Compression;

namespace Perennial.Tests.Measurement;

/// <summary>Public data that may not stand in the repository, read where it lies beside it.</summary>
static class SharedData
{
    /// <summary>Rows of a gzipped CSV file whose cells hold neither line breaks nor quotes, without its header. Skips
    /// the test where the file is absent.</summary>
    public static IEnumerable<string[]> Rows(string folder, string file)
    {
        var path = Path.GetFullPath(Repository.PathTo("..", "shared", "data", folder, file));
        if (!File.Exists(path)) Assert.Skip($"../shared/data/{folder}/{file} is not here.");
        return Read(path);
    }

    static IEnumerable<string[]> Read(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line) yield return Cells(line);
    }

    // A comma between quotes belongs to its cell: every second part of a line split at quotes.
    static string[] Cells(string line) => [.. string
        .Concat(line.Split('"').Select((part, i) => i % 2 == 0 ? part.Replace(',', '\n') : part)).Split('\n')];
}
