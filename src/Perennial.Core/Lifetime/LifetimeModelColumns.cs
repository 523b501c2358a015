using System.Collections.Concurrent;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;

namespace Perennial.Core.Lifetime;

/// <summary>Writes p_alive, expected_orders_365d, expected_spend and clv of a row by the models of a run.</summary>
sealed class LifetimeModelColumns : IModelColumns
{
    const double DaysPerWeek = 7, Year = 365 / DaysPerWeek;
    const double WeeksPerMonth = 365.25 / 84, MonthsOfYear = 365 / (365.25 / 12);

    readonly BgNbd? model;
    readonly GammaGamma? spend;
    readonly double monthlyDiscount;
    readonly int today;
    readonly int[] purchaseDays, firstOrderDay, lastOrderDay;
    readonly double[] alive, expectedOrders, expectedSpend;
    readonly long[] clv, revenue, firstDayRevenue;

    // Of a customer who is alive, (x, T) says all: a million customers share some ten thousand of them.
    readonly ConcurrentDictionary<(int X, int Days), (double Orders, double Discounted)> ofLiving = [];

    public LifetimeModelColumns(LifetimeModel? fitted, ProfileTable table, ShopCalendar calendar)
    {
        model = fitted is null || !table.AsOf.HasValue ? null : PurchaseFitting.ModelOf(fitted.Purchases) as BgNbd;
        spend = fitted is null ? null : OtherFitting.SpendModel(fitted.Spend);
        monthlyDiscount = fitted?.MonthlyDiscount ?? 0;
        today = table.AsOf.HasValue ? calendar.DayOf(table.AsOf) : 0;
        purchaseDays = table.Values(PurchaseColumns.PurchaseDays);
        firstOrderDay = table.Values(PurchaseColumns.FirstOrderDay);
        lastOrderDay = table.Values(PurchaseColumns.LastOrderDay);
        revenue = table.Values(PurchaseColumns.Revenue);
        firstDayRevenue = table.Values(PurchaseColumns.FirstDayRevenue);
        alive = table.Values(LifetimeColumns.PAlive);
        expectedOrders = table.Values(LifetimeColumns.ExpectedOrders365d);
        expectedSpend = table.Values(LifetimeColumns.ExpectedSpend);
        clv = table.Values(LifetimeColumns.Clv);
    }

    public Instant Write(int row)
    {
        alive[row] = expectedOrders[row] = expectedSpend[row] = double.NaN;
        clv[row] = LifetimeColumns.Clv.NoValue;
        if (purchaseDays[row] <= 0) return Instant.Never;
        var x = purchaseDays[row] - 1;
        var mean = x == 0 ? 0 : Math.Max(0, (revenue[row] - firstDayRevenue[row]) / 100.0 / x);
        var value = spend?.Expected(x, mean);
        if (value is { } worth) expectedSpend[row] = worth;
        // Facts from after the instant of the table, on their way in, are not the past of anything.
        var days = today - firstOrderDay[row];
        if (model is null || lastOrderDay[row] > today) return Instant.Never;
        var living = ofLiving.GetOrAdd((x, days), static (key, columns) => columns.OfLiving(key.X, key.Days), this);
        var lastAt = (lastOrderDay[row] - firstOrderDay[row]) / DaysPerWeek;
        alive[row] = model.Alive(x, lastAt, days / DaysPerWeek);
        expectedOrders[row] = alive[row] * living.Orders;
        if (value is null) return Instant.Never;
        var cents = alive[row] * living.Discounted * value.Value * 100;
        clv[row] = cents < long.MaxValue / 4 ? (long)Math.Round(cents) : LifetimeColumns.Clv.NoValue;
        return Instant.Never;
    }

    (double Orders, double Discounted) OfLiving(int x, int days)
    {
        double Expected(double weeks) => model!.ExpectedOfLiving(weeks, x, 0, days / DaysPerWeek);
        return (Expected(Year),
            CustomerValue.DiscountedPurchases(Expected, MonthsOfYear, WeeksPerMonth, monthlyDiscount));
    }
}
