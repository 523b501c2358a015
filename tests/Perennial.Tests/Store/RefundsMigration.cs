using System.Globalization;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Statistics;
using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Tests.Postgres;

namespace Perennial.Tests.Store;

/// <summary>Changes of orders that a shop has are told apart by how much each gave back, as those that come are.
/// </summary>
public sealed class RefundsMigration : IDisposable
{
    const int Before = 31;
    const int Orders = 60;

    static readonly StoreOptions options = new() { NewShards = 1 };

    readonly string folder = Directory.CreateTempSubdirectory("perennial-refunds-").FullName;
    readonly Rng rng = new(5);
    readonly List<string> orders = [], changes = [];
    readonly List<long> expected = [];

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public void What_each_change_gave_back_follows_from_what_a_shop_of_before_has(string engine)
    {
        var place = engine == "sqlite" ? Path.Combine(folder, "shop.db") : PostgresServer.RentEmpty();
        for (var order = 0; order < Orders; order++) Add(order, engine == "sqlite" ? "x'{0:x4}'" : "'\\x{0:x4}'");
        using (var made = ShopPlace.Engine(place, options))
        {
            using var database = made.Connect();
            made.MarkAsOurs(database);
            Migrations.Apply(database, [.. Migrations.Known.Where(one => one.Number <= Before)], Some.Now);
            database.Execute("insert into shard (shard, version, rescored_version) values (0, 7, 7)");
            database.Execute("insert into customer_order (shard, customer_id, order_id, placed_at, gross_cents,"
                + " discount_cents, refunded_cents, flags, mechanism, source, said_at, lines_said_at,"
                + $" said_refunded_cents, total_cents, refunded_at) values {string.Join(", ", orders)}");
            database.Execute("insert into order_change (shard, customer_id, order_id, change_id, changed_at,"
                + $" refunded_cents, source, unit) values {string.Join(", ", changes)}");
        }

        using (ShopStore.Open(place, Some.Now, options))
        {
        }

        using (var made = ShopPlace.Engine(place, options))
        {
            using var database = made.Connect();
            using var rows = database.Prepare("select given_cents from order_change order by order_id, change_id");
            var given = new List<long>();
            while (rows.Step()) given.Add(rows.Int64(0));
            Assert.Equal(expected, given);
            Assert.True(given.Distinct().Count() > Orders / 2);
        }
    }

    // Some orders are larger than whole numbers multiply to.
    void Add(int order, string blob)
    {
        string Id(int number) => string.Format(CultureInfo.InvariantCulture, blob, number);
        var net = rng.Chance(0.1) ? 4_000_000_000_000 : rng.NextInt(0, 900);
        var total = rng.Chance(0.5) ? net * 12 / 10 : 0;
        var said = rng.Chance(0.3) ? net / 3 : 0;
        long? saidAt = rng.Chance(0.5) ? rng.NextInt(1, 20) : null;
        var steps = new RefundSteps(net, total, said, new Instant(saidAt ?? 0));
        var at = 0;
        for (var number = 0; number < rng.NextInt(1, 4); number++)
        {
            var before = at;
            at += rng.NextInt(0, 5);
            var unit = (RefundUnit)rng.NextInt(0, 3);
            var cents = rng.Chance(0.15) ? -1 : net * rng.NextInt(0, 60) / 100;
            expected.Add(steps.Next(new Instant(at), cents, unit));
            // What came back at one instant is one refund.
            if (number > 0 && at == before) (expected[^1], expected[^2]) = (expected[^1] + expected[^2], 0);
            changes.Add($"(0, {Id(1)}, {Id(order)}, {Id(number)}, {at}, {cents}, 'test', {(int)unit})");
        }
        orders.Add($"(0, {Id(1)}, {Id(order)}, 0, {net + 7}, 7, {steps.Refunded}, 0, 0, 'test', 0, 0, {said},"
            + $" {(total == 0 ? "null" : total)}, {(saidAt is { } ms ? ms : "null")})");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
