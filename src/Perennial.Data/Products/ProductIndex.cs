using Perennial.Data.Engines;

namespace Perennial.Data.Products;

/// <summary>The products met while histories are read, with their categories: numbered in the order in which they
/// come, the same over all chunks of one reading.</summary>
sealed class ProductIndex(Database database)
{
    readonly TextPool ids = new();
    readonly List<string?> categories = [];
    (string[] Ids, string?[] Categories) made = ([], []);

    /// <summary>The number of a product.</summary>
    public int IndexOf(ReadOnlySpan<byte> utf8) => ids.IndexOf(utf8);

    /// <summary>The number of a product.</summary>
    public int IndexOf(string id) => ids.IndexOf(id);

    /// <summary>The products so far; what is added later does not change what was given. The categories of those that
    /// are new are asked for all at once.</summary>
    public (string[] Ids, string?[] Categories) ToArrays()
    {
        if (made.Ids.Length == ids.Count) return made;
        var all = ids.ToArray();
        var found = ProductCategories.Of(database, all[categories.Count..]);
        foreach (var id in all[categories.Count..]) categories.Add(found.GetValueOrDefault(id));
        return made = (all, [.. categories]);
    }
}
