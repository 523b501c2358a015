using Perennial.Core;

namespace Perennial.Data.Access;

/// <summary>What a secret lets somebody do.</summary>
public enum SignInKind
{
    /// <summary>Be signed in.</summary>
    Session,

    /// <summary>Choose a password, once.</summary>
    Link,

    /// <summary>Become the first admin, once.</summary>
    First,
}

/// <summary>A session or a link that works once.</summary>
/// <param name="SecretHash">SHA-256 of its secret, in hexadecimal.</param>
/// <param name="Kind">What it lets somebody do.</param>
/// <param name="StaffId">Who; null for the link of a shop without staff.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="ExpiresAt">Until when.</param>
public sealed record SignIn(
    string SecretHash, SignInKind Kind, string? StaffId, Instant CreatedAt, Instant ExpiresAt);
