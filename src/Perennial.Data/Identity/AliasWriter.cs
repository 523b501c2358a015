using System.Text.Json;
using Perennial.Core;
using Perennial.Core.Shards;
using Perennial.Data.Attributes;
using Perennial.Data.Consent;
using Perennial.Data.Customers;
using Perennial.Data.Engines;
using Perennial.Data.Facts;
using Perennial.Data.Shards;

namespace Perennial.Data.Identity;

/// <summary>
/// Writes the further keys of customers, inside one shard's transaction. Where a key was a customer of its own, that
/// customer ends at once, so that nothing counts twice; its facts wait to be moved (<see cref="MovedFacts"/>).
/// </summary>
sealed class AliasWriter : IDisposable
{
    readonly ShardTransaction transaction;
    readonly Database database;
    readonly int shard;
    readonly ShopMoment moment;
    readonly Dictionary<CustomerId, string> keys = [];
    readonly BulkInsert<(NewAlias Alias, string? Known, string? Key)> add;

    public AliasWriter(ShardTransaction transaction)
    {
        this.transaction = transaction;
        (database, shard, moment) = (transaction.Database, transaction.Shard, transaction.Moment);
        add = new(database, SqlText.Query("add-alias"),
            ["shard", "alias_id", "customer_id", "said_at", "pending", "external", "kind", "known",
                "key", "known_at", "indirect"], Bind);
    }

    /// <summary>Writes those that are not known.</summary>
    /// <param name="aliases">Of this shard, each id once.</param>
    /// <returns>How many have facts to be moved.</returns>
    public int Put(IEnumerable<NewAlias> aliases)
    {
        const int atOnce = 4_096;
        var pending = 0;
        var isFirst = !database.Query("any-customer", "shard").Bind(1, shard).Any();
        foreach (var some in aliases.OrderBy(alias => alias.Alias.Id).Chunk(atOnce))
        {
            if (isFirst)
            {
                foreach (var alias in some) add.Add((alias, null, alias.Key));
                continue;
            }
            var known = Known([.. some.Select(alias => alias.Alias.Id)]);
            keys.Clear();
            NewAlias[] added = [.. some.Where(alias => !known.Contains(alias.Alias.Id))];
            var were = Customers([.. added.Select(alias => alias.Alias.Id)]);
            var gone = GoneCustomers.Read(transaction, [.. were.Keys.Order()]);
            foreach (var alias in added)
            {
                var was = were.GetValueOrDefault(alias.Alias.Id);
                add.Add((alias, was is null ? null : JsonSerializer.Serialize(was),
                    alias.Key ?? keys.GetValueOrDefault(alias.Alias.Id)));
                if (was is null) continue;
                pending++;
                End(alias.Alias.Id);
                gone.Became(alias.Alias.Id, alias.Alias.Of, moment.AsOf);
            }
        }
        add.Flush();
        return pending;
    }

    HashSet<CustomerId> Known(CustomerId[] ids)
    {
        using var rows = database.RowsOf(SqlText.Query("aliases-of"), shard, ids);
        var known = new HashSet<CustomerId>();
        while (rows.Step()) known.Add(rows.CustomerId(0));
        return known;
    }

    Dictionary<CustomerId, MovedCustomer> Customers(CustomerId[] ids)
    {
        var customers = new Dictionary<CustomerId, MovedCustomer>();
        var known = new List<KnownCustomer>();
        using (var rows = database.RowsOf(SqlText.Query("known-customers"), shard, ids))
        {
            while (rows.Step())
            {
                var customer = KnownCustomer.Read(rows);
                customers.Add(rows.CustomerId(0), MovedCustomer.Of(customer));
                keys.Add(rows.CustomerId(0), NewAlias.Text(customer.Key.Kind, customer.Key.Text));
                known.Add(customer);
            }
        }
        if (customers.Count == 0) return customers;
        CustomerId[] found = [.. customers.Keys];
        Draw(found, known);
        Array.Sort(found);
        foreach (var (id, said) in PermissionRows.Of(database, shard, found))
        {
            customers[id].Consents.AddRange(said.Consents.Select(MovedConsent.Of));
            customers[id].Suppressions.AddRange(said.Suppressions.Select(MovedSuppression.Of));
        }
        foreach (var (id, spans) in AttributeRows.Of(database, shard, found))
            customers[id].Attributes.AddRange(spans.Select(MovedAttribute.Of));
        using var before = database.RowsOf(SqlText.Query("customer-details-before"), shard, found);
        while (before.Step())
        {
            var said = SaidDetail.Read(before);
            customers[before.CustomerId(0)].Before.Add(
                new MovedDetail(said.Detail, said.SaidAt.UnixMs, said.Value, said.KnownAt.UnixMs));
        }
        return customers;
    }

    // Who was here before arms were written down has been in the one that follows from the key until now.
    void Draw(CustomerId[] ids, List<KnownCustomer> known)
    {
        if (moment.Profiles.Pressure.Arms.AsExperiment() is not { } caps) return;
        using var assignments = new Assignments(database, shard);
        var keys = CustomerKeys.From([.. known.Select(customer => customer.Key.Text)]);
        assignments.ArmsOf(caps, ids, keys, i => known[i].FirstSeenAt);
    }

    void End(CustomerId id)
    {
        foreach (var table in CustomerTables.Ended)
            database.Reuse(table.Delete, "shard", "customer_id").Bind(1, shard).Bind(2, id).Run();
    }

    void Bind(Statement to, int first, (NewAlias Alias, string? Known, string? Key) row)
    {
        var (alias, saidAt, isExternal, _, isDated) = row.Alias;
        to.Bind(first, shard).Bind(first + 1, alias.Id).Bind(first + 2, alias.Of).Bind(first + 3, saidAt)
            .Bind(first + 4, row.Known is null ? 0L : 1L).Bind(first + 5, isExternal ? 1L : 0L)
            .Bind(first + 6, (long)alias.Kind).Bind(first + 7, row.Known).Bind(first + 8, row.Key);
        if (isDated) to.Bind(first + 9, moment.Now);
        else to.BindNull(first + 9);
        to.Bind(first + 10, alias.IsIndirect ? 1L : 0L);
    }

    public void Dispose() => add.Dispose();
}

/// <summary>An id that becomes another.</summary>
/// <param name="Alias">Which, and what it becomes.</param>
/// <param name="SaidAt">When that was said.</param>
/// <param name="IsExternal">Whether the id follows from the shop's own number.</param>
/// <param name="Key">The key behind its kind; null where it stands with the customer that the id was.</param>
/// <param name="IsDated">Whether somebody said since when; a file does not.</param>
readonly record struct NewAlias(Alias Alias, Instant SaidAt, bool IsExternal, string? Key, bool IsDated)
{
    /// <summary>A key behind its kind.</summary>
    public static string Text(CustomerKeyKind kind, string key) => $"{CustomerId.KindName(kind)}:{key}";

    /// <summary>The key in such a text; null where there is none.</summary>
    public static (CustomerKeyKind Kind, string Text)? Parse(string? text) => text?.IndexOf(':') is > 0 and var colon
        ? (EnumWord.Parse<CustomerKeyKind>(text[..colon]), text[(colon + 1)..]) : null;
}
