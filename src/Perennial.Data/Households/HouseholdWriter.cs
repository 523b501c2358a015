using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Households;
using Perennial.Core.Intake;
using Perennial.Data.Engines;

namespace Perennial.Data.Households;

/// <summary>Writes at which address customers live, inside one shard's transaction.</summary>
sealed class HouseholdWriter : IDisposable
{
    readonly Database database;
    readonly int shard;
    readonly BulkInsert<(CustomerId Id, HouseholdId Household)> put;

    public HouseholdWriter(Database database, int shard)
    {
        (this.database, this.shard) = (database, shard);
        put = new(database, SqlText.Query("put-household"), ["shard", "customer_id", "household_id"],
            (to, first, row) => to.Bind(first, shard).Bind(first + 1, row.Id)
                .Bind(first + 2, new FactId(row.Household.Value)));
    }

    /// <summary>Whether of these details a household may follow.</summary>
    public static bool IsAddress(CustomerDetails? details) =>
        details is not null && (details.Address1 is not null || details.Address2 is not null);

    /// <summary>Writes the household of the address that holds now.</summary>
    public void Put(CustomerId id, CustomerDetails details, bool isNew)
    {
        if (HouseholdId.Of(details.Address1, details.Address2, details.Postcode, details.City) is { } household)
            put.Add((id, household));
        else if (!isNew)
            database.Query("leave-household", "shard", "customer_id").Bind(1, shard).Bind(2, id).Run();
    }

    /// <summary>Writes what still waits.</summary>
    public void Flush() => put.Flush();

    public void Dispose() => put.Dispose();
}
