using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Cycle;
using Perennial.Core.Cycle.Categories;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Pressure;
using Perennial.Core.Recommendations;
using Perennial.Core.Scoring;
using Perennial.Core.Shards;
using Perennial.Data.Access;
using Perennial.Data.Customers;
using Perennial.Data.Erasure;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Store;

/// <summary>What becomes of the rows of a customer who turns out to be another: table by table what the list says.
/// </summary>
public abstract class MergeContract : StoreContract
{
    static readonly CustomerKeySet address = new() { Email = "ann@example.com" };
    static readonly CustomerId before = CustomerId.Of(CustomerKeyKind.Email, "ann@example.com");
    static readonly CustomerId after = Id("C-1");

    ShopMoment Everything => Store.Moment(
        profiles: new() { Pressure = new() { Arms = new PressureArms { Enabled = true } } },
        watch: ("everybody", "orders >= 0"));

    static IncomingEvent Says(string id, int daysAgo, CustomerKeySet? who = null) =>
        new() { Source = "test", MessageId = id, At = At(daysAgo), Who = who ?? address };

    // Something in every table that a customer can have rows in.
    void WriteCustomer()
    {
        IncomingEvent[] events =
        [
            Says("1", 9) with { Details = new CustomerDetails
            {
                FirstName = "Ann", ConsentEmail = true, Address1 = "12 rue de Lyon", Postcode = "75012",
            } },
            Says("2", 8) with { Details = new CustomerDetails { Email = "ann@example.com", FirstName = "Anna" } },
            Says("a", 8) with
            {
                Details = new CustomerDetails { Attributes = [new AttributeStatement("language", "fr")] },
            },
            Says("3", 7) with
            {
                Products = [new ProductDetails("rose") { Category = "flowers" }],
                Order = new OrderStatement("1", At(7))
                {
                    GrossCents = 500,
                    Lines = [new LineStatement("rose", 1, 300, 0), new LineStatement("lily", 1, 200, 0)],
                },
            },
            Says("3b", 8) with { Order = new OrderStatement("1", At(8)) { GrossCents = 500 } },
            Says("4", 6) with { Change = new OrderChange("1", 100) },
            Says("5", 5) with { Activity = new ActivityStatement(ActivityKind.PageView) },
            Says("6", 4) with { Contact = new ContactStatement(ContactChannel.Email, "m-1") },
            Says("7", 3) with { Response = new ResponseStatement(ResponseKind.Open, ContactChannel.Email) },
            Says("8", 3) with { Response = new ResponseStatement(ResponseKind.Complaint, ContactChannel.Email) },
        ];
        Store.Tell();
        Store.Intake.Write(EventBatch.Of(events), Everything, cancellation: Stop);
        ScoreWithCategories();
        Store.Folding.RefoldAll(Everything, cancellation: Stop);
        Store.Recommendations.CountBoughtTogether(new RecommendationOptions(), Everything, Stop);
        StandInStrategies();
    }

    void ScoreWithCategories()
    {
        var snapshot = Store.Profiles.Load();
        snapshot.Profiles.ReadAt(Now, ShopCalendar.Utc);
        var run = Scorer.Run(snapshot.Profiles, ShopCalendar.Utc, HowToScore, null);
        var flowers = new CategoryCycle
        {
            Name = "flowers", Customers = 1, Repeaters = 0, Regularity = 1, Regular = false, Zones = new CycleZones(),
            InactiveBelow = 0, Verdict = "",
        };
        run = run with { Models = run.Models with { Categories = new CategoryCycleModel([flowers]) } };
        Store.Scoring.Save(run, snapshot, Everything, cancellation: Stop);
    }

    // In one by a fact, and about to come into another by what is computed anew.
    void StandInStrategies()
    {
        ShopMoment moment = Everything;
        StrategyStoreContract.Publish(Store, Now, ("strategies/comeback.yaml",
            StrategyStoreContract.Files["strategies/comeback.yaml"]
                .Replace("{ enters: audience }", "{ enters: everyone }")),
            // She has complained of e-mails.
            ("strategies/thanks.yaml", StrategyStoreContract.Files["strategies/thanks.yaml"]
                .Replace("email: thanks", "letter: { template: thanks, offer: ten }")),
            ("offers.yaml", "offers:\n  - { offer: ten, percent off: 10, from: 2020-01-01, until: 2030-12-31 }\n"),
            ("segments/all.yaml", "set: all\nsegments:\n  - { name: everyone, rule: orders >= 0 }\n"));
        ShopMoment Watching() => Store.Moment(profiles: moment.Profiles, watch: [("everybody", "orders >= 0"),
            ("everyone", "orders >= 0")]);
        Store.Turns.AskEverybody(Watching(), Stop);
        IncomingEvent login = Says("l", 0) with { Activity = new ActivityStatement(ActivityKind.Login) };
        Store.Intake.Write(EventBatch.Of([login]), Everything, cancellation: Stop);
        Store.Turns.Forget(new Instant(Now.UnixMs + 1), Everything, Stop);
        Store.Intake.Write(EventBatch.Of([login with { MessageId = "m" }]), Everything, cancellation: Stop);
        Store.Folding.RefoldAll(Watching(), cancellation: Stop);
    }

    Dictionary<string, int> RowsOf(CustomerId id) => CustomerTables.Every.ToDictionary(table => table.Name,
        table => Ask($"select customer_id from {table.Name}").Count(row => row[0] == $"{id}"));

    [Fact]
    public void Every_table_follows_as_it_says()
    {
        WriteCustomer();
        var were = RowsOf(before);

        Store.Intake.Write(
            EventBatch.Of([Says("9", 2, address with { External = "C-1" })]), Everything, cancellation: Stop);

        Assert.Equal([after], Store.Profiles.Load().Ids);
        var (left, now) = (RowsOf(before), RowsOf(after));
        foreach (var rule in CustomerTableRule.All.Where(rule => rule.Merged != WhenMerged.Stays))
        {
            Assert.True(were[rule.Table] > 0, $"The test leaves {rule.Table} empty.");
            Assert.True(left[rule.Table] == 0, $"{left[rule.Table]} rows are left in {rule.Table}.");
        }
        foreach (var rule in CustomerTableRule.All.Where(rule => rule.Merged == WhenMerged.Moved))
        {
            // The other was drawn too.
            var own = rule.Table == "assignment" ? 1 : 0;
            Assert.Equal((rule.Table, were[rule.Table] + own), (rule.Table, now[rule.Table]));
        }
        foreach (var rule in CustomerTableRule.All.Where(rule => rule.Merged == WhenMerged.SaidAgain))
            Assert.True(now[rule.Table] > 0, $"Nothing came over in {rule.Table}.");
        AssertSound();
    }

    [Fact]
    public void Erasing_leaves_no_row_but_in_tables_that_are_known_by_name()
    {
        WriteCustomer();
        Store.Erasure.Erase(new ErasureRequest([before], "asked", Now, Actor.Terminal("tests")), Moment);
        var left = RowsOf(before);
        foreach (var rule in CustomerTableRule.All.Where(rule => rule.Erased == WhenErased.Deleted))
            Assert.True(left[rule.Table] == 0, $"{left[rule.Table]} rows are left in {rule.Table}.");
        // That they have left their segments, and that they are gone.
        Assert.True(left["outbox"] == 2 && left["counted_customer"] == 0);
    }
}
