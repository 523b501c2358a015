using Perennial.Core;
using Perennial.Core.Promotion;

namespace Perennial.Insights;

/// <summary>The one sentence that a page or a verb begins with: the answer, with its number.</summary>
public static class InsightWords
{
    /// <summary>How the worth of contacts comes to be measured.</summary>
    public const string HowToMeasure =
        "Shops contact most those who buy most anyway, so what a contact adds shows only where chance decides. Switch "
        + "the randomised caps on: perennial settings > shop.yaml, set pressure.arms.enabled: true, "
        + "perennial settings --load shop.yaml. One customer in ten is then drawn for 0, 1, 2, 4 or 8 contacts a week.";

    /// <summary>Who is due and late.</summary>
    public static string Headline(CycleInsight cycle)
    {
        if (!cycle.IsFitted || cycle.Customers == 0) return cycle.Verdict;
        var unknown = cycle.Statuses[^1].Status;
        var orders = cycle.Statuses.Sum(row => (row.BuyChance30 ?? 0) * row.Status.Customers);
        return $"{Customers(cycle.Late)} should have come back by now, {cycle.Due:N0} more are due soon; "
            + $"of {unknown.Customers:N0} who bought once the cycle is unknown. "
            + $"About {orders:N0} customers will order within 30 days.";
    }

    /// <summary>Who comes back.</summary>
    public static string Headline(CohortInsight cohorts)
    {
        if (cohorts.Steps.Count == 0) return "Nobody has ordered yet.";
        var first = cohorts.Steps[0];
        if (first.MedianDays is null) return $"Of {Customers(first.Customers)} nobody has come back yet.";
        var later = cohorts.Steps.Count > 1 && cohorts.Steps[1].MedianDays is not null
            ? $" After a second order it is {Share(cohorts.Steps[1].ShareEver)}." : "";
        return $"{Share(first.ShareEver)} of new customers order again, half of those within {first.MedianDays:N0} "
            + $"days; who is silent for {first.TripWireDays:N0} days is on the way out.{later}";
    }

    /// <summary>Who moved.</summary>
    public static string Headline(MovementInsight movement)
    {
        if (movement.Before is not { } before || movement.After is not { } after)
            return "There is one scoring run only: movement shows from the second on.";
        var (from, to) = (ShopCalendar.Date(before.AsOfDay), ShopCalendar.Date(after.AsOfDay));
        var share = movement.Customers == 0 ? 0 : (double)movement.Moved / movement.Customers;
        var words = $"{Customers(movement.Moved)} ({Share(share)}) moved from {from:yyyy-MM-dd} to {to:yyyy-MM-dd}.";
        return movement.Losses is [{ } worst, ..]
            ? $"{words} The biggest loss: {worst.Customers:N0} from {worst.From} to {worst.To}." : words;
    }

    /// <summary>How hard customers are pressed.</summary>
    public static string Headline(PressureInsight pressure)
    {
        if (!pressure.IsFitted) return pressure.Verdict;
        var whole = pressure.Statuses.Sum(row => row.Status.Customers);
        var over = whole == 0 ? 0 : (double)pressure.Over / whole;
        var heard = 1 - pressure.Contacts30d.Bins.Take(1).Sum(bin => bin.Share);
        var worth = pressure.PaysUpTo is not { } most ? "What one more contact is worth has not been measured."
            : most == 0 ? "No further contact pays." : $"Up to {most:N0} contacts in 90 days each one still pays.";
        return $"{Customers(pressure.Over)} ({Share(over)}) are contacted clearly more than their peers; of those "
            + $"who ever hear from us {Share(heard)} did in the last 30 days, {pressure.Contacts30d.Mean ?? 0:0.0} "
            + $"contacts each on average. {worth}";
    }

    /// <summary>Who needs promotions.</summary>
    public static string Headline(PromotionInsight promotion)
    {
        if (!promotion.IsFitted) return promotion.Verdict;
        var (deals, full) = (promotion.Of(PromotionClass.DealSeeker), promotion.Of(PromotionClass.FullPrice));
        var unknown = promotion.Of(PromotionClass.Unknown);
        return $"{Customers(full.Class.Customers)} buy at full price whatever is on offer, "
            + $"{deals.Class.Customers:N0} wait for promotions; of {unknown.Class.Customers:N0} too little is known.";
    }

    /// <summary>Who is left, and what they bring.</summary>
    public static string Headline(LifetimeInsight lifetime)
    {
        if (!lifetime.IsFitted) return lifetime.Verdict;
        var words = $"{Share(lifetime.Alive ?? 0)} of customers are likely to buy again; {lifetime.ExpectedOrders:N0} "
            + "orders are to be expected in 365 days";
        return lifetime.Tenths is [{ } best, ..]
            ? $"{words}, and one customer in ten brings {Share(best.Share)} of their value." : words + ".";
    }

    /// <summary>Who can be contacted.</summary>
    public static string Headline(ReachInsight reach)
    {
        var all = reach.Everybody;
        if (all.Customers == 0) return "There is nobody to contact.";
        var (none, one) = (reach.ByNone, reach.ByOne);
        return $"{Customers(all.Customers - none.Customers)} of {all.Customers:N0} can be contacted. One channel alone "
            + $"reaches {one.Customers:N0}, and {Share(one.RevenueShare)} of all revenue stands behind them; nothing "
            + $"reaches {none.Customers:N0}, with {Share(none.RevenueShare)} of it.";
    }

    /// <summary>What customers have in common.</summary>
    public static string Headline(CommonInsight common)
    {
        var who = common.Group switch
        {
            CommonGroup.Left => $"{Customers(common.Customers)} left since {common.Since:yyyy-MM-dd}",
            CommonGroup.Came => $"{Customers(common.Customers)} came in since {common.Since:yyyy-MM-dd}",
            _ => $"{Customers(common.Customers)} are in it",
        };
        if (common.Customers == 0 || common.Others == 0) return $"{who}: there is nobody to compare.";
        if (common.Facts is not [{ } first, ..])
            return $"{who}: of {common.LookedAt:N0} things looked at none is more frequent than chance allows.";
        return $"{who}. Most of all: {first.Words} ({When(first)}{Share(first.Share.Value)}, and "
            + $"{Share(first.ShareOfRest.Value)} of {common.Rest}).";
    }

    /// <summary>Since or before when something held, in front of a share; empty for now.</summary>
    public static string When(CommonFact fact) => fact.When switch
    {
        "before" => "before it: ", "since" => "since then: ", _ => "",
    };

    /// <summary>The values of a bin.</summary>
    public static string Range(Bin bin, Func<double, string> words) =>
        bin.To is { } to ? $"{words(bin.From)} to {words(to)}" : $"{words(bin.From)} or more";

    static string Share(double share) => share.ToString(share < 0.1 ? "0.0 %" : "0 %");

    static string Customers(int count) => count == 1 ? "1 customer" : $"{count:N0} customers";
}
