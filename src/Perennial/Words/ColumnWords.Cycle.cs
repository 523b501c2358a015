using Perennial.Core;
using Perennial.Core.Cycle;
using Perennial.Core.Cycle.Model;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;

namespace Perennial.Words;

/// <summary>Words about the purchase cycle.</summary>
public sealed partial class ColumnWords
{
    /// <summary>"late: usually buys every 41 days (25–60), 68 days since the last order; was expected around 3 Nov;
    /// 23 % likely to order within 30 days".</summary>
    public string Cycle => Join(CycleStatus, Expected, Chance(CycleColumns.BuyChance30, 30));

    /// <summary>What the shop's purchases say of cycles at all; empty before the first scoring run.</summary>
    public string CycleVerdict => Models?.Cycle?.Verdict ?? "";

    void AddCycle()
    {
        words[CycleColumns.Days] = () => NoCycle ?? $"half of the time by then; {Seen}";
        words[CycleColumns.DaysLow] = () => NoCycle ?? "one time in five sooner";
        words[CycleColumns.DaysHigh] = () => NoCycle ?? "one time in five later";
        words[CycleColumns.NextOrderExpectedAt] = () => NoCycle
            ?? $"{Days(Number(CycleColumns.Days))} after the last order on {Value(PurchaseColumns.LastOrderAt)}";
        words[CycleColumns.Position] = () => NoCycle
            ?? $"{Days(Whole(PurchaseColumns.RecencyDays))} since the last order, of {Days(Number(CycleColumns.Days))}";
        words[CycleColumns.Status] = () => CycleStatus;
        words[CycleColumns.BuyChance30] = () => Chance(CycleColumns.BuyChance30, 30);
        words[CycleColumns.BuyChance90] = () => Chance(CycleColumns.BuyChance90, 90);
    }

    bool HasCycle => Has(CycleColumns.Days);

    string CycleStatus
    {
        get
        {
            if (NoCycle is not { } none)
            {
                return $"{Label(CycleColumns.Status)}: usually buys every {Usual}, "
                    + $"{Days(Whole(PurchaseColumns.RecencyDays))} since the last order";
            }
            return Has(CycleColumns.Status) ? $"{Label(CycleColumns.Status)}: {none}" : none;
        }
    }

    // "41 days (25–60)": the middle, and between what four in five times lies.
    string Usual =>
        $"{Days(Number(CycleColumns.Days))} ({Number(CycleColumns.DaysLow):N0}–{Number(CycleColumns.DaysHigh):N0})";

    string Seen => $"{Times(Gaps, "gap of their own", "gaps of their own")}, with everybody's behind";

    // Null where there is a cycle.
    string? NoCycle
    {
        get
        {
            if (HasCycle) return null;
            if (Orders == 0) return NoOrder;
            if (view.ScoringRun is null) return "comes with the first scoring run";
            if (Models?.Cycle is not { } cycle) return "no cycles were found in this shop";
            return Gaps > 0 ? cycle.Verdict
                : $"bought on one day only, {CallWords.DaysAgo(Whole(PurchaseColumns.RecencyDays))}";
        }
    }

    string Expected
    {
        get
        {
            if (DayOf(CycleColumns.NextOrderExpectedAt) is not { } day) return "";
            var date = ShopCalendar.Date(day);
            var year = date.Year == ShopCalendar.Date(Today).Year ? "" : $" {date.Year}";
            return $"{(day < Today ? "was expected" : "expected")} around {date:d MMM}{year}";
        }
    }

    string Chance(Column<double> column, int days) => !Has(column) ? ""
        : $"{Show.Share(Number(column))} likely to order within {days} days"
            + (Gaps == 0 ? ", as one-time buyers go" : "");

    /// <summary>The days since the last order at which the status changes; null without a cycle.</summary>
    public CycleLimits? Limits =>
        HasCycle && Models?.Cycle is { } model ? CycleLimits.Of(model, table, row, Today) : null;
}
