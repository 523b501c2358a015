using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Statistics;
using Perennial.Data.Access;
using Perennial.Import;
using Perennial.Moments;

namespace Perennial.Tests.Store;

/// <summary>Facts keep the keys they came under, and go back to them when a key turns out to be several people's.
/// </summary>
public abstract class UnjoinContract : StoreContract
{

    void Say(params IncomingEvent[] events)
    {
        foreach (var one in events) Write(EventBatch.Of([one]));
    }

    static IncomingEvent Ordered(string number, int minutesAgo, CustomerKeySet who) =>
        SomeEvents.Event($"o{number}", minutesAgo, who) with
        {
            Order = SomeEvents.Order(number, minutesAgo, 1_000, new LineStatement("p", 1, 1_000, 0)),
            Details = who.Email is null ? null : new CustomerDetails { Email = who.Email },
        };

    string[] Customers() => [.. Store.Profiles.Load().Ids.Select(id => Store.Customers.ById(id)!)
        .Select(one => $"{one.Key}: {string.Join(' ', one.History.Orders.Number.ToArray().Order())}"
            + $"/{one.History.Activities?.Id.Length ?? 0}/{one.History.Responses?.Id.Length ?? 0}").Order()];

    static CustomerKeySet Till(string address) => new() { External = "till", Email = address };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_came_under_a_till_goes_to_the_addresses_that_were_said_with_it(int draw)
    {
        IncomingEvent[] events = [Ordered("1", 90, Till("a@x.org")), Ordered("2", 80, Till("b@x.org")),
            Ordered("3", 70, Till("a@x.org")), Ordered("4", 60, new() { External = "till" }),
            SomeEvents.Event("r1", 50, Till("b@x.org")) with { Change = new OrderChange("2", 300) },
            SomeEvents.Event("v1", 50, Till("b@x.org")) with { Activity = new(ActivityKind.PageView) },
            SomeEvents.Event("u1", 40, Till("b@x.org")) with
            {
                Response = new ResponseStatement(ResponseKind.Open, ContactChannel.Email),
            }];
        // In whatever order they come, and some twice: a refund before its order, an order before its key is known.
        var random = new Rng((ulong)draw);
        Say(draw == 0 ? events : [.. events.Concat(events.Take(draw)).OrderBy(_ => random.NextInt(1_000))]);
        Assert.Equal(["till: 1 2 3 4/1/1"], Customers());

        var done = Store.Intake.Unjoin(CustomerId.Of(CustomerKeyKind.External, "till"), Moment);
        Assert.Equal(["a@x.org: 1 3/0/0", "b@x.org: 2/1/1", "till: 4/0/0"], Customers());
        Assert.Equal((2, 2, 6, 0), (done.Keys, done.Customers, done.Facts, done.Left));
        var bob = Store.Customers.ById(CustomerId.Of(CustomerKeyKind.Email, "b@x.org"))!;
        Assert.Equal([300], bob.History.Orders.RefundedCents);
        Assert.Equal([1_000], bob.History.Orders.Lines!.GrossCents);
        // The till is nobody to write to.
        Assert.Equal([bob.Id], Store.Customers.Find("b@x.org"));
        Assert.Null(Store.Customers.ById(CustomerId.Of(CustomerKeyKind.External, "till"))!.Details.Email);
        AssertSound();
    }

    [Fact]
    public void What_a_file_says_under_a_till_is_found_by_doctor_and_goes_to_its_addresses()
    {
        var file = Path.Combine(Folder, "till.csv");
        System.IO.File.WriteAllLines(file, ["order_id,customer_id,email,date,total",
            "1,till,a@x.org,2026-04-01,10.00", "2,till,b@x.org,2026-04-02,20.00", "3,till,a@x.org,2026-04-03,30.00",
            "4,till,,2026-04-04,40.00", "5,till,c@x.org,2026-04-04,40.00", "6,till,d@x.org,2026-04-05,41.00",
            "7,C-9,z@x.org,2026-04-05,42.00"]);
        void Import() => ImportFile.Run(Store, file, new Channels.Intake.Formats.IntakeOptions
        {
            Now = Now, RejectsPath = "none",
        }, Actor.Terminal("tests"), (_, _) => { }, Stop);
        Import();
        Assert.Equal(["C-9: 7/0/0", "till: 1 2 3 4 5 6/0/0"], Customers());
        Assert.Equal("a-customer-has-few-addresses", Assert.Single(Findings()).Check);

        var done = Store.Intake.Unjoin(CustomerId.Of(CustomerKeyKind.External, "till"), new ShopMoments(Store).At(Now));
        string[] apart = ["C-9: 7/0/0", "a@x.org: 1 3/0/0", "b@x.org: 2/0/0", "c@x.org: 5/0/0", "d@x.org: 6/0/0",
            "till: 4/0/0"];
        Assert.Equal((4, 5, 0), (done.Customers, done.Facts, done.Left));
        Assert.Equal(apart, Customers());
        AssertSound();
        // The same file once more, and tomorrow's.
        Import();
        Assert.Equal(apart, Customers());
        AssertSound();
    }

    [Theory]
    [InlineData("customer_id,email,happened_at,event", "page view", "/1/0")]
    [InlineData("customer_id,email,sent_at,channel,opened_at", "email,2026-04-09", "/0/1")]
    [InlineData("customer_id,email,timestamp,event,channel", "opened,email", "/0/1")]
    public void What_a_file_says_people_did_under_a_till_goes_to_its_addresses(string header, string rest, string has)
    {
        var file = Path.Combine(Folder, "till.csv");
        System.IO.File.WriteAllLines(file, [header, .. "abcd".Select((who, i) =>
            $"till,{who}@x.org,2026-04-0{i + 1},{rest}")]);
        ImportFile.Run(Store, file, new Channels.Intake.Formats.IntakeOptions { Now = Now, RejectsPath = "none" },
            Actor.Terminal("tests"), (_, _) => { }, Stop);
        Assert.Equal("a-customer-has-few-addresses", Assert.Single(Findings()).Check);

        Store.Intake.Unjoin(CustomerId.Of(CustomerKeyKind.External, "till"), new ShopMoments(Store).At(Now));
        Assert.Equal("abcd".Select(who => $"{who}@x.org: {has}"), Customers().Where(one => !one.StartsWith("till")));
        AssertSound();
    }

    [Fact]
    public void Consents_go_back_to_whom_they_were_said_by()
    {
        IncomingEvent Agrees(string id, int minutesAgo, string address, bool granted) =>
            SomeEvents.Event(id, minutesAgo, Till(address)) with
            {
                Details = new CustomerDetails { Email = address, ConsentEmail = granted },
            };
        Say(Ordered("1", 90, Till("a@x.org")), Ordered("2", 80, Till("b@x.org")),
            Agrees("c1", 70, "a@x.org", true), Agrees("c2", 60, "b@x.org", false));
        Store.Intake.Unjoin(CustomerId.Of(CustomerKeyKind.External, "till"), Moment);
        bool? Of(CustomerKeyKind kind, string key) =>
            Store.Customers.ById(CustomerId.Of(kind, key))?.Details.ConsentEmail;
        Assert.Equal((true, false, null), (Of(CustomerKeyKind.Email, "a@x.org"),
            Of(CustomerKeyKind.Email, "b@x.org"), Of(CustomerKeyKind.External, "till")));
        AssertSound();
    }

    [Fact]
    public void From_then_on_it_joins_nobody()
    {
        Say(Ordered("1", 90, Till("a@x.org")));
        Store.Intake.Unjoin(CustomerId.Of(CustomerKeyKind.External, "till"), Moment);
        var moment = Moment with { Keys = new() { Shared = new HashSet<CustomerId>
        {
            CustomerId.Of(CustomerKeyKind.External, "till"),
        } } };
        foreach (var one in (IncomingEvent[])[Ordered("2", 80, Till("b@x.org")), Ordered("3", 70, Till("a@x.org"))])
            Store.Intake.Write(EventBatch.Of([one]), moment, cancellation: Stop);
        Assert.Equal(["a@x.org: 1 3/0/0", "b@x.org: 2/0/0"], Customers().Where(one => !one.StartsWith("till")));
        AssertSound();
    }

    [Fact]
    public void A_shared_device_gives_back_what_came_under_other_keys()
    {
        var device = new CustomerKeySet { Anonymous = "kiosk" };
        Say(SomeEvents.Event("v1", 99, device) with { Activity = new(ActivityKind.PageView) },
            Ordered("1", 90, device with { Email = "a@x.org" }),
            Ordered("2", 80, device with { External = "C-1" }));
        Assert.Equal(["C-1: 1 2/1/0"], Customers());
        Store.Intake.Unjoin(CustomerId.Of(CustomerKeyKind.Anonymous, "kiosk"), Moment);
        // The address was joined with the number by the device alone.
        Assert.Equal(["C-1: 2/0/0", "a@x.org: 1/0/0", "kiosk: /1/0"], Customers());
        AssertSound();
    }

    static readonly CustomerKeyKind[] taken = [CustomerKeyKind.Email, CustomerKeyKind.Phone, CustomerKeyKind.Anonymous];

    /// <summary>One person by a number, an address, a telephone and two devices, said together in whatever way and
    /// order: taken apart, each fact is of whoever its own key is one with by what was said without the key.</summary>
    [Fact]
    public void What_is_left_together_does_not_depend_on_the_order_in_which_it_was_heard()
    {
        for (var draw = 0; draw < CasesHere(40); draw++)
        {
            var random = new Rng((ulong)draw);
            var all = Enumerable.Range(0, 7).Select(i => Ordered($"{draw}-{i}", 90 - i, Drawn(random, draw))).ToList();
            Say([.. all.OrderBy(_ => random.NextInt(1_000)).Concat(all.Take(draw % 3))]);
            var key = KeyOf(random.Pick(taken), draw);
            Store.Intake.Unjoin(CustomerId.Of(key.Kind, key.Text), Moment);

            Assert.Equal(Apart(all, key), Customers().Where(one => one.Contains($" {draw}-")));
        }
        AssertSound();
    }

    static (CustomerKeyKind Kind, string Text) KeyOf(CustomerKeyKind kind, int draw, int device = 0) => kind switch
    {
        CustomerKeyKind.External => (kind, $"C-{draw}"),
        CustomerKeyKind.Email => (kind, $"a{draw}@x.org"),
        CustomerKeyKind.Phone => (kind, $"+33612{draw:000000}"),
        _ => (kind, $"device-{draw}-{device}"),
    };

    static CustomerKeySet Drawn(Rng random, int draw)
    {
        while (true)
        {
            string? Some(CustomerKeyKind kind) =>
                random.Chance(0.4) ? KeyOf(kind, draw, random.NextInt(2)).Text : null;
            var keys = new CustomerKeySet
            {
                External = Some(CustomerKeyKind.External), Email = Some(CustomerKeyKind.Email),
                Phone = Some(CustomerKeyKind.Phone), Anonymous = Some(CustomerKeyKind.Anonymous),
            };
            if (KeysOf(keys).Any()) return keys;
        }
    }

    static IEnumerable<(CustomerKeyKind Kind, string Text)> KeysOf(CustomerKeySet keys) =>
        new (CustomerKeyKind Kind, string? Text)[]
        {
            (CustomerKeyKind.External, keys.External), (CustomerKeyKind.Email, keys.Email),
            (CustomerKeyKind.Phone, keys.Phone), (CustomerKeyKind.Anonymous, keys.Anonymous),
        }.Where(key => key.Text is not null).Select(key => (key.Kind, key.Text!)).OrderBy(key => key.Kind);

    // Made the plain way: keys are one person's where a chain of what was said leads from one to the other.
    static string[] Apart(List<IncomingEvent> all, (CustomerKeyKind, string) key)
    {
        var said = all.Select(one => KeysOf(one.Who).ToList()).ToList();
        HashSet<(CustomerKeyKind Kind, string Text)> With((CustomerKeyKind, string) own)
        {
            var found = new HashSet<(CustomerKeyKind, string)> { own };
            for (var before = 0; before < found.Count && own != key;)
            {
                before = found.Count;
                foreach (var keys in said.Where(keys => keys[0] != key))
                    foreach (var other in keys.Skip(1).Where(other => other != key))
                        if (found.Contains(keys[0]) || found.Contains(other)) found.UnionWith([keys[0], other]);
            }
            return found;
        }
        return [.. all.Zip(said).GroupBy(one => With(one.Second[0]).OrderBy(other => other.Kind)
                .ThenBy(other => CustomerId.Of(other.Kind, other.Text)).First().Text)
            .Select(of => $"{of.Key}: {string.Join(' ', of.Select(one => one.First.Order!.Number).Order())}/0/0")
            .Order()];
    }

    [Fact]
    public void A_move_after_the_joining_keeps_the_keys_that_facts_came_under()
    {
        Say(Ordered("1", 90, new() { Email = "a@x.org" }), Ordered("2", 80, new() { External = "C-1" }),
            Ordered("3", 70, Till("a@x.org")));
        Say(SomeEvents.Event("j", 60, new() { External = "C-1", Previous = ["till"] }));
        Assert.Equal(["C-1: 1 2 3/0/0"], Customers());
        Store.Intake.Unjoin(CustomerId.Of(CustomerKeyKind.External, "till"), Moment);
        Assert.Equal(["C-1: 2/0/0", "a@x.org: 1 3/0/0"], Customers());
        AssertSound();
    }
}
