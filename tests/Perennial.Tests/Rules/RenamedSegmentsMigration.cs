using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Tests.Postgres;
using Perennial.Tests.Store;

namespace Perennial.Tests.Rules;

/// <summary>Shipped segments that were given names of their own keep what a shop of before had of them.</summary>
public sealed class RenamedSegmentsMigration : IDisposable
{
    const int Before = 16;

    static readonly StoreOptions options = new() { NewShards = 1 };

    readonly string folder = Directory.CreateTempSubdirectory("perennial-renamed-").FullName;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public void A_shop_of_before_keeps_who_is_in_them_who_watches_them_and_who_speaks_of_them(string engine)
    {
        var place = engine == "sqlite" ? Path.Combine(folder, "shop.db") : PostgresServer.RentEmpty();
        var (ann, blob) = (SomeFacts.Id("ann"), engine == "sqlite" ? "x'{0}'" : "'\\x{0}'");
        var id = string.Format(System.Globalization.CultureInfo.InvariantCulture, blob, ann);
        using (var made = ShopPlace.Engine(place, options))
        {
            using var database = made.Connect();
            made.Claim(database);
            Migrations.Apply(database, [.. Migrations.Known.Where(one => one.Number <= Before)], Some.Now);
            database.Execute("insert into shard (shard, version, rescored_version) values (0, 7, 7)");
            // The shop has a rule of its own in place of the shipped one that was called Lost.
            database.Execute("""
                insert into segment (name, version, set_name, rule, description, created_at, active) values
                ('Lost', 1, 'rfm', 'orders > 1', '', 1, 1),
                ('mine', 1, '', 'in segment ''Champions'' and not in segment "Loyal" or in segment ''Lost''', '', 1, 1)
                """);
            database.Execute("""
                insert into watched_segment (name, since_at, watched_by)
                values ('Champions', 1, ''), ('Lost', 1, ''), ('Late', 1, '')
                """);
            database.Execute($"""
                insert into segment_member (shard, customer_id, segment, entered_at, left_at) values
                (0, {id}, 'Champions', 5, null), (0, {id}, 'Lost', 6, null), (0, {id}, 'Inactive', 1, 2)
                """);
            database.Execute("""
                insert into destination (name, kind, settings, loaded_at) values ('crm', 'csv',
                  '{"segments":["Champions","Lost","Inactive"],"mapping":[{"from":"segment:Loyal","to":"Loyal"}]}', 1)
                """);
            const string change = """{"columns":{"rfm_segment":"Loyal"},"entered":["Late","Loyal"],"left":["Loyal"]}""";
            database.Execute(
                $"insert into outbox (shard, sequence, customer_id, at, change) values (0, 1, {id}, 1, '{change}')");
        }

        using var store = ShopStore.Open(place, Some.Now, options);
        Assert.Equal(
            [("Silent for long", 1L), ("Best customers", 5), ("Lost", 6)],
            store.Stays.Of(ann).Select(stay => (stay.Segment, stay.EnteredAt.UnixMs)));
        Assert.Equal(["Best customers", "Late", "Lost"], store.Stays.Watched());
        Assert.Equal("in segment 'Best customers' and not in segment 'Good customers' or in segment 'Lost'",
            store.Segments.InForce().Single(one => one.Segment.Name == "mine").Segment.Rule);
        var parts = store.Watch.MomentParts();
        Assert.Equal("""{"segments":["Best customers","Lost","Silent for long"],"mapping":"""
            + """[{"from":"segment:Good customers","to":"Loyal"}]}""", Assert.Single(parts.Destinations).Settings);
        const string renamed =
            """{"columns":{"rfm_segment":"Loyal"},"entered":["Late","Good customers"],"left":["Good customers"]}""";
        Assert.Equal(renamed, Assert.Single(store.Outbox.After(0, 0, 10)).Change);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
