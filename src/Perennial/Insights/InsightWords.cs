using Perennial.Core;
using Perennial.Core.Pressure;
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
        return $"{Customers(pressure.Over)} ({Share(over)}) are contacted clearly more than their peers; of those "
            + $"who ever hear from us {Share(heard)} did in the last 30 days, {pressure.Contacts30d.Mean ?? 0:0.0} "
            + $"contacts each on average. {Worth(pressure)}";
    }

    /// <summary>What one more contact than usual does: three numbers, and whether it pays.</summary>
    public static string Worth(PressureInsight pressure)
    {
        if (pressure.Next is not { } next || !pressure.IsMeasured)
            return "What one more contact is worth has not been measured.";
        var verdict = next.Verdict switch
        {
            ContactVerdict.NotMeasured => "whether it pays cannot be said yet", var sure => $"it {Verdict(sure)}",
        };
        return $"After {next.Contacts - 1:N0} contacts in 90 days, which is usual, one more brings "
            + $"{Cents(next.Brings)}, costs {next.Costs / 100:0.00} and loses {Cents(next.Loses)} by unsubscriptions: "
            + $"{verdict}.";
    }

    /// <summary>Whether a contact pays, in words.</summary>
    public static string Verdict(ContactVerdict verdict) => verdict switch
    {
        ContactVerdict.Pays => "pays", ContactVerdict.Loses => "costs more than it brings", _ => "nobody can say",
    };

    /// <summary>From which contact on what is sure; empty where nothing was measured.</summary>
    public static string Limits(PressureInsight pressure)
    {
        if (pressure.PaysUpTo is not { } most) return "";
        var last = pressure.Values.Count == 0 ? 0 : pressure.Values[^1].Contacts;
        var pays = most == 0 ? "Of no contact it is sure that it pays"
            : most == last ? $"Each of up to {last:N0} contacts in 90 days pays, and more than that nobody received"
            : $"Each of up to {most:N0} contacts in 90 days pays";
        var loses = pressure.LosesFrom is { } from ? $"from {from:N0} on each costs more than it brings"
            : most == last ? "" : "of none it is sure that it costs more than it brings";
        return loses.Length == 0 ? $"{pays}." : $"{pays}; {loses}.";
    }

    static string Cents(CentsRange range) =>
        $"{range.Value / 100:0.00} ({range.Low / 100:0.00} to {range.High / 100:0.00})";

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

    /// <summary>How products are recommended.</summary>
    public static string Headline(OfferInsight offers)
    {
        if (!offers.IsFitted) return offers.Verdict;
        if (offers.Used is not { } used || offers.Popularity is not { } popular)
            return $"Customers are offered {offers.MethodWords}. {offers.Verdict}";
        return $"Customers are offered {used.Words}: of those who bought something new to them within {offers.Days} "
            + $"days {Share(used.LaterHitRate)} bought one of the six products offered"
            + (used.Method == popular.Method ? "." : $", and {Share(popular.LaterHitRate)} by popularity alone.");
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
