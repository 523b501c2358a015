using System.Text.Json;
using Perennial.Core.Intake;

namespace Perennial.Channels.Tracking;

/// <summary>Reads the specification's product object.</summary>
static class ProductReader
{
    const int AddressLength = 8000;

    /// <summary>The product's id, or what stands for it; null where the object names no product.</summary>
    public static string? Id(EventObject item) => item.Text("product_id"u8, "productId"u8) ?? item.Text("sku"u8);

    /// <summary>What an event says of a product; null where it names none.</summary>
    public static ProductDetails? Read(EventObject item, string? id) => id is null ? null : new ProductDetails(id)
    {
        Name = item.Text("name"u8),
        Category = item.Text("category"u8),
        PriceCents = Price(item),
        Image = item.Text("image_url"u8, AddressLength),
    };

    /// <summary>The items of a list of products; a fault where one is no object.</summary>
    public static IEnumerable<EventObject> Items(EventObject properties, EventFaults faults)
    {
        if (properties.List("products"u8) is not { } list) yield break;
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            var path = $"properties.products[{index++}]";
            if (item.ValueKind == JsonValueKind.Object) yield return new EventObject(item, path, faults);
            else faults.Add("bad_value", path, "is no object", "Send products as objects.");
        }
    }

    static long? Price(EventObject item)
    {
        if (item.Cents("price"u8) is not { } cents) return null;
        if (cents >= 0) return cents;
        item.Fault("price"u8, "is negative");
        return null;
    }
}
