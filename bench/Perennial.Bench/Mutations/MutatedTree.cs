using Perennial.Core;

namespace Perennial.Bench.Mutations;

/// <summary>A copy of the repository in which every mutation stands beside its original.</summary>
sealed class MutatedTree(string original, string copy)
{
    static readonly string[] leftOut = [".git", "artifacts", "bin", "obj", "node_modules"];

    /// <summary>The switch: read once, so that what is switched off costs what a constant costs.</summary>
    const string Switch = """
        /// <summary>Which mutation is switched on.</summary>
        public static class Mutant
        {
            static readonly int chosen = int.TryParse(
                System.Environment.GetEnvironmentVariable("PERENNIAL_MUTANT"), out var number) ? number : 0;

            /// <summary>Whether it is this one.</summary>
            public static bool Is(int number) => chosen == number;
        }

        """;

    /// <summary>Where the built tests stand.</summary>
    public string Tests => Path.Combine(copy, "artifacts/bin/Perennial.Tests/release/Perennial.Tests");

    /// <summary>Copies what has changed since last time, with the mutations in it.</summary>
    public void Write(IReadOnlyList<Mutation> mutations)
    {
        var paths = Files(original).ToHashSet();
        var sources = paths
            .Where(path => path.StartsWith("src/", StringComparison.Ordinal) && Path.GetExtension(path) == ".cs")
            .ToDictionary(path => path, path => File.ReadAllText(Path.Combine(original, path)));
        var changed = mutations.GroupBy(mutation => mutation.FileAmong(sources))
            .ToDictionary(group => group.Key, group => Changed(group.Key, sources[group.Key], [.. group]));
        foreach (var gone in Files(copy).Where(path => !paths.Contains(path)).ToList())
            File.Delete(Path.Combine(copy, gone));
        foreach (var path in paths)
        {
            if (changed.TryGetValue(path, out var text)) Put(path, System.Text.Encoding.UTF8.GetBytes(text));
            else Put(path, File.ReadAllBytes(Path.Combine(original, path)));
        }
        Put("src/Perennial.Core/Mutant.cs", System.Text.Encoding.UTF8.GetBytes(Switch));
    }

    static string Changed(string path, string text, IReadOnlyList<Mutation> mutations)
    {
        var places = mutations.Select(mutation => (mutation, place: mutation.Find(text)!.Value))
            .OrderByDescending(one => one.place.Start).ToList();
        foreach (var (later, earlier) in places.Zip(places.Skip(1)))
        {
            if (earlier.place.Start + earlier.place.Length > later.place.Start)
            {
                throw new BadInputException(path, $"Mutations {earlier.mutation.Number} and {later.mutation.Number} "
                    + "change the same text.", "Let them stand apart.");
            }
        }
        foreach (var (mutation, (start, length)) in places)
            text = text[..start] + mutation.Switched(text.Substring(start, length)) + text[(start + length)..];
        return text;
    }

    // A file that stays as it was keeps its time, and what is built from it.
    void Put(string path, byte[] bytes)
    {
        var target = Path.Combine(copy, path);
        if (File.Exists(target) && File.ReadAllBytes(target).AsSpan().SequenceEqual(bytes)) return;
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.WriteAllBytes(target, bytes);
    }

    static IEnumerable<string> Files(string root)
    {
        if (!Directory.Exists(root)) return [];
        return Under(new DirectoryInfo(root)).Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'));
    }

    static IEnumerable<string> Under(DirectoryInfo folder) =>
        folder.EnumerateFiles().Where(file => !leftOut.Contains(file.Name)).Select(file => file.FullName).Concat(
            folder.EnumerateDirectories().Where(child => !leftOut.Contains(child.Name)).SelectMany(Under));

    /// <summary>Builds it, without the analyzers, which know nothing of switches.</summary>
    /// <returns>Whether it could be built; the compiler's errors go to stderr.</returns>
    public bool Build()
    {
        string[] arguments =
        [
            "build", Path.Combine(copy, "tests/Perennial.Tests"), "--configuration", "Release", "--nologo",
            "--verbosity", "quiet", "-clp:ErrorsOnly", "-nodeReuse:false", "-p:UseSharedCompilation=false",
            "-p:RunAnalyzers=false", "-p:TreatWarningsAsErrors=false", "-p:GenerateDocumentationFile=false",
        ];
        var built = Command.Run("dotnet", arguments, mutant: 0, TimeSpan.FromMinutes(20));
        if (built.ExitCode != 0) Console.Error.WriteLine(built.Output);
        return built.ExitCode == 0;
    }
}
