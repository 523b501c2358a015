using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;
using Perennial.Tests.Planning;

namespace Perennial.Tests.Capacity;

/// <summary>Strategies that compete for calls and money.</summary>
static class ScarceBooks
{
    /// <summary>Two strategies that bring those who come in "late" to a call, which expires, and then to a letter.
    /// </summary>
    /// <param name="calls">Caps of the queue.</param>
    /// <param name="letterCents">Money for letters of 1.00 a month; null for no limit.</param>
    /// <param name="priorities">Of the strategies.</param>
    /// <param name="holdout">Of each.</param>
    public static StrategyBook Of(
        IReadOnlyList<string> calls, long? letterCents, IReadOnlyList<int> priorities, double holdout)
    {
        var everybody = StepDraws.Rule("everybody");
        ContactStep Contact(string name, ContactKind kind, string path, string? queue = null) =>
            new(name, new ContactContent(kind) { Queue = queue })
            {
                Path = path, Expires = new Expiry(ExpiryKind.Length, StepDraws.LengthOf("5d")),
            };
        Strategy Strategy(int number, int priority) => new()
        {
            Name = $"s{number}", Goal = new Goal(GoalMetric.Orders, StepDraws.LengthOf("30d")), Topic = "offers",
            Audience = everybody, Trigger = new MoveTrigger(number == 0 ? "late" : $"late {number}", false),
            Reenter = new Reentry(true, null), Holdout = holdout, Priority = priority,
            Steps = [Contact("call", ContactKind.Call, "1", "desk"), Contact("letter", ContactKind.Letter, "2")],
        };
        var strategies = priorities.Select((priority, number) => Strategy(number, priority)).ToList();
        var channels = new ShopChannels
        {
            Channels =
            [
                new ChannelSettings(ContactChannel.Call)
                {
                    Provider = ChannelSettings.Sandbox,
                    Queues = [new StaffQueue("desk") { Most = [.. calls.Select(Cap)] }],
                },
                new ChannelSettings(ContactChannel.Letter)
                {
                    Provider = ChannelSettings.Sandbox, Cost = 1, BudgetCents = letterCents,
                },
            ],
        };
        var policies = new ContactPolicies { Topics = [new("offers")] };
        var set = new StrategySet { Strategies = strategies, Policies = policies, Channels = channels };
        return new StrategyBook(new PlanRules(set, new ContactOptions { EmailNeedsConsent = false }),
            [.. strategies.Select(one => new StrategyVersion(one, 1, Some.At("2026-01-01")))]);
    }

    static Cap Cap(string written)
    {
        var parts = written.Split(" per ");
        return new Cap(int.Parse(parts[0]), CapUnit.Pieces,
            parts[1] == "month" ? null : StepDraws.LengthOf(parts[1]), written);
    }
}
