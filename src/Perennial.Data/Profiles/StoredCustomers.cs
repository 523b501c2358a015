using System.Text.Json;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Consent;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Segments;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Strategies;
using Perennial.Data.Consent;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Profiles;

/// <summary>Where a customer stands in strategies, as far as it decides whether they have a turn.</summary>
/// <param name="IsKnown">Whether they ever had one.</param>
/// <param name="DueAt">When they have the next though nothing happens; Never for no such time.</param>
/// <param name="IsUnderWay">Whether they are in a strategy, or a contact is planned.</param>
/// <param name="Hears">The kinds of activities of which something may come for who is (<see cref="HeardActivities"/>).
/// </param>
readonly record struct StoredStand(bool IsKnown, Instant DueAt, bool IsUnderWay, long Hears);

/// <summary>What is stored of some customers, row by row those asked for.</summary>
/// <param name="Table">Their columns, with <c>NextChangeAt</c>.</param>
/// <param name="IsKnown">Whether a customer has a profile yet.</param>
/// <param name="Stays">Since when each is in which segment; null for none, and where nothing is watched.</param>
/// <param name="Attributes">Countries and so on; null where no watched segment asks.</param>
/// <remarks>By one statement, so that segments that are watched ask no more of the store than those that are not.
/// </remarks>
sealed record StoredCustomers(ProfileTable Table, bool[] IsKnown, IReadOnlyDictionary<string, Instant>?[] Stays,
    AttributeTable? Attributes)
{
    /// <summary>What each said about being contacted; null where no watched segment asks.</summary>
    public IReadOnlyList<CustomerPermissions>? Permissions { get; private init; }

    /// <summary>All stays of each; null where no watched segment asks.</summary>
    public IReadOnlyList<IReadOnlyList<RuleStay>>? PastStays { get; private init; }

    /// <summary>Where each stands in strategies; empty where nobody asks.</summary>
    public StoredStand[] Stands { get; private init; } = [];

    /// <summary>Reads customers of a shard.</summary>
    /// <param name="shard">The transaction.</param>
    /// <param name="ids">Who, ascending.</param>
    /// <param name="keys">Their own keys.</param>
    /// <param name="columns">Which columns; with none, and no watch, nothing is asked and nobody is known.</param>
    /// <param name="rfmSegments">Names of the RFM segments in force; null before the first scoring run.</param>
    /// <param name="watch">The segments whose stays and attributes are read too; null for none.</param>
    /// <param name="withStands">Whether to read where they stand in strategies too.</param>
    public static StoredCustomers Read(ShardTransaction shard, CustomerId[] ids, CustomerKeys keys,
        IReadOnlyList<Column> columns, IReadOnlyList<string>? rfmSegments, SegmentWatch? watch = null,
        bool withStands = false)
    {
        var usesAttributes = watch is { UsesAttributes: true };
        var stored = new StoredCustomers(new ProfileTable(Columns.All, keys), new bool[ids.Length],
            new IReadOnlyDictionary<string, Instant>?[ids.Length], usesAttributes ? new(ids.Length) : null)
        {
            Stands = withStands ? new StoredStand[ids.Length] : [],
        };
        if (columns.Count == 0 && watch is null && !withStands) return stored;
        var cells = ProfileCells.Of(stored.Table, columns, rfmSegments);
        var sql = ProfileSql.SelectStored(shard.Database, columns, withStays: watch is not null, usesAttributes,
            withStands);
        using var rows = new FactCursor(shard.Database.RowsOf(sql, shard.Shard, ids));
        for (var row = 0; row < ids.Length; row++)
            if (rows.IsAt(ids[row])) stored.Read(rows.Row, row, cells);
        foreach (var cell in cells) cell.Finish();
        return stored with
        {
            Permissions = watch is { UsesPermissions: true } ? PermissionsOf(shard, ids) : null,
            PastStays = watch is { UsesStays: true } ? StaysOf(shard, ids) : null,
        };
    }

    static CustomerPermissions[] PermissionsOf(ShardTransaction shard, CustomerId[] ids)
    {
        var said = PermissionRows.Of(shard.Database, shard.Shard, ids);
        return [.. ids.Select(id => said.GetValueOrDefault(id, CustomerPermissions.None))];
    }

    static IReadOnlyList<RuleStay>[] StaysOf(ShardTransaction shard, CustomerId[] ids)
    {
        var stays = ids.ToDictionary(id => id, _ => new List<RuleStay>());
        using var rows = shard.Database.RowsOf(SqlText.Query("stays-of"), shard.Shard, ids);
        while (rows.Step())
        {
            stays[rows.CustomerId(0)].Add(new RuleStay(
                rows.Text(1)!, rows.Instant(2), rows.IsNull(3) ? Instant.None : rows.Instant(3)));
        }
        return [.. ids.Select(id => stays[id])];
    }

    void Read(Rows from, int row, ProfileCells[] cells)
    {
        const int isKnown = 1, nextChangeAt = 2, stays = 3, others = 4;
        Stays[row] = from.IsNull(stays) ? null : OpenStays(from.Bytes(stays));
        var cell = others;
        if (Attributes is { } attributes)
        {
            foreach (var attribute in AttributeTable.All) attributes.Set(row, attribute, from.Text(cell++));
            attributes.SetPlace(row, new PlaceText(from.Text(cell++), from.Text(cell++)));
            if (!from.IsNull(cell)) Own(from.Bytes(cell), attributes, row);
            cell++;
        }
        if (Stands.Length > 0)
        {
            Stands[row] = new StoredStand(!from.IsNull(cell),
                from.IsNull(cell + 1) ? Instant.Never : from.Instant(cell + 1), from.Int64(cell + 2) != 0,
                from.IsNull(cell + 3) ? HeardActivities.All : from.Int64(cell + 3));
            cell += 4;
        }
        if (from.IsNull(isKnown)) return;
        IsKnown[row] = true;
        Table.NextChangeAt[row] = from.IsNull(nextChangeAt) ? Instant.Never : from.Instant(nextChangeAt);
        foreach (var one in cells) one.Read(from, cell++, row);
    }

    static void Own(ReadOnlySpan<byte> json, AttributeTable into, int row)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            into.SetOwn(row, name, reader.GetString()!);
        }
    }

    static Dictionary<string, Instant> OpenStays(ReadOnlySpan<byte> json)
    {
        var open = new Dictionary<string, Instant>();
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var segment = reader.GetString()!;
            reader.Read();
            open.TryAdd(segment, new Instant(reader.GetInt64()));
        }
        return open;
    }
}
