namespace Perennial.Tests.Store;

/// <summary>Looks for a person in the bytes of files: every part of seven letters of every word, as UTF-8 and UTF-16,
/// as written and in lower case.</summary>
static class FileBytes
{
    const int Part = 7;

    /// <summary>Where any of the words, or a part of one, stands in a file of a folder or below.</summary>
    /// <param name="folder">Where to look.</param>
    /// <param name="words">Words in ASCII, of seven letters or more, that stand nowhere by chance.</param>
    public static IReadOnlyList<string> Holding(string folder, params IEnumerable<string> words)
    {
        var parts = new Dictionary<ulong, string>();
        foreach (var word in words.SelectMany(word => new[] { word, word.ToLowerInvariant() }))
        {
            Assert.True(word.Length >= Part && word.All(char.IsAscii), word);
            for (var at = 0; at + Part <= word.Length; at++)
                parts[word.AsSpan(at, Part).ToArray().Aggregate(0UL, (sum, letter) => sum << 8 | letter)] =
                    word.Substring(at, Part);
        }
        return [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .SelectMany(file => Found(Read(file), parts).Select(found => $"{Path.GetFileName(file)}: {found}"))];
    }

    static IEnumerable<string> Found(byte[] bytes, Dictionary<ulong, string> parts)
    {
        const ulong most = (1UL << 8 * Part) - 1;
        // Two bytes a letter, of which the other is zero; the letters of each parity by themselves.
        var (narrow, wide) = (0UL, new ulong[2]);
        var zeros = new int[2];
        for (var i = 0; i < bytes.Length; i++)
        {
            narrow = (narrow << 8 | bytes[i]) & most;
            wide[i & 1] = (wide[i & 1] << 8 | bytes[i]) & most;
            zeros[i & 1] = bytes[i] == 0 ? zeros[i & 1] + 1 : 0;
            if (bytes[i] != 0 && parts.TryGetValue(narrow, out var part)) yield return $"'{part}' at {i}";
            if (zeros[~i & 1] >= Part - 1 && parts.TryGetValue(wide[i & 1], out part))
                yield return $"'{part}' at {i}, as UTF-16";
        }
    }

    static byte[] Read(string path)
    {
        // A process holds its sign of life, which is empty.
        if (new FileInfo(path).Length == 0) return [];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
