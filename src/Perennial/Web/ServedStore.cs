using Perennial.Core;
using Perennial.Data;
using Perennial.Shop;

namespace Perennial.Web;

/// <summary>The store behind the app, for what is no part of the view and for changes.</summary>
static class ServedStore
{
    /// <exception cref="BadInputException">The shop can only be looked at.</exception>
    public static ShopStore Of(ShopViews views) => views.Store ?? throw new BadInputException(
        "shop", "This shop can only be looked at.", "Serve a store with perennial serve.");
}
