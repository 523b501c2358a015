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
    /// <summary>When the shop first knew of it; <see cref="Instant.None"/> on the way in, and where nobody wrote it
    /// down: then as soon as it was so. It makes no other suppression of it.</summary>
    public Instant KnownAt { get; init; } = Instant.None;

    /// <summary>Whether the shop knew of it by an instant.</summary>
    public bool IsKnownBy(Instant instant) => (KnownAt.HasValue ? KnownAt : At) <= instant;

    /// <summary>Whether it is the same, whenever the shop heard of it.</summary>
    public bool Equals(Suppression? other) => other is not null
        && (Channel, Reason, At, Source) == (other.Channel, other.Reason, other.At, other.Source);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Channel, Reason, At, Source);

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
