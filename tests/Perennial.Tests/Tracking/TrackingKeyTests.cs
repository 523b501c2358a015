using Microsoft.Extensions.Time.Testing;
using Perennial.Access;
using Perennial.Data.Access;
using Perennial.Live;
using Perennial.Tests.Store;

namespace Perennial.Tests.Tracking;

/// <summary>Write keys are the shop's API keys of scope track.</summary>
public class TrackingKeyTests
{
    static readonly Actor By = Actor.Terminal("test");

    [Fact]
    public void A_key_for_tracking_is_found_until_it_is_revoked()
    {
        var folder = Directory.CreateTempSubdirectory("perennial-");
        try
        {
            using var store = EmptyStore.Open(Path.Combine(folder.FullName, "shop.db"), Some.Now);
            var (text, key) = KeyEditing.Add(store, "web shop", KeyScope.Track, By, Some.Now);
            var (other, reports) = KeyEditing.Add(store, "reports", KeyScope.Read, By, Some.Now);
            // Noted already: else it is noted beside the test, which may end before.
            store.ApiKeys.NoteUse(key.Hash, Some.Now);
            store.ApiKeys.NoteUse(reports.Hash, Some.Now);
            var clock = new FakeTimeProvider(Some.Now.ToDateTimeOffset());
            var keys = new TrackingKeys(store, clock);

            Assert.Equal(new TrackingKey("web shop", key.Id), keys.Find(text));
            Assert.Null(keys.Find(other));
            Assert.Null(keys.Find(text.ToUpperInvariant()));
            Assert.Null(keys.Find(""));

            KeyEditing.Revoke(store, key.Id, By, Some.Now);
            clock.Advance(TimeSpan.FromSeconds(10));
            Assert.Null(keys.Find(text));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
