using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Data;
using Perennial.Data.Customers;
using Perennial.Data.History;
using Perennial.Settings;

namespace Perennial.Consent;

/// <summary>What customers said about being contacted, for the lists of a shop. Of a shop as it was it is asked as of
/// then; but whoever may not be contacted now, having refused since, is not contacted by such a list either.</summary>
sealed class ShopPermissions
{
    /// <summary>Nobody has said anything, and the defaults count.</summary>
    public static ShopPermissions Silent { get; } = new();

    /// <summary>By what it is decided.</summary>
    public ContactRules Rules { get; init; } = new();

    /// <summary>The present.</summary>
    public Func<Instant> Now { get; init; } = () => Instant.Never;

    /// <summary>As of when, and by what was known when; null for the present.</summary>
    public (Instant AsOf, Instant KnownBy)? Then { get; init; }

    /// <summary>What was said about calls, by whoever may not be called for it.</summary>
    public IReadOnlyDictionary<CustomerId, CustomerPermissions> Calls { get; init; } =
        new Dictionary<CustomerId, CustomerPermissions>();

    /// <summary>All that some customers said; who said nothing is left out.</summary>
    public Func<IReadOnlyList<CustomerId>, IReadOnlyDictionary<CustomerId, CustomerPermissions>> Read { get; init; } =
        _ => new Dictionary<CustomerId, CustomerPermissions>();

    /// <summary>What everybody said of one channel; who is left out said nothing that matters.</summary>
    public Func<ContactChannel, IReadOnlyDictionary<CustomerId, CustomerPermissions>> ReadChannel { get; init; } =
        _ => new Dictionary<CustomerId, CustomerPermissions>();

    /// <summary>What addresses of everybody are known, with nothing said.</summary>
    public Func<IReadOnlyDictionary<CustomerId, CustomerPermissions>> Addresses { get; init; } =
        () => new Dictionary<CustomerId, CustomerPermissions>();

    /// <summary>What the store has. Of somebody who has become another since, what the other said counts too: nobody is
    /// contacted who has refused under any key.</summary>
    public static ShopPermissions Of(ShopStore store, ShopSettings shop, Func<Instant> now,
        (Instant AsOf, Instant KnownBy)? then = null, PeopleThen? people = null) => new()
    {
        Rules = shop.ContactRules,
        Now = now,
        Then = then,
        Calls = OfOthers(
            store.Permissions.By(ContactChannel.Call, shop.ContactRules.MayNeedConsent(ContactChannel.Call)), people),
        Read = ids => OfOthers(store.Permissions.Of(ids.Concat(ids.Select(id => people?.Others.GetValueOrDefault(id))
            .OfType<PersonThen>().Select(one => one.Customer))), people),
        ReadChannel = channel => OfOthers(
            store.Permissions.By(channel, shop.ContactRules.MayNeedConsent(channel)), people),
        Addresses = store.Customers.KnownAddresses,
    };

    static IReadOnlyDictionary<CustomerId, CustomerPermissions> OfOthers(
        IReadOnlyDictionary<CustomerId, CustomerPermissions> said, PeopleThen? people)
    {
        if (people is null || people.Others.Count == 0) return said;
        var all = said.ToDictionary();
        foreach (var (id, one) in people.Others)
            if (said.TryGetValue(one.Customer, out var theirs)) all[id] = theirs;
        return all;
    }

    /// <summary>What is known of one customer, for a view of nobody else.</summary>
    public static ShopPermissions Of(CustomerRecord customer, ShopSettings shop, Func<Instant> now)
    {
        var said = new Dictionary<CustomerId, CustomerPermissions> { [customer.Id] = customer.Permissions };
        return new() { Rules = shop.ContactRules, Now = now, Calls = said, Read = _ => said };
    }

    /// <summary>Whether a customer may be contacted about nothing in particular.</summary>
    public Permission Ask(CustomerPermissions customer, ContactChannel channel)
    {
        var now = MayContact.Ask(customer, Rules, channel, Topic.Everything, Now());
        if (Then is not var (asOf, knownBy)) return now;
        var then = MayContact.Ask(customer.KnownBy(knownBy), Rules, channel, Topic.Everything, asOf);
        return then.IsAllowed && !now.IsAllowed ? now : then;
    }

    /// <summary>Whether a customer, and their row of a directory, may be called.</summary>
    public Permission Call(CustomerId id, CustomerDirectory directory, int row)
    {
        var (said, hasPhone) = (Calls.GetValueOrDefault(id), directory.HasPhone(row));
        // Most customers have said nothing, and a million of them are asked for one filter.
        if (said is null && Rules.Law.Count == 0) return Ask(hasPhone ? silent : CustomerPermissions.None, Channel);
        return Ask((said ?? CustomerPermissions.None) with
        {
            HasPhone = hasPhone, Country = Rules.Law.Count == 0 ? null : directory.Country(row),
        }, Channel);
    }

    /// <summary>Whether each of some customers may be contacted by a channel.</summary>
    /// <param name="channel">By which.</param>
    /// <param name="ids">Who, row by row of the directory.</param>
    /// <param name="directory">Where they live, for the law.</param>
    /// <param name="addresses">From <see cref="Addresses"/>.</param>
    public Permission[] All(ContactChannel channel, IReadOnlyList<CustomerId> ids, CustomerDirectory directory,
        IReadOnlyDictionary<CustomerId, CustomerPermissions> addresses)
    {
        var said = ReadChannel(channel);
        // Most have said nothing: then only whether there is an address makes a difference.
        var quiet = new Dictionary<CustomerPermissions, Permission>(ReferenceEqualityComparer.Instance);
        var all = new Permission[ids.Count];
        for (var row = 0; row < all.Length; row++)
        {
            var known = addresses.GetValueOrDefault(ids[row], CustomerPermissions.None);
            var mine = said.GetValueOrDefault(ids[row]);
            if (mine is null && Rules.Law.Count == 0)
            {
                if (!quiet.TryGetValue(known, out all[row])) quiet.Add(known, all[row] = Ask(known, channel));
                continue;
            }
            all[row] = Ask(known with
            {
                Consents = mine?.Consents ?? [], Suppressions = mine?.Suppressions ?? [],
                Country = directory.Country(row),
            }, channel);
        }
        return all;
    }

    const ContactChannel Channel = ContactChannel.Call;

    static readonly CustomerPermissions silent = new() { HasPhone = true };

    /// <summary>The e-mail addresses of rows of a directory, for contact: empty where there is none, or the customer
    /// may not be written to.</summary>
    public string[] Emails(
        IReadOnlyList<CustomerId> ids, CustomerDirectory directory, IReadOnlyList<int> rows)
    {
        var said = Read([.. rows.Select(row => ids[row])]);
        return [.. rows.Select(row => directory.Email(row) is { Length: > 0 } email
            && Ask(said.GetValueOrDefault(ids[row], CustomerPermissions.None) with
            {
                HasEmail = true, Country = directory.Country(row),
            }, ContactChannel.Email).IsAllowed ? email : "")];
    }
}
