using Perennial.Core.History;

namespace Perennial.Core.Consent;

/// <summary>Whether a customer who has said nothing may be contacted, channel by channel. A refusal counts whatever
/// stands here.</summary>
public sealed record ContactOptions
{
    /// <summary>The shop's country, ISO 3166 two letters: whose law counts where a customer's country is not known.
    /// </summary>
    public string? Country { get; init; }

    /// <summary>Whether an e-mail needs consent.</summary>
    public bool EmailNeedsConsent { get; init; } = true;

    /// <summary>Whether a text message needs consent.</summary>
    public bool SmsNeedsConsent { get; init; } = true;

    /// <summary>Whether a call needs consent.</summary>
    public bool CallNeedsConsent { get; init; }

    /// <summary>Whether a letter needs consent.</summary>
    public bool LetterNeedsConsent { get; init; }

    /// <summary>Whether an advertisement for people the shop names needs consent.</summary>
    public bool AdNeedsConsent { get; init; } = true;

    /// <summary>Whether a channel needs consent. One that is not known does.</summary>
    public bool NeedsConsent(ContactChannel channel) => channel switch
    {
        ContactChannel.Email => EmailNeedsConsent,
        ContactChannel.Sms => SmsNeedsConsent,
        ContactChannel.Call => CallNeedsConsent,
        ContactChannel.Letter => LetterNeedsConsent,
        ContactChannel.Ad => AdNeedsConsent,
        _ => true,
    };

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">The country is no code of two letters.</exception>
    public void Check()
    {
        if (Country is not null && ContactRules.CountryCode(Country) is null)
            throw new ArgumentException($"contact: country is '{Country}', and has to be two letters, such as FR.");
    }
}
