using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Data.Access;
using Perennial.Scoring;
using Perennial.Segments;
using Perennial.Settings;
using Perennial.Shop;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Store;

/// <summary>Rules of a look back ask facts and attributes as they were then, and by what was known when that is asked.
/// </summary>
public abstract class RulesThenContract : StoreContract
{
    // Looked at as of this day, by what was known on the one or the other.
    const int Then = 50, KnownEarly = 40, KnownLate = 10;

    static DateOnly Day(int daysAgo) => ShopCalendar.Date(ShopCalendar.Utc.DayOf(At(daysAgo)));

    static IncomingEvent Says(string id, int daysAgo, string who) => new()
    {
        Source = "test", MessageId = id, At = At(daysAgo), Who = new CustomerKeySet { External = who },
    };

    void Tell(int knownDaysAgo, params IncomingEvent[] events) => Store.Intake.Write(EventBatch.Of(events),
        Moment with { Now = At(knownDaysAgo), AsOf = At(knownDaysAgo) }, cancellation: Stop);

    ShopView View(int? knownDaysAgo = null) => ShopAsOf.Load(
        Store, new LookBack(Day(Then), knownDaysAgo is { } known ? Day(known) : null), Now);

    static string[] Whose(ShopView view, string rule) =>
        [.. view.Segments.Find(view.Segments.Parse(rule)).All().Select(row => view.Table.Keys.Text(row)).Order()];

    /// <summary>Two customers with orders that were known at once.</summary>
    void WriteOrders() => Tell(99,
        Says("o1", 100, "ann") with { Order = new("1", At(100)) { GrossCents = 1_000 } },
        Says("o2", 100, "bob") with { Order = new("2", At(100)) { GrossCents = 2_000 } });

    [Theory]
    [InlineData("has order", "ann bob", "ann bob")]
    [InlineData("has order where refunded > 0", "bob", "")]
    [InlineData("has refund where amount = 5", "bob", "")]
    [InlineData("has product_view", "ann", "")]
    [InlineData("has email", "ann", "")]
    [InlineData("no open", "bob", "ann bob")]
    [InlineData("attributes.vip", "ann", "")]
    [InlineData("attributes.vip is unknown", "bob", "ann bob")]
    public void A_rule_asks_what_was_so_then_and_what_was_known(string rule, string known, string knownEarly)
    {
        ShopSettings.PutOptions(Store, ShopSettings.Of(Store).Options with
        {
            Attributes = new Dictionary<string, AttributeType> { ["vip"] = AttributeType.YesNo },
        }, new AuditEntry(At(99), Actor.Terminal("tests"), "settings", "settings"));
        WriteOrders();
        // Told of weeks after.
        Tell(20,
            Says("r1", 60, "bob") with { Change = new OrderChange("2", 500) },
            Says("a1", 60, "ann") with { Activity = new ActivityStatement(ActivityKind.ProductView) { Product = "p" } },
            Says("c1", 60, "ann") with { Contact = new ContactStatement(ContactChannel.Email, "m1") },
            Says("c2", 60, "ann") with { Response = new ResponseStatement(ResponseKind.Open, ContactChannel.Email) },
            Says("d1", 60, "ann") with
            {
                Details = new CustomerDetails { Attributes = [new AttributeStatement("vip", "yes")] },
            });
        // Not so then: what came after.
        Tell(5,
            Says("r2", 6, "ann") with { Change = new OrderChange("1", null) },
            Says("a2", 6, "bob") with { Activity = new ActivityStatement(ActivityKind.ProductView) { Product = "p" } },
            Says("d2", 6, "ann") with
            {
                Details = new CustomerDetails { Attributes = [new AttributeStatement("vip", "no")] },
            });

        Assert.Equal((known, known, knownEarly), (string.Join(' ', Whose(View(), rule)),
            string.Join(' ', Whose(View(KnownLate), rule)), string.Join(' ', Whose(View(KnownEarly), rule))));
    }

    [Fact]
    public void A_customers_attributes_are_those_of_then()
    {
        WriteOrders();
        string Size(Instant asOf, Instant? knownBy) => string.Join(' ', AttributeSpans.Held(
            [.. Store.Customers.ByIdAt(Id("ann"), asOf, knownBy)!.Attributes]).Select(one => one.Value));
        void Say(int daysAgo, int known, string size) => Tell(known, Says($"d{size}", daysAgo, "ann") with
        {
            Details = new CustomerDetails { Attributes = [new AttributeStatement("size", size)] },
        });

        Say(80, 79, "40");
        Say(60, 20, "41");
        Say(6, 5, "42");

        Assert.Equal(("42", "41", "40"),
            (Size(Now, null), Size(At(Then), null), Size(At(Then), At(KnownEarly))));
    }

    public static TheoryData<string> Kinds => ["activity", "contact", "response"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Whoever_is_known_by_a_fact_alone_is_there_once_it_was_known(string kind)
    {
        WriteOrders();
        var fact = Says("f", 60, "carl");
        Tell(20, kind switch
        {
            "activity" => fact with { Activity = new ActivityStatement(ActivityKind.PageView) },
            "contact" => fact with { Contact = new ContactStatement(ContactChannel.Letter, "m2") },
            _ => fact with { Response = new ResponseStatement(ResponseKind.Complaint, ContactChannel.Email) },
        });

        Assert.Equal((3, 3, 2), (View().Count, View(KnownLate).Count, View(KnownEarly).Count));
    }

    [Fact]
    public void What_is_popular_goes_by_what_was_known()
    {
        LineStatement[] lines = [new("rose", 1, 1_000, 0)];
        Tell(99, Says("o1", 55, "ann") with { Order = new("1", At(55)) { GrossCents = 1_000, Lines = lines } });
        Tell(20, Says("o2", 55, "bob") with
        {
            Order = new("2", At(55)) { GrossCents = 1_000, Lines = [new("lily", 1, 1_000, 0)] },
        }, Says("o3", 55, "carl") with
        {
            Order = new("3", At(55)) { GrossCents = 1_000, Lines = [new("lily", 1, 1_000, 0)] },
        });
        static IReadOnlyList<string> Popular(ShopView view) => view.ScoringRun!.Models.Recommendations!.Popular;

        Assert.Equal(["lily", "rose"], Popular(View()));
        Assert.Equal(["rose"], Popular(View(KnownEarly)));
    }
}

public sealed class SqliteRulesThen : RulesThenContract;

public sealed class PostgresRulesThen : RulesThenContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}
