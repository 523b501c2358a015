namespace Perennial.Tests.Tidy;

/// <summary>One file of the repository as the tidy tests see it: anything that .gitignore does not leave out.</summary>
sealed class RepositoryFile
{
    static readonly string[] TextExtensions =
    [
        ".cs", ".csproj", ".props", ".slnx", ".json", ".md", ".sql", ".yaml", ".yml", ".razor", ".css", ".js", ".mjs",
        ".html", ".svg", ".sh", ".txt", ".gitignore", ".gitattributes", ".editorconfig", "",
    ];

    readonly Lazy<string> text;
    readonly Lazy<string[]> lines;

    RepositoryFile(string path, string fullPath)
    {
        Path = path;
        FullPath = fullPath;
        text = new(() => File.ReadAllText(fullPath));
        lines = new(() => Text.Split('\n'));
    }

    /// <summary>Every file, read once for all tests.</summary>
    public static IReadOnlyList<RepositoryFile> All { get; } = [.. Walk(Repository.Root, "", Ignored())];

    /// <summary>Path from the root, with slashes.</summary>
    public string Path { get; }

    public string FullPath { get; }

    public string Text => text.Value;

    /// <summary>Lines without their ends; the last is empty where the file ends as it should.</summary>
    public string[] Lines => lines.Value;

    public string Name => System.IO.Path.GetFileName(Path);

    public bool IsText => TextExtensions.Contains(System.IO.Path.GetExtension(Path)) && !IsUnder("data");

    public bool Is(string extension) => Path.EndsWith(extension, StringComparison.Ordinal);

    public bool IsUnder(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);

    public override string ToString() => Path;

    public static IEnumerable<RepositoryFile> Under(string folder, string extension) =>
        All.Where(file => file.IsUnder(folder) && file.Is(extension));

    // .gitignore here holds folders ("artifacts/") and endings ("*.db") only; another shape is refused.
    static (string[] Folders, string[] Endings) Ignored()
    {
        var rules = File.ReadAllLines(Repository.PathTo(".gitignore")).Where(rule => rule.Length > 0).ToList();
        var folders = rules.Where(rule => rule.EndsWith('/')).Select(rule => rule.TrimEnd('/')).Append(".git");
        var endings = rules.Where(rule => rule.StartsWith('*')).Select(rule => rule[1..]);
        Assert.All(rules, rule => Assert.True(rule.EndsWith('/') ^ rule.StartsWith('*'), $".gitignore: {rule}"));
        return ([.. folders], [.. endings]);
    }

    static IEnumerable<RepositoryFile> Walk(string folder, string prefix, (string[] Folders, string[] Endings) ignored)
    {
        foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            var name = System.IO.Path.GetFileName(file);
            // In a worktree .git is a file.
            if (name != ".git" && !ignored.Endings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal)))
                yield return new RepositoryFile(prefix + name, file);
        }
        foreach (var child in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            var name = System.IO.Path.GetFileName(child);
            if (ignored.Folders.Contains(name)) continue;
            foreach (var file in Walk(child, $"{prefix}{name}/", ignored)) yield return file;
        }
    }
}
