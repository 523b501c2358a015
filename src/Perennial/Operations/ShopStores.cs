using Perennial.Core;
using Perennial.Data;

namespace Perennial.Operations;

/// <summary>Opens stores for verbs that need one to be there already.</summary>
static class ShopStores
{
    /// <exception cref="BadInputException">There is no such file; a wrong path must not become an empty
    /// shop.</exception>
    public static ShopStore OpenExisting(string path, Instant now)
    {
        RefuseMissing(path);
        return ShopStore.Open(path, now);
    }

    /// <exception cref="BadInputException">There is no such file.</exception>
    public static void RefuseMissing(string path)
    {
        if (File.Exists(path) || Directory.Exists(path)) return;
        throw new BadInputException(path, "There is no shop here yet.",
            "Import a file first (perennial import orders.csv), or name the shop's file with --store.");
    }
}
