using Perennial.Data.Engines;

namespace Perennial.Data.Products;

/// <summary>Reads the categories of products, many at once.</summary>
static class ProductCategories
{
    internal const int MostAtOnce = 65_536;

    /// <summary>The categories of those that the store knows, by id; null for one that has none.</summary>
    public static Dictionary<string, string?> Of(Database database, IReadOnlyCollection<string> ids)
    {
        var found = new Dictionary<string, string?>(ids.Count);
        foreach (var some in ids.Chunk(MostAtOnce))
        {
            var rows = database.QueryIn("product-categories", new ValueList("product_ids", some), "product_ids");
            while (rows.Step()) found[rows.Text(0)!] = rows.Text(1);
        }
        return found;
    }
}
