using Perennial.Core;
using Perennial.Data;
using Perennial.Core.History;
using Perennial.Data.History;
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

    /// <summary>Whoever was there, of the customers of a snapshot and of those they were besides.</summary>
    public static StoreSnapshot By(Instant instant, Instant knownBy, ShopStore store, ShopSettings shop,
        StoreSnapshot all, PeopleThen people)
    {
        if (people.Joined.Count == 0) return By(instant, knownBy, store, shop, all);
        var begun = people.Named.ToHashSet();
        foreach (var chunk in store.Facts.Histories(people))
        {
            var then = chunk.History.AsOf(instant, knownBy);
            for (var row = 0; row < chunk.Ids.Length; row++)
                if (HasAny(then[row], instant)) begun.Add(chunk.Ids[row]);
        }
        var later = store.Customers.NotBegunBy(instant, knownBy).Where(id => !people.Joined.Contains(id)).ToHashSet();
        later.UnionWith(people.Joined.Where(id => !begun.Contains(id)));
        return all.With(people.Others.Where(one => begun.Contains(one.Key))).Without(later, shop.Calendar);
    }

    // Facts stand in the order of time, and those of later are there too.
    static bool HasAny(CustomerHistory one, Instant by) =>
        (one.Orders.Count > 0 && one.Orders.At[0] <= by) || (one.Activities.Count > 0 && one.Activities.At[0] <= by)
        || (one.Contacts.Count > 0 && one.Contacts.At[0] <= by)
        || (one.Responses.Count > 0 && one.Responses.At[0] <= by);

    /// <summary>The customers whom the shop's profiles are about: everybody, unless they hold the state of an earlier
    /// day.</summary>
    public static StoreSnapshot InProfiles(ShopStore store, ShopSettings shop, StoreSnapshot all) =>
        store.ProfileState.FoldedAsOf is { } day ? By(shop.Calendar.EndOf(day), Instant.Never, store, shop, all) : all;
}
