using System.Text;
using Perennial.Core.Attributes;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Simulation;
using Perennial.Core.Statistics;

namespace Perennial.Core.Demo;

/// <summary>Invents who a customer is: name, address, ways to reach them and what they agreed to.</summary>
/// <remarks>
/// Drawing is done customer by customer, in any order and on any thread. What must differ between customers (e-mail
/// address, telephone number) is handed out afterwards, in the customers' order, so that the n-th customer's depends
/// on the earlier ones only.
/// </remarks>
sealed class People
{
    static readonly string[] domains = ["example.com", "example.org", "example.net"];

    readonly Person[] drawn;
    readonly DateOnly end;

    internal People(int customers, DateOnly end)
    {
        drawn = new Person[customers];
        this.end = end;
    }

    record struct Person(CustomerDetails Details, string Mailbox, string Domain, PhoneRange? Phones);

    /// <summary>Draws one customer.</summary>
    internal void Draw(int customer, Country country, Rng rng)
    {
        var names = country.Cultures[rng.PickWeighted(country.CultureWeights)].Names;
        var first = rng.Pick(names.Given);
        var last = rng.Pick(names.Family);
        var town = country.Towns[rng.PickWeighted(country.TownWeights)];
        var number = 1 + (int)(rng.NextExponential() * (country.Code == "US" ? 400 : 28));
        var details = new CustomerDetails
        {
            FirstName = first,
            LastName = last,
            Address1 = string.Format(country.Line, number, rng.Pick(country.Streets)),
            Address2 = rng.Chance(0.22) ? string.Format(rng.Pick(country.SecondLines), rng.NextInt(1, 9)) : null,
            City = town.Name,
            Region = town.Region,
            Postcode = Postcode(town.Postcode, rng),
            Country = country.Code,
            Birthday = rng.Chance(0.38) ? Birthday(rng) : null,
            ConsentEmail = Consent(rng, said: 0.86, yes: 0.76),
            ConsentSms = Consent(rng, said: 0.52, yes: 0.44),
            ConsentPhone = Consent(rng, said: 0.48, yes: 0.58),
            ConsentPost = Consent(rng, said: 0.6, yes: 0.7),
        };
        var (mailbox, domain, phones) = (Mailbox(first, last, rng), rng.Pick(domains), Phones(country, town, rng));
        // Who is shown advertisements by name has to be asked as well.
        if (Consent(rng, said: 0.6, yes: 0.65) is { } toAds)
            details = details with { Consents = [new ConsentStatement(ContactChannel.Ad, toAds)] };
        if (rng.Chance(0.12)) details = details with { Attributes = [DateOfAnother(country, rng).Statement] };
        drawn[customer] = new Person(details, mailbox, domain, phones);
    }

    // A day on which the customer gives flowers to somebody, and told the shop so.
    OtherDate DateOfAnother(Country country, Rng rng)
    {
        var names = country.Cultures[rng.PickWeighted(country.CultureWeights)].Names;
        var day = end.AddDays(-365 * rng.NextInt(2, 30) - rng.NextInt(365));
        return new OtherDate(rng.Chance(0.6) ? "anniversary" : "birthday", rng.Pick(names.Given), day, IsYearly: true);
    }

    /// <summary>Lets a customer's consents agree with how the shop reaches them: what was sent was allowed, and whoever
    /// unsubscribed said no.</summary>
    /// <param name="customer">Which.</param>
    /// <param name="behaviour">As of the day of which the details are.</param>
    /// <param name="said">What was said until then, in time order.</param>
    internal void Agree(int customer, in BehaviourTruth behaviour, IReadOnlyList<SimulatedConsent> said)
    {
        bool? Last(ContactChannel channel, bool? before)
        {
            foreach (var one in said.Where(one => one.Channel == channel && one.Topic.Length == 0))
                before = one.IsGranted;
            return before;
        }

        var known = drawn[customer].Details;
        drawn[customer].Details = known with
        {
            ConsentEmail = behaviour.UnsubscribedAt.HasValue ? false : Agreed(behaviour.ByEmail, known.ConsentEmail),
            ConsentSms = Last(ContactChannel.Sms, Agreed(behaviour.BySms, known.ConsentSms)),
            ConsentPhone = Last(ContactChannel.Call, Agreed(behaviour.ByPhone, known.ConsentPhone)),
            ConsentPost = Last(ContactChannel.Letter, Agreed(behaviour.ByPost, known.ConsentPost)),
        };
    }

    static bool? Agreed(bool reached, bool? said) => reached ? true : said == true ? null : said;

    /// <summary>Hands out addresses and numbers, each to one customer as long as the blocks last.</summary>
    internal CustomerDetails?[] Finish()
    {
        var taken = new HashSet<string>(drawn.Length);
        var next = new Dictionary<PhoneRange, int>();
        var details = new CustomerDetails?[drawn.Length];
        for (var i = 0; i < drawn.Length; i++)
        {
            var person = drawn[i];
            var email = $"{person.Mailbox}@{person.Domain}";
            for (var n = 2; !taken.Add(email); n++)
                email = n < 40 ? $"{person.Mailbox}{n}@{person.Domain}" : $"{person.Mailbox}.{i + 1}@{person.Domain}";
            string? phone = null;
            if (person.Phones is { } range)
            {
                var used = next.GetValueOrDefault(range);
                next[range] = used + 1;
                phone = range.Number(used);
            }
            details[i] = person.Details with { Email = email, Phone = phone };
        }
        return details;
    }

    // Nothing said is null, which is never consent.
    static bool? Consent(Rng rng, double said, double yes) => rng.Chance(said) ? rng.Chance(yes) : null;

    static PhoneRange? Phones(Country country, Town town, Rng rng)
    {
        if (rng.Chance(0.07)) return null;
        return country.Mobiles is { } mobiles && rng.Chance(0.55) ? mobiles : town.Phones;
    }

    DateOnly Birthday(Rng rng)
    {
        var age = Math.Clamp(47 + 15 * rng.NextNormal(), 18, 94);
        return end.AddDays(-(int)(age * 365.25) - rng.NextInt(365));
    }

    static string Postcode(string pattern, Rng rng)
    {
        const string inwardLetters = "ABDEFGHJLNPQRSTUWXYZ";
        var dash = pattern.IndexOf('-');
        if (dash > 0)
            return rng.NextInt(int.Parse(pattern.AsSpan(0, dash)), int.Parse(pattern.AsSpan(dash + 1)))
                .ToString($"D{dash}");
        Span<char> code = stackalloc char[pattern.Length];
        for (var i = 0; i < code.Length; i++)
            code[i] = pattern[i] switch
            {
                '#' => (char)('1' + rng.NextInt(9)),
                '@' => inwardLetters[rng.NextInt(inwardLetters.Length)],
                var other => other,
            };
        return new string(code);
    }

    static string Mailbox(string first, string last, Rng rng)
    {
        var given = Ascii(first);
        var family = Ascii(last);
        return rng.PickWeighted([46, 14, 12, 10, 10, 8]) switch
        {
            0 => $"{given}.{family}",
            1 => $"{given[0]}.{family}",
            2 => $"{given}{family}",
            3 => $"{given}_{family}",
            4 => $"{family}.{given}",
            _ => $"{given}.{family}{rng.NextInt(60, 99)}",
        };
    }

    static readonly (string Letters, string Plain)[] folds =
    [
        ("àáâãåạảąặấầậ", "a"), ("çćč", "c"), ("đď", "d"), ("èéêëęễếệ", "e"), ("ğ", "g"), ("ìíîïıị", "i"), ("ł", "l"),
        ("ñńň", "n"), ("òóôõøọỗơ", "o"), ("ř", "r"), ("śşš", "s"), ("ţť", "t"), ("ùúûũưụ", "u"), ("ýỳỹ", "y"),
        ("źżž", "z"), ("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("'- ", ""),
    ];

    /// <summary>A name as its bearer would write it in an e-mail address.</summary>
    static string Ascii(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var c in name.ToLowerInvariant())
            if (char.IsAsciiLetterOrDigit(c)) text.Append(c);
            else text.Append(Array.Find(folds, fold => fold.Letters.Contains(c)).Plain);
        return text.ToString();
    }
}
