namespace Perennial.Tests.Intake;

/// <summary>The public data that lies in the repository's <c>data/</c> folder.</summary>
static class DataFolder
{
    public static string File(params string[] parts)
    {
        var folder = AppContext.BaseDirectory;
        while (!System.IO.File.Exists(Path.Combine(folder, "Perennial.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The repository's root was not found.");
        return Path.Combine([folder, "data", .. parts]);
    }
}
