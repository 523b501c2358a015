using System.Globalization;
using Perennial.Core;
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

    public required Instant FirstSeenAt { get; init; }

    public required DetailTimes SaidAt { get; init; }

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

    /// <summary>Adds what is said to what is known.</summary>
    /// <param name="said">What is said; null members say nothing.</param>
    /// <param name="at">When it was true.</param>
    /// <param name="isLive">Whether an earlier statement may arrive later: then the later instant counts. A file always
    /// has the last word.</param>
    /// <returns>Whether anything changed, and whether the row has to be written.</returns>
    public (bool Changed, bool Write) Take(CustomerDetails said, Instant at, bool isLive)
    {
        var (changed, write) = (false, false);
        var values = Values(said);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is not { } value) continue;
            var same = value == details[i];
            if (details[i] is not null && isLive && !IsLater(at, value, i)) continue;
            if (same && (!isLive || SaidAt[i] == at)) continue;
            (changed, write) = (changed || !same, true);
            details[i] = value;
            SaidAt[i] = at;
            if (!same) (Changed ??= [])[names[i]] = i == Birthday ? $"{said.Birthday:yyyy-MM-dd}" : value;
        }
        return (changed, write);
    }

    // Of two that were said at the same instant the greater stays, so that the order does not matter.
    bool IsLater(Instant at, string value, int detail) =>
        at > SaidAt[detail] || (at == SaidAt[detail] && string.CompareOrdinal(value, details[detail]) > 0);

    static string?[] Values(CustomerDetails said) =>
    [
        said.FirstName, said.LastName, said.Email, said.Phone, said.Address1, said.Address2, said.City, said.Region,
        said.Postcode, said.Country,
        said.Birthday is { } day ? ShopCalendar.Day(day).ToString(CultureInfo.InvariantCulture) : null,
    ];

    /// <summary>The details, consents apart.</summary>
    public CustomerDetails Details => new()
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
