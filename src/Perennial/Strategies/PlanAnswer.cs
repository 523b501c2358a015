using Perennial.Core;
using Perennial.Core.Strategies;

namespace Perennial.Strategies;

/// <summary>What <c>plan</c> answers as JSON.</summary>
static class PlanAnswer
{
    public static object Of(ReadStrategies read, object? changes = null) => new
    {
        Changes = changes ?? Array.Empty<object>(),
        Strategies = read.Set.Strategies.Select(strategy => new
        {
            Strategy = strategy.Name, strategy.File, strategy.Description, strategy.Priority, strategy.Holdout,
            Audience = strategy.Audience.Written, strategy.Topic, Trigger = PlanWords.Of(strategy.Trigger),
            Exits = strategy.Exits.Select(exit => exit.Written), Steps = strategy.AllSteps.Select(StepOf),
        }),
        Segments = read.Segments.Select(one => one.Name), Offers = read.Set.Offers.Select(one => one.Name),
        Occasions = read.Set.Occasions.Select(one => one.Name),
        Topics = read.Set.Policies.Topics.Select(one => one.Name),
        Policies = read.Set.Policies.Frequency.Select(one => one.Name), Laws = read.Set.Policies.Law.Select(one =>
            one.Name),
        Channels = read.Set.Channels.Channels.Select(one => one.Channel), Dates = read.DatedRows,
        Warnings = read.Warnings.Select(Told), Mistakes = read.Mistakes.All.Select(Told),
        MoreMistakes = read.Mistakes.Untold,
    };

    static object StepOf(Step step) => new
    {
        step.Path, step.Line, Kind = PlanWords.KindOf(step),
        Step = (step as ContactStep)?.Name,
    };

    static object Told(BadInputException one) => new { one.Place, one.Problem, one.Remedy };
}
