using Perennial.Core.History;

namespace Perennial.Core.Consent;

/// <summary>A yes or a no to being contacted by a channel, about everything or about one topic. Statements are kept
/// side by side and never changed, so that it can be shown who said what when.</summary>
/// <param name="Channel">By which channel.</param>
/// <param name="IsGranted">Whether it is a yes.</param>
public sealed record ConsentStatement(ContactChannel Channel, bool IsGranted)
{
    /// <summary>About what, as <see cref="Consent.Topic.Of"/> writes it; empty for everything.</summary>
    public string Topic { get; init; } = "";

    /// <summary>When it was said. <see cref="Instant.None"/> on the way in: when the row or the event says what
    /// else it says.</summary>
    public Instant SaidAt { get; init; } = Instant.None;

    /// <summary>What a yes rests on.</summary>
    public ConsentBasis Basis { get; init; }

    /// <summary>From when on a yes no longer counts; <see cref="Instant.Never"/> for a lasting one, and for a no.
    /// </summary>
    public Instant ExpiresAt { get; init; } = Instant.Never;

    /// <summary>Who says so; null on the way in: the source of the batch.</summary>
    public string? Source { get; init; }

    /// <summary>What the customer read and agreed to, or its version; empty where the source did not say.</summary>
    public string Wording { get; init; } = "";

    /// <summary>When the shop first knew of it; <see cref="Instant.None"/> on the way in, and where nobody wrote it
    /// down: then as soon as it was said. It makes no other statement of it.</summary>
    public Instant KnownAt { get; init; } = Instant.None;

    /// <summary>Whether the shop knew of it by an instant.</summary>
    public bool IsKnownBy(Instant instant) => (KnownAt.HasValue ? KnownAt : SaidAt) <= instant;

    /// <summary>Whether it is the same statement, whenever the shop heard of it.</summary>
    public bool Equals(ConsentStatement? other) => other is not null && (Channel, IsGranted, Topic, SaidAt, Basis)
        == (other.Channel, other.IsGranted, other.Topic, other.SaidAt, other.Basis)
        && (ExpiresAt, Source, Wording) == (other.ExpiresAt, other.Source, other.Wording);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Channel, IsGranted, Topic, SaidAt, Basis, ExpiresAt, Source);

    /// <summary>The longest wording that is kept whole, in characters.</summary>
    public const int LongestWording = 2_000;
}
