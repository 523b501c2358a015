using Perennial.Core;
using Perennial.Core.Promotion;
using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Data.Settings;
using Perennial.Sources;
using Perennial.Tests.Postgres;

namespace Perennial.Tests.Store;

/// <summary>What stood among the settings before it had tables of its own is there afterwards, and nowhere
/// else.</summary>
public abstract class OldSettingsContract : StoreContract
{
    const string Sources = """
        {"address":"https://hooks.example.com","sources":[
          {"kind":"shopify","name":"main","secrets":["${NEW}","${OLD}"],"topics":[],"orders":"name",
           "customer_prefix":"b-","source":"blooms"},
          {"kind":"ses","name":"mail","secrets":[],"topics":["arn:aws:sns:us-east-1:1:mail"],"orders":"id",
           "customer_prefix":""}]}
        """;

    const string Months = """
        [{"Month":24233,"Category":null,"PurchasesMillionths":250000,"ValueMillionths":1,"DepthMillionths":2},
         {"Month":24233,"Category":"it's","PurchasesMillionths":3,"ValueMillionths":4,"DepthMillionths":5}]
        """;

    protected abstract string OldPlace { get; }

    /// <summary>A store as programs made it before, with these settings.</summary>
    void MakeOld(params (string Name, string Value)[] settings)
    {
        using var engine = ShopPlace.Engine(OldPlace, new StoreOptions());
        using var database = engine.Connect();
        engine.MarkAsOurs(database);
        Migrations.Apply(database, [.. Migrations.Known.Where(migration => migration.Number < 17)], Now);
        database.Execute("insert into shard (shard, version, rescored_version) values (0, 3, 0)");
        foreach (var (name, value) in settings)
        {
            using var insert = database.Prepare("insert into setting (name, value) values (@name, @value)", "name",
                "value");
            insert.Bind(1, name).Bind(2, value).Run();
        }
    }

    ShopStore Opened() => ShopStore.Open(OldPlace, Now);

    [Fact]
    public void Everything_moves_and_the_shops_own_words_and_limits_stay()
    {
        MakeOld(("sources", Sources), ("scoring_time", "04:30"), ("promotion_months", Months),
            ("store.refold_needed", "1"), ("folded_as_of", "2026-03-01"), ("copy.from", "old.db"),
            ("copy.done.customer", "17:300"), ("shop_name", "Fleurs"), ("currency", "EUR"), ("options", "{}"));

        using var store = Opened();

        Assert.Equal(["currency", "options", "shop_name"], store.Settings.All().Keys);
        Assert.Equal(ShopSources.FromJson(Sources, "before").ToJson(), ShopSources.Kept(store));
        Assert.Equal(new ScoringTime(4 * 60 + 30), store.Times.Scoring());
        Assert.Equal(
            [new PromotionMonth(24233, null, 250_000, 1, 2), new PromotionMonth(24233, "it's", 3, 4, 5)],
            store.PromotionMonths.All());
        Assert.True(store.ProfileState.RefoldNeeded);
        Assert.Equal(ShopCalendar.Day(new DateOnly(2026, 3, 1)), store.ProfileState.FoldedAsOf);
        Assert.Equal("old.db", store.Copies.Origin());
        Assert.True(store.Copies.IsCopied("customer", 17, 300));
        Assert.False(store.Copies.IsCopied("customer", 18, 300));
    }

    [Fact, InWholeRuns(OnDatabases = true)]
    public void A_shop_that_had_said_nothing_says_nothing()
    {
        MakeOld(("shop_name", "Fleurs"));

        using var store = Opened();

        Assert.Null(ShopSources.Kept(store));
        Assert.Null(store.Times.Scoring());
        Assert.Empty(store.PromotionMonths.All());
        Assert.Equal((false, null), (store.ProfileState.RefoldNeeded, store.ProfileState.FoldedAsOf));
        Assert.Null(store.Copies.Origin());
    }

    [Theory, InWholeRuns(OnDatabases = true)]
    [InlineData("never", true)]
    [InlineData("at noon", false)]
    [InlineData("4:300", false)]
    public void Never_stays_never_and_what_is_no_time_is_the_usual_one(string value, bool never)
    {
        MakeOld(("scoring_time", value));

        using var store = Opened();

        Assert.Equal(never ? ScoringTime.Never : null, store.Times.Scoring());
    }
}

public sealed class SqliteOldSettings : OldSettingsContract
{
    protected override string OldPlace => File;
}

public sealed class PostgresOldSettings : OldSettingsContract
{
    readonly string address = PostgresServer.RentEmpty();

    protected override string OldPlace => address;

    protected override StorePlace NewPlace() => new DatabasePlace();
}
