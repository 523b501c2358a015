using Perennial.Core;
using Perennial.Core.Planning;
using Perennial.Shop;
using Perennial.Strategies;

namespace Perennial.Contacts;

/// <summary>What publishing would do, in words: the same in the terminal and on pages.</summary>
static class ImpactWords
{
    static string Count(double number) => FormattableString.Invariant($"{number:N0}");

    /// <summary>Why it cannot be told of files how many would enter, and what begins all the same; empty where it can.
    /// </summary>
    /// <param name="read">The files.</param>
    /// <param name="customers">How many customers the shop has; null where there is no shop yet.</param>
    /// <param name="isScored">Whether they were compared.</param>
    public static string CannotAsk(ReadStrategies read, int? customers, bool isScored)
    {
        if (read.Mistakes.All.Count > 0) return "How many would enter is told once nothing is wrong with the files.";
        if (customers > 0 && isScored) return "";
        var why = customers switch
        {
            null => "How many would enter is told once there is a shop: perennial import orders.csv makes one.",
            0 => "How many would enter is told once there are customers: perennial import orders.csv brings them in "
                + "and compares them.",
            _ => "How many would enter is told after the first scoring run (perennial rescore), which has to say who "
                + "stands in most audiences.",
        };
        string[] begin = [.. read.Set.Strategies.Where(one => !one.UsesScoringRun).Select(one => one.Name)];
        return begin.Length == 0 || customers is null ? why
            : $"{why} These do not wait for a scoring run and begin when they are published: "
                + $"{string.Join(", ", begin)}.";
    }

    /// <summary>The same of a shop that is read.</summary>
    public static string CannotAsk(ReadStrategies read, ShopView view) =>
        CannotAsk(read, view.Count, view.ScoringRun is not null);

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
        parts.AddRange(one.Scarce.Select(Scarce));
        return string.Join(", ", parts);
    }

    /// <summary>How much is needed beside how much there is: "400 now, 60 calls a day of retention: 100 will expire".
    /// </summary>
    public static string Scarce(ScarceImpact one)
    {
        string Amount(long number) => one.IsMoney ? FormattableString.Invariant($"{number / 100m:N2}") : Count(number);
        return $"{Amount(one.Needed)} now, {one.Words}"
            + (one.WillExpire > 0 ? $": {Amount(one.WillExpire)} will expire" : "");
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
