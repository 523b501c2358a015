using Perennial.Core.Planning;
using Perennial.Tests.Strategies;

namespace Perennial.Tests.Capacity;

/// <summary>What happens if there is only so much: the timelines that strategies are agreed on, by their numbers.
/// Times are those of Paris.</summary>
public class CapacityTimelines
{
    static string Channels(string most) => $$"""
        channels:
          email: { provider: sandbox }
          call:
            provider: sandbox
            queues:
              retention: { most: [{{most}}], hours: mon-fri 09:00-18:00 }
          letter: { provider: sandbox, most: [2000 per month] }
        """;

    const string Policies = """
        topics:
          - topic: offers
            default: yes
        contact hours:
          - channels: [call]
            days: mon-sat
            hours: 09:00-12:30, 13:30-19:30
        """;

    const string Steps = """
        - name: call
          call: { queue: retention, script: winback }
          expires: 5d
        - name: letter
          letter: postcard
        """;

    static Dictionary<string, int> Days(ScarceShop shop, string step, Outcome outcome) => shop.Told
        .Where(one => one.Candidate.Step.Name == step && one.Outcome == outcome)
        .GroupBy(one => StrategyWorld.Local(one.At)).ToDictionary(same => same.Key, same => same.Count());

    static StrategyBook Book(string most, string strategy) =>
        SomeBooks.With(Channels(most), "2026-01-01", Policies, strategy);

    [Fact]
    public void T3_04_capacity_is_full_for_days()
    {
        var shop = new ScarceShop(Book("60 per 1d", SomeBooks.Strategy(
            "big", Steps, "{ enters: audience }", exit: "")));
        // Mon 1 June 2026, 09:00; the last by id are the first in the order of calls.
        for (var number = 1; number <= 400; number++) shop.Add($"C-{number:000}", 401 - number);
        foreach (var one in shop.People) shop.Move(one, Some.At("2026-06-01T07:00Z"), "audience of big");
        shop.Until("2026-06-01T07:00Z").Until("2026-06-08T12:00Z");

        Assert.Equal(new Dictionary<string, int>
        {
            ["2026-06-01 09:00"] = 60, ["2026-06-02 09:00"] = 60, ["2026-06-03 09:00"] = 60,
            ["2026-06-04 09:00"] = 60, ["2026-06-05 09:00"] = 60,
        }, Days(shop, "call", Outcome.Sent));
        Assert.Equal(new Dictionary<string, int> { ["2026-06-06 09:00"] = 100 }, Days(shop, "call", Outcome.Expired));
        Assert.Equal((Gate.Capacity, "60 calls a day of retention"), shop.Told
            .Where(one => one.Outcome == Outcome.Expired)
            .Select(one => (one.Reason!.Gate, one.Reason.Rule)).Distinct().Single());
        // Everybody goes on to the letter, at the instant at which the call was decided.
        Assert.Equal(400, Days(shop, "letter", Outcome.Sent).Values.Sum());
        Assert.Equal(100, Days(shop, "letter", Outcome.Sent)["2026-06-06 09:00"]);
        // Whoever waits is asked once, and not at every tick.
        Assert.Equal(400, shop.Waited.Count(one => one.Candidate.Step.Name == "call"));
        // In the order of calls.
        Assert.Equal(Enumerable.Range(0, 300).Select(place => $"C-{400 - place:000}"), shop.Rounds
            .SelectMany(round => round.Had).Where(one => one.Key.Step == "call")
            .Select(one => shop.People.Single(each => each.Id == one.Key.Customer).Key));
    }

    [Fact]
    public void T3_04_new_and_more_valuable_calls_pass_older_ones()
    {
        var shop = new ScarceShop(SomeBooks.With(Channels("1 per 1d"), "2026-01-01", Policies,
            SomeBooks.Strategy("big", Steps, "{ enters: audience }", exit: ""),
            SomeBooks.Strategy("small", Steps, "{ enters: audience }", exit: "", priority: 20)));
        for (var number = 1; number <= 4; number++) shop.Add($"C-{number}", number);
        shop.Move(shop.People[0], Some.At("2026-06-01T07:00Z"), "audience of small");
        shop.Move(shop.People[2], Some.At("2026-06-01T07:00Z"), "audience of big");
        shop.Until("2026-06-01T07:00Z");
        shop.Move(shop.People[3], Some.At("2026-06-01T09:00Z"), "audience of big");
        shop.Move(shop.People[1], Some.At("2026-06-01T10:00Z"), "audience of big");
        shop.Until("2026-06-05T12:00Z");
        Assert.Equal(["C-3", "C-2", "C-4", "C-1"], shop.Rounds.SelectMany(round => round.Had)
            .Where(one => one.Key.Step == "call")
            .Select(one => shop.People.Single(each => each.Id == one.Key.Customer).Key));
    }

    [Fact]
    public void T3_09_held_out_reaches_the_call_at_her_place()
    {
        var steps = """
            - name: mail
              email: answer
            - wait: 7d
            - name: call
              call: { queue: retention, script: inquirer }
            - wait: { event: call_result, at most: 10d }
            - name: second mail
              email: last
            """;
        var book = Book("2 per 1d", SomeBooks.Strategy(
            "inquirer", steps, "{ enters: audience }", exit: "", holdout: "50%"));
        var shop = new ScarceShop(book);
        // Two treated on Monday, two on Tuesday; she stands behind the fourth, and two more behind her.
        for (var number = 1; shop.People.Count < 7; number++)
        {
            var trial = new ScarceShop(book);
            var one = trial.Add($"C-{number}", 1);
            trial.Move(one, Some.At("2026-06-01T08:00Z"), "audience of inquirer");
            if (one.IsHeldOut == (shop.People.Count == 4)) shop.Add($"C-{number}", shop.People.Count + 1);
        }
        foreach (var one in shop.People) shop.Move(one, Some.At("2026-06-01T08:00Z"), "audience of inquirer");
        shop.Until("2026-06-01T08:00Z").Until("2026-06-21T12:00Z");

        string[] Of(int place, string step) => [.. shop.Told
            .Where(one => one.Candidate.Customer == shop.People[place - 1].Id && one.Candidate.Step.Name == step)
            .Select(StrategyWorld.Tell)];
        Assert.Equal(["2026-06-01 10:00 mail held out"], Of(5, "mail"));
        Assert.Equal(["2026-06-08 10:00 call sent"], Of(2, "call"));
        Assert.Equal(["2026-06-09 09:00 call sent"], Of(4, "call"));
        Assert.Equal(["2026-06-10 09:00 call held out"], Of(5, "call"));
        // She takes nothing from those behind her.
        Assert.Equal(["2026-06-10 09:00 call sent"], Of(6, "call"));
        Assert.Equal(["2026-06-10 09:00 call sent"], Of(7, "call"));
        // There is no outcome to go on at.
        Assert.Equal(["2026-06-20 09:00 second mail held out"], Of(5, "second mail"));
    }
}
