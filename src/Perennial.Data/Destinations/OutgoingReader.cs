using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Consent;
using Perennial.Core.Intake;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Data.Attributes;
using Perennial.Data.Consent;
using Perennial.Data.Engines;
using Perennial.Data.Erasure;
using Perennial.Data.Identity;
using Perennial.Data.Profiles;
using Perennial.Data.ScoringRuns;
using Perennial.Data.Shards;

namespace Perennial.Data.Destinations;

/// <summary>Customers as destinations need them.</summary>
public sealed class OutgoingReader
{
    readonly StoreShards shards;
    readonly ScoringRunStore runs;

    internal OutgoingReader(StoreShards shards, ScoringRunStore runs) => (this.shards, this.runs) = (shards, runs);

    /// <summary>Customers as they are now.</summary>
    /// <param name="shard">Their shard.</param>
    /// <param name="customers">Who, in any order.</param>
    /// <param name="columns">Stored columns to fill.</param>
    public OutgoingCustomers Read(
        int shard, IEnumerable<CustomerId> customers, IReadOnlyList<Column> columns)
    {
        CustomerId[] wanted = [.. customers.Distinct().Order()];
        using var rental = shards.Rent();
        var database = rental.Database;
        using var transaction = Transaction.Read(database);
        var (ids, keys, details) = (new List<CustomerId>(), new List<(string, string)>(), new List<CustomerDetails>());
        using (var rows = database.RowsOf(SqlText.Query("outgoing-customer"), shard, wanted))
        {
            while (rows.Step())
            {
                ids.Add(rows.CustomerId(0));
                keys.Add((rows.Text(1)!, rows.Text(2)!));
                details.Add(OutgoingDetails(rows));
            }
        }
        var rowOf = ids.Index().ToDictionary(one => one.Item, one => one.Index);
        AddIdentities(database, shard, ids, rowOf, details);
        foreach (var (id, spans) in AttributeRows.Of(database, shard, ids))
            details[rowOf[id]] = details[rowOf[id]] with { Attributes = AttributeSpans.Held(spans) };
        var said = PermissionRows.Of(database, shard, ids);
        var segments = SegmentsOf(database, shard, ids, rowOf);
        var table = new ProfileTable(Columns.All, CustomerKeys.From([.. keys.Select(key => key.Item2)]));
        var cells = ProfileCells.Of(table, columns, runs.RfmSegments(database));
        using (var rows = database.RowsOf(ProfileSql.SelectOne(columns), shard, ids))
        {
            while (rows.Step())
            {
                var row = rowOf[rows.CustomerId(0)];
                for (var i = 0; i < cells.Length; i++) cells[i].Read(rows, ProfileSql.FirstSelectedColumn + i, row);
            }
        }
        foreach (var cell in cells) cell.Finish();
        CustomerPermissions Said(int row) => details[row].Permissions(
            said.GetValueOrDefault(ids[row], CustomerPermissions.None),
            EnumWord.Parse<CustomerKeyKind>(keys[row].Item1));
        return new OutgoingCustomers(ids, table, keys, details, [.. ids.Select((_, row) => Said(row))], segments);
    }

    /// <summary>Who customers have become that are others now.</summary>
    public IReadOnlyDictionary<CustomerId, BecameCustomer> Became(IReadOnlyCollection<CustomerId> others)
    {
        if (others.Count == 0) return new Dictionary<CustomerId, BecameCustomer>();
        KeyTree tree;
        HashSet<CustomerId> erased;
        CustomerId[] ends;
        using (var rental = shards.Rent())
        {
            var database = rental.Database;
            tree = Aliases.Resolve(others, ids => AliasRows.OfShards(database, ids, shards.Count));
            ends = [.. others.Select(tree.End).Distinct().Order()];
            erased = [.. ErasedKeyRows.OfShards(database, ends, shards.Count)];
        }
        var found = new Dictionary<CustomerId, ((string, string) Key, CustomerDetails Details)>();
        foreach (var shard in ends.GroupBy(shards.Of))
        {
            var read = Read(shard.Key, shard, []);
            for (var row = 0; row < read.Ids.Count; row++)
                found.Add(read.Ids[row], (read.Keys[row], read.Details[row]));
        }
        return others.Distinct().ToDictionary(id => id, id => found.TryGetValue(tree.End(id), out var customer)
            ? new BecameCustomer(tree.End(id), false, customer.Key, customer.Details)
            : new BecameCustomer(tree.End(id), erased.Contains(tree.End(id)), null, null));
    }

    static CustomerDetails OutgoingDetails(Rows rows) => new()
    {
        FirstName = rows.Text(3),
        LastName = rows.Text(4),
        Email = rows.Text(5),
        Phone = rows.Text(6),
        Address1 = rows.Text(7),
        Address2 = rows.Text(8),
        City = rows.Text(9),
        Region = rows.Text(10),
        Postcode = rows.Text(11),
        Country = rows.Text(12),
        Birthday = rows.NullableInt64(13) is { } day ? ShopCalendar.Date((int)day) : null,
    };

    static void AddIdentities(Database database, int shard, List<CustomerId> ids,
        Dictionary<CustomerId, int> rowOf, List<CustomerDetails> details)
    {
        using var rows = database.RowsOf(SqlText.Query("outgoing-identities"), shard, ids);
        while (rows.Step())
        {
            var row = rowOf[rows.CustomerId(0)];
            var known = details[row];
            if (rows.Text(1) == "email") details[row] = known with { Email = known.Email ?? rows.Text(2) };
            else if (rows.Text(1) == "phone") details[row] = known with { Phone = known.Phone ?? rows.Text(2) };
        }
    }

    static List<string>[] SegmentsOf(
        Database database, int shard, List<CustomerId> ids, Dictionary<CustomerId, int> rowOf)
    {
        List<string>[] segments = [.. ids.Select(_ => new List<string>())];
        using var rows = database.RowsOf(SqlText.Query("outgoing-segments"), shard, ids);
        while (rows.Step()) segments[rowOf[rows.CustomerId(0)]].Add(rows.Text(1)!);
        return segments;
    }
}
