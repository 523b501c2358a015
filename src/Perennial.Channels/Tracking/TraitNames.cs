using System.Collections.Frozen;

namespace Perennial.Channels.Tracking;

/// <summary>What a trait says of a person.</summary>
enum Trait : byte
{
    FirstName,
    LastName,
    FullName,
    Email,
    Phone,
    Address,
    Address1,
    Address2,
    City,
    Region,
    Postcode,
    Country,
    Birthday,
    Language,
    TimeZone,
    Owner,
    CreatedAt,
    Topics,
    ConsentTopic,
    ConsentBasis,
    ConsentSource,
    ConsentWording,
    ConsentAt,
    ConsentExpiresAt,
    ConsentEmail,
    ConsentSms,
    ConsentPhone,
    ConsentPost,
    ConsentAds,
    Unsubscribed,
}

/// <summary>The names under which trackers send traits. Letters and digits alone count, so that camelCase, snake_case
/// and "Postal Code" are one.</summary>
static class TraitNames
{
    const int Longest = 32;

    static readonly FrozenDictionary<string, Trait> Names = Table(
        (Trait.FirstName, "firstname givenname"),
        (Trait.LastName, "lastname surname familyname"),
        (Trait.FullName, "name fullname"),
        (Trait.Email, "email emailaddress"),
        (Trait.Phone, "phone phonenumber mobile mobilephone mobilenumber"),
        (Trait.Address, "address"),
        (Trait.Address1, "street address1 streetaddress addressline1 line1"),
        (Trait.Address2, "address2 addressline2 line2"),
        (Trait.City, "city town"),
        (Trait.Region, "state region province"),
        (Trait.Postcode, "postalcode postcode zip zipcode"),
        (Trait.Country, "country countrycode"),
        (Trait.Birthday, "birthday birthdate dateofbirth dob"),
        (Trait.Language, "language lang locale preferredlanguage"),
        (Trait.TimeZone, "timezone tz"),
        (Trait.Owner, "owner accountmanager salesperson"),
        (Trait.CreatedAt, "createdat created signedupat signupdate registeredat"),
        (Trait.ConsentEmail, "consentemail emailconsent emailoptin emailsubscribed emailmarketing subscribed"
            + " subscribedtoemail acceptsmarketing acceptsemailmarketing marketingoptin marketingconsent newsletter"),
        (Trait.ConsentSms, "consentsms smsconsent smsoptin smssubscribed smsmarketing acceptssmsmarketing"),
        (Trait.ConsentPhone, "consentphone phoneconsent phoneoptin callconsent calloptin"),
        (Trait.ConsentPost, "consentpost postconsent postoptin directmailoptin mailoptin"),
        (Trait.ConsentAds, "consentads adsconsent adconsent consentad"),
        (Trait.Topics, "topics emailtopics consenttopics"),
        (Trait.ConsentTopic, "consenttopic"),
        (Trait.ConsentBasis, "consentbasis"),
        (Trait.ConsentSource, "consentsource"),
        (Trait.ConsentWording, "consentwording consenttext"),
        (Trait.ConsentAt, "consentat consentedat consentupdatedat"),
        (Trait.ConsentExpiresAt, "consentexpiresat consentuntil"),
        (Trait.Unsubscribed, "unsubscribed unsubscribedfromemails emailunsubscribed emailoptout optedout"
            + " optedoutofemail"));

    static readonly FrozenDictionary<string, Trait>.AlternateLookup<ReadOnlySpan<char>> BySpan =
        Names.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>What a trait is; null for one that is kept nowhere.</summary>
    public static Trait? Find(ReadOnlySpan<byte> name)
    {
        Span<char> plain = stackalloc char[Longest];
        var length = 0;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)c)) continue;
            if (length == Longest) return null;
            plain[length++] = char.ToLowerInvariant((char)c);
        }
        return BySpan.TryGetValue(plain[..length], out var trait) ? trait : null;
    }

    static FrozenDictionary<string, Trait> Table(params ReadOnlySpan<(Trait Trait, string Names)> lists)
    {
        var table = new Dictionary<string, Trait>();
        foreach (var (trait, names) in lists)
            foreach (var name in names.Split(' ')) table.Add(name, trait);
        return table.ToFrozenDictionary();
    }
}
