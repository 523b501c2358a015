using System.Text.RegularExpressions;
using Perennial.Core;

namespace Perennial.Channels.Destinations;

/// <summary>What destinations need from the program.</summary>
/// <param name="Time">The clock.</param>
/// <param name="Environment">The environment variable of a name, or null.</param>
public sealed partial record DestinationContext(TimeProvider Time, Func<string, string?> Environment)
{
    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Variable();

    /// <summary>Whether a text is nothing but the name of a variable.</summary>
    public static bool IsSecret(string text) => Variable().Match(text) is { Success: true } match
        && match.Length == text.Length;

    /// <summary>The value of a required setting, variables filled in.</summary>
    /// <exception cref="BadInputException">A variable is not set.</exception>
    public string Required(DestinationSettings settings, string name) =>
        Optional(settings, name) ?? throw new BadInputException(
            $"destination '{settings.Name}'", $"'{name}' is not set.", "Set it, and load the file again.");

    /// <summary>The value of a setting, variables filled in; null where it is not set.</summary>
    /// <exception cref="BadInputException">A variable is not set.</exception>
    public string? Optional(DestinationSettings settings, string name) => All(settings, name) is [var first, ..]
        ? first : null;

    /// <summary>All values of a setting, variables filled in.</summary>
    /// <exception cref="BadInputException">A variable is not set.</exception>
    public IReadOnlyList<string> All(DestinationSettings settings, string name) =>
        [.. (settings.Values.GetValueOrDefault(name) ?? []).Select(value => Expand(settings, value))];

    string Expand(DestinationSettings settings, string value) => Variable().Replace(value, match =>
        Environment(match.Groups[1].Value) is { Length: > 0 } known ? known : throw new BadInputException(
            $"destination '{settings.Name}'", $"The environment variable {match.Groups[1].Value} is not set.",
            "Set it where perennial runs."));
}
