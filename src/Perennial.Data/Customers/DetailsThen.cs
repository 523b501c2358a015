using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data.Engines;

namespace Perennial.Data.Customers;

/// <summary>What customers' details were at an instant, by what was known at another.</summary>
/// <remarks>Of each detail the last that was said by then counts. What was said without a date, as files do, held from
/// the customer's beginning, unless something else was said before.</remarks>
sealed class DetailsThen(Instant asOf, Instant knownBy)
{
    /// <summary>Reads the customers of a shard whose details may have been others than they are.</summary>
    /// <param name="database">Reading.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="into">Takes what held, by customer.</param>
    public void Read(Database database, int shard, Dictionary<CustomerId, CustomerDetails> into)
    {
        // Where it does not matter when things were known, nobody need be read whose details nobody dated.
        var query = knownBy < Instant.Never ? "customers-known" : "customers-with-dated-details";
        using var customers = database.Scan(SqlText.Query(query), shard);
        using var before = new FactCursor(database.Scan(SqlText.Query("all-details-before"), shard));
        while (customers.Step()) into[customers.CustomerId(0)] = Of(customers, before);
    }

    /// <summary>One customer's; null if the store does not know them.</summary>
    public CustomerDetails? Read(Database database, int shard, CustomerId id)
    {
        using var customers = database.RowsOf(SqlText.Query("known-customers"), shard, [id]);
        using var before = new FactCursor(
            database.RowsOf(SqlText.Query("customer-details-before"), shard, [id]));
        return customers.Step() ? Of(customers, before) : null;
    }

    CustomerDetails Of(Rows customer, FactCursor before)
    {
        var said = KnownCustomer.Read(customer).Said().ToList();
        for (var id = customer.CustomerId(0); before.IsAt(id); before.Next()) said.Add(SaidDetail.Read(before.Row));
        return Of(said);
    }

    /// <summary>What held of all that was said.</summary>
    public CustomerDetails Of(List<SaidDetail> said)
    {
        var held = new string?[DetailTimes.Count];
        foreach (var one in said.Where(one => one.KnownAt <= knownBy).GroupBy(one => one.Detail))
            held[one.Key] = Held([.. one.OrderBy(detail => detail.SaidAt).ThenBy(detail => detail.Value, Ordinal)]);
        return KnownCustomer.DetailsOf(held);
    }

    static readonly StringComparer Ordinal = StringComparer.Ordinal;

    string? Held(SaidDetail[] inOrder)
    {
        var last = Array.FindLast(inOrder, one => one.SaidAt <= asOf);
        if (last.Value is not null) return last.Value;
        return inOrder[0].IsUndated ? inOrder[0].Value : null;
    }
}
