using System.Text.Json;
using Perennial.Core.Intake;

namespace Perennial.Channels.Webhooks.Vendors;

/// <summary>Reads products.</summary>
static class WooProducts
{
    /// <summary>A product; null where nothing names it.</summary>
    public static ProductDetails? Read(JsonElement product)
    {
        if ((product.Text("sku") ?? product.Text("id")) is not { } id) return null;
        var price = product.Cents("regular_price") ?? product.Cents("price");
        return new ProductDetails(id)
        {
            Name = product.Text("name"),
            Category = product.At("categories").Items().Select(category => category.Text("name"))
                .FirstOrDefault(name => name is not null),
            PriceCents = price is >= 0 ? price : null,
            Image = product.At("images").Items().Select(image => image.Text("src"))
                .FirstOrDefault(address => address?.StartsWith("https://", StringComparison.Ordinal) == true),
            Stock = product.Whole("stock_quantity"),
            Sellable = product.Text("status") switch
            {
                null => null,
                "publish" => product.Text("stock_status") != "outofstock",
                _ => false,
            },
        };
    }
}
