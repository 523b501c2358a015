using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Offers;
using Perennial.Core.Shards;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Offers;

/// <summary>How many codes of an offer there are.</summary>
/// <param name="Offer">Which offer.</param>
/// <param name="All">How many there ever were.</param>
/// <param name="Left">How many no customer has.</param>
public sealed record CodeCount(string Offer, long All, long Left);

/// <summary>What customers were promised, and codes that go with it.</summary>
public sealed class OfferStore
{
    readonly StoreShards shards;

    internal OfferStore(StoreShards shards) => this.shards = shards;

    /// <summary>What a customer was told and holds until its last day, as far as it was written down: the earliest
    /// first. What ended is among it; what nobody heard of yet, or was used up, is not.</summary>
    public IReadOnlyList<Promise> Of(CustomerId customer)
    {
        using var rental = shards.Rent();
        return [.. rental.Database.Query("promises-of-customer", "shard", "customer_id").Bind(1, shards.Of(customer))
            .Bind(2, customer).Each().Select(row => PromiseRows.Read(row).Promise)];
    }

    /// <summary>Adds codes of an offer; those that are there already stay whose they are.</summary>
    public void AddCodes(string offer, IEnumerable<string> codes)
    {
        using var rental = shards.Rent();
        using var transaction = Transaction.Write(rental.Database);
        using var add = new BulkInsert<string>(rental.Database, SqlText.Query("add-offer-code"), ["offer", "code"],
            (to, first, code) => to.Bind(first, offer).Bind(first + 1, code));
        foreach (var code in codes) add.Add(code);
        add.Flush();
        transaction.Commit();
    }

    /// <summary>How many codes there are and are left, by offer.</summary>
    public IReadOnlyList<CodeCount> Codes()
    {
        using var rental = shards.Rent();
        return [.. rental.Database.Query("codes-left").Each()
            .Select(row => new CodeCount(row.Text(0)!, row.Int64(1), row.Int64(2)))];
    }

    /// <summary>Looks whether codes that were given a while ago were promised, and takes back what was not: whoever
    /// decided it was stopped before it was written.</summary>
    /// <param name="before">Given before this.</param>
    /// <param name="moment">As of when.</param>
    /// <returns>How many were taken back.</returns>
    public int SettleCodes(Instant before, ShopMoment moment)
    {
        const int most = 1_000;
        List<(string Offer, string Code, FactId Contact, int Shard)> given;
        using (var rental = shards.Rent())
        {
            given = [.. rental.Database.Query("unsettled-codes", "before", "most").Bind(1, before).Bind(2, most).Each()
                .Select(row => (row.Text(0)!, row.Text(1)!, row.FactId(2), row.Int32(3)))];
        }
        // Whoever gives a code holds the shard: what is not promised while it is held never will be.
        return given.GroupBy(one => one.Shard).Sum(same => shards.InShard(same.Key, moment, shard => same.Count(one =>
        {
            var isPromised = shard.Database.Query("has-code-promised", "shard", "code", "offer").Bind(1, same.Key)
                .Bind(2, one.Code).Bind(3, one.Offer).Number() is not null;
            shard.Beside(database => isPromised
                ? database.Query("settle-code", "offer", "code").Bind(1, one.Offer).Bind(2, one.Code).Run()
                : database.Query("take-code-back", "offer", "code", "contact_id").Bind(1, one.Offer).Bind(2, one.Code)
                    .Bind(3, one.Contact).Run());
            return !isPromised;
        })));
    }
}
