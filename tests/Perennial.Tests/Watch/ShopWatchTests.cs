using Perennial.Core;
using Perennial.Data;
using Perennial.Tests.Store;
using Perennial.Watch;

namespace Perennial.Tests.Watch;

public sealed class ShopWatchTests : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("perennial-watch-");
    readonly ShopStore store;

    public ShopWatchTests() => store = EmptyStore.Open(Path.Combine(folder.FullName, "shop.db"), Some.Now);

    [Fact]
    public void Within_a_second_it_is_asked_once_and_a_clock_that_goes_back_makes_it_ask_anew()
    {
        var watch = new ShopWatch(store, TimeProvider.System);
        var seen = watch.Recent(Some.Now);
        store.Tell();
        Assert.Same(seen, watch.Recent(new Instant(Some.Now.UnixMs + 900)));
        var back = watch.Recent(new Instant(Some.Now.UnixMs - 3_600_000));
        Assert.True(back.Changes > seen.Changes);
        Assert.Same(back, watch.Last);
    }

    public void Dispose()
    {
        store.Dispose();
        folder.Delete(recursive: true);
    }
}
