using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Intake;

/// <summary>What a row or a call says of the consents in it: about what, on what grounds, in which words, when and
/// until when.</summary>
/// <param name="Topic">About what; null for everything by the channel.</param>
/// <param name="Basis">On what grounds, in the source's word.</param>
/// <param name="Source">Where it was said: a form, a till; null for the source of the batch.</param>
/// <param name="Wording">What was agreed to.</param>
/// <param name="SaidAt">When; null where it is not said.</param>
/// <param name="ExpiresAt">Until when; null for good.</param>
readonly record struct ConsentTerms(
    string? Topic, string? Basis, string? Source, string? Wording, Instant? SaidAt, Instant? ExpiresAt)
{
    const int LongestSource = 200;

    /// <summary>The details with their plain yes and no turned into statements of these terms, where there are any.
    /// </summary>
    /// <param name="details">As read.</param>
    /// <param name="ads">Consent to advertisements; null where nothing was said.</param>
    public CustomerDetails Applied(CustomerDetails details, bool? ads)
    {
        if (ads is null && this == default) return details;
        (ContactChannel, bool?)[] all =
        [
            (ContactChannel.Email, details.ConsentEmail), (ContactChannel.Sms, details.ConsentSms),
            (ContactChannel.Call, details.ConsentPhone), (ContactChannel.Letter, details.ConsentPost),
            (ContactChannel.Ad, ads),
        ];
        var said = new List<ConsentStatement>(details.Consents);
        foreach (var (channel, granted) in all)
            if ((this != default || channel == ContactChannel.Ad) && granted is { } yes) said.Add(Said(channel, yes));
        if (said.Count == 0) return details;
        return this == default ? details with { Consents = said } : details with
        {
            ConsentEmail = null, ConsentSms = null, ConsentPhone = null, ConsentPost = null, Consents = said,
        };
    }

    ConsentStatement Said(ContactChannel channel, bool granted) => new(channel, granted)
    {
        Topic = Core.Consent.Topic.Of(Topic),
        Basis = granted ? BasisOf(Basis) : ConsentBasis.Unsaid,
        Source = Cut(Source, LongestSource),
        Wording = Cut(Wording, ConsentStatement.LongestWording) ?? "",
        SaidAt = SaidAt ?? Instant.None,
        ExpiresAt = granted && ExpiresAt is { } end ? end : Instant.Never,
    };

    static string? Cut(string? text, int longest) => text?.Trim() is not { Length: > 0 } plain ? null
        : plain.Length <= longest ? plain : plain[..longest];

    static ConsentBasis BasisOf(string? word) => HeaderName.Normalise(word ?? "") switch
    {
        "consent" or "agreed" or "optin" or "singleoptin" or "express" or "explicit" => ConsentBasis.Agreed,
        "confirmed" or "doubleoptin" or "confirmedoptin" or "doi" => ConsentBasis.Confirmed,
        "softoptin" => ConsentBasis.SoftOptIn,
        "implied" or "impliedconsent" or "ebr" or "businessrelationship" => ConsentBasis.Implied,
        "legitimateinterest" or "legitimateinterests" => ConsentBasis.LegitimateInterest,
        _ => ConsentBasis.Unsaid,
    };
}
