using Perennial.Core.Attributes;
using Perennial.Core.Consent;

namespace Perennial.Core.Intake;

/// <summary>What a source says of a customer. Null means "not said" and never overwrites what is known.</summary>
public sealed record CustomerDetails
{
    /// <summary>Given name.</summary>
    public string? FirstName { get; init; }

    /// <summary>Family name.</summary>
    public string? LastName { get; init; }

    /// <summary>E-mail address, cleaned (<see cref="KeyText"/>).</summary>
    public string? Email { get; init => field = KeyText.Detail(CustomerKeyKind.Email, value); }

    /// <summary>Telephone number in international form, as the doors read it; where that cannot be told as the source
    /// wrote it, cleaned.</summary>
    public string? Phone { get; init => field = KeyText.Detail(CustomerKeyKind.Phone, value); }

    /// <summary>First address line.</summary>
    public string? Address1 { get; init; }

    /// <summary>Second address line.</summary>
    public string? Address2 { get; init; }

    /// <summary>City.</summary>
    public string? City { get; init; }

    /// <summary>Region, province or state.</summary>
    public string? Region { get; init; }

    /// <summary>Postal code.</summary>
    public string? Postcode { get; init; }

    /// <summary>Country as the source wrote it; ISO 3166 two letters where it says so.</summary>
    public string? Country { get; init; }

    /// <summary>Date of birth.</summary>
    public DateOnly? Birthday { get; init; }

    /// <summary>When the customer began, where the source says: the day of signing up, an account's creation. The
    /// earliest that anybody says counts.</summary>
    public Instant? BeganAt { get; init; }

    /// <summary>Consent to e-mail; null where the source has no such column, which is never consent.</summary>
    public bool? ConsentEmail { get; init; }

    /// <summary>Consent to text messages.</summary>
    public bool? ConsentSms { get; init; }

    /// <summary>Consent to calls.</summary>
    public bool? ConsentPhone { get; init; }

    /// <summary>Consent to letters.</summary>
    public bool? ConsentPost { get; init; }

    /// <summary>Statements about being contacted that say more: a topic, when, until when, what was agreed to.
    /// </summary>
    public IReadOnlyList<ConsentStatement> Consents { get; init; } = [];

    /// <summary>What is said of the shop's own attributes, of language, time zone and owner, of dates of other people.
    /// </summary>
    public IReadOnlyList<AttributeStatement> Attributes { get; init; } = [];

    /// <summary>By which channels the customer is never contacted.</summary>
    public IReadOnlyList<Suppression> Suppressions { get; init; } = [];

    /// <summary>What a customer allows, with the addresses and the country that are known of them.</summary>
    /// <param name="said">What was said so far.</param>
    /// <param name="keyKind">What kind of key the customer has: an address too where it is one.</param>
    public CustomerPermissions Permissions(CustomerPermissions said, CustomerKeyKind keyKind) => said with
    {
        Country = Country,
        HasEmail = Email is { Length: > 0 } || keyKind == CustomerKeyKind.Email,
        HasPhone = Phone is { Length: > 0 } || keyKind == CustomerKeyKind.Phone,
        HasAddress = Address1 is { Length: > 0 } || Address2 is { Length: > 0 },
    };
}
