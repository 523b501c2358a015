using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;

namespace Perennial.Strategies;

/// <summary>What is no mistake in a set of strategies, and yet somebody should know.</summary>
static class StrategyWarnings
{
    public static IEnumerable<BadInputException> Of(
        StrategySet set, StrategyNames names, IReadOnlyList<string> templates)
    {
        foreach (var strategy in set.Strategies)
            foreach (var warning in Of(strategy, set, names)) yield return warning;
        var missing = set.Strategies.SelectMany(TemplatesOf).Distinct().Order(StringComparer.Ordinal)
            .Where(name => !templates.Any(file =>
                file.StartsWith($"templates/{name}.", StringComparison.Ordinal))).ToList();
        if (missing.Count > 0)
        {
            yield return new BadInputException("templates/",
                $"{missing.Count} templates and scripts are not written yet: "
                + $"{string.Join(", ", missing)}.",
                    $"Write each as templates/{missing[0]}.en.liquid before it is sent.");
        }
        if (set.Strategies.Count > 0 && set.Policies.UniversalHoldout == 0)
        {
            yield return new BadInputException("policies.yaml",
                "There is no universal holdout: what all strategies earn "
                + "together cannot be measured.", "Write universal holdout: 5%.");
        }
        var played = set.Channels.Channels.Where(one => one.Provider == ChannelSettings.Sandbox)
            .Select(one => PlanWords.Several(one.Channel)).ToList();
        if (played.Count > 0)
        {
            yield return new BadInputException("channels.yaml",
                $"The provider of {string.Join(", ", played)} is the sandbox: contacts are recorded as made and nobody "
                + "is contacted; how calls end is drawn by chance.",
                "Try strategies with it; in a shop at work take the lines out, and contacts are blocked instead.");
        }
        foreach (var law in set.Policies.Law.Where(law => law.List is not null))
        {
            yield return new BadInputException("policies.yaml",
                $"'{law.Name}' asks for the list {law.List!.Name}, and the "
                + "shop has none yet: contacts there are blocked.", "Import it before the strategies are live.");
        }
    }

    static IEnumerable<string> TemplatesOf(Strategy strategy) => strategy.AllSteps.OfType<ContactStep>()
        .SelectMany(step => step.Arms.Select(arm => arm.Content).Prepend(step.Content))
        .Where(content => content.Kind <= ContactKind.Letter).Select(content => content.Template!);

    static IEnumerable<BadInputException> Of(Strategy strategy, StrategySet set, StrategyNames names)
    {
        if (strategy.Exits.Count == 0)
            yield return Warn("Nothing ends an enrollment before its last step.", "Write exit: has order since entry.");
        if (strategy.Holdout == 0) yield return Warn("Without a holdout it cannot be measured.", "Write holdout: 10%.");
        var steps = strategy.AllSteps.OfType<ContactStep>().ToList();
        foreach (var channel in steps.Select(step => step.Content.Kind.Channel()).OfType<ContactChannel>().Distinct())
        {
            if (set.Channels.Of(channel) is { Provider: not null }) continue;
            yield return Warn($"Nobody hands over {PlanWords.Several(channel)} yet: they are blocked.",
                "Write a provider in channels.yaml.");
        }
        foreach (var name in steps.SelectMany(step => step.Content.Attributes.Keys).Distinct())
        {
            if (names.Attributes.Find(name) is not null) continue;
            var near = NearestNames.Of(name, names.Attributes.All.Select(one => one.Name));
            yield return Warn($"The shop keeps no attribute '{name}'.", near.Count > 0
                ? NearestNames.Remedy(name, near) : $"Declare it in the settings: attributes: {{ {name}: text }}.");
        }

        BadInputException Warn(string problem, string remedy) => new(strategy.File, problem, remedy);
    }
}
