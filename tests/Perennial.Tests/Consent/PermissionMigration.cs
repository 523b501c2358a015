using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Tests.Postgres;
using Perennial.Tests.Store;

namespace Perennial.Tests.Consent;

/// <summary>A shop of before keeps what it knew, in both engines.</summary>
public sealed class PermissionMigration : IDisposable
{
    const int Before = 12;

    static readonly StoreOptions options = new() { NewShards = 1 };

    readonly string folder = Directory.CreateTempSubdirectory("perennial-permission-").FullName;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public void A_shop_of_before_brings_its_consents_its_erased_keys_and_what_was_for_ever(string engine)
    {
        var place = engine == "sqlite" ? Path.Combine(folder, "shop.db") : PostgresServer.RentEmpty();
        var (ann, gone) = (SomeFacts.Id("ann"), SomeFacts.Id("gone"));
        using (var made = ShopPlace.Engine(place, options))
        {
            using var database = made.Connect();
            made.Claim(database);
            Migrations.Apply(database, [.. Migrations.Known.Where(one => one.Number <= Before)], Some.Now);
            var blob = engine == "sqlite" ? "x'{0}'" : "'\\x{0}'";
            string Id(object id) => string.Format(System.Globalization.CultureInfo.InvariantCulture, blob, id);
            database.Execute("insert into shard (shard, version, rescored_version) values (0, 7, 7)");
            database.Execute($"""
                insert into customer (shard, customer_id, key_kind, key, email, source, first_seen_at, version)
                values (0, {Id(ann)}, 'external', 'ann', 'ann@example.com', 'test', 1, 7)
                """);
            database.Execute($"""
                insert into consent (shard, customer_id, channel, granted, source, said_at)
                values (0, {Id(ann)}, 1, 1, 'csv', 1000), (0, {Id(ann)}, 2, 0, 'csv', 2000)
                """);
            database.Execute($"""
                insert into suppression (shard, suppressed_id, customer_id, reason, suppressed_at)
                values (0, {Id(gone)}, {Id(gone)}, 'asked', 3000)
                """);
            foreach (var (kind, disposition, number) in (ReadOnlySpan<(int, string, int)>)
                [(6, "null", 1), (6, "null", 2), (5, "'hard'", 3), (5, "'soft'", 4), (7, "'group 10'", 5)])
            {
                database.Execute($"""
                    insert into response
                      (shard, customer_id, response_id, responded_at, kind, channel, disposition, source)
                    values (0, {Id(ann)}, {Id($"{number:x32}")}, {4000 + number}, {kind}, 1, {disposition}, 'mail')
                    """);
            }
        }

        using var store = ShopStore.Open(place, Some.Now, options);
        var said = store.Permissions.Of([ann])[ann];
        Assert.Equal(
        [
            new ConsentStatement(ContactChannel.Email, true) { SaidAt = new Instant(1000), Source = "csv" },
            new ConsentStatement(ContactChannel.Sms, false) { SaidAt = new Instant(2000), Source = "csv" },
        ], said.Consents);
        Assert.Equal(
        [
            new Suppression(ContactChannel.Email, SuppressionReason.Complaint, new Instant(4001), "mail"),
            new Suppression(ContactChannel.Email, SuppressionReason.HardBounce, new Instant(4003), "mail"),
        ], said.Suppressions);
        Assert.True(store.Erasure.IsErased(gone));
        Assert.False(store.Erasure.IsErased(ann));

        // The erased person stays refused; who complained orders on.
        var orders = SomeFacts.Batch(SomeFacts.Order("ann", "1", 9, 700), SomeFacts.Order("gone", "2", 9, 900));
        Assert.Equal(1, store.Intake.Write(orders, store.Moment()).Erased);
        Assert.Equal([700], store.Customers.ById(ann)!.History.Orders.GrossCents);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
