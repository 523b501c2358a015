using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Data.Engines;

namespace Perennial.Data.Consent;

/// <summary>Reads what customers said about being contacted.</summary>
static class PermissionRows
{
    /// <summary>A row of <c>consents-of</c>.</summary>
    public static ConsentStatement Statement(Rows row) => new((ContactChannel)row.Int64(1), row.Int64(4) != 0)
    {
        Topic = row.Text(2)!,
        SaidAt = row.Instant(3),
        Basis = (ConsentBasis)row.Int64(5),
        ExpiresAt = row.Instant(6),
        Source = row.Text(7)!,
        Wording = row.Text(8)!,
        KnownAt = row.IsNull(9) ? Instant.None : row.Instant(9),
    };

    /// <summary>A row of <c>suppressions-of</c>.</summary>
    public static Suppression Suppression(Rows row) => new((ContactChannel)row.Int64(1),
        (SuppressionReason)row.Int64(2), row.Instant(3), row.Text(4)!)
    {
        KnownAt = row.IsNull(5) ? Instant.None : row.Instant(5),
    };

    /// <summary>What is known of customers, ascending, of one shard; who never said anything is left out.</summary>
    public static Dictionary<CustomerId, CustomerPermissions> Of(
        Database database, int shard, IReadOnlyList<CustomerId> ids)
    {
        if (ids.Count == 0) return [];
        using var consents = database.RowsOf(SqlText.Query("consents-of"), shard, ids);
        using var suppressions = database.RowsOf(SqlText.Query("suppressions-of"), shard, ids);
        return Gather(consents, suppressions);
    }

    /// <summary>What is known by one channel of all customers, all shards.</summary>
    /// <param name="database">Reading.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="everybody">False leaves out who never refused.</param>
    public static Dictionary<CustomerId, CustomerPermissions> By(
        Database database, ContactChannel channel, bool everybody)
    {
        var consents = database.Query(everybody ? "consents-by-channel" : "consents-of-refusers", "channel")
            .Bind(1, (long)channel);
        var suppressions = database.Query("suppressions-by-channel", "channel").Bind(1, (long)channel);
        return Gather(consents, suppressions);
    }

    static Dictionary<CustomerId, CustomerPermissions> Gather(Rows consents, Rows suppressions)
    {
        var said = new Dictionary<CustomerId, List<ConsentStatement>>();
        while (consents.Step()) Add(said, consents.CustomerId(0), Statement(consents));
        var never = new Dictionary<CustomerId, List<Suppression>>();
        while (suppressions.Step()) Add(never, suppressions.CustomerId(0), Suppression(suppressions));
        return said.Keys.Union(never.Keys).ToDictionary(id => id, id => new CustomerPermissions
        {
            Consents = said.TryGetValue(id, out var mine) ? mine : [],
            Suppressions = never.TryGetValue(id, out var those) ? those : [],
        });
    }

    static void Add<T>(Dictionary<CustomerId, List<T>> to, CustomerId id, T one)
    {
        if (!to.TryGetValue(id, out var list)) to.Add(id, list = []);
        list.Add(one);
    }
}
