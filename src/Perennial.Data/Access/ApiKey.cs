using Perennial.Core;

namespace Perennial.Data.Access;

/// <summary>What a key is for. Each but <see cref="Track"/> includes those before it down to Read.</summary>
public enum KeyScope
{
    /// <summary>Sends events, reads nothing: may stand in a web page.</summary>
    Track,

    /// <summary>Reads customers, segments and columns.</summary>
    Read,

    /// <summary>Changes segments and what else marketers change.</summary>
    Write,

    /// <summary>Everything.</summary>
    Admin,
}

/// <summary>A program's key.</summary>
/// <param name="Id">Names it in lists; no secret.</param>
/// <param name="Hash">SHA-256 of the key, in hexadecimal.</param>
/// <param name="Source">What uses it.</param>
/// <param name="Scope">What it is for.</param>
/// <param name="CreatedAt">Since when.</param>
public sealed record ApiKey(string Id, string Hash, string Source, KeyScope Scope, Instant CreatedAt)
{
    /// <summary>When it was last used, to the hour; None for never.</summary>
    public Instant UsedAt { get; init; } = Instant.None;

    /// <summary>When it was revoked; None while it works.</summary>
    public Instant RevokedAt { get; init; } = Instant.None;
}
