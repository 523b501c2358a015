using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Profiles;
using Perennial.Settings;

namespace Perennial.Shop;

/// <summary>Who was there at an instant: a customer begins with the first fact, or when somebody first spoke of them
/// where that is earlier.</summary>
static class Begun
{
    /// <summary>The customers of a snapshot who were.</summary>
    /// <param name="instant">As of when.</param>
    /// <param name="knownBy">By what was known when.</param>
    /// <param name="store">The shop.</param>
    /// <param name="shop">Its settings.</param>
    /// <param name="all">Everybody.</param>
    public static StoreSnapshot By(
        Instant instant, Instant knownBy, ShopStore store, ShopSettings shop, StoreSnapshot all) =>
        all.Without(store.Customers.NotBegunBy(instant, knownBy), shop.Calendar);

    /// <summary>The customers whom the shop's profiles are about: everybody, unless they hold the state of an earlier
    /// day.</summary>
    public static StoreSnapshot InProfiles(ShopStore store, ShopSettings shop, StoreSnapshot all) =>
        store.ProfileState.FoldedAsOf is { } day ? By(shop.Calendar.EndOf(day), Instant.Never, store, shop, all) : all;
}
