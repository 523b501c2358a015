using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Perennial.Cli;
using Perennial.Contacts;
using Perennial.Core.Planning;
using Perennial.Strategies;
using Perennial.Tests.Store;

namespace Perennial.Tests.Verbs;

/// <summary>What strategies have given to a queue, as its staff sees it.</summary>
public sealed class CallQueueTests : StrategyStoreContract
{
    static readonly string[] all = ["C-1", "C-2", "C-3", "C-4", "C-5"];

    async Task<(int Code, string Output, string Log)> Calls(params string[] more)
    {
        using var output = new StringWriter();
        using var log = new StringWriter();
        var clock = new FakeTimeProvider(Time.ToDateTimeOffset());
        var code = await CommandLine.Run(["calls", "--store", File, .. more], output, log, clock);
        return (code, output.ToString(), log.ToString());
    }

    void Begin(string holdout = "0%")
    {
        Time = Some.At("2026-07-01T09:00Z");
        Tell([
            .. all.Select(one => Known(one)), Order("1", "C-0"), Order("2", "C-3"), Order("3", "C-3"),
            Order("4", "C-3"), Order("5", "C-5"), Order("6", "C-5"),
        ]);
        Score(Time);
        Publish(Store, Time,
            ("channels.yaml", Files["channels.yaml"].Replace("shop: {}", "shop: { most: [2 per 1d] }")),
            ("strategies/thanks.yaml", Files["strategies/thanks.yaml"].Replace("- email: thanks",
                "- call: { script: hello, queue: shop }").Replace("holdout: 0%", $"holdout: {holdout}")));
        Tick();
        Later(1);
        Tell([.. all.Select(one => Login($"login {one}", one))]);
        new StrategyTurns(Store).Run(() => At, Stop);
        Close();
    }

    [Fact]
    public async Task First_what_may_be_done_now_and_behind_it_what_waits_for_its_turn()
    {
        Begin();
        var (code, output, log) = await Calls("--queue", "shop", "--json");
        Assert.True(code == 0, log);
        var lines = JsonDocument.Parse(output).RootElement.EnumerateArray().ToList();
        Assert.Equal(["C-3", "C-5", .. new[] { "C-1", "C-2", "C-4" }.OrderBy(Id)],
            lines.Select(one => one.GetProperty("customer").GetString()));
        Assert.Equal([null, null, "2 calls a day of shop", "2 calls a day of shop", "2 calls a day of shop"],
            lines.Select(one => one.GetProperty("waits").GetString()));
        Assert.Equal([1, 2, 3, 4, 5], lines.Select(one => one.GetProperty("place").GetInt32()));
        var table = (await Calls("--queue", "shop", "--limit", "3")).Output;
        Assert.Contains("there are 2 calls a day of shop", table);
        Assert.Equal(3, table.Split('\n').Count(line => line.Contains("thanks")));
    }

    [Fact]
    public async Task Whoever_is_held_out_stands_in_no_queue()
    {
        Begin(holdout: "50%");
        var heldOut = all.Where(one => Store.Decisions.Enrollments(Id(one))[0].HeldOutBy != 0).ToHashSet();
        Close();
        Assert.InRange(heldOut.Count, 1, 4);
        var lines = JsonDocument.Parse((await Calls("--queue", "shop", "--json")).Output).RootElement.EnumerateArray();
        Assert.Equal(all.Except(heldOut).Order(),
            lines.Select(one => one.GetProperty("customer").GetString()!).Order());
    }

    [Fact]
    public async Task A_queue_that_does_not_exist_is_told_with_those_that_do()
    {
        Begin();
        var (code, _, log) = await Calls("--queue", "shpo");
        Assert.NotEqual(0, code);
        Assert.Contains("There is no such queue.", log);
        Assert.Contains("shop", log);
    }

    [Fact]
    public void A_plan_tells_how_many_calls_will_come_too_late()
    {
        Begin();
        var files = Files.ToDictionary();
        files["channels.yaml"] = files["channels.yaml"].Replace("shop: {}", "shop: { most: [2 per 1d] }");
        files["strategies/ring.yaml"] = """
            strategy: ring
            goal: { metric: orders, window: 30d }
            audience: everybody
            trigger: { enters: audience }
            existing: enroll
            holdout: 0%
            steps:
              - call: { script: hello, queue: shop }
                expires: 2d
            """;
        var proposed = StrategyFiles.Compare(
            files, StrategyShops.BeforeAny, Store.Strategies.Parts(), prune: true);
        Assert.Empty(proposed.Read.Mistakes.All);
        var impact = ProposedImpact.Of(Store, proposed, ImpactAsking.OnPages, Time)!.Strategies
            .Single(one => one.Strategy == "ring");
        Assert.EndsWith("5 now, 2 calls a day of shop: 1 will expire", ImpactWords.First(impact));
    }

    [Fact]
    public async Task Words_of_whoever_waits_say_for_what()
    {
        Begin();
        var row = Store.Decisions.Of(Id("C-1"))[0];
        Assert.Equal((Outcome.Waiting, Gate.Capacity), (row.Outcome, row.Gate));
        Assert.Equal("Waits for its turn: there are 2 calls a day of shop.", DecisionLine.Of(row));
        var step = StrategySheet.All(Store, Time).Single(one => one.Strategy == "thanks").Steps[0];
        Assert.Equal((3, 3), (step.Waiting, step.WaitingFor["2 calls a day of shop"]));
        Close();
        Assert.Equal(0, (await Calls("--queue", "shop")).Code);
    }
}
