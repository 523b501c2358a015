using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Tests.Access;
using Perennial.Tests.Store;

namespace Perennial.Tests.Verbs;

/// <summary>Whoever has become another since is shown as who they were: every verb that looks back at a store says how
/// many they are, also where it counts them with whom they are.</summary>
public sealed class JoinedSinceTests : IClassFixture<GuardedShop>
{
    const string Joined = "One customer of then has turned out to be another since, and is ";

    // They write profiles, which only customers of now have, or forecast what the same people did afterwards.
    static readonly string[] asTheyAre = ["rescore", "validate cycle", "validate lifetime"];

    // They read a file, and a file joins nobody; settings are nobody's.
    static readonly string[] ofNobody = ["score", "lifetime", "settings"];

    readonly GuardedShop shop;

    public JoinedSinceTests(GuardedShop shop)
    {
        this.shop = shop;
        IncomingEvent Seen(string id, int daysAgo, CustomerKeySet who) => new()
        {
            Source = "test", MessageId = id, At = SomeFacts.At(daysAgo), Who = who,
            Activity = new ActivityStatement(ActivityKind.PageView),
        };
        shop.Store.Intake.Write(EventBatch.Of([Seen("looked", 15, new() { Anonymous = "a browser" })]),
            shop.Store.Moment());
        shop.Store.Intake.Write(EventBatch.Of(
            [Seen("was anna", 2, new() { External = "anna", Anonymous = "a browser" })]), shop.Store.Moment());
    }

    public static TheoryData<string> Verbs => [.. AsOfTests.Verbs.Select(row => row.Data).Except(ofNobody)];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Every_verb_says_how_many(string verb)
    {
        var day = $"{shop.Now.ToDateTimeOffset().AddDays(-5):yyyy-MM-dd}";
        var how = asTheyAre.Contains(verb) ? "counted with them." : "shown as who they were.";
        Assert.Contains(Joined + how, (await AsOfTests.Run(shop, verb, day)).Said);
        var before = $"{shop.Now.ToDateTimeOffset().AddDays(-17):yyyy-MM-dd}";
        Assert.DoesNotContain(Joined, (await AsOfTests.Run(shop, verb, before)).Said);
    }

    [Fact]
    public async Task So_does_a_question_that_compares_with_an_earlier_day() =>
        Assert.Contains(Joined, (await AsOfTests.Run(shop, "insights common", null, "--came", "5")).Said);
}
