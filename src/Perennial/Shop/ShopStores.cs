using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Engines;

namespace Perennial.Shop;

/// <summary>Opens stores for verbs that need one to be there already.</summary>
static class ShopStores
{
    /// <exception cref="BadInputException">There is no such file; a wrong path must not become an empty
    /// shop.</exception>
    public static ShopStore OpenExisting(string place, Instant now, string? erasures = null)
    {
        RefuseMissing(place);
        return ShopStore.Open(place, now, new StoreOptions { Erasures = erasures });
    }

    /// <summary>Whether there is such a file. A database is asked when it is opened.</summary>
    public static bool MayExist(string place) =>
        ShopPlace.IsDatabase(place) || File.Exists(place) || Directory.Exists(place);

    /// <exception cref="BadInputException">There is no such file. A database is asked when it is opened.</exception>
    public static void RefuseMissing(string place)
    {
        if (MayExist(place)) return;
        throw new BadInputException(place, "There is no shop here yet.",
            "Import a file first (perennial import orders.csv), or name the shop's file with --store.");
    }
}
