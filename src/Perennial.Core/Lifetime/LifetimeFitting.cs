using Perennial.Core.Profiles;
using Perennial.Core.Purchases;

namespace Perennial.Core.Lifetime;

/// <summary>Fits what the lifetime columns follow from, on the profiles of a whole shop.</summary>
static class LifetimeFitting
{
    const double DaysPerWeek = 7;
    const int BacktestDays = 90, BacktestPatterns = 50_000;

    static readonly PurchaseModelKind[] Candidates = [PurchaseModelKind.MbgNbd, PurchaseModelKind.BgNbd];

    /// <summary>Fits MBG/NBD, or BG/NBD where that foretold the last 90 days better by more than 1 %.</summary>
    /// <remarks>MBG/NBD is preferred because BG/NBD calls everybody alive who bought once.</remarks>
    public static LifetimeModel Fit(
        ProfileTable table, ProfileTable past, LifetimeOptions options, ShopCalendar calendar)
    {
        options.Check();
        var (kind, choice, backtests) = Choose(table, past, options, calendar);
        return new LifetimeModel
        {
            Purchases = PurchaseFitting.Fit(kind, Patterns(table, calendar), options),
            Spend = OtherFitting.Spend(Spend(table), options),
            MonthlyDiscount = options.MonthlyDiscount,
            Choice = choice,
            Backtests = backtests,
        };
    }

    static (PurchaseModelKind Kind, string Choice, IReadOnlyList<LifetimeBacktest> Backtests) Choose(
        ProfileTable table, ProfileTable past, LifetimeOptions options, ShopCalendar calendar)
    {
        if (!past.AsOf.HasValue) return (Candidates[0], "MBG/NBD: there is no past to compare on.", []);
        // To choose between models, a part of the customers says enough.
        var patterns = Patterns(past, calendar).Sample(BacktestPatterns);
        var tests = new List<LifetimeBacktest>();
        foreach (var kind in Candidates)
        {
            var fit = PurchaseFitting.Fit(kind, patterns, options);
            if (PurchaseFitting.ModelOf(fit) is not BgNbd model)
                return (Candidates[0], $"MBG/NBD: {BacktestDays} days ago there was no fit. {fit.Verdict}", []);
            tests.Add(Backtest(fit.Model, model, table, past, calendar));
        }
        var (modified, plain) = (tests[0], tests[1]);
        var numbers = $"error per customer over the last {BacktestDays} days {modified.RootMeanSquareError:0.####} "
            + $"(MBG/NBD) and {plain.RootMeanSquareError:0.####} (BG/NBD)";
        return plain.RootMeanSquareError < 0.99 * modified.RootMeanSquareError
            ? (PurchaseModelKind.BgNbd, $"BG/NBD, which foretold better: {numbers}.", tests)
            : (PurchaseModelKind.MbgNbd, $"MBG/NBD, which does not call every one-time buyer alive: {numbers}.", tests);
    }

    static LifetimeBacktest Backtest(
        string name, BgNbd model, ProfileTable table, ProfileTable past, ShopCalendar calendar)
    {
        var (now, then) = (table.Values(PurchaseColumns.PurchaseDays), past.Values(PurchaseColumns.PurchaseDays));
        var (first, last) = (past.Values(PurchaseColumns.FirstOrderDay), past.Values(PurchaseColumns.LastOrderDay));
        var today = calendar.DayOf(past.AsOf);
        var time = (calendar.DayOf(table.AsOf) - today) / DaysPerWeek;
        var living = new Dictionary<(int X, int Days), double>();
        double expected = 0, squares = 0;
        var (customers, actual) = (0, 0L);
        for (var row = 0; row < past.Count; row++)
        {
            if (then[row] <= 0) continue;
            var (x, days) = (then[row] - 1, today - first[row]);
            if (!living.TryGetValue((x, days), out var ifAlive))
                living[(x, days)] = ifAlive = model.ExpectedOfLiving(time, x, 0, days / DaysPerWeek);
            var forecast = model.Alive(x, (last[row] - first[row]) / DaysPerWeek, days / DaysPerWeek) * ifAlive;
            var came = Math.Max(0, now[row] - then[row]);
            expected += forecast;
            squares += (forecast - came) * (forecast - came);
            actual += came;
            customers++;
        }
        return new(name, customers, expected, actual, Math.Sqrt(squares / Math.Max(1, customers)));
    }

    static BuyingPatterns Patterns(ProfileTable table, ShopCalendar calendar)
    {
        var (purchases, first) = (table.Values(PurchaseColumns.PurchaseDays),
            table.Values(PurchaseColumns.FirstOrderDay));
        var last = table.Values(PurchaseColumns.LastOrderDay);
        var today = calendar.DayOf(table.AsOf);
        var count = purchases.Length;
        var (x, lastAt, age) = (new int[count], new int[count], new int[count]);
        var next = 0;
        for (var row = 0; row < count; row++)
        {
            if (purchases[row] <= 0) continue;
            (x[next], lastAt[next], age[next]) = (purchases[row] - 1, last[row] - first[row], today - first[row]);
            next++;
        }
        return BuyingPatterns.OfDays(x.AsSpan(0, next), lastAt.AsSpan(0, next), age.AsSpan(0, next), DaysPerWeek);
    }

    static SpendPatterns Spend(ProfileTable table)
    {
        var purchases = table.Values(PurchaseColumns.PurchaseDays);
        var (x, mean) = (new int[table.Count], new double[table.Count]);
        for (var row = 0; row < x.Length; row++)
        {
            x[row] = purchases[row] > 0 ? purchases[row] - 1 : 0;
            mean[row] = MeanSpend(table, row, x[row]);
        }
        return SpendPatterns.Of(x, mean);
    }

    /// <summary>Mean net value of a repeat purchase in currency, at least 0; 0 without one.</summary>
    public static double MeanSpend(ProfileTable table, int row, int x) => x <= 0 ? 0 : Math.Max(
        0, (table.Values(PurchaseColumns.Revenue)[row]
            - table.Values(PurchaseColumns.FirstDayRevenue)[row]) / 100.0 / x);
}
