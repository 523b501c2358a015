using Perennial.Core.AtRisk;
using Perennial.Core.Lifetime;
using Perennial.Core.Promotion;
using Perennial.Core.Prospects;
using Perennial.Core.Purchases;

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
            if (!Has(PromotionColumns.Class)) return Missing(PromotionColumns.Class);
            var label = Label(PromotionColumns.Class);
            var purchases = Whole(PromotionColumns.Purchases);
            if (purchases == 0) return $"{label}: no purchase counts";
            var seen = $"{label}: {Whole(PromotionColumns.PurchasesPromoted):N0} of "
                + $"{Times(purchases, "purchase", "purchases")} on promotion";
            if (label == "unknown") return $"{seen}, too few to say";
            return Join(seen + Dates, Has(PromotionColumns.Score)
                ? $"more than {Show.Share(Number(PromotionColumns.Score))} of all customers ({Range})" : "");
        }
    }

    /// <summary>"92 % likely to buy again; 5.3 days with an order of about €52.10 expected in 365 days, worth €254.00".
    /// </summary>
    public string Lifetime
    {
        get
        {
            if (!Has(LifetimeColumns.PAlive)) return LifetimeMissing;
            return Join($"{Show.Share(Number(LifetimeColumns.PAlive))} likely to buy again",
                Has(LifetimeColumns.ExpectedOrders365d)
                    ? $"{Number(LifetimeColumns.ExpectedOrders365d):0.0} days with an order{Each} expected in 365 days"
                    : "",
                Has(LifetimeColumns.Clv) ? $"worth {Value(LifetimeColumns.Clv)} today" : "",
                Has(AtRiskColumns.AtRisk) ? $"{Value(AtRiskColumns.AtRisk)} a year at risk" : "");
        }
    }

    /// <summary>What a prospect did; empty for customers with an order.</summary>
    public string Prospect
    {
        get
        {
            if (!Has(ProspectColumns.Kind)) return "";
            var actions = Whole(ProspectColumns.Actions);
            if (actions == 0) return $"{Label(ProspectColumns.Kind)}: no favourable action yet";
            var rank = Has(ProspectColumns.RfdSegment)
                ? $"{Label(ProspectColumns.RfdSegment)} among prospects ({Rfd})" : "";
            return Join($"{Label(ProspectColumns.Kind)}: {Times(actions, "favourable action", "favourable actions")}, "
                + $"the last {CallWords.DaysAgo(Whole(ProspectColumns.RecencyDays))}", Spent, rank);
        }
    }

    void AddPromotion()
    {
        words[PromotionColumns.Class] = () => Promotion;
        words[PromotionColumns.ShareOrders] = () => Purchased(
            $"{Whole(PromotionColumns.PurchasesPromoted):N0} of "
                + $"{Whole(PromotionColumns.Purchases):N0} purchases{Dates}");
        words[PromotionColumns.ShareValue] = () => Purchased(
            $"{Value(PromotionColumns.GrossPromoted)} of {Value(PromotionColumns.Gross)} at list price");
        words[PromotionColumns.Depth] = () => Purchased(
            $"{Value(PromotionColumns.Discount)} off {Value(PromotionColumns.Gross)} at list price");
        words[PromotionColumns.Score] = () => Has(PromotionColumns.Score)
            ? $"more than {Show.Share(Number(PromotionColumns.Score))} of all customers ({Range})" : "";
        foreach (var (share, orders) in new[]
        {
            (PromotionColumns.PercentOffShare, PromotionColumns.PercentOffOrders),
            (PromotionColumns.AmountOffShare, PromotionColumns.AmountOffOrders),
            (PromotionColumns.GiftShare, PromotionColumns.GiftOrders),
            (PromotionColumns.FreeShippingShare, PromotionColumns.FreeShippingOrders),
            (PromotionColumns.BundleShare, PromotionColumns.BundleOrders),
        })
            words[share] = () => !Has(share) ? ""
                : $"{Whole(orders):N0} of {Show.Orders(Whole(PromotionColumns.Orders))}";
    }

    void AddLifetime()
    {
        words[LifetimeColumns.PAlive] = () => !Has(LifetimeColumns.PAlive) ? LifetimeMissing
            : $"{Times(Whole(PurchaseColumns.PurchaseDays), "purchase day", "purchase days")}, the last "
                + $"{CallWords.DaysAgo(Whole(PurchaseColumns.RecencyDays))}; model {Models?.Lifetime?.Purchases.Model}";
        words[LifetimeColumns.ExpectedOrders365d] = () => Has(LifetimeColumns.ExpectedOrders365d)
            ? $"{Whole(PurchaseColumns.PurchaseDays):N0} so far since {Value(PurchaseColumns.FirstOrderAt)}"
            : LifetimeMissing;
        words[LifetimeColumns.ExpectedSpend] = () => Has(LifetimeColumns.ExpectedSpend)
            ? $"own average {Value(PurchaseColumns.AverageOrderValue)}, drawn towards everybody's" : LifetimeMissing;
        words[LifetimeColumns.Clv] = () => Has(LifetimeColumns.Clv)
            ? $"{Number(LifetimeColumns.ExpectedOrders365d):0.0} days with an order{Each}, later ones discounted"
            : LifetimeMissing;
    }

    void AddProspect()
    {
        words[ProspectColumns.Kind] = () => Prospect;
        words[ProspectColumns.RfdSegment] = () => Has(ProspectColumns.RfdSegment) ? Rfd : "";
        words[ProspectColumns.Tier] = () => table.Values(ProspectColumns.Tier)[row] is >= 1 and <= 6 and var tier
            ? CallWords.TiersOfProspects[tier - 1] : "";
        words[ProspectColumns.DurationSeconds] = () => Spent;
        words[ProspectColumns.LastActionAt] = () => Ago(DayOf(ProspectColumns.LastActionAt));
    }

    string Purchased(string seen) => Whole(PromotionColumns.Purchases) > 0 ? seen : "";

    string Dates => double.IsNaN(Number(PromotionColumns.ExpectedShare)) ? ""
        : $", where {Show.Share(Number(PromotionColumns.ExpectedShare))} was to be expected at those dates";

    string Range => $"{Show.Share(Number(PromotionColumns.Low))} to {Show.Share(Number(PromotionColumns.High))}";

    string Each => Has(LifetimeColumns.ExpectedSpend) ? $" of about {Money(Number(LifetimeColumns.ExpectedSpend))}"
        : "";

    string LifetimeMissing => Orders == 0 ? NoOrder : view.ScoringRun is null ? "comes with the first scoring run"
        : Models?.Lifetime is { Purchases.IsFitted: false } model ? model.Purchases.Verdict : "no value yet";

    string Spent => Whole(ProspectColumns.DurationSeconds) is > 0 and var seconds
        ? seconds < 90 ? $"{seconds} seconds in all" : $"{seconds / 60.0:N0} minutes in all" : "";

    string Rfd => Whole(ProspectColumns.Actions) == 0 ? "no favourable action yet"
        : $"R {Value(ProspectColumns.RfdR)}, F {Value(ProspectColumns.RfdF)}, D {Value(ProspectColumns.RfdD)}";
}
