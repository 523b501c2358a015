using Perennial.Core;
using Perennial.Core.Segments.Rules;
using Perennial.Data.Access;
using Perennial.Data.Engines;
using Perennial.Data.Segments;

namespace Perennial.Data;

public sealed partial class ShopStore
{
    /// <summary>Saves a segment: a new version where its rule is another than the one in force, else the same version
    /// with its new description. Who is in it, <see cref="RecountStays"/> finds.</summary>
    public SegmentVersion SaveSegment(ShopSegment segment, Instant now) => SaveSegments([segment], [], now)[0];

    /// <summary>Saves several segments and writes down that it was done, all or nothing. Who is in them,
    /// <see cref="RecountStays"/> finds.</summary>
    public IReadOnlyList<SegmentVersion> SaveSegments(
        IReadOnlyList<ShopSegment> segments, IReadOnlyList<AuditEntry> audit, Instant now) => ChangeMoment(database =>
    {
        var saved = segments.Select(segment => SaveSegment(database, segment, now)).ToList();
        foreach (var entry in audit) AddAudit(database, entry);
        return saved;
    }, watchesOthers: true);

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

    /// <summary>Takes a segment out of force; its versions and stays are kept. Whoever is in it leaves with
    /// <see cref="RecountStays"/>.</summary>
    /// <returns>Whether there was one in force.</returns>
    public bool RemoveSegment(string name, AuditEntry? audit = null) => ChangeMoment(database =>
    {
        if (database.Query("deactivate-segment", "name").Bind(1, name).Run() == 0) return false;
        if (audit is not null) AddAudit(database, audit);
        return true;
    }, watchesOthers: true);

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
