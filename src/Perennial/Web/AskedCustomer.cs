using Perennial.Core;
using Perennial.Shop;

namespace Perennial.Web;

/// <summary>The customer whom an address names (<c>{id}</c>): the one way from an address to a customer.</summary>
static class AskedCustomer
{
    /// <summary>Reads the customer for whoever asks.</summary>
    /// <returns>Null where there is none, or the visitor does not see them: which of the two is not said.</returns>
    public static async Task<CustomerView?> Read(HttpContext http, ShopViews views)
    {
        if (!CustomerId.TryParse($"{http.GetRouteValue("id")}", out var id)) return null;
        var found = await views.One(id, http.RequestAborted);
        return found is not null && Visitor.Of(http).Sees(found.View, found.Record.Id) ? found : null;
    }

    /// <summary>The customer of a request that reads one.</summary>
    /// <exception cref="NotFoundException">There is none for whoever asks.</exception>
    public static CustomerView Of(string id, ShopRequest shop) => shop.Customer ?? throw new NotFoundException(
        $"customer {id}", "There is no such customer.", "Search for the customer by name, e-mail address or phone.");
}
