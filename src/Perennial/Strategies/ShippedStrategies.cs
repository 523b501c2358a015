using Perennial.Core;

namespace Perennial.Strategies;

/// <summary>The strategies that come with Perennial: a folder to begin with, to be changed by whoever uses
/// it.</summary>
static class ShippedStrategies
{
    const string Prefix = "shipped-strategies/";

    /// <summary>Its files, by their names within the folder.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } = typeof(ShippedStrategies).Assembly
        .GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToDictionary(name => name[Prefix.Length..].Replace('\\', '/'), Text);

    /// <summary>How many strategies they say.</summary>
    public static int Count => Files.Keys.Count(name => name.StartsWith("strategies/", StringComparison.Ordinal));

    static string Text(string resource)
    {
        using var stream = typeof(ShippedStrategies).Assembly.GetManifestResourceStream(resource)!;
        return new StreamReader(stream).ReadToEnd();
    }

    /// <summary>Writes them into a folder.</summary>
    /// <returns>How many files were written.</returns>
    /// <exception cref="BadInputException">There is something in the folder.</exception>
    public static int WriteTo(string folder) => StrategyFolder.Write(Files, folder);
}
