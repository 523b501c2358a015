using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Access;

namespace Perennial.Access;

/// <summary>Recognises the key that a program sends.</summary>
static class KeyUse
{
    /// <summary>The key, or null where there is none or it was revoked. Notes at most once an hour that it was used.
    /// </summary>
    public static ApiKey? Find(ShopStore store, string secret, Instant now) =>
        secret.StartsWith(Secret.KeyPrefix, StringComparison.Ordinal)
            ? FindHash(store, Secret.Hash(secret), now) : null;

    /// <summary>As <see cref="Find"/>, for who has the key's SHA-256 (hexadecimal) at hand.</summary>
    public static ApiKey? FindHash(ShopStore store, string hash, Instant now)
    {
        var key = store.ApiKeys.Find(hash);
        if (key is null || !store.ApiKeys.IsUseNews(key, now)) return key;
        // Beside the request: a write waits for an import that is running.
        _ = Task.Run(() => Note(store, key.Hash, now));
        return key;
    }

    // The store may be busy or closing: the next use tries again.
    static void Note(ShopStore store, string hash, Instant now)
    {
        try
        {
            store.ApiKeys.NoteUse(hash, now);
        }
        catch (Exception error) when (error is BadInputException or ObjectDisposedException) { }
    }
}
