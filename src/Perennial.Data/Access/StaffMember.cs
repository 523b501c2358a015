using Perennial.Core;

namespace Perennial.Data.Access;

/// <summary>What a member of staff may do.</summary>
public enum StaffRole
{
    /// <summary>Everything, staff and keys among it.</summary>
    Admin,

    /// <summary>Reads everything and changes what concerns customers: segments, strategies.</summary>
    Marketer,

    /// <summary>The call desk, and the pages of the customers on the call list; of nobody else.</summary>
    Agent,

    /// <summary>Reads everything, changes nothing.</summary>
    Viewer,
}

/// <summary>Somebody who works with the shop.</summary>
/// <param name="Id">32 random hexadecimal digits.</param>
/// <param name="Name">As colleagues call them.</param>
/// <param name="Email">In lower case: what they sign in with.</param>
/// <param name="Role">What they may do.</param>
/// <param name="CreatedAt">Since when.</param>
public sealed record StaffMember(string Id, string Name, string Email, StaffRole Role, Instant CreatedAt)
{
    /// <summary>The password's hash; null until one was chosen.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>Tries to sign in that failed since the last that did not.</summary>
    public int Failures { get; init; }

    /// <summary>No try is looked at before; None for at once.</summary>
    public Instant LockedUntil { get; init; } = Instant.None;
}
