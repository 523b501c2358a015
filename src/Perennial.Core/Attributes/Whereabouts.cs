namespace Perennial.Core.Attributes;

/// <summary>By what a language or time zone of a customer is known, the surest first.</summary>
public enum KnownBy
{
    /// <summary>It was said of the customer.</summary>
    Said,

    /// <summary>The country of the address has it.</summary>
    Address,

    /// <summary>The prefix of the telephone number has it.</summary>
    Phone,

    /// <summary>Nothing is known of the customer: it is the shop's.</summary>
    Shop,
}

/// <summary>The language or the time zone of a customer.</summary>
/// <param name="By">By what it is known.</param>
/// <param name="Candidates">All that it may be, in the order of their names; of what was said one. Whoever sends
/// something by the clock asks all of them.</param>
public sealed record Whereabouts(KnownBy By, IReadOnlyList<string> Candidates)
{
    /// <summary>The first in this order of which anything is known: what was said, the address, the telephone number,
    /// the shop.</summary>
    /// <param name="said">What was said; null for nothing.</param>
    /// <param name="address">What the address allows; empty where it says nothing.</param>
    /// <param name="phone">What the telephone number allows; empty where it says nothing.</param>
    /// <param name="shop">The shop's; null for none.</param>
    /// <returns>Null where nothing is known at all.</returns>
    public static Whereabouts? Of(
        string? said, IReadOnlyList<string> address, IReadOnlyList<string> phone, string? shop) =>
        said is { Length: > 0 } ? new(KnownBy.Said, [said])
        : address.Count > 0 ? new(KnownBy.Address, [.. address.Order(StringComparer.Ordinal)])
        : phone.Count > 0 ? new(KnownBy.Phone, [.. phone.Order(StringComparer.Ordinal)])
        : shop is { Length: > 0 } ? new(KnownBy.Shop, [shop]) : null;
}

/// <summary>The calendar of every time zone, made when it is first asked for. Safe for several threads.</summary>
/// <param name="make">Makes the calendar of an IANA name.</param>
public sealed class ZoneCalendars(Func<string, ShopCalendar> make)
{
    readonly Lock gate = new();
    readonly Dictionary<string, ShopCalendar> made = new(StringComparer.Ordinal);

    /// <summary>The calendar of a time zone.</summary>
    /// <exception cref="BadInputException">There is no such time zone.</exception>
    public ShopCalendar this[string zone]
    {
        get
        {
            lock (gate)
            {
                if (!made.TryGetValue(zone, out var calendar)) made.Add(zone, calendar = make(zone));
                return calendar;
            }
        }
    }

    /// <summary>The calendars of all zones in which somebody may be: what must not happen at night must be by day in
    /// all of them.</summary>
    public IEnumerable<ShopCalendar> Of(Whereabouts where) => where.Candidates.Select(zone => this[zone]);
}
