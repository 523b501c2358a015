using Perennial.Core.History;

namespace Perennial.Core.Consent;

/// <summary>Why a customer is never contacted by a channel. Numbers are stored; never renumber.</summary>
public enum SuppressionReason : byte
{
    /// <summary>A message was marked as spam.</summary>
    Complaint = 1,

    /// <summary>The address does not exist.</summary>
    HardBounce = 2,

    /// <summary>The customer asked never to be called, or written to, again.</summary>
    DoNotContact = 3,
}

/// <summary>Never contact this customer by this channel. What the customer does is still taken in.</summary>
/// <param name="Channel">By which channel.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">From when on.</param>
/// <param name="Source">Who says so.</param>
public sealed record Suppression(ContactChannel Channel, SuppressionReason Reason, Instant At, string Source)
{
    static readonly HashSet<string> hard = ["hard", "hardbounce", "permanent", "permanentbounce"];

    static readonly HashSet<string> never =
        ["donotcall", "donotcallagain", "dnc", "nevercall", "nevercallagain", "donotcontact", "removefromlist"];

    /// <summary>Why a response means that the customer is never contacted again by its channel; null where it means
    /// no such thing.</summary>
    /// <param name="kind">What came back.</param>
    /// <param name="disposition">A bounce's class, or how a call ended; null where it was not said. A bounce of
    /// unknown class is none for ever.</param>
    public static SuppressionReason? ReasonOf(ResponseKind kind, string? disposition) => kind switch
    {
        ResponseKind.Complaint => SuppressionReason.Complaint,
        ResponseKind.Bounce when hard.Contains(Plain(disposition)) => SuppressionReason.HardBounce,
        ResponseKind.Disposition when never.Contains(Plain(disposition)) => SuppressionReason.DoNotContact,
        _ => null,
    };

    // "Do not call" and "do_not_call" are one.
    static string Plain(string? text) =>
        string.Concat((text ?? "").Where(char.IsAsciiLetter)).ToLowerInvariant();
}
