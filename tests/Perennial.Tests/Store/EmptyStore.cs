using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Engines;

namespace Perennial.Tests.Store;

/// <summary>A file with a store's tables and nothing in them, made once for all tests: making it takes eighty
/// milliseconds of processor, copying it less than one. How it is made, the tests of opening and of migrations
/// see to.</summary>
static class EmptyStore
{
    static readonly Lazy<byte[]> made = new(Make);

    static byte[] Make()
    {
        var folder = Directory.CreateTempSubdirectory("perennial-empty-");
        try
        {
            var file = Path.Combine(folder.FullName, "shop.db");
            // Before whatever a test calls the present: in September of 2020.
            ShopStore.Open(file, new Instant(1_600_000_000_000)).Dispose();
            return File.ReadAllBytes(file);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Opens a store; a file that is not there is an empty one.</summary>
    public static ShopStore Open(string place, Instant now, StoreOptions? options = null)
    {
        if (!ShopPlace.IsDatabase(place) && !File.Exists(place)) File.WriteAllBytes(place, made.Value);
        return ShopStore.Open(place, now, options);
    }
}
