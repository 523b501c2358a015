namespace Perennial.Tests;

/// <summary>Where the repository stands, for tests that read its files.</summary>
static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathTo(params string[] parts) => Path.Combine([Root, .. parts]);

    static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Perennial.slnx")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException($"No Perennial.slnx above {AppContext.BaseDirectory}.");
        }
        return folder;
    }
}
