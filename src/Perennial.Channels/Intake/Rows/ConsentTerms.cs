using Perennial.Channels.Intake.Formats;
using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Intake.Rows;

/// <summary>What a row or a call says of the consents in it: about what, on what grounds, in which words, when and
/// until when.</summary>
/// <param name="Topic">About what; null for everything by the channel.</param>
/// <param name="Basis">On what grounds, in the source's word.</param>
/// <param name="Source">Where it was said: a form, a till; null for the source of the batch.</param>
/// <param name="Wording">What was agreed to.</param>
/// <param name="SaidAt">When; null where it is not said.</param>
/// <param name="ExpiresAt">Until when; null for good.</param>
/// <param name="ConfirmedAt">When it was confirmed by a link; null where nobody says so.</param>
readonly record struct ConsentTerms(
    string? Topic, string? Basis, string? Source, string? Wording, Instant? SaidAt, Instant? ExpiresAt,
    Instant? ConfirmedAt = null)
{
    const int LongestSource = 200;

    /// <summary>The details with their plain yes and no turned into statements of these terms, where there are any.
    /// </summary>
    /// <param name="details">As read.</param>
    /// <param name="ads">Consent to advertisements; null where nothing was said.</param>
    /// <param name="at">When each channel's was said, where these terms do not say; null for what holds now.</param>
    public CustomerDetails Applied(CustomerDetails details, bool? ads, Func<ContactChannel, Instant?> at)
    {
        (ContactChannel, bool?)[] all =
        [
            (ContactChannel.Email, details.ConsentEmail), (ContactChannel.Sms, details.ConsentSms),
            (ContactChannel.Call, details.ConsentPhone), (ContactChannel.Letter, details.ConsentPost),
            (ContactChannel.Ad, ads),
        ];
        var said = new List<ConsentStatement>(details.Consents);
        foreach (var (channel, granted) in all)
        {
            var saidAt = at(channel);
            var saysMore = this != default || saidAt is not null || channel == ContactChannel.Ad;
            if (granted is not { } yes || !saysMore) continue;
            said.Add(Said(channel, yes, saidAt));
            if (yes && ConfirmedAt is { } confirmedAt) said.Add(Confirmed(channel, confirmedAt));
            details = Without(details, channel);
        }
        // A confirmation without a column of consents is that of the address which the message went to.
        if (ConfirmedAt is { } confirmed && said.TrueForAll(one => one.Basis != ConsentBasis.Confirmed)
            && said.TrueForAll(one => one.IsGranted)) said.Add(Confirmed(ContactChannel.Email, confirmed));
        return said.Count == 0 ? details : details with { Consents = said };
    }

    ConsentStatement Confirmed(ContactChannel channel, Instant at) =>
        Said(channel, true, at) with { Basis = ConsentBasis.Confirmed, SaidAt = at };

    static CustomerDetails Without(CustomerDetails details, ContactChannel channel) => channel switch
    {
        ContactChannel.Email => details with { ConsentEmail = null },
        ContactChannel.Sms => details with { ConsentSms = null },
        ContactChannel.Call => details with { ConsentPhone = null },
        ContactChannel.Letter => details with { ConsentPost = null },
        _ => details,
    };

    ConsentStatement Said(ContactChannel channel, bool granted, Instant? at) => new(channel, granted)
    {
        Topic = Core.Consent.Topic.Of(Topic),
        Basis = granted ? BasisOf(Basis) : ConsentBasis.Unsaid,
        Source = Cut(Source, LongestSource),
        Wording = Cut(Wording, ConsentStatement.LongestWording) ?? "",
        SaidAt = SaidAt ?? at ?? Instant.None,
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
