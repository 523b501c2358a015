using System.Globalization;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Intake;
using Perennial.Data.Engines;

namespace Perennial.Data.Customers;

/// <summary>What the store says, or is to say, of one customer.</summary>
sealed class KnownCustomer
{
    const int Birthday = 10;

    // The birthday as its day number, so that all details merge alike.
    readonly string?[] details = new string?[DetailTimes.Count];

    /// <summary>By what the customer is called.</summary>
    public required SaidKey Key { get; set; }

    public required string Source { get; init; }

    public required Instant FirstSeenAt { get; set; }

    /// <summary>The earliest as of which anybody says that the customer was there; None where that is when they were
    /// first seen.</summary>
    public Instant BeganAt { get; set; } = Instant.None;

    public required DetailTimes SaidAt { get; init; }

    /// <summary>When each detail was first known.</summary>
    public required DetailTimes KnownAt { get; init; }

    /// <summary>What was said and is not what counts, for a later statement has replaced it.</summary>
    public List<SaidDetail> Replaced { get; } = [];

    /// <summary>Details that changed, and the key, by the names that destinations know them by; null where none did.
    /// </summary>
    public Dictionary<string, string>? Changed { get; private set; }

    /// <summary>Whether the address is another one now.</summary>
    public bool HasMoved => Changed is { } news && places.Any(news.ContainsKey);

    static readonly string[] places = ["address1", "address2", "postcode", "city"];

    static readonly string[] names = ["first_name", "last_name", "email", "phone", "address1", "address2", "city",
        "region", "postcode", "country", "birthday"];

    /// <summary>A customer as the query <c>known-customers</c> reads it.</summary>
    public static KnownCustomer Read(Rows row)
    {
        var customer = new KnownCustomer
        {
            // What was stored before instants were was said when the customer was first named.
            Key = new SaidKey(Enum.Parse<CustomerKeyKind>(row.Text(1)!, ignoreCase: true), row.Text(2)!,
                row.Instant(row.IsNull(17) ? 15 : 17)),
            Source = row.Text(14)!,
            FirstSeenAt = row.Instant(15),
            SaidAt = DetailTimes.From(row.Text(16), row.Instant(15)),
            BeganAt = row.IsNull(18) ? Instant.None : row.Instant(18),
            KnownAt = DetailTimes.From(row.Text(19) ?? row.Text(16), row.Instant(15)),
        };
        for (var i = 0; i < Birthday; i++) customer.details[i] = row.Text(3 + i);
        customer.details[Birthday] = row.NullableInt64(13)?.ToString(CultureInfo.InvariantCulture);
        return customer;
    }

    /// <summary>Calls the customer by a key that names them, unless they are called by it, or by another spelling
    /// that was said before.</summary>
    /// <returns>Whether anything changed, and whether the row has to be written.</returns>
    public (bool Changed, bool Write) Call(CustomerId id, SaidKey said)
    {
        var same = (Key.Kind, Key.Text) == (said.Kind, said.Text);
        if (same && !SaidKey.HasSpellings(said.Kind)) return default;
        if (!said.ComesBefore(Key) && SaidKeys.IsOf(Key, id)) return default;
        Key = said;
        if (!same) (Changed ??= [])["key"] = said.Text;
        return (!same, true);
    }

    /// <summary>Takes the customer for one who was there at an instant, and was known at another.</summary>
    /// <returns>Whether that is earlier than what was known.</returns>
    public bool Begin(Instant at, Instant knownAt)
    {
        var (began, seen) = (BeganAt.HasValue ? BeganAt : FirstSeenAt, FirstSeenAt);
        if (knownAt < FirstSeenAt) FirstSeenAt = knownAt;
        if (at < began) began = at;
        var before = BeganAt;
        BeganAt = began < FirstSeenAt ? began : Instant.None;
        return BeganAt != before || FirstSeenAt != seen;
    }

    /// <summary>Adds what is said to what is known.</summary>
    /// <param name="said">What is said; null members say nothing.</param>
    /// <param name="at">When it was true.</param>
    /// <param name="knownAt">When it was first known.</param>
    /// <param name="isLive">Whether an earlier statement may arrive later: then the later instant counts. A file always
    /// has the last word.</param>
    /// <returns>Whether anything changed, and whether the row has to be written.</returns>
    public (bool Changed, bool Write) Take(CustomerDetails said, Instant at, Instant knownAt, bool isLive)
    {
        var (changed, write) = (false, false);
        var values = Values(said);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is not { } value) continue;
            var same = value == details[i];
            if (same && (!isLive || SaidAt[i] == at)) continue;
            if (details[i] is not null && isLive && !IsLater(at, value, i))
            {
                Replaced.Add(new SaidDetail(i, at, value, knownAt));
                continue;
            }
            if (details[i] is { } before) Replaced.Add(new SaidDetail(i, SaidAt[i], before, KnownAt[i]));
            (changed, write) = (changed || !same, true);
            details[i] = value;
            (SaidAt[i], KnownAt[i]) = (at, knownAt);
            if (!same) (Changed ??= [])[names[i]] = i == Birthday ? $"{said.Birthday:yyyy-MM-dd}" : value;
        }
        return (changed, write);
    }

    /// <summary>Gives back what a file said of before, where what counts was said by the file read at an instant.
    /// </summary>
    /// <param name="at">When the file was read.</param>
    /// <param name="before">Every statement that does not count now.</param>
    /// <returns>Whether anything was given back.</returns>
    public bool GiveBack(Instant at, IReadOnlyList<SaidDetail> before)
    {
        var given = false;
        foreach (var of in before.Where(one => one.SaidAt < at).GroupBy(one => one.Detail))
        {
            var i = of.Key;
            if (details[i] is null || SaidAt[i] != at || KnownAt[i] != at) continue;
            var last = of.OrderBy(one => one.SaidAt).ThenBy(one => one.Value, StringComparer.Ordinal).Last();
            if (details[i] != last.Value) (Changed ??= [])[names[i]] = Shown(last);
            details[i] = last.Value;
            (SaidAt[i], KnownAt[i]) = (last.SaidAt, last.KnownAt);
            given = true;
        }
        return given;
    }

    static string Shown(SaidDetail said) =>
        said.Detail == Birthday ? $"{said.ToDetails().Birthday:yyyy-MM-dd}" : said.Value;

    // Of two that were said at the same instant the greater stays, so that the order does not matter.
    bool IsLater(Instant at, string value, int detail) =>
        at > SaidAt[detail] || (at == SaidAt[detail] && string.CompareOrdinal(value, details[detail]) > 0);

    /// <summary>What details say, in their places; a birthday as its day since 1970.</summary>
    public static string?[] Values(CustomerDetails said) =>
    [
        said.FirstName, said.LastName, said.Email, said.Phone, said.Address1, said.Address2, said.City, said.Region,
        said.Postcode, said.Country,
        said.Birthday is { } day ? ShopCalendar.Day(day).ToString(CultureInfo.InvariantCulture) : null,
    ];

    /// <summary>The details, consents apart.</summary>
    public CustomerDetails Details => DetailsOf(details);

    /// <summary>Where the address, else the telephone number, says that the customer is.</summary>
    public PlaceText Place(PlaceRules rules) =>
        rules.Of(details[9], details[3] ?? (Key.Kind == CustomerKeyKind.Phone ? Key.Text : null));

    /// <summary>The details with their instants; those that are not known are left out.</summary>
    public IEnumerable<SaidDetail> Said() => details.Index().Where(one => one.Item is not null)
        .Select(one => new SaidDetail(one.Index, SaidAt[one.Index], one.Item!, KnownAt[one.Index]));

    /// <summary>Details from what stands in their places (<see cref="Values"/>).</summary>
    public static CustomerDetails DetailsOf(string?[] details) => new()
    {
        FirstName = details[0], LastName = details[1], Email = details[2], Phone = details[3],
        Address1 = details[4], Address2 = details[5], City = details[6], Region = details[7],
        Postcode = details[8], Country = details[9],
        Birthday = details[Birthday] is { } day
            ? ShopCalendar.Date(int.Parse(day, CultureInfo.InvariantCulture)) : null,
    };

    /// <summary>Binds the details to the parameters of <c>put-customer</c> from the given number on.</summary>
    public void Bind(Statement to, int first)
    {
        for (var i = 0; i < Birthday; i++) to.Bind(first + i, details[i]);
        if (details[Birthday] is { } day) to.Bind(first + Birthday, long.Parse(day, CultureInfo.InvariantCulture));
        else to.BindNull(first + Birthday);
    }
}
