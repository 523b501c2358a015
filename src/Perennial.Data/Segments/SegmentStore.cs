using Perennial.Core;
using Perennial.Core.Segments;
using Perennial.Data.Access;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Segments;

/// <summary>The segments that the shop has saved.</summary>
public sealed class SegmentStore
{
    readonly StoreShards shards;

    internal SegmentStore(StoreShards shards) => this.shards = shards;

    /// <summary>Saves a segment: a new version where its rule is another than the one in force, else the same version
    /// with its new description. Who is in it, <see cref="StayStore.Recount"/> finds.</summary>
    public SegmentVersion Save(ShopSegment segment, Instant now) => Save([segment], [], now)[0];

    /// <summary>Saves several segments and writes down that it was done, all or nothing. Who is in them,
    /// <see cref="StayStore.Recount"/> finds.</summary>
    public IReadOnlyList<SegmentVersion> Save(
        IReadOnlyList<ShopSegment> segments, IReadOnlyList<AuditEntry> audit, Instant now) =>
        shards.ChangeMoment(database =>
    {
        var saved = segments.Select(segment => Save(database, segment, now)).ToList();
        foreach (var entry in audit) AuditLog.Add(database, entry);
        return saved;
    }, watchesOthers: true);

    /// <summary>Saves one inside a transaction that changes what moments are made of.</summary>
    internal static void SaveIn(Database database, ShopSegment segment, Instant now) =>
        _ = Save(database, segment, now);

    static SegmentVersion Save(Database database, ShopSegment segment, Instant now)
    {
        var versions = Versions(database, segment.Name);
        var inForce = versions.FirstOrDefault(version => version.IsActive);
        if (inForce?.Segment.Rule == segment.Rule)
        {
            database.Query("describe-segment", "set_name", "description", "name", "version")
                .Bind(1, segment.Set).Bind(2, segment.Description).Bind(3, segment.Name).Bind(4, inForce.Version).Run();
        }
        else
        {
            database.Query("deactivate-segment", "now", "name").Bind(1, now).Bind(2, segment.Name).Run();
            database.Query("add-segment", "name", "version", "set_name", "rule", "description", "created_at")
                .Bind(1, segment.Name).Bind(2, versions.Count == 0 ? 1 : versions[0].Version + 1).Bind(3, segment.Set)
                .Bind(4, segment.Rule).Bind(5, segment.Description).Bind(6, now).Run();
        }
        return Versions(database, segment.Name).Single(version => version.IsActive);
    }

    /// <summary>Takes a segment out of force; its versions and stays are kept. Whoever is in it leaves with
    /// <see cref="StayStore.Recount"/>.</summary>
    /// <returns>Whether there was one in force.</returns>
    public bool Remove(string name, AuditEntry audit) => Remove(name, audit.At, audit);

    /// <summary>The same without writing down that it was done.</summary>
    public bool Remove(string name, Instant now) => Remove(name, now, audit: null);

    bool Remove(string name, Instant now, AuditEntry? audit) => shards.ChangeMoment(database =>
    {
        if (database.Query("deactivate-segment", "now", "name").Bind(1, now).Bind(2, name).Run() == 0) return false;
        if (audit is not null) AuditLog.Add(database, audit);
        return true;
    }, watchesOthers: true);

    /// <summary>The segments in force, by set and name.</summary>
    public IReadOnlyList<SegmentVersion> InForce()
    {
        using var rental = shards.Rent();
        return InForce(rental.Database);
    }

    /// <summary>The segments that were in force at an instant, by set and name.</summary>
    public IReadOnlyList<SegmentVersion> InForceAt(Instant instant)
    {
        using var rental = shards.Rent();
        return SegmentsOf(rental.Database.Query("segments-at", "at").Bind(1, instant));
    }

    /// <summary>All versions of a segment, the newest first.</summary>
    public IReadOnlyList<SegmentVersion> Versions(string name)
    {
        using var rental = shards.Rent();
        return Versions(rental.Database, name);
    }

    static List<SegmentVersion> Versions(Database database, string name) =>
        SegmentsOf(database.Query("segment-versions", "name").Bind(1, name));

    static List<SegmentVersion> SegmentsOf(Rows rows)
    {
        var segments = new List<SegmentVersion>();
        while (rows.Step())
        {
            segments.Add(new SegmentVersion(
                new ShopSegment(rows.Text(0)!, rows.Text(3)!) { Set = rows.Text(2)!, Description = rows.Text(4)! },
                rows.Int32(1), rows.Instant(5), rows.Int64(6) != 0)
            {
                EndedAt = rows.IsNull(7) ? Instant.None : rows.Instant(7),
            });
        }
        return segments;
    }

    internal static List<SegmentVersion> InForce(Database database) => SegmentsOf(database.Query("segments"));
}
