using Perennial.Core.History;

namespace Perennial.Core.Consent;

/// <summary>Why somebody may be contacted or not, in the order in which it is asked.</summary>
public enum PermissionReason : byte
{
    /// <summary>Nothing speaks against it.</summary>
    Allowed = 0,

    /// <summary>The person asked to be forgotten.</summary>
    Erased,

    /// <summary>Never by this channel.</summary>
    Suppressed,

    /// <summary>The customer refused everything by this channel.</summary>
    Refused,

    /// <summary>The customer left this topic.</summary>
    LeftTopic,

    /// <summary>The customer agreed for a time that is over.</summary>
    ConsentExpired,

    /// <summary>The customer has not agreed, and the shop asks for consent.</summary>
    ConsentNeeded,

    /// <summary>The customer has not agreed, and the law asks for consent.</summary>
    LawNeedsConsent,

    /// <summary>No address for this channel is known.</summary>
    NoAddress,
}

/// <summary>Whether a customer may be contacted, and why not.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Channel">By which channel.</param>
public readonly record struct Permission(PermissionReason Reason, ContactChannel Channel)
{
    /// <summary>Whether the customer may be contacted.</summary>
    public bool IsAllowed => Reason == PermissionReason.Allowed;

    /// <summary>Whether a decision of the customer's own, or one made for good, stands against it: not merely that
    /// nobody asked, or that no address is known.</summary>
    public bool IsRefusal => Reason is PermissionReason.Erased or PermissionReason.Suppressed
        or PermissionReason.Refused or PermissionReason.LeftTopic or PermissionReason.ConsentExpired;

    /// <summary>Since when: of the refusal, the suppression, the end of the consent; else
    /// <see cref="Instant.None"/>.</summary>
    public Instant Since { get; init; } = Instant.None;

    /// <summary>Why for good, where the reason is <see cref="PermissionReason.Suppressed"/>.</summary>
    public SuppressionReason? Suppression { get; init; }

    /// <summary>The topic that was left, else empty.</summary>
    public string Topic { get; init; } = "";

    /// <summary>Whose law it is, ISO 3166; null where it is no law.</summary>
    public string? Country { get; init; }
}
