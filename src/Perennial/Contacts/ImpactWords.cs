using Perennial.Core;
using Perennial.Core.Planning;

namespace Perennial.Contacts;

/// <summary>What publishing would do, in words: the same in the terminal and on pages.</summary>
static class ImpactWords
{
    static string Count(double number) => FormattableString.Invariant($"{number:N0}");

    /// <summary>What can be told of files of which nobody was asked.</summary>
    /// <param name="proposed">The files.</param>
    /// <param name="isScored">Whether the shop was scored.</param>
    public static string NotAsked(ProposedStrategies proposed, bool isScored) =>
        isScored ? "Customers were not asked yet how many would enter." : BeforeScoring(proposed);

    /// <summary>Why it is not told before a shop's first scoring run how many would enter, and what begins before it
    /// all the same.</summary>
    public static string BeforeScoring(ProposedStrategies proposed)
    {
        string[] begin = [.. proposed.Read.Set.Strategies.Where(one => !one.UsesScoringRun).Select(one => one.Name)];
        const string why = "How many would enter is told after the first scoring run (perennial rescore), which has to "
            + "say who stands in most audiences.";
        return begin.Length == 0 ? why
            : $"{why} These do not wait for it and begin when they are published: {string.Join(", ", begin)}.";
    }

    /// <summary>How many enter at once, or over how many days.</summary>
    public static string Now(StrategyImpact one) => one.SpreadDays is { } days && one.Now > 0
        ? $"{Count(one.Now)} over {days} days" : Count(one.Now);

    /// <summary>How many enter a day; a dash where that is not known.</summary>
    public static string PerDay(StrategyImpact one) => one.PerDay is not { } rate ? "not known"
        : rate is 0 or >= 9.95 ? Count(rate) : rate < 0.1 ? "under 0.1" : FormattableString.Invariant($"{rate:N1}");

    /// <summary>What the next date brings; empty where no date triggers.</summary>
    public static string Expected(StrategyImpact one) => one.Expected is not { } expected ? ""
        : $"{ShopCalendar.Date(expected.Day):yyyy-MM-dd}: {Count(expected.Number)}"
            + (expected.Most > expected.Number ? $", at most {Count(expected.Most)} on a day" : "");

    /// <summary>What would become of first contacts; empty where nobody would have one.</summary>
    public static string First(StrategyImpact one)
    {
        if (one.First.Asked == 0) return "";
        List<string> parts = [$"{Count(one.First.Sent)} of {Count(one.First.Asked)} {Of(one.First.Of)} would go"];
        if (one.First.HeldOut > 0) parts.Add($"{Count(one.First.HeldOut)} left alone");
        var blocked = one.First.Blocked.OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal);
        parts.AddRange(blocked.Select(pair => $"{Count(pair.Value)} blocked by {pair.Key}"));
        return string.Join(", ", parts);
    }

    static string Of(FirstContactsOf of) => of switch
    {
        FirstContactsOf.Recent => $"of the last {ImpactCount.RateDays} days",
        FirstContactsOf.ToCome => "to come",
        _ => "who are there",
    };

    /// <summary>Of whom it was asked.</summary>
    public static string Asked(ProposedImpact impact) => impact.Asked >= impact.Customers
        ? $"{Count(impact.Customers)} customers were asked."
        : $"{Count(impact.Asked)} of {Count(impact.Customers)} customers were asked; numbers are in proportion.";

    /// <summary>What somebody has to say yes to.</summary>
    public static string TooMany(StrategyImpact one) => $"'{one.Strategy}' would let in {Count(one.FirstDay)} "
        + $"within a day, and {Count(one.May)} may without asking: it is published by a yes to that number alone.";
}
