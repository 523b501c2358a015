using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Access;

namespace Perennial.Access;

/// <summary>Makes and revokes the keys of programs.</summary>
static class KeyEditing
{
    /// <summary>What is written down of each change.</summary>
    public const string Adding = "key added", Revoking = "key revoked";

    const int LongestSource = 60;

    /// <summary>Makes a key.</summary>
    /// <returns>The key itself, which is shown now and never again, and its entry.</returns>
    /// <exception cref="BadInputException">The source has no name.</exception>
    public static (string Secret, ApiKey Key) Add(
        ShopStore store, string source, KeyScope scope, Actor by, Instant now)
    {
        var name = source.Trim();
        if (name.Length is 0 or > LongestSource)
        {
            throw new BadInputException("source", "The key's source is empty or too long.",
                $"Name what will use the key in 1 to {LongestSource} letters: web shop, warehouse.");
        }
        var secret = Secret.ForKey();
        var key = new ApiKey(Secret.Id()[..8], Secret.Hash(secret), name, scope, now);
        store.ApiKeys.Add(key, new AuditEntry(now, by, Adding, $"{name} ({key.Id})") { After = ScopeWord(scope) });
        return (secret, key);
    }

    /// <summary>Ends a key: whoever sends it is refused.</summary>
    /// <exception cref="MissingException">There is no such key.</exception>
    public static void Revoke(ShopStore store, string id, Actor by, Instant now)
    {
        var key = store.ApiKeys.All().FirstOrDefault(one => one.Id == id && !one.RevokedAt.HasValue);
        var revoked = key is not null && store.ApiKeys.Revoke(id, new AuditEntry(
            now, by, Revoking, $"{key.Source} ({key.Id})") { Before = ScopeWord(key.Scope) });
        if (!revoked)
            throw new MissingException($"key '{id}'", "There is no such key.", "perennial keys list names them all.");
    }

    public static string ScopeWord(KeyScope scope) => scope.ToString().ToLowerInvariant();

    /// <exception cref="BadInputException">It is no scope.</exception>
    public static KeyScope Scope(string word) =>
        Enum.TryParse<KeyScope>(word, ignoreCase: true, out var scope) && Enum.IsDefined(scope) ? scope
            : throw new BadInputException("scope", $"'{word}' is no scope.", "Use track, read, write or admin.");
}
