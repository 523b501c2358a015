using Perennial.Core;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;
using Perennial.Strategies;

namespace Perennial.Contacts;

/// <summary>What <c>plan</c> answers as JSON.</summary>
static class PlanAnswer
{
    /// <summary>The answer.</summary>
    /// <param name="read">The files.</param>
    /// <param name="proposed">How they differ from what is in force; null where there is no shop yet.</param>
    /// <param name="impact">What publishing them would do; null where nobody was asked.</param>
    /// <param name="notAsked">Why nobody was.</param>
    public static object Of(
        ReadStrategies read, ProposedStrategies? proposed, ProposedImpact? impact, string notAsked) => new
    {
        Changes = proposed is null ? [] : ChangesOf(proposed), Impact = impact?.Strategies.Select(ImpactOf),
        asked = impact is null ? null : new
        {
            impact.Asked, impact.Customers, as_of = $"{new Instant(impact.AsOfMs)}",
            to_say_yes_to = impact.ToSayYesTo,
        },
        not_asked = impact is null && notAsked.Length > 0 ? notAsked : null,
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

    static IEnumerable<object> ChangesOf(ProposedStrategies proposed) => proposed.Changes.Select(one => new
    {
        kind = "strategy", name = one.Strategy, one.Strategy, one.Change, one.Was, one.Lines,
    }).Concat<object>(proposed.OtherFiles.Select(file => new
    {
        kind = "file", name = file.File, strategy = (string?)null, change = file.Change, was = (string?)null,
        lines = Array.Empty<string>(),
    }));

    // What a later issue computes is null, and never left out.
    static object ImpactOf(StrategyImpact one) => new
    {
        one.Strategy, one.Audience, one.Now, first_day = one.FirstDay, may = one.May, spread_days = one.SpreadDays,
        per_day = one.PerDay, not_entered = one.NotEntered, blocked = one.First.Blocked,
        first_contacts = new { of = Of(one.First.Of), one.First.Asked, one.First.Sent, held_out = one.First.HeldOut },
        expected = one.Expected is { } expected
            ? new { day = $"{ShopCalendar.Date(expected.Day):yyyy-MM-dd}", expected.Number, expected.Most } : null,
        channels = one.Scarce.ToDictionary(scarce => scarce.Resource, scarce => new
        {
            scarce.Words, Needed = Amount(scarce, scarce.Needed), Most = Amount(scarce, scarce.Most),
            period_days = scarce.PeriodDays == 0 ? (int?)null : scarce.PeriodDays,
            will_expire = Amount(scarce, scarce.WillExpire),
        }),
        missing = (object?)null, measurable = (object?)null,
    };

    static decimal Amount(ScarceImpact one, long number) => one.IsMoney ? number / 100m : number;

    static string Of(FirstContactsOf of) => of switch
    {
        FirstContactsOf.Existing => "existing",
        FirstContactsOf.Recent => "last 28 days",
        FirstContactsOf.ToCome => "to come",
        _ => "nobody",
    };

    static object StepOf(Step step) => new
    {
        step.Path, step.Line, Kind = PlanWords.KindOf(step),
        Step = (step as ContactStep)?.Name,
    };

    static object Told(BadInputException one) => new { one.Place, one.Problem, one.Remedy };
}
