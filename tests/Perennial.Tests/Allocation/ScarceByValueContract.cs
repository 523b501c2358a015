using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Perennial.Allocation;
using Perennial.Cli;
using Perennial.Contacts;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Serving;
using Perennial.Shop;
using Perennial.Strategies;
using Perennial.Tests.Store;
using Perennial.Web;

namespace Perennial.Tests.Allocation;

/// <summary>One call a day, and two wait for it: whoever it adds most to has it where that was measured, else whoever
/// comes first in the order of calls.</summary>
public abstract class ScarceByValueContract : StrategyStoreContract
{
    // Ordered often and of late; and twice, long ago.
    const string First = "C-3", Second = "C-5";

    const string Measured = "measured: 2026-06-20";

    IncomingEvent Bought(string number, string who, int daysAgo)
    {
        var at = new Instant(Time.UnixMs - daysAgo * 86_400_000L);
        return new()
        {
            Source = "test", MessageId = $"order {number}", At = at, Who = Who(who),
            Order = new OrderStatement(number, at) { GrossCents = 900 },
        };
    }

    // What waits for one call of the shop's queue on the second of July.
    void Begin(string most = "1 per 1d")
    {
        Time = Some.At("2026-07-01T09:00Z");
        Tell([
            Known(First, 900), Known(Second, 900), Bought("1", First, 1), Bought("2", First, 3), Bought("3", First, 9),
            Bought("4", Second, 600), Bought("5", Second, 700),
            .. Enumerable.Range(10, 8).Select(one => Bought($"{one}", $"C-{one}", 40 * (one - 9))),
        ]);
        Score(Time);
        Publish(Store, Time,
            ("channels.yaml", Files["channels.yaml"].Replace("shop: {}", $"shop: {{ most: [{most}] }}")),
            ("strategies/thanks.yaml", Files["strategies/thanks.yaml"].Replace("- email: thanks",
                "- call: { script: hello, queue: shop }\n    expires: 30d")));
        Tick();
        Later(1);
        Tell([Login("one", First), Login("other", Second)]);
    }

    string SegmentOf(string who) => Ask("select c.key, p.rfm_segment from customer c join profile p "
        + "on p.shard = c.shard and p.customer_id = c.customer_id").Single(row => row[0] == who)[1];

    // Cents are said for the first and for the second of them.
    void Load(string first, string second, string measured = Measured)
    {
        var (one, other) = (SegmentOf(First), SegmentOf(Second));
        Assert.NotEqual(one, other);
        string Line(string segment, string value) =>
            $"  - {{ segment: {segment}, channel: call, value: {value}, low: -9, high: 9, {measured} }}\n";
        MeasuredValueEditing.Load(Store, "values:\n" + (first.Length > 0 ? Line(one, first) : "") + Line(other, second),
            "values.yaml", We, Time);
    }

    void Turns() => new StrategyTurns(Store).Run(() => At, Stop);

    string Became(string who) => OutcomeWords.Of(Store.Decisions.Of(Id(who))[0].Outcome);

    async Task<(string Output, JsonElement Json)> Run(params string[] words)
    {
        Close();
        var (output, json, log) = (new StringWriter(), new StringWriter(), new StringWriter());
        var clock = new FakeTimeProvider(Time.ToDateTimeOffset());
        Assert.True(await CommandLine.Run([.. words, "--store", Address], output, log, clock) == 0, $"{log}");
        await CommandLine.Run([.. words, "--json", "--store", Address], json, log, clock);
        return ($"{output}", JsonDocument.Parse($"{json}").RootElement);
    }

    [Fact]
    public void Where_nothing_was_measured_it_goes_by_the_order_of_calls()
    {
        Begin();
        Turns();
        Assert.Equal(("sent", "waiting"), (Became(First), Became(Second)));
        var day = Assert.Single(Store.PlanningRuns.Newest(9));
        Assert.Equal((false, 1L, 2L, 1L, 0L), (day.IsByValue, day.Capacity, day.Wanted, day.Taken, day.Price));
        AssertCounted();
    }

    [Fact]
    public void Whoever_a_call_adds_most_to_is_called()
    {
        Begin();
        Load("2.00", "3.10");
        Turns();
        Assert.Equal(("waiting", "sent"), (Became(First), Became(Second)));
        AssertCounted();
    }

    [Fact]
    public void A_value_cannot_be_weighed_against_none()
    {
        Begin();
        Load("", "3.10");
        Turns();
        Assert.Equal(("sent", "waiting"), (Became(First), Became(Second)));
        Assert.False(Assert.Single(Store.PlanningRuns.Newest(9)).IsByValue);
    }

    [Fact]
    public void A_value_that_is_too_old_counts_as_none()
    {
        Begin();
        Load("2.00", "3.10", "measured: 2025-12-01");
        Turns();
        Assert.Equal(("sent", "waiting"), (Became(First), Became(Second)));
    }

    [Fact]
    public async Task What_one_more_call_was_worth_is_told_at_every_door()
    {
        Begin();
        Load("2.00", "3.10");
        Turns();
        var (output, json) = await Run("capacity");
        Assert.Contains("one more is worth", output);
        var day = Assert.Single(json.GetProperty("resources").EnumerateArray());
        double Number(string name) => day.GetProperty(name).GetDouble();
        Assert.Equal(("queue shop/day", "2026-07-02", "value"), (day.GetProperty("resource").GetString(),
            day.GetProperty("day").GetString(), day.GetProperty("by").GetString()));
        Assert.Equal((1.0, 2.0, 1.0, 1.0), (Number("capacity"), Number("wanted"), Number("taken"), Number("waiting")));
        Assert.Equal((3.1, 3.1, 0.0), (Number("value"), Number("bound"), Number("gap")));
        Assert.InRange(Number("price"), 2, 3.1);

        (output, json) = await Run("decisions", First);
        Assert.Contains("worth", output);
        var value = json.GetProperty("decisions")[0].GetProperty("value");
        Assert.Equal(("2026-07-02", Number("price")),
            (value.GetProperty("day").GetString(), value.GetProperty("price").GetDouble()));
        (_, json) = await Run("decisions", Second);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("decisions")[0].GetProperty("value").ValueKind);

        var page = await Page("/strategies/thanks");
        Assert.Contains("What was short", page);
        Assert.Contains("1 of 1", page);
        Assert.Contains("2026-07-02: one more is worth", await Page($"/customers/{Id(First)}"));
    }

    async Task<string> Page(string address)
    {
        var views = ShopLoader.Live(Store, new FakeTimeProvider(Time.ToDateTimeOffset()));
        await using var app = WebApp.Build(new WebAppOptions
        {
            Views = views, Urls = ["http://127.0.0.1:0"], Visitor = Visitor.Demo,
        });
        await app.StartAsync(Stop);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        return await client.GetStringAsync(address, Stop);
    }

    [Fact]
    public void A_day_is_written_down_once_and_again_only_where_somebody_had_a_turn()
    {
        Begin();
        Load("2.00", "3.10");
        Turns();
        var day = Assert.Single(Store.PlanningRuns.Newest(9));
        Later(0.1);
        Tick();
        Assert.Equal(day, Assert.Single(Store.PlanningRuns.Newest(9)));
        Later(1);
        Tick();
        Assert.Equal("sent", Became(First));
        Assert.Equal((1L, 1L, 0L), (Store.PlanningRuns.Newest(9)[0].Wanted, Store.PlanningRuns.Newest(9)[0].Taken,
            Store.PlanningRuns.Newest(9)[0].Price));
        Assert.Equal(day, Store.PlanningRuns.Newest(9)[1]);
        // Nobody waits, and nothing is written.
        Later(1);
        Tick();
        Assert.Equal(2, Store.PlanningRuns.Newest(9).Count);
    }

    [Fact]
    public async Task A_queue_is_called_by_what_calls_add()
    {
        Begin("2 per 1d");
        Turns();
        Assert.Equal(("sent", "sent"), (Became(First), Became(Second)));
        static IEnumerable<string?> Customers(JsonElement json) =>
            json.EnumerateArray().Select(one => one.GetProperty("customer").GetString());
        Assert.Equal([First, Second], Customers((await Run("calls", "--queue", "shop")).Json));
        Load("2.00", "3.10");
        Assert.Equal([Second, First], Customers((await Run("calls", "--queue", "shop")).Json));
    }
}

public sealed class SqliteScarceByValue : ScarceByValueContract;

public sealed class PostgresScarceByValue : ScarceByValueContract
{
    protected override StorePlace NewPlace() => new DatabasePlace();
}
