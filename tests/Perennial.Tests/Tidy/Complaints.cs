namespace Perennial.Tests.Tidy;

/// <summary>What a tidy test found, one line for each place; all are shown at once.</summary>
sealed class Complaints
{
    readonly List<string> found = [];

    public void Add(RepositoryFile file, int line, string what) => found.Add($"{file.Path}:{line}: {what}");

    public void Add(RepositoryFile file, string what) => found.Add($"{file.Path}: {what}");

    public void Add(string what) => found.Add(what);

    public void AssertNone() => Assert.True(found.Count == 0, string.Join('\n', found));
}
