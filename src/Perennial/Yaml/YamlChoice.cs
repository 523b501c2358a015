using Perennial.Core;

namespace Perennial.Yaml;

/// <summary>What to write in place of a name that there is not.</summary>
static class YamlChoice
{
    const int MostListed = 20;

    /// <summary>The nearest names; where none is near, all of them.</summary>
    public static string Remedy(string wrong, IReadOnlyCollection<string> valid) =>
        NearestNames.Of(wrong, valid) is { Count: > 0 } near ? $"Did you mean {List(near)}?"
            : valid.Count == 0 ? "There is none yet." : $"There is {List(valid)}.";

    /// <summary>'a', 'b' or 'c'.</summary>
    public static string List(IReadOnlyCollection<string> names)
    {
        var quoted = names.Take(MostListed).Select(name => $"'{name}'").ToList();
        return quoted.Count == 1 ? quoted[0] : $"{string.Join(", ", quoted.SkipLast(1))} or {quoted[^1]}";
    }
}
