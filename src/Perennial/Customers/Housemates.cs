using Perennial.Core;
using Perennial.Core.Households;
using Perennial.Core.Intake;
using Perennial.Data;
using Perennial.Data.Customers;
using Perennial.Shop;

namespace Perennial.Customers;

/// <summary>Who lives at a customer's address.</summary>
static class Housemates
{
    /// <summary>The names of some of those who live there now, and how many they are.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="id">With whom they live.</param>
    /// <param name="most">How many names at most.</param>
    public static (IReadOnlyList<string> Names, int Count) Now(ShopStore store, CustomerId id, int most)
    {
        var ids = store.Households.MembersWith(id).Where(one => one != id).ToList();
        return ([.. ids.Take(most).Select(store.Customers.ById).OfType<CustomerRecord>()
            .Select(one => NameOf(one.Details, one.Key))], ids.Count);
    }

    /// <summary>The same of the past, by the addresses of then. Whoever was not there yet lived with nobody.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="customer">With whom they lived, in a view of then.</param>
    /// <param name="past">When.</param>
    /// <param name="most">How many names at most.</param>
    public static (IReadOnlyList<string> Names, int Count) Then(
        ShopStore store, CustomerView customer, PastMoment past, int most)
    {
        if (Of(customer.Record.Details) is not { } household) return ([], 0);
        // Households are kept by the address that holds now: whoever has had others, or is somebody else since, is
        // asked by that of then.
        var held = store.Customers.DetailsAt(past.AsOf, past.KnownBy).ToDictionary();
        foreach (var (id, details) in past.People.Details) held[id] = details;
        CustomerId[] ids = [.. store.Households.Members(household).Where(id => !held.ContainsKey(id))
            .Concat(held.Where(one => Of(one.Value) == household).Select(one => one.Key))
            .Where(id => id != customer.View.Ids[customer.Row]
                && customer.View.RowOf(id) >= 0)
            .Distinct().Order()];
        return ([.. ids.Take(most).Select(id => NameOf(held.GetValueOrDefault(id) ?? store.Customers.ById(id)?.Details,
            customer.View.Table.Keys.Text(customer.View.RowOf(id))))], ids.Length);
    }

    static HouseholdId? Of(CustomerDetails at) => HouseholdId.Of(at.Address1, at.Address2, at.Postcode, at.City);

    static string NameOf(CustomerDetails? details, string key) =>
        $"{details?.FirstName} {details?.LastName}".Trim() is { Length: > 0 } name ? name : key;
}
