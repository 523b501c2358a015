using Perennial.Core;
using Perennial.Data;
using Perennial.Settings;

namespace Perennial.Customers;

/// <summary>Finds whom somebody means by a text.</summary>
static class FoundBy
{
    /// <summary>Whoever is known by a text: an id, a customer number, an e-mail address, or a telephone number in any
    /// spelling.</summary>
    public static IReadOnlyList<CustomerId> Find(ShopStore store, string text)
    {
        var number = ShopSettings.Of(store).Phones.Number(text.Trim());
        var found = store.Customers.Find(text);
        return number == text.Trim() ? found : [.. found.Union(store.Customers.Find(number))];
    }

    /// <summary>The keys that a text is, as ids that follow from them: of a telephone number all by which it was
    /// compared.</summary>
    public static IReadOnlyList<CustomerId> Keys(ShopStore store, string text)
    {
        if (CustomerId.TryParse(text, out var id)) return [id];
        var number = ShopSettings.Of(store).Phones.Number(text.Trim());
        return number == text.Trim() ? store.Customers.KeysOf(text)
            : [.. store.Customers.KeysOf(number).Union(store.Customers.KeysOf(text))];
    }
}
