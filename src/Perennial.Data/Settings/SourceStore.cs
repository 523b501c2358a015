using System.Text.Json;
using Perennial.Core;
using Perennial.Data.Access;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Settings;

/// <summary>Who may call. Nothing that is written goes by it: no moment is made anew.</summary>
public sealed class SourceStore
{
    const string Secret = "secret", Topic = "topic";

    readonly StoreShards shards;

    internal SourceStore(StoreShards shards) => this.shards = shards;

    /// <summary>The stores and providers that may call, in the order given, and where the world reaches this server;
    /// null where nobody said either.</summary>
    public KeptSources? Kept()
    {
        using var rental = shards.Rent();
        using var transaction = Transaction.Read(rental.Database);
        return Kept(rental.Database);
    }

    /// <summary>Who might call, and where, at an instant; null where nobody had said either.</summary>
    public KeptSources? KeptAt(Instant instant)
    {
        using var rental = shards.Rent();
        using var transaction = Transaction.Read(rental.Database);
        var held = SettingVersions.At(rental.Database, SettingVersions.Sources, instant);
        if (!held.TryGetValue("", out var said)) return Kept(rental.Database);
        return said is null ? null : JsonSerializer.Deserialize<KeptSources>(said);
    }

    static KeptSources? Kept(Database database)
    {
        var permits = Permits(database).ToLookup(one => (one.Kind, one.Name, one.Permit), one => one.Value);
        var rows = database.Query("sources");
        var sources = new List<KeptSource>();
        while (rows.Step())
        {
            var (kind, name) = (rows.Text(0)!, rows.Text(1)!);
            sources.Add(new KeptSource(kind, name)
            {
                FactsSource = rows.Text(2), Orders = rows.Text(3)!, CustomerPrefix = rows.Text(4)!,
                Secrets = [.. permits[(kind, name, Secret)]], Topics = [.. permits[(kind, name, Topic)]],
            });
        }
        var address = Address(database);
        return sources.Count == 0 && address is null ? null : new KeptSources(address ?? "", sources);
    }

    /// <summary>Puts others in their place and writes down that it was done; those before are kept.</summary>
    public void Put(KeptSources kept, AuditEntry audit)
    {
        using var rental = shards.Rent();
        using var transaction = Transaction.Write(rental.Database);
        var database = rental.Database;
        var after = kept.Sources.Count == 0 && kept.Address.Length == 0 ? null : kept;
        SettingVersions.Keep(database, SettingVersions.Sources, "", Text(Kept(database)), Text(after), audit.At);
        foreach (var table in (string[])["delete-sources", "delete-source-permits", "delete-server-address"])
            database.Query(table).Run();
        if (kept.Address.Length > 0) database.Query("add-server-address", "address").Bind(1, kept.Address).Run();
        foreach (var (place, one) in kept.Sources.Index())
        {
            database.Query("add-source", "kind", "name", "place", "facts_source", "orders", "customer_prefix")
                .Bind(1, one.Kind).Bind(2, one.Name).Bind(3, place).Bind(4, one.FactsSource).Bind(5, one.Orders)
                .Bind(6, one.CustomerPrefix).Run();
            AddPermits(database, one, Secret, one.Secrets);
            AddPermits(database, one, Topic, one.Topics);
        }
        AuditLog.Add(database, audit);
        transaction.Commit();
    }

    static string? Text(KeptSources? kept) => kept is null ? null : JsonSerializer.Serialize(kept);

    static void AddPermits(Database database, KeptSource source, string permit, IReadOnlyList<string> values)
    {
        foreach (var (place, value) in values.Index())
        {
            database.Query("add-source-permit", "kind", "name", "permit", "place", "value").Bind(1, source.Kind)
                .Bind(2, source.Name).Bind(3, permit).Bind(4, place).Bind(5, value).Run();
        }
    }

    static List<(string Kind, string Name, string Permit, string Value)> Permits(Database database)
    {
        var rows = database.Query("source-permits");
        var permits = new List<(string, string, string, string)>();
        while (rows.Step()) permits.Add((rows.Text(0)!, rows.Text(1)!, rows.Text(2)!, rows.Text(3)!));
        return permits;
    }

    static string? Address(Database database)
    {
        var row = database.Query("server-address");
        if (!row.Step()) return null;
        var address = row.Text(0);
        row.Reset();
        return address;
    }
}
