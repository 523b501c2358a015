namespace Perennial.Core;

/// <summary>Which valid names a mistyped one may have meant.</summary>
public static class NearestNames
{
    /// <summary>"Did you mean 'late' or 'very late'?", or what there is where nothing is near.</summary>
    public static string Remedy(string wrong, IEnumerable<string> valid)
    {
        var all = valid.Distinct().ToList();
        var near = Of(wrong, all);
        if (near.Count > 0) return $"Did you mean {List(near)}?";
        return all.Count is > 0 and <= 12 ? $"There is {List(all)}." : "The reference of rules lists what there is.";
    }

    /// <summary>The same of names that a shop gives, and no page lists.</summary>
    public static string RemedyOfShop(string wrong, IEnumerable<string> valid)
    {
        const int most = 12, shown = 3;
        var all = valid.Distinct().Order(StringComparer.Ordinal).ToList();
        return all.Count <= most || Of(wrong, all).Count > 0 ? Remedy(wrong, all)
            : $"There are {all.Count:N0}, such as {List(all[..shown])}.";
    }

    /// <summary>At most three names, nearest first, that differ in no more than a third of their letters.</summary>
    public static IReadOnlyList<string> Of(string wrong, IEnumerable<string> valid) =>
    [
        .. valid.Select(name => (Name: name, Edits: Edits(wrong, name)))
            .Where(near => near.Edits <= Math.Max(1, Math.Max(wrong.Length, near.Name.Length) / 3)
                || (wrong.Length >= 3 && near.Name.StartsWith(wrong, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(near => near.Edits).ThenBy(near => near.Name, StringComparer.Ordinal)
            .Take(3).Select(near => near.Name),
    ];

    static string List(IReadOnlyList<string> names)
    {
        var quoted = names.Select(name => $"'{name}'").ToList();
        return quoted.Count == 1 ? quoted[0] : $"{string.Join(", ", quoted.SkipLast(1))} or {quoted[^1]}";
    }

    // Letters inserted, left out, replaced, or exchanged with their neighbour (optimal string alignment).
    static int Edits(string one, string other)
    {
        var edits = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++) edits[i, 0] = i;
        for (var j = 0; j <= other.Length; j++) edits[0, j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = edits[i - 1, j - 1] + (Same(one[i - 1], other[j - 1]) ? 0 : 1);
                var best = Math.Min(replaced, Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1);
                if (i > 1 && j > 1 && Same(one[i - 1], other[j - 2]) && Same(one[i - 2], other[j - 1]))
                    best = Math.Min(best, edits[i - 2, j - 2] + 1);
                edits[i, j] = best;
            }
        }
        return edits[one.Length, other.Length];
    }

    static bool Same(char one, char other) => char.ToLowerInvariant(one) == char.ToLowerInvariant(other);
}
