using Perennial.Cli;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Segments;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Parsing;
using Perennial.Data.Access;
using Perennial.Moments;
using Perennial.Scoring;
using Perennial.Segments;
using Perennial.Shop;
using Perennial.Tests.Store;
using static Perennial.Tests.Store.SomeFacts;

namespace Perennial.Tests.Rules;

/// <summary>Words that ask for more than columns and facts, in a shop that is written to.</summary>
public sealed class LiveWords : StoreContract
{
    // Ann spent more than Bob; Eve has not ordered.
    void Begin(params ShopSegment[] segments)
    {
        Write(Batch([("ann", new() { Email = "ann@example.org" }), ("bob", null), ("eve", null)],
            Order("ann", "1", 10, 9000) with { Lines = [("rose", 1, 9000, 0, 0)] }, Order("bob", "2", 3, 2000)));
        Rescore.Run(Store, null, null, Now, (_, _) => { }, Stop);
        if (segments.Length == 0) return;
        SegmentEditing.Save(Store, ShopLoader.Load(Store, Now),
            [.. segments.Select(segment => new SegmentDraft(segment))], Actor.Terminal("tests"), Now);
    }

    void Hear(Instant at, string who, Func<IncomingEvent, IncomingEvent> what) => Store.Intake.Write(
        EventBatch.Of([what(new IncomingEvent
        {
            Source = "test", MessageId = $"{who} {at}", At = at, Who = new CustomerKeySet { External = who },
        })]), new ShopMoments(Store).At(at), cancellation: Stop);

    void Pass(Instant at) => Store.Folding.RefoldDue(new ShopMoments(Store).At(at), int.MaxValue, Stop);

    string In(string segment) => string.Join(' ', new[] { "ann", "bob", "eve" }.Where(
        name => Store.Stays.Members(segment).Contains(Id(name))));

    static Instant Days(int days) => new(Now.UnixMs + days * 86_400_000L);

    [Fact]
    public void Whoever_agrees_comes_in_and_leaves_on_the_instant_at_which_that_ends()
    {
        Begin(new ShopSegment("agreed", "consents to 'offers' by email"),
            new ShopSegment("ends soon", "consent_expires_in_days <= 2"));
        Assert.Equal("", In("agreed"));

        Hear(Days(1), "ann", one => one with
        {
            Details = new CustomerDetails
            {
                Consents = [new(ContactChannel.Email, true) { Topic = "offers", ExpiresAt = Days(5) }],
            },
        });
        Assert.Equal(("ann", ""), (In("agreed"), In("ends soon")));
        Pass(Days(4));
        Assert.Equal(("ann", "ann"), (In("agreed"), In("ends soon")));
        Pass(new(Days(5).UnixMs - 1));
        Assert.Equal("ann", In("agreed"));
        Pass(Days(5));
        Assert.Equal(("", ""), (In("agreed"), In("ends soon")));
    }

    [Fact]
    public void Whoever_was_on_a_page_is_in_and_whoever_said_something_there()
    {
        Begin(new ShopSegment("saw prices", "has page_view where page = '/prices' and name starts with 'Pr' within 7d"),
            new ShopSegment("gold", "has at least 2 activities where property 'plan' in ('gold', 'Gold')"));

        Hear(Days(1), "eve", one => one with
        {
            Activity = new ActivityStatement(ActivityKind.PageView)
            {
                Name = "Prices", Properties = "page=/prices\nplan=gold",
            },
        });
        Assert.Equal(("eve", ""), (In("saw prices"), In("gold")));
        Hear(Days(2), "eve", one => one with
        {
            Activity = new ActivityStatement(ActivityKind.Form) { Name = "wedding", Properties = "plan=Gold" },
        });
        Assert.Equal(("eve", "eve"), (In("saw prices"), In("gold")));
        Pass(Days(9));
        Assert.Equal(("", "eve"), (In("saw prices"), In("gold")));
        Assert.Equal([Id("eve")], Store.Rules.Find(RuleParser.Parse("has form where property 'plan' = 'Gold'"),
            new RuleMoment(Days(9), ShopCalendar.Utc)));
    }

    [Fact]
    public void The_top_is_a_level_until_everybody_is_compared_again()
    {
        Begin(new ShopSegment("best", "top 1 of (orders >= 1) by revenue"));
        Assert.Equal("ann", In("best"));

        Hear(Days(1), "bob", one => one with { Order = new OrderStatement("3", Days(1)) { GrossCents = 50_000 } });
        Assert.Equal("ann bob", In("best"));

        Rescore.Run(Store, null, null, Days(2), (_, _) => { }, Stop);
        Assert.Equal("bob", In("best"));
    }

    [Fact]
    public void Having_been_in_a_segment_ends_by_time_alone()
    {
        Begin(new ShopSegment("one", "orders = 1"), new ShopSegment("was one", "was in segment 'one' within 3d"));
        Assert.Equal(("ann bob", "ann bob"), (In("one"), In("was one")));

        Hear(Days(1), "bob", one => one with { Order = new OrderStatement("3", Days(1)) { GrossCents = 500 } });
        Assert.Equal(("ann", "ann bob"), (In("one"), In("was one")));
        Pass(Days(4));
        Assert.Equal("ann bob", In("was one"));
        Pass(Days(5));
        Assert.Equal("ann", In("was one"));
    }

    [Fact]
    public void What_an_event_is_called_is_asked_as_it_comes_in()
    {
        Begin(new ShopSegment("readers", "has form where name = 'newsletter'"));
        Hear(Days(1), "eve", one => one with { Activity = new(ActivityKind.Form) { Name = "newsletter" } });
        Hear(Days(1), "bob", one => one with { Activity = new(ActivityKind.Form) { Name = "wedding" } });
        Assert.Equal("eve", In("readers"));
    }

    [Fact]
    public void A_name_that_the_shop_does_not_have_is_refused_where_it_is_written_and_not_where_it_is_in_force()
    {
        Begin();
        Hear(Days(1), "ann", one => one with
        {
            Contact = new(ContactChannel.Email, "m1") { Strategy = "win back" },
        });
        ShopView Shop() => ShopLoader.Load(Store, Days(1));

        Assert.Contains("'win back'", Assert.Throws<BadInputException>(
            () => Shop().Segments.Parse("no contact where strategy = 'winbck' within 7d")).Remedy);
        Assert.Contains("'rose'", Assert.Throws<BadInputException>(
            () => Shop().Segments.Parse("bought 'roze'")).Remedy);
        Shop().Segments.Parse("has contact where strategy = 'win back' or bought 'rose'");

        // Saved when there was one of that name.
        Store.Segments.Save(new("old", "bought 'tulip'"), Days(1));
        Assert.Empty(Shop().Segments.Broken);
    }

    [Fact]
    public async Task Calls_and_exports_take_a_rule_or_a_segment()
    {
        Begin(new ShopSegment("spenders", "revenue > 50"));
        Close();

        Assert.Equal(["ann"], await Keys("export", "spenders"));
        Assert.Equal(["bob", "eve"], await Keys("export", "revenue < 50"));
        Assert.Equal(["ann"], await Keys("segments", "spenders"));
        var calls = await Run("calls", "spenders");
        Assert.Contains("ann", calls);
        Assert.DoesNotContain("bob", calls);
        var log = new StringWriter();
        Assert.Equal(1, await CommandLine.Run(
            ["calls", "spendrs", "--store", Address], TextWriter.Null, log, TimeProvider.System));
        Assert.Contains("Did you mean 'spenders'?", $"{log}");
    }

    [Fact]
    public async Task Rules_of_strategies_are_checked_against_the_shop()
    {
        Begin();
        Close();
        var folder = Directory.CreateDirectory(Path.Combine(Folder, "plan", "segments")).Parent!.FullName;
        System.IO.File.WriteAllText(Path.Combine(folder, "segments", "mine.yaml"),
            "segments:\n  - name: Rose lovers\n    rule: bought 'roze'\n");

        var log = new StringWriter();
        await CommandLine.Run(["plan", folder, "--store", Address], log, log, TimeProvider.System);
        Assert.Contains("There is no product 'roze'. Did you mean 'rose'?", string.Join(' ', $"{log}".Split(
            default(char[]), StringSplitOptions.RemoveEmptyEntries)));
    }

    async Task<IEnumerable<string>> Keys(params string[] arguments)
    {
        var file = Path.Combine(Folder, "out.csv");
        await Run([.. arguments, "--out", file]);
        return System.IO.File.ReadAllLines(file).Skip(1).Select(line => line.Split(',')[0]);
    }

    async Task<string> Run(params string[] arguments)
    {
        var (output, log) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.Run([.. arguments, "--store", Address], output, log, TimeProvider.System);
        Assert.True(code == 0, $"{log}");
        return $"{output}";
    }
}
