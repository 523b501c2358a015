using Perennial.Core.Cycle;
using Perennial.Core.Cycle.Forecasts;
using Perennial.Core.Cycle.Gaps;
using Perennial.Core.Cycle.Model;
using Perennial.Core.Cycle.Returns;
using Perennial.Core.History;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;
using Perennial.Core.Statistics;

namespace Perennial.Core.Validation;

/// <summary>The work of a <see cref="CycleValidation"/>.</summary>
sealed class ValidationWork(HistoryTable history, CustomerKeys keys, ProfileSettings settings, CycleOptions options)
{
    const int Tenths = 10;

    // Fewer buyers at the start of a calibration say nothing.
    const int FewestBuyers = 50;

    readonly List<CycleOrigin> origins = [];
    readonly List<ForecastCase> cases = [];
    readonly Dictionary<int, CycleModel> models = [];
    readonly double[] events = new double[Tenths], exposure = new double[Tenths];
    readonly double[] forecast = new double[CycleStatuses.Names.Count];
    readonly int[] customers = new int[CycleStatuses.Names.Count], bought = new int[CycleStatuses.Names.Count];
    readonly Dictionary<int, ProfileTable> folded = [];

    /// <summary>Every forecast so far.</summary>
    public IReadOnlyList<ForecastCase> Cases => cases;

    /// <summary>Forecasts from a day; false where the history before it is too short.</summary>
    public bool Forecast(int day)
    {
        var past = At(day - 90);
        if (past.Values(PurchaseColumns.PurchaseDays).AsSpan().Count(0) > past.Count - FewestBuyers) return false;
        var table = At(day);
        var end = settings.Calendar.EndOf(day);
        var buyersThen = PastBuyers.Of(
            history.AsOf(end, Instant.Never), keys, end, settings.Calendar, settings.Gaps, options);
        if (CycleFitting.Fit(table, new PastProfiles(At(day - 30), past), buyersThen, options, settings.Calendar)
            is not { } model) return false;
        models[day] = model;
        ModelColumns.WriteAll(new Models { Cycle = model }, table, settings.Calendar);
        var baseline = PlainOf(past, day - 90, table, day);
        var first = cases.Count;
        var buyers = new Buyers(table);
        var (chance30, chance90) = (table.Values(CycleColumns.BuyChance30), table.Values(CycleColumns.BuyChance90));
        var status = table.Values(CycleColumns.Status);
        for (var row = 0; row < table.Count; row++)
        {
            if (buyers.PurchaseDays(row) == 0 || double.IsNaN(chance90[row])) continue;
            var buyer = buyers.At(row, day);
            var next = PurchaseDay.NextAfter(
                history[row].Orders, settings.Calendar, day, day + CycleValidation.HorizonDays);
            var percentile = model.Gaps is { } known && buyer.Sums.Gaps > 0
                ? GapForecast.Of(known, buyer.Sums).Percentile(buyer.SilenceDays) : double.NaN;
            cases.Add(new ForecastCase(day, status[row], buyer.SilenceDays, percentile, chance30[row], chance90[row],
                Plain(baseline, buyer), (byte)(next >= 0 && next <= day + 30 ? 1 : 0), (byte)(next >= 0 ? 1 : 0)));
            Count(status[row] - 1, chance90[row], next >= 0);
            if (model.Gaps is { } gaps && buyer.Sums.Gaps > 0) AddPit(gaps, buyer, next < 0 ? -1 : next - day);
        }
        var here = cases.GetRange(first, cases.Count - first);
        if (here.Count > 0)
        {
            origins.Add(new CycleOrigin(day, Score(here, one => one.Chance90), Score(here, one => one.Plain),
                RecencyOf(here), model.Days90.Fallback, model.Days90.Verdict));
        }
        // Later origins lie a step earlier: what only this one needed may go.
        foreach (var old in folded.Keys.Where(known => known > day).ToList()) folded.Remove(old);
        folded.Remove(day);
        return true;
    }

    public CycleValidation Result()
    {
        if (origins.Count == 0)
        {
            throw new BadInputException("validate cycle", "The history is too short to forecast from any day in it.",
                $"It takes {FewestBuyers} customers who bought 180 days before its end.");
        }
        var (score, baseline) = (Score(cases, one => one.Chance90), Score(cases, one => one.Plain));
        var byRecency = RecencyOf(cases);
        var reliability = CycleStatuses.Names.Select((name, i) => new StatusReliability(name, customers[i],
            customers[i] == 0 ? 0 : forecast[i] / customers[i],
            customers[i] == 0 ? 0 : (double)bought[i] / customers[i])).Where(status => status.Customers > 0).ToList();
        var (ranks, loses) = (score.Auc >= byRecency, score.LogLoss > baseline.LogLoss);
        var off = reliability.Where(status => status.Holds == false).Select(status => status.Status).ToList();
        return new CycleValidation
        {
            Origins = origins,
            Reliability = reliability,
            Pit = Pit(),
            Used = score,
            Plain = baseline,
            RecencyAuc = byRecency,
            Ranking = Ranking.Of(cases),
            Calibration30 = CalibrationOf(30, one => one.Chance30, one => one.Bought30),
            Calibration90 = CalibrationOf(90, one => one.Chance90, one => one.Bought90),
            Holds = ranks && !loses && off.Count == 0,
            Verdict = (ranks ? "Rates customers at least as well as recency." : "Rates customers worse than recency.")
                + (loses ? " The plain logistic regression forecasts better: go by recency and number of purchases."
                    : " Forecasts at least as well as the plain logistic regression.")
                + (off.Count == 0 ? " Chances hold for every status."
                    : $" Chances are more than 3 points off for: {string.Join(", ", off)}."),
        };
    }

    static ForecastScore Score(IReadOnlyList<ForecastCase> of, Func<ForecastCase, double> chance) =>
        ForecastScore.Of([.. of.Select(chance)], [.. of.Select(one => one.Bought90)]);

    static double RecencyOf(IReadOnlyList<ForecastCase> of) => ForecastScore.AreaUnder(
        [.. of.Select(one => -(double)one.SilenceDays)], [.. of.Select(one => one.Bought90)]);

    // Only of days so far apart that no day to come is forecast twice.
    Calibration? CalibrationOf(int days, Func<ForecastCase, double> chance, Func<ForecastCase, byte> bought)
    {
        var apart = new List<int>();
        foreach (var origin in origins)
            if (apart.Count == 0 || origin.Day <= apart[^1] - days) apart.Add(origin.Day);
        List<ForecastCase> of = [.. cases.Where(one => apart.Contains(one.Origin) && !double.IsNaN(chance(one)))];
        var found = Calibration.Of(days, apart.Count, [.. of.Select(chance)], [.. of.Select(bought)]);
        return found is null ? null : found with
        {
            ByDay = [.. of.GroupBy(one => one.Origin).Select(day => new CalibrationDay(day.Key, day.Average(chance),
                day.Average(one => bought(one)), MayBeOff(days, day.Key, day.Select(chance))))],
        };
    }

    // What chance does to customers one by one comes on top.
    double MayBeOff(int days, int day, IEnumerable<double> given)
    {
        double[] chances = [.. given];
        var level = (days == 30 ? models[day].Days30 : models[day].Days90).MayBeOff(chances);
        var alone = 1.96 * Math.Sqrt(chances.Sum(chance => chance * (1 - chance))) / chances.Length;
        return Math.Sqrt(level * level + alone * alone);
    }

    ProfileTable At(int day)
    {
        if (folded.TryGetValue(day, out var table)) return table;
        var end = settings.Calendar.EndOf(day);
        return folded[day] = ProfileFold.FoldAll(history.AsOf(end, Instant.Never), keys, end, settings);
    }

    void Count(int status, double chance, bool came)
    {
        if (status < 0) return;
        customers[status]++;
        forecast[status] += chance;
        if (came) bought[status]++;
    }

    // Learnt on everybody at the day before, as the published comparisons are.
    Logistic PlainOf(ProfileTable past, int pastDay, ProfileTable table, int day)
    {
        var (then, later) = (new Buyers(past), new Buyers(table));
        var rows = then.Sample(options.CalibrationCustomers);
        var features = new double[4 * rows.Count];
        var came = new byte[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            HorizonModel.PlainFeatures(then.At(rows[i], pastDay), features.AsSpan(4 * i, 4));
            came[i] = later.PurchaseDays(rows[i]) > 0 && later.LastDay(rows[i]) > pastDay ? (byte)1 : (byte)0;
        }
        return Logistic.Fit(features, came, new double[4], 0.5);
    }

    static double Plain(Logistic fitted, in Buyer buyer)
    {
        Span<double> features = stackalloc double[4];
        HorizonModel.PlainFeatures(buyer, features);
        return fitted.Probability(features);
    }

    // Each customer passes through percentiles from the present silence on, until the purchase or the end of the
    // horizon; in each tenth purchases are compared with how many that passage should bring. Weighed by the chance
    // that the customer still buys, for who has lapsed passes without ever buying.
    void AddPit(GapParameters gaps, in Buyer buyer, int nextIn)
    {
        const double most = 0.9999;
        var curve = GapForecast.Of(gaps, buyer.Sums);
        var stayed = nextIn < 0 ? CycleValidation.HorizonDays : nextIn;
        var from = Math.Min(most, curve.Percentile(buyer.SilenceDays));
        var to = Math.Min(most, curve.Percentile(buyer.SilenceDays + stayed));
        var active = curve.Active(buyer.SilenceDays);
        for (var i = 0; i < Tenths; i++)
        {
            var (low, high) = (Math.Max(from, i / 10.0), Math.Min(to, (i + 1) / 10.0));
            if (high > low) exposure[i] += active * Math.Log((1 - low) / (1 - high));
        }
        if (nextIn >= 0) events[Math.Min(Tenths - 1, (int)(to * Tenths))]++;
    }

    double[] Pit()
    {
        if (events.Sum() <= 0) return [];
        var (left, shares) = (1.0, new double[Tenths]);
        for (var i = 0; i < Tenths; i++)
        {
            var expected = i == Tenths - 1 ? double.PositiveInfinity : Math.Log((10.0 - i) / (9.0 - i));
            var ratio = exposure[i] > 0 ? events[i] / exposure[i] : 1;
            var still = i == Tenths - 1 ? 0 : left * Math.Exp(-ratio * expected);
            shares[i] = left - still;
            left = still;
        }
        return shares;
    }
}
