using Perennial.Core.History;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Offers;

/// <summary>Gives codes to contacts that are being decided. Codes are of no shard: where a database has nodes they are
/// taken beside the shard's transaction, in a short one of their own, so that no transaction is of two nodes.</summary>
/// <remarks>A code goes with a contact's id, so that the same contact, decided once more after a crash, is given the
/// same code. What was given and never promised is taken back by <see cref="OfferStore.SettleCodes"/>.</remarks>
sealed class CodeClaims(ShardTransaction shard)
{
    // Whoever takes the same code at the same instant is gone a moment later.
    const int MostTries = 50;

    /// <summary>Whether a code of an offer is left.</summary>
    public bool IsAnyLeft(string offer) =>
        shard.Database.Query("any-code-left", "offer").Bind(1, offer).Number() is not null;

    /// <summary>A code for a contact; null where none is left.</summary>
    public string? Give(string offer, FactId contact) => shard.Beside(database =>
    {
        if (TextOf(database.Query("code-of-contact", "offer", "contact_id").Bind(1, offer).Bind(2, contact))
            is { } given) return given;
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (TextOf(database.Query("give-code", "contact_id", "given_in", "given_at", "offer").Bind(1, contact)
                .Bind(2, shard.Shard).Bind(3, shard.Moment.Now).Bind(4, offer)) is { } code) return code;
            if (database.Query("any-code-left", "offer").Bind(1, offer).Number() is null) return null;
        }
        throw new InvalidOperationException($"No code of '{offer}' could be taken.");
    });

    static string? TextOf(Statement rows)
    {
        var text = rows.Step() ? rows.Text(0) : null;
        rows.Reset();
        return text;
    }
}
