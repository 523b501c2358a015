using Perennial.Core;

namespace Perennial.Data.Access;

/// <summary>A try to sign in.</summary>
/// <param name="Email">As it was typed.</param>
/// <param name="Address">From where, as <see cref="SignInStore"/> was told when somebody came in.</param>
/// <param name="Now">The present.</param>
public sealed record SignInTry(string Email, string Address, Instant Now)
{
    /// <summary>Whether too many tries on whichever account came from there: none is looked at but of those who are
    /// known there.</summary>
    public bool IsAddressSlowed { get; init; }

    /// <summary>How long no try is looked at after so many failures.</summary>
    public required Func<int, TimeSpan> Pause { get; init; }

    /// <summary>The longest of them.</summary>
    public required TimeSpan LongestPause { get; init; }
}
