using Perennial.Core;
using Perennial.Core.Segments.Rules;

namespace Perennial.Data;

/// <summary>One version of a segment as the store keeps it.</summary>
/// <param name="Segment">Name, rule, description and set.</param>
/// <param name="Version">From 1; a changed rule is a new version.</param>
/// <param name="CreatedAt">When this version was saved first.</param>
/// <param name="IsActive">Whether it is in force.</param>
public sealed record SegmentVersion(ShopSegment Segment, int Version, Instant CreatedAt, bool IsActive);

/// <summary>Whether a customer is in a segment.</summary>
public readonly record struct SegmentMembership(CustomerId Customer, string Segment, bool IsMember);

/// <summary>What a recording changed.</summary>
/// <param name="Entered">Customers who came into a segment.</param>
/// <param name="Left">Customers who left one.</param>
public readonly record struct SegmentTransitions(int Entered, int Left);

/// <summary>One stay of a customer in a segment.</summary>
/// <param name="Segment">Its name.</param>
/// <param name="EnteredAt">Since when.</param>
/// <param name="LeftAt">Until when; None while it lasts.</param>
public sealed record SegmentStay(string Segment, Instant EnteredAt, Instant LeftAt);

public sealed partial class ShopStore
{
    /// <summary>Saves a segment: a new version where its rule is another than the one in force, else the same version
    /// with its new description.</summary>
    public SegmentVersion SaveSegment(ShopSegment segment, Instant now) => SaveSegments([segment], [], now)[0];

    /// <summary>Saves several segments and writes down that it was done, all or nothing.</summary>
    public IReadOnlyList<SegmentVersion> SaveSegments(
        IReadOnlyList<ShopSegment> segments, IReadOnlyList<AuditEntry> audit, Instant now)
    {
        using var lease = Rent();
        var database = lease.Database;
        using var transaction = Transaction.Write(database);
        var saved = segments.Select(segment => SaveSegment(database, segment, now)).ToList();
        foreach (var entry in audit) AddAudit(database, entry);
        transaction.Commit();
        return saved;
    }

    static SegmentVersion SaveSegment(Database database, ShopSegment segment, Instant now)
    {
        var versions = SegmentVersions(database, segment.Name);
        var inForce = versions.FirstOrDefault(version => version.IsActive);
        if (inForce?.Segment.Rule == segment.Rule)
        {
            database.Query("describe-segment", "set_name", "description", "name", "version")
                .Bind(1, segment.Set).Bind(2, segment.Description).Bind(3, segment.Name).Bind(4, inForce.Version).Run();
        }
        else
        {
            database.Query("deactivate-segment", "name").Bind(1, segment.Name).Run();
            database.Query("add-segment", "name", "version", "set_name", "rule", "description", "created_at")
                .Bind(1, segment.Name).Bind(2, versions.Count == 0 ? 1 : versions[0].Version + 1).Bind(3, segment.Set)
                .Bind(4, segment.Rule).Bind(5, segment.Description).Bind(6, now).Run();
        }
        return SegmentVersions(database, segment.Name).Single(version => version.IsActive);
    }

    /// <summary>Takes a segment out of force; its versions and stays are kept.</summary>
    /// <returns>Whether there was one in force.</returns>
    public bool RemoveSegment(string name, AuditEntry? audit = null)
    {
        using var lease = Rent();
        var database = lease.Database;
        using var transaction = Transaction.Write(database);
        if (database.Query("deactivate-segment", "name").Bind(1, name).Run() == 0) return false;
        if (audit is not null) AddAudit(database, audit);
        transaction.Commit();
        return true;
    }

    /// <summary>The segments in force, by set and name.</summary>
    public IReadOnlyList<SegmentVersion> Segments()
    {
        using var lease = Rent();
        return SegmentsOf(lease.Database.Query("segments"));
    }

    /// <summary>All versions of a segment, the newest first.</summary>
    public IReadOnlyList<SegmentVersion> SegmentVersions(string name)
    {
        using var lease = Rent();
        return SegmentVersions(lease.Database, name);
    }

    /// <summary>Records everybody who is in a segment as of an instant: whoever else was in it has left.</summary>
    /// <param name="segment">Its name.</param>
    /// <param name="members">All of them.</param>
    /// <param name="at">Since when.</param>
    /// <param name="tell">Whether destinations are to be told.</param>
    /// <param name="seen">The shards' versions as of which members were found; null for now.</param>
    public SegmentTransitions RecordSegment(string segment, IReadOnlyCollection<CustomerId> members, Instant at,
        bool tell = false, IReadOnlyList<long>? seen = null)
    {
        var before = SegmentMembers(segment).ToHashSet();
        var now = members.ToHashSet();
        var entered = now.Where(customer => !before.Contains(customer))
            .Select(customer => new SegmentMembership(customer, segment, true));
        var left = before.Where(customer => !now.Contains(customer))
            .Select(customer => new SegmentMembership(customer, segment, false));
        return RecordSegments([.. entered, .. left], at, tell, seen);
    }

    /// <summary>Records who is in which segment as of an instant: what is no change is not written.</summary>
    /// <param name="members">For each customer and segment that was looked at, whether the customer is in it.</param>
    /// <param name="at">Since when.</param>
    /// <param name="tell">Whether destinations are to be told.</param>
    /// <param name="seen">The shards' versions as of which it was looked at; null for now. Whoever changed since was
    /// looked at then, and is left out.</param>
    public SegmentTransitions RecordSegments(IEnumerable<SegmentMembership> members, Instant at, bool tell = false,
        IReadOnlyList<long>? seen = null)
    {
        var (entered, left) = (0, 0);
        foreach (var shard in members.GroupBy(member => ShardOf(member.Customer)).OrderBy(shard => shard.Key))
        {
            var moved = RecordSegments(shard.Key, shard, at, tell, seen?[shard.Key]);
            (entered, left) = (entered + moved.Entered, left + moved.Left);
        }
        return new SegmentTransitions(entered, left);
    }

    SegmentTransitions RecordSegments(
        int shard, IEnumerable<SegmentMembership> members, Instant at, bool tell, long? seen)
    {
        using var lease = Rent();
        var database = lease.Database;
        using var transaction = Transaction.Write(database);
        LockShard(database, shard);
        using var outbox = tell ? new OutboxWriter(database, shard) : null;
        var (entered, left) = (0, 0);
        foreach (var (customer, segment, isMember) in members)
        {
            var since = CurrentStay(database, shard, customer, segment);
            if (isMember == since.HasValue) continue;
            if (seen is { } version && database.Query("profile-version", "shard", "customer_id")
                .Bind(1, shard).Bind(2, customer).Number() > version) continue;
            if (isMember)
            {
                database.Query("enter-segment", "shard", "customer_id", "segment", "entered_at")
                    .Bind(1, shard).Bind(2, customer).Bind(3, segment).Bind(4, at).Run();
                outbox?.Add(customer, at, ProfileChanges.OfMoves([segment], null));
                entered++;
            }
            else
            {
                // A clock that went back makes a stay of no length, not one of a negative one.
                database.Query("leave-segment", "left_at", "shard", "customer_id", "segment", "entered_at")
                    .Bind(1, at > since ? at : since).Bind(2, shard).Bind(3, customer).Bind(4, segment)
                    .Bind(5, since).Run();
                outbox?.Add(customer, at, ProfileChanges.OfMoves(null, [segment]));
                left++;
            }
        }
        outbox?.Flush();
        transaction.Commit();
        return new SegmentTransitions(entered, left);
    }

    /// <summary>Who is recorded as being in a segment, ascending.</summary>
    public IReadOnlyList<CustomerId> SegmentMembers(string segment)
    {
        using var lease = Rent();
        return Ids(lease.Database.Query("segment-members", "segment").Bind(1, segment));
    }

    /// <summary>Who was recorded as being in a segment at an instant, ascending.</summary>
    public IReadOnlyList<CustomerId> SegmentMembers(string segment, Instant asOf)
    {
        using var lease = Rent();
        return Ids(lease.Database.Query("segment-members-at", "segment", "as_of", "still_in_at")
            .Bind(1, segment).Bind(2, asOf).Bind(3, asOf));
    }

    /// <summary>A customer's stays in segments, the oldest first.</summary>
    public IReadOnlyList<SegmentStay> SegmentStays(CustomerId customer)
    {
        using var lease = Rent();
        var rows = lease.Database.Query("stays-of-customer", "shard", "customer_id")
            .Bind(1, ShardOf(customer)).Bind(2, customer);
        var stays = new List<SegmentStay>();
        while (rows.Step())
        {
            stays.Add(new SegmentStay(
                rows.Text(0)!, rows.Instant(1), rows.NullableInt64(2) is { } left ? new Instant(left) : Instant.None));
        }
        return stays;
    }

    /// <summary>Who a rule holds of, ascending: asked in SQL, so that nothing has to be in memory.</summary>
    public IReadOnlyList<CustomerId> Find(Rule rule, RuleMoment moment)
    {
        using var lease = Rent();
        using var rows = Ask(lease.Database, "p.customer_id", rule, moment, " order by p.customer_id");
        return Ids(rows);
    }

    /// <summary>How many a rule holds of.</summary>
    public long Count(Rule rule, RuleMoment moment)
    {
        using var lease = Rent();
        using var rows = Ask(lease.Database, "count(*)", rule, moment, "");
        return rows.Number()!.Value;
    }

    /// <summary>Attributes of customers, row by row as <paramref name="ids"/>; nothing is known of those who are not in
    /// the store.</summary>
    public AttributeTable Attributes(IReadOnlyList<CustomerId> ids)
    {
        var table = new AttributeTable(ids.Count);
        using var lease = Rent();
        using var transaction = Transaction.Read(lease.Database);
        if (ids.Count == 1)
        {
            var one = lease.Database.Query("attributes-of-customer", "shard", "customer_id")
                .Bind(1, ShardOf(ids[0])).Bind(2, ids[0]);
            while (one.Step()) ReadAttributes(one, table, 0);
            return table;
        }
        var rowOf = new Dictionary<CustomerId, int>(ids.Count);
        for (var row = 0; row < ids.Count; row++) rowOf.TryAdd(ids[row], row);
        for (var shard = 0; shard < ShardCount; shard++)
        {
            using var rows = lease.Database.Scan(SqlText.Query("customer-attributes"), shard);
            while (rows.Step())
                if (rowOf.TryGetValue(rows.CustomerId(0), out var row)) ReadAttributes(rows, table, row);
        }
        return table;
    }

    internal static void ReadAttributes(Rows row, AttributeTable into, int at)
    {
        foreach (var attribute in AttributeTable.All) into.Set(at, attribute, row.Text((int)attribute + 1));
    }

    static Statement Ask(Database database, string what, Rule rule, RuleMoment moment, string order)
    {
        var condition = RuleSql.Of(rule, moment);
        var customers = rule.UsesAttributes
            ? " join customer c on c.shard = p.shard and c.customer_id = p.customer_id" : "";
        string[] names = [.. condition.Values.Select(value => value.Name)];
        var statement = database.Prepare(
            $"select {what} from profile p{customers} where {condition.Text}{order}", names);
        foreach (var (index, (_, value)) in condition.Values.Index())
        {
            if (value is long whole) statement.Bind(index + 1, whole);
            else if (value is double number) statement.Bind(index + 1, number);
            else statement.Bind(index + 1, (string)value);
        }
        return statement;
    }

    static Instant CurrentStay(
        Database database, int shard, CustomerId customer, string segment)
    {
        var since = database.Query("current-stay", "shard", "customer_id", "segment")
            .Bind(1, shard).Bind(2, customer).Bind(3, segment).Number();
        return since is { } ms ? new Instant(ms) : Instant.None;
    }

    static List<SegmentVersion> SegmentVersions(Database database, string name) =>
        SegmentsOf(database.Query("segment-versions", "name").Bind(1, name));

    static List<SegmentVersion> SegmentsOf(Rows rows)
    {
        var segments = new List<SegmentVersion>();
        while (rows.Step())
        {
            segments.Add(new SegmentVersion(
                new ShopSegment(rows.Text(0)!, rows.Text(3)!) { Set = rows.Text(2)!, Description = rows.Text(4)! },
                rows.Int32(1), rows.Instant(5), rows.Int64(6) != 0));
        }
        return segments;
    }
}
