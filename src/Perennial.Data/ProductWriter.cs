using Perennial.Core.Intake;

namespace Perennial.Data;

/// <summary>Writes what is said of products.</summary>
sealed class ProductWriter
{
    readonly Statement exists, category, add, update;
    long added, updated, unchanged;

    public ProductWriter(Database database)
    {
        exists = database.Query("product-exists", "product_id");
        category = database.Query("product-category", "product_id");
        add = database.Query("add-product", "product_id", "name", "category", "price_cents", "cost_cents", "image",
            "description", "stock", "sellable");
        update = database.Query("update-product", "name", "category", "price_cents", "cost_cents", "image",
            "description", "stock", "sellable", "product_id");
    }

    public WriteCounts Counts => new(added, updated, unchanged);

    /// <summary>Whether a known product's category became another.</summary>
    public bool CategoriesMoved { get; private set; }

    /// <summary>Adds the product, or what is said to what is known.</summary>
    public void Put(ProductDetails product)
    {
        if (!exists.Bind(1, product.Id).Any())
        {
            BindDetails(add.Bind(1, product.Id), 2, product).Run();
            added++;
        }
        else
        {
            CategoriesMoved |= product.Category is { } said && said != CategoryOf(product.Id);
            Update(product);
        }
    }

    void Update(ProductDetails product)
    {
        if (BindDetails(update, 1, product).Bind(9, product.Id).Run() > 0) updated++;
        else unchanged++;
    }

    string? CategoryOf(string id)
    {
        var known = category.Bind(1, id).Step() ? category.Text(0) : null;
        category.Reset();
        return known;
    }

    /// <summary>Adds a product of which only the id is known, unless it is there.</summary>
    public void Mention(string id)
    {
        if (!exists.Bind(1, id).Any()) Put(new ProductDetails(id));
    }

    static Statement BindDetails(Statement statement, int first, ProductDetails product) => statement
        .Bind(first, product.Name).Bind(first + 1, product.Category).Bind(first + 2, product.PriceCents)
        .Bind(first + 3, product.CostCents).Bind(first + 4, product.Image).Bind(first + 5, product.Description)
        .Bind(first + 6, product.Stock)
        .Bind(first + 7, product.Sellable is { } sellable ? (sellable ? 1L : 0L) : null);
}
