using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Erasure;
using Perennial.Destinations;
using Perennial.Moments;
using Perennial.Phones;
using Perennial.Settings;

namespace Perennial.Privacy;

/// <summary>What an erasure did, and what is left for a while.</summary>
/// <param name="Receipt">What the store did.</param>
/// <param name="Files">What became of files that destinations wrote.</param>
/// <param name="List">The list of erasures outside the store.</param>
sealed record ErasureReport(ErasureReceipt Receipt, OwnFilesReport Files, string List)
{
    /// <summary>For people.</summary>
    public string Words() => string.Join(' ', Sentences());

    IEnumerable<string> Sentences()
    {
        yield return $"Erased at {Receipt.At}: customer {string.Join(", ", Receipt.Customers)}; rows: "
            + string.Join(", ", Receipt.Rows.Select(table => $"{table.Value} {table.Key}")) + ".";
        yield return $"{Receipt.ErasedKeys} hashed keys are refused from now on, and noted in {List}.";
        if (Files.Rows > 0) yield return $"{Files.Rows} rows were taken out of files that destinations wrote.";
        if (Receipt.ToldDestinations)
        {
            yield return "Destinations are told; until all of them are, and until "
                + $"{Receipt.Remains.ToldUntil.ToDateTimeOffset():yyyy-MM-dd} at the latest, one entry keeps the "
                + "number, e-mail address and phone by which they know the person.";
        }
        if (Files.Elsewhere.Count > 0)
            yield return $"Files of {string.Join(", ", Files.Elsewhere)} in other folders were left as they are.";
        if (Receipt.Remains.InFiles)
            yield return "The database's own files may still hold bytes of it: perennial erase --finish cleans them.";
    }
}

/// <summary>Forgets a person in all tables and in the shop's own files, and lets destinations know.</summary>
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
    public static ErasureReport Run(ShopStore store, CustomerKeySet who, string reason, Actor by, Instant now)
    {
        NumbersAnew.IfDue(store, now);
        // As it is said too: that is how it may stand in files.
        var keys = Keys(who).Concat(Keys(ShopSettings.Of(store).Phones.Numbered(who))).Distinct().ToList();
        if (keys.Count == 0)
            throw new BadInputException("erasure", "No key of the person is named.", "Name a number or an address.");
        var receipt = store.Erasure.Erase(new ErasureRequest(keys, reason, now, by), new ShopMoments(store).At(now));
        return new ErasureReport(receipt, OwnFiles.Forget(store, now), store.Erasure.List.Path);
    }

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
