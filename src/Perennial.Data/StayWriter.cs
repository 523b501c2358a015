using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Profiles;
using Perennial.Core.Segments.Rules;

namespace Perennial.Data;

/// <summary>Who came into a segment and who left one, of the customers of one chunk.</summary>
/// <param name="Entered">Names of segments by row.</param>
/// <param name="Left">Names of segments by row.</param>
sealed record Moves(List<string>?[] Entered, List<string>?[] Left)
{
    public static Moves None(int rows) => new(new List<string>?[rows], new List<string>?[rows]);
}

/// <summary>Writes down who is in which of the watched segments, inside the caller's transaction: only what changed.
/// </summary>
sealed class StayWriter : IDisposable
{
    readonly Database database;
    readonly int shard;
    readonly SegmentWatch watch;
    readonly RuleMoment moment;
    readonly BulkInsert<(CustomerId Id, string Segment, Instant Entered, Instant Left)> put;

    public StayWriter(Database database, int shard, SegmentWatch watch, RuleMoment moment)
    {
        (this.database, this.shard, this.watch, this.moment) = (database, shard, watch, moment);
        put = new(database, SqlText.Query("put-stay"),
            ["shard", "customer_id", "segment", "entered_at", "left_at"],
            (to, first, row) => to.Bind(first, shard).Bind(first + 1, row.Id).Bind(first + 2, row.Segment)
                .Bind(first + 3, row.Entered).Bind(first + 4, row.Left));
    }

    /// <summary>Writes what changed, and puts the instants at which time alone will change it into the table.</summary>
    /// <param name="chunk">The customers with their facts.</param>
    /// <param name="table">Their columns.</param>
    public Moves Write(HistoryChunk chunk, ProfileTable table)
    {
        var moves = Moves.None(table.Count);
        if (watch.Segments.Count == 0) return moves;
        var members = Members(chunk.History, chunk.Ids, table);
        var stays = Stays(chunk.Ids);
        for (var i = 0; i < watch.Segments.Count; i++)
        {
            var name = watch.Segments[i].Name;
            for (var row = 0; row < table.Count; row++)
            {
                var since = stays[row]?.GetValueOrDefault(name, Instant.None) ?? Instant.None;
                var isMember = members[i].Contains(row);
                if (isMember == since.HasValue) continue;
                if (isMember)
                {
                    put.Add((chunk.Ids[row], name, table.AsOf, Instant.None));
                    (moves.Entered[row] ??= []).Add(name);
                }
                else
                {
                    // A clock that went back makes a stay of no length, not one of a negative one.
                    var at = table.AsOf > since ? table.AsOf : since;
                    put.Add((chunk.Ids[row], name, since, at));
                    (moves.Left[row] ??= []).Add(name);
                }
            }
        }
        return moves;
    }

    RowSet[] Members(HistoryTable history, CustomerId[] ids, ProfileTable table)
    {
        var data = new RuleData(table)
        {
            History = history,
            Attributes = watch.UsesAttributes ? Attributes(ids) : null,
        };
        var found = new Dictionary<string, RowSet>();
        var members = new RowSet[watch.Segments.Count];
        for (var i = 0; i < members.Length; i++)
        {
            var test = new RuleTest(watch.Segments[i].Rule, data, found);
            members[i] = test.Find(moment);
            found.TryAdd(watch.Segments[i].Name, members[i]);
            // Those that refer to others turn with them: bound to rules, not to who is in them now.
            var edges = new RuleTest(watch.Segments[i].Rule, data);
            for (var row = 0; row < table.Count; row++)
            {
                var next = edges.NextChangeAt(row, moment);
                if (next < table.NextChangeAt[row]) table.NextChangeAt[row] = next;
            }
        }
        return members;
    }

    AttributeTable Attributes(CustomerId[] ids)
    {
        var table = new AttributeTable(ids.Length);
        using var rows = new FactCursor(database.RowsOf(SqlText.Query("attributes-of-customer"), shard, ids)).Start();
        for (var row = 0; row < ids.Length; row++)
            if (rows.IsAt(ids[row])) ShopStore.ReadAttributes(rows.Row, table, row);
        return table;
    }

    Dictionary<string, Instant>?[] Stays(CustomerId[] ids)
    {
        var stays = new Dictionary<string, Instant>?[ids.Length];
        using var rows = new FactCursor(database.RowsOf(SqlText.Query("current-stays"), shard, ids)).Start();
        for (var row = 0; row < ids.Length; row++)
            for (; rows.IsAt(ids[row]); rows.Next())
                (stays[row] ??= []).TryAdd(rows.Row.Text(1)!, rows.Row.Instant(2));
        return stays;
    }

    /// <summary>Writes what still waits.</summary>
    public void Flush() => put.Flush();

    public void Dispose() => put.Dispose();
}
