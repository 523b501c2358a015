namespace Perennial.Data;

/// <summary>The products met while histories are read, with their categories: numbered in the order in which they
/// come, the same over all chunks of one reading.</summary>
sealed class ProductIndex(Database database) : IDisposable
{
    readonly TextPool ids = new();
    readonly List<string?> categories = [];
    readonly Statement category = database.Prepare(SqlText.Query("product-category"), "product_id");
    (string[] Ids, string?[] Categories) made = ([], []);

    /// <summary>The number of a product.</summary>
    public int IndexOf(ReadOnlySpan<byte> utf8) => Known(ids.IndexOf(utf8));

    /// <summary>The number of a product.</summary>
    public int IndexOf(string id) => Known(ids.IndexOf(id));

    int Known(int index)
    {
        if (index < categories.Count) return index;
        category.Bind(1, ids[index]);
        categories.Add(category.Step() ? category.Text(0) : null);
        category.Reset();
        return index;
    }

    /// <summary>The products so far; what is added later does not change what was given.</summary>
    public (string[] Ids, string?[] Categories) ToArrays()
    {
        if (made.Ids.Length != ids.Count) made = (ids.ToArray(), [.. categories]);
        return made;
    }

    public void Dispose() => category.Dispose();
}
