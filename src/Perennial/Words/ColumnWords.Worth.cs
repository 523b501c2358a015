using Perennial.Core.Profiles;

namespace Perennial.Words;

/// <summary>Words about promotions, lifetime and prospects.</summary>
public sealed partial class ColumnWords
{
    /// <summary>"deal-seeker: 9 of 14 purchases on promotion, where 31 % was to be expected at those dates; more than
    /// 88 % of all customers (72 % to 96 %)".</summary>
    public string Promotion
    {
        get
        {
            if (!Has(Columns.PromotionClass)) return Missing(Columns.PromotionClass);
            var label = Label(Columns.PromotionClass);
            var purchases = Whole(Columns.PromotionPurchases);
            if (purchases == 0) return $"{label}: no purchase counts";
            var seen = $"{label}: {Whole(Columns.PurchasesPromoted):N0} of "
                + $"{Times(purchases, "purchase", "purchases")} on promotion";
            if (label == "unknown") return $"{seen}, too few to say";
            return Join(seen + Dates, Has(Columns.PromotionScore)
                ? $"more than {Show.Share(Number(Columns.PromotionScore))} of all customers ({Range})" : "");
        }
    }

    /// <summary>"92 % likely to buy again; 5.3 days with an order of about €52.10 expected in 365 days, worth €254.00".
    /// </summary>
    public string Lifetime
    {
        get
        {
            if (!Has(Columns.PAlive)) return LifetimeMissing;
            return Join($"{Show.Share(Number(Columns.PAlive))} likely to buy again",
                Has(Columns.ExpectedOrders365d)
                    ? $"{Number(Columns.ExpectedOrders365d):0.0} days with an order{Each} expected in 365 days" : "",
                Has(Columns.Clv) ? $"worth {Value(Columns.Clv)} today" : "");
        }
    }

    /// <summary>What a prospect did; empty for customers with an order.</summary>
    public string Prospect
    {
        get
        {
            if (!Has(Columns.ProspectKind)) return "";
            var actions = Whole(Columns.ProspectActions);
            if (actions == 0) return $"{Label(Columns.ProspectKind)}: no favourable action yet";
            var rank = Has(Columns.RfdSegment) ? $"{Label(Columns.RfdSegment)} among prospects ({Rfd})" : "";
            return Join($"{Label(Columns.ProspectKind)}: {Times(actions, "favourable action", "favourable actions")}, "
                + $"the last {CallWords.DaysAgo(Whole(Columns.ProspectRecencyDays))}", Spent, rank);
        }
    }

    void AddPromotion()
    {
        words[Columns.PromotionClass] = () => Promotion;
        words[Columns.PromotionShareOrders] = () => Purchased(
            $"{Whole(Columns.PurchasesPromoted):N0} of {Whole(Columns.PromotionPurchases):N0} purchases{Dates}");
        words[Columns.PromotionShareValue] = () => Purchased(
            $"{Value(Columns.GrossPromoted)} of {Value(Columns.PromotionGross)} at list price");
        words[Columns.PromotionDepth] = () => Purchased(
            $"{Value(Columns.PromotionDiscount)} off {Value(Columns.PromotionGross)} at list price");
        words[Columns.PromotionScore] = () => Has(Columns.PromotionScore)
            ? $"more than {Show.Share(Number(Columns.PromotionScore))} of all customers ({Range})" : "";
        foreach (var (share, orders) in new[]
        {
            (Columns.PercentOffShare, Columns.PercentOffOrders), (Columns.AmountOffShare, Columns.AmountOffOrders),
            (Columns.GiftShare, Columns.GiftOrders), (Columns.FreeShippingShare, Columns.FreeShippingOrders),
            (Columns.BundleShare, Columns.BundleOrders),
        })
            words[share] = () => !Has(share) ? ""
                : $"{Whole(orders):N0} of {Show.Orders(Whole(Columns.PromotionOrders))}";
    }

    void AddLifetime()
    {
        words[Columns.PAlive] = () => !Has(Columns.PAlive) ? LifetimeMissing
            : $"{Times(Whole(Columns.PurchaseDays), "purchase day", "purchase days")}, the last "
                + $"{CallWords.DaysAgo(Whole(Columns.RecencyDays))}; model {Models?.Lifetime?.Purchases.Model}";
        words[Columns.ExpectedOrders365d] = () => Has(Columns.ExpectedOrders365d)
            ? $"{Whole(Columns.PurchaseDays):N0} so far since {Value(Columns.FirstOrderAt)}" : LifetimeMissing;
        words[Columns.ExpectedSpend] = () => Has(Columns.ExpectedSpend)
            ? $"own average {Value(Columns.AverageOrderValue)}, drawn towards everybody's" : LifetimeMissing;
        words[Columns.Clv] = () => Has(Columns.Clv)
            ? $"{Number(Columns.ExpectedOrders365d):0.0} days with an order{Each}, later ones discounted"
            : LifetimeMissing;
    }

    void AddProspect()
    {
        words[Columns.ProspectKind] = () => Prospect;
        words[Columns.RfdSegment] = () => Has(Columns.RfdSegment) ? Rfd : "";
        words[Columns.ProspectDurationSeconds] = () => Spent;
        words[Columns.ProspectLastActionAt] = () => Ago(DayOf(Columns.ProspectLastActionAt));
    }

    string Purchased(string seen) => Whole(Columns.PromotionPurchases) > 0 ? seen : "";

    string Dates => double.IsNaN(Number(Columns.ExpectedPromotionShare)) ? ""
        : $", where {Show.Share(Number(Columns.ExpectedPromotionShare))} was to be expected at those dates";

    string Range => $"{Show.Share(Number(Columns.PromotionLow))} to {Show.Share(Number(Columns.PromotionHigh))}";

    string Each => Has(Columns.ExpectedSpend) ? $" of about {Money(Number(Columns.ExpectedSpend))}" : "";

    string LifetimeMissing => Orders == 0 ? NoOrder : view.Run is null ? "comes with the first scoring run"
        : Models?.Lifetime is { Purchases.IsFitted: false } model ? model.Purchases.Verdict : "no value yet";

    string Spent => Whole(Columns.ProspectDurationSeconds) is > 0 and var seconds
        ? seconds < 90 ? $"{seconds} seconds in all" : $"{seconds / 60.0:N0} minutes in all" : "";

    string Rfd => Whole(Columns.ProspectActions) == 0 ? "no favourable action yet"
        : $"R {Value(Columns.RfdR)}, F {Value(Columns.RfdF)}, D {Value(Columns.RfdD)}";
}
