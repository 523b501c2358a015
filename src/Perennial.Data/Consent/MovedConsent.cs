using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;

namespace Perennial.Data.Consent;

/// <summary>A statement on its way from one customer to another, as it waits in the store.</summary>
sealed record MovedConsent(int Channel, bool Granted, string Source, long SaidAtMs)
{
    public string Topic { get; init; } = "";

    public int Basis { get; init; }

    public long ExpiresAtMs { get; init; } = Instant.Never.UnixMs;

    public string Wording { get; init; } = "";

    public long? KnownAtMs { get; init; }

    public static MovedConsent Of(ConsentStatement said) =>
        new((int)said.Channel, said.IsGranted, said.Source!, said.SaidAt.UnixMs)
        {
            Topic = said.Topic, Basis = (int)said.Basis, ExpiresAtMs = said.ExpiresAt.UnixMs, Wording = said.Wording,
            KnownAtMs = said.KnownAt.HasValue ? said.KnownAt.UnixMs : null,
        };

    public ConsentStatement ToStatement() => new((ContactChannel)Channel, Granted)
    {
        Topic = Topic, SaidAt = new Instant(SaidAtMs), Basis = (ConsentBasis)Basis,
        ExpiresAt = new Instant(ExpiresAtMs), Source = Source, Wording = Wording,
        KnownAt = new Instant(KnownAtMs ?? SaidAtMs),
    };
}

/// <summary>A suppression on its way from one customer to another.</summary>
sealed record MovedSuppression(int Channel, int Reason, long AtMs, string Source)
{
    public long? KnownAtMs { get; init; }

    public static MovedSuppression Of(Suppression one) =>
        new((int)one.Channel, (int)one.Reason, one.At.UnixMs, one.Source)
        {
            KnownAtMs = one.KnownAt.HasValue ? one.KnownAt.UnixMs : null,
        };

    public Suppression ToSuppression() =>
        new((ContactChannel)Channel, (SuppressionReason)Reason, new Instant(AtMs), Source)
        {
            KnownAt = new Instant(KnownAtMs ?? AtMs),
        };
}
