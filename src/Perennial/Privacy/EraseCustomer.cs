using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Erasure;
using Perennial.Segments;

namespace Perennial.Privacy;

/// <summary>Forgets a person in all tables, and lets destinations know.</summary>
static class EraseCustomer
{
    /// <summary>What the store writes down, in the transaction that forgets.</summary>
    public const string Erasing = "customer erased";

    /// <summary>The reason where nobody gives another.</summary>
    public const string Asked = "asked by the customer";

    /// <summary>Forgets whoever is named, also where nobody is known by these keys: whoever comes with one of them
    /// later is refused. For a store's own request (<c>customers/redact</c>) as for the terminal's.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="who">Keys of one person.</param>
    /// <param name="reason">Why, in a few words.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="BadInputException">No key is named.</exception>
    public static ErasureReceipt Run(ShopStore store, CustomerKeySet who, string reason, Actor by, Instant now)
    {
        var keys = Keys(who).Distinct().ToList();
        if (keys.Count == 0)
            throw new BadInputException("erasure", "No key of the person is named.", "Name a number or an address.");
        return store.Erasure.Erase(new ErasureRequest(keys, reason, now, by), new ShopMoments(store).At(now));
    }

    /// <summary>The receipt for people.</summary>
    public static string Words(ErasureReceipt receipt) =>
        $"Erased at {receipt.At}: customer {string.Join(", ", receipt.Customers)}; rows: "
        + string.Join(", ", receipt.Rows.Select(table => $"{table.Value} {table.Key}"))
        + $". {receipt.ErasedKeys} hashed keys are refused from now on."
        + (receipt.ToldDestinations ? " Destinations are told." : "");

    static IEnumerable<CustomerId> Keys(CustomerKeySet who)
    {
        if (who.Id is { } id) yield return id;
        var named = new (CustomerKeyKind Kind, string? Key)[]
        {
            (CustomerKeyKind.External, who.External), (CustomerKeyKind.Email, who.Email),
            (CustomerKeyKind.Phone, who.Phone), (CustomerKeyKind.Anonymous, who.Anonymous),
        };
        // What was known before is the shop's own number or a tracker's id: whichever it was.
        var before = who.Previous.SelectMany(key => new (CustomerKeyKind, string?)[]
        {
            (CustomerKeyKind.External, key), (CustomerKeyKind.Anonymous, key),
        });
        foreach (var (kind, key) in named.Concat(before))
            if (key is not null && CustomerId.Normalise(kind, key).Length > 0) yield return CustomerId.Of(kind, key);
    }
}
