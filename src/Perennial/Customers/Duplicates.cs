using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Customers;
using Perennial.Data.Intake;
using Perennial.Moments;
using Perennial.Phones;
using Perennial.Settings;

namespace Perennial.Customers;

/// <summary>Two customers who may be one person.</summary>
/// <param name="One">The one.</param>
/// <param name="Other">The other.</param>
/// <param name="SaidAt">When a key of the one was said with a key of the other.</param>
sealed record Duplicate(CustomerRecord One, CustomerRecord Other, Instant SaidAt)
{
    /// <summary>A customer in a line: name, key, orders.</summary>
    public static string Words(CustomerRecord customer)
    {
        var (details, orders) = (customer.Details, customer.History.Orders.At.Length);
        string?[] parts =
        [
            $"{details.FirstName} {details.LastName}".Trim(), customer.Key,
            details.Email == customer.Key ? null : details.Email, orders == 1 ? "1 order" : $"{orders:N0} orders",
        ];
        return string.Join(", ", parts.Where(part => !string.IsNullOrEmpty(part)));
    }
}

/// <summary>A key that joins nobody, for it is several people's.</summary>
/// <param name="Kind">What kind of key: external, email, phone, anonymous.</param>
/// <param name="Key">The key, as keys are compared.</param>
/// <param name="Customers">How many customers are known by it.</param>
sealed record SharedKey(string Kind, string Key, int Customers)
{
    /// <summary>In words: "email office@example.com, 5 customers".</summary>
    public string Words => $"{Kind} {Key}, {(Customers == 1 ? "1 customer" : $"{Customers:N0} customers")}";
}

/// <summary>Lists customers who may be one person, and does what somebody says of them, whichever door it is said at.
/// </summary>
static class Duplicates
{
    /// <summary>What is written down of each change.</summary>
    public const string Joining = "customers joined", Settling = "customers said to be two",
        Unjoining = "key unjoined";

    const int Most = 200;

    /// <summary>The pairs that nobody has settled, the last one first.</summary>
    public static IReadOnlyList<Duplicate> Of(ShopStore store) =>
    [
        .. store.Duplicates.Open(Most).Select(pair => (One: store.Customers.ById(pair.One),
                Other: store.Customers.ById(pair.Other), pair.SaidAt))
            .Where(pair => pair is { One: not null, Other: not null })
            .Select(pair => new Duplicate(pair.One!, pair.Other!, pair.SaidAt)),
    ];

    /// <summary>The keys that join nobody, for they are several people's.</summary>
    public static IReadOnlyList<SharedKey> SharedKeys(ShopStore store) =>
    [
        .. store.Duplicates.Shared(ShopSettings.Of(store).Keys.Shared).Select(one =>
            new SharedKey(CustomerId.KindName(one.Kind), one.Value, one.People)),
    ];

    /// <summary>Joins two customers: every fact of the one is the other's from now on.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="kept">Who remains, where both are known by numbers of the shop's own; else the one known by the
    /// stronger key.</param>
    /// <param name="other">Who becomes them.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="MissingException">One of them is not there.</exception>
    public static void Join(ShopStore store, CustomerId kept, CustomerId other, Actor by, Instant now)
    {
        var (one, two) = (Known(store, kept), Known(store, other));
        if (kept == other) throw Same(kept);
        store.Intake.Join(one, two, new ShopMoments(store).At(now));
        store.Audit.Add(new AuditEntry(now, by, Joining, $"{kept} and {other}"));
    }

    /// <summary>Says that two customers are two people: the pair is not listed again.</summary>
    /// <exception cref="MissingException">One of them is not there.</exception>
    public static void Settle(ShopStore store, CustomerId one, CustomerId other, Actor by, Instant now)
    {
        _ = (Known(store, one), Known(store, other));
        if (one == other) throw Same(one);
        store.Duplicates.Settle(one, other);
        store.Audit.Add(new AuditEntry(now, by, Settling, $"{one} and {other}"));
    }

    /// <summary>Takes apart whom a key joined: each fact goes to the customer of its own key, and the key joins nobody
    /// from now on.</summary>
    /// <exception cref="BadInputException">Nobody is or was known by it, or it is a key of two kinds.</exception>
    public static Unjoined Unjoin(ShopStore store, string key, Actor by, Instant now)
    {
        NumbersAnew.IfDue(store, now);
        var ids = FoundBy.Keys(store, key);
        if (ids.Count == 0)
        {
            throw new BadInputException($"key '{key}'", "Nobody is or was known by it.",
                "Give a customer number, e-mail address, telephone number, tracker's id or 32-digit id.");
        }
        if (ids.Count > 1)
        {
            throw new BadInputException($"key '{key}'", $"It is {ids.Count} keys: {string.Join(", ", ids)}.",
                "Give one of these ids.");
        }
        var done = store.Intake.Unjoin(ids[0], new ShopMoments(store).At(now));
        store.Audit.Add(new AuditEntry(now, by, Unjoining, $"{ids[0]}"));
        return done;
    }

    /// <summary>The customer of a text that is an id.</summary>
    /// <exception cref="MissingException">It is none.</exception>
    public static CustomerId Id(string text) => CustomerId.TryParse(text, out var id) ? id : throw Nobody(text);

    static CustomerRecord Known(ShopStore store, CustomerId id) => store.Customers.ById(id) ?? throw Nobody($"{id}");

    static MissingException Nobody(string who) => new($"customer {who}", "There is no such customer.",
        "Search for the customer by name, e-mail address or phone.");

    static BadInputException Same(CustomerId id) =>
        new($"customer {id}", "Both are the same customer.", "Name two customers.");
}
