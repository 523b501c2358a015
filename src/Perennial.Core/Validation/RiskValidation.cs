using Perennial.Core.AtRisk;
using Perennial.Core.Cycle;
using Perennial.Core.Cycle.Forecasts;
using Perennial.Core.Cycle.Model;
using Perennial.Core.History;
using Perennial.Core.Lifetime;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;

namespace Perennial.Core.Validation;

/// <summary>How right both parts of at_risk were: computed on days of the past, and compared with the 365 days
/// after.</summary>
/// <remarks>
/// The expected part is compared with what late and very late customers then spent. The part of the rhythm cannot be:
/// it is what they did not do. It is compared with what customers of the same rhythm who were on time that day (recent
/// or soon) then spent of theirs: in five classes of cycle_days, weighed as the late ones are. Amounts are in currency
/// units, all days together.
/// </remarks>
public sealed record RiskValidation
{
    /// <summary>Days after, and days at least that lie between two days computed on.</summary>
    public const int HorizonDays = 365;
    const int StepDays = 90, Classes = 5, FewestLate = 50;

    /// <summary>Days computed on.</summary>
    public required int Origins { get; init; }

    /// <summary>Late and very late customers, those of all days together.</summary>
    public required int Late { get; init; }

    /// <summary>What they were expected to spend within 365 days.</summary>
    public required double Expected { get; init; }

    /// <summary>What they did spend.</summary>
    public required double Spent { get; init; }

    /// <summary>What their rhythm would bring, at most what the year to their last order brought.</summary>
    public required double Rhythm { get; init; }

    /// <summary>The same by the rhythm alone.</summary>
    public required double Uncapped { get; init; }

    /// <summary>What customers of the same rhythm who were on time spent, made as many as the late ones.</summary>
    public required double OnTime { get; init; }

    /// <summary>Customers on time.</summary>
    public required int OnTimeCustomers { get; init; }

    /// <summary>The sum of at_risk.</summary>
    public required double AtRisk { get; init; }

    /// <summary>In words: both errors.</summary>
    public string Words => $"Money at risk, computed on {Origins} days a year ago and more: {Late:N0} late customers "
        + $"were expected to spend {Expected:N0} within 365 days and spent {Spent:N0} ({Off(Expected, Spent)}); by "
        + $"their rhythm it would have been {Rhythm:N0}, where customers of the same rhythm who were on time spent "
        + $"{OnTime:N0} ({Off(Rhythm, OnTime)}).";

    /// <summary>Validates on histories.</summary>
    /// <param name="history">Every customer's.</param>
    /// <param name="keys">Their keys.</param>
    /// <param name="settings">How to fold.</param>
    /// <param name="options">How to fit.</param>
    /// <param name="lastDay">Facts are known to the end of this day.</param>
    /// <param name="origins">How many days to compute on; fewer where the history is too short.</param>
    /// <returns>The comparison; null where too few were late a year before the last day, or could be said to
    /// be.</returns>
    public static RiskValidation? Run(HistoryTable history, CustomerKeys keys, ProfileSettings settings,
        CycleOptions options, int lastDay, int origins)
    {
        var work = new Work(history, keys, settings, options);
        for (var i = 0; i < origins; i++)
            if (!work.Add(lastDay - HorizonDays - i * StepDays)) break;
        return work.Result();
    }

    static string Off(double said, double was) => was <= 0 ? "nothing to compare with"
        : $"{(said >= was ? "+" : "−")}{Math.Abs(said / was - 1):0 %}";

    readonly record struct Case(
        bool IsLate, double CycleDays, double Rhythm, double Uncapped, double Expected, double Spent, double AtRisk);

    sealed class Work(HistoryTable history, CustomerKeys keys, ProfileSettings settings, CycleOptions options)
    {
        readonly List<Case> cases = [];
        int origins;

        public bool Add(int day)
        {
            var end = settings.Calendar.EndOf(day);
            var then = history.AsOf(end, Instant.Never);
            var (table, past) = (At(day), new PastProfiles(At(day - 30), At(day - 90)));
            var buyers = PastBuyers.Of(then, keys, end, settings.Calendar, settings.Gaps, options);
            if (CycleFitting.Fit(table, past, buyers, options, settings.Calendar) is not { Gaps: not null } cycle)
                return false;
            var lifetime = LifetimeFitting.Fit(table, past.Days90, new LifetimeOptions(), settings.Calendar);
            ModelColumns.WriteAll(new Models { Cycle = cycle, Lifetime = lifetime }, table, settings.Calendar);
            var (money, status, days) = (new MoneyOfYear(table), table.Values(CycleColumns.Status),
                table.Values(CycleColumns.Days));
            var atRisk = table.Values(AtRiskColumns.AtRisk);
            var before = cases.Count;
            for (var row = 0; row < table.Count; row++)
            {
                var (rhythm, expected) = (money.Rhythm(row), money.Expected(row));
                if ((CycleStatus)status[row] is not (>= CycleStatus.Recent and <= CycleStatus.VeryLate)
                    || double.IsNaN(rhythm) || double.IsNaN(expected)) continue;
                cases.Add(new Case((CycleStatus)status[row] >= CycleStatus.Late, days[row], rhythm, money.Uncapped(row),
                    expected, SpentAfter(row, end, settings.Calendar.EndOf(day + HorizonDays)),
                    Math.Max(0, atRisk[row]) / 100.0));
            }
            if (cases.Count == before) return false;
            origins++;
            return true;
        }

        public RiskValidation? Result()
        {
            List<Case> late = [.. cases.Where(one => one.IsLate)], onTime = [.. cases.Where(one => !one.IsLate)];
            if (late.Count < FewestLate) return null;
            return new RiskValidation
            {
                Origins = origins,
                Late = late.Count,
                Expected = late.Sum(one => one.Expected),
                Spent = late.Sum(one => one.Spent),
                Rhythm = late.Sum(one => one.Rhythm),
                Uncapped = late.Sum(one => one.Uncapped),
                OnTime = ByRhythm(late, onTime),
                OnTimeCustomers = onTime.Count,
                AtRisk = late.Sum(one => one.AtRisk),
            };
        }

        // What those on time spent of what their rhythm said, class by class of the late ones' rhythms.
        static double ByRhythm(List<Case> late, List<Case> onTime)
        {
            double[] sorted = [.. late.Select(one => one.CycleDays).Order()];
            var sum = 0.0;
            for (var i = 0; i < Classes; i++)
            {
                var from = i == 0 ? 0 : sorted[sorted.Length * i / Classes];
                var to = i == Classes - 1 ? double.PositiveInfinity : sorted[sorted.Length * (i + 1) / Classes];
                bool Here(Case one) => one.CycleDays >= from && one.CycleDays < to;
                var said = onTime.Where(Here).Sum(one => one.Rhythm);
                if (said <= 0) continue;
                sum += late.Where(Here).Sum(one => one.Rhythm) * onTime.Where(Here).Sum(one => one.Spent) / said;
            }
            return sum;
        }

        double SpentAfter(int row, Instant from, Instant to)
        {
            var orders = history[row].Orders;
            var cents = 0L;
            for (var i = 0; i < orders.Count && orders.At[i] <= to; i++)
            {
                if (orders.At[i] <= from) continue;
                cents += orders.GrossCents[i] - (orders.DiscountCents.IsEmpty ? 0 : orders.DiscountCents[i])
                    - (orders.RefundedCents.IsEmpty ? 0 : orders.RefundedCents[i]);
            }
            return cents / 100.0;
        }

        ProfileTable At(int day)
        {
            var end = settings.Calendar.EndOf(day);
            return ProfileFold.FoldAll(history.AsOf(end, Instant.Never), keys, end, settings);
        }
    }
}
