using Perennial.Core.Cycle.Forecasts;
using Perennial.Core.Cycle.Gaps;

namespace Perennial.Core.Cycle.Model;

/// <summary>The day, when a next order may be expected.</summary>
static class CycleExpectation
{
    // Beyond this nobody plans, and calendars end.
    const double MostDays = 36_500;

    public static Instant At(ShopCalendar calendar, int lastDay, double cycleDays) =>
        calendar.StartOf(lastDay + Math.Max(1, (int)Math.Round(Math.Min(cycleDays, MostDays))));
}

/// <summary>
/// Where one customer stands in their cycle, and until which day of silence.
/// </summary>
/// <remarks>
/// The limits are days of silence that follow from past gaps and the model alone, in ascending order, so that a status
/// is a pure function of history, instant and model, and the day it changes is known.
/// </remarks>
readonly struct CycleStage(
    CycleZones zones, HorizonModel days90, double inactiveBelow, Buyer buyer, double cycleDays, int longestDays)
{
    const int MostDays = 36_500;

    /// <summary>The status after the buyer's silence.</summary>
    /// <param name="forecast">Of the buyer's gaps.</param>
    /// <param name="until">Days of silence at which it changes; −1 if time alone does not change it.</param>
    public CycleStatus StatusAt(ref GapForecast forecast, out int until)
    {
        var status = ByCycle(ref forecast, out until);
        return Limited(status, buyer.SilenceDays, longestDays, ref until);
    }

    /// <summary>The status of somebody without a cycle of their own.</summary>
    /// <param name="silenceDays">Days since the last order.</param>
    /// <param name="longestDays">Days from which everybody is inactive.</param>
    /// <param name="until">Days of silence at which it changes; −1 if time alone does not change it.</param>
    public static CycleStatus OfUnknown(int silenceDays, int longestDays, out int until)
    {
        until = -1;
        return Limited(CycleStatus.Unknown, silenceDays, longestDays, ref until);
    }

    // No cycle says anything of somebody who has been away for so long.
    static CycleStatus Limited(CycleStatus status, int silenceDays, int longestDays, ref int until)
    {
        if (status == CycleStatus.Inactive || silenceDays >= longestDays)
        {
            until = -1;
            return CycleStatus.Inactive;
        }
        if (until < 0 || until > longestDays) until = longestDays;
        return status;
    }

    CycleStatus ByCycle(ref GapForecast forecast, out int until)
    {
        var silence = buyer.SilenceDays;
        var past = (int)Math.Min(zones.HysteresisDays, cycleDays / 10);
        var dwell = (int)Math.Min(zones.DwellDays, cycleDays / 4);
        until = Limit(ref forecast, zones.Soon, past);
        if (silence < until) return CycleStatus.Recent;
        until = Math.Max(Limit(ref forecast, zones.Late, past), until + dwell);
        if (silence < until) return CycleStatus.Soon;
        until = Math.Max(Limit(ref forecast, zones.VeryLate, past), until + dwell);
        if (silence < until) return CycleStatus.Late;
        until = InactiveFrom(ref forecast, Math.Max(Limit(ref forecast, zones.Inactive, past), until + dwell));
        if (until >= 0 && silence >= until)
        {
            until = -1;
            return CycleStatus.Inactive;
        }
        return CycleStatus.VeryLate;
    }

    /// <summary>The days of silence at which each status begins, whatever the buyer's own silence. One that lasts no
    /// day begins where the next one does.</summary>
    /// <param name="forecast">Of the buyer's gaps.</param>
    public (int Soon, int Late, int VeryLate, int Inactive) Limits(ref GapForecast forecast)
    {
        var past = (int)Math.Min(zones.HysteresisDays, cycleDays / 10);
        var dwell = (int)Math.Min(zones.DwellDays, cycleDays / 4);
        var soon = Limit(ref forecast, zones.Soon, past);
        var late = Math.Max(Limit(ref forecast, zones.Late, past), soon + dwell);
        var veryLate = Math.Max(Limit(ref forecast, zones.VeryLate, past), late + dwell);
        var inactive = longestDays <= veryLate ? longestDays : InactiveFrom(
            ref forecast, Math.Max(Limit(ref forecast, zones.Inactive, past), veryLate + dwell));
        if (inactive < 0 || inactive > longestDays) inactive = longestDays;
        return (Math.Min(soon, inactive), Math.Min(late, inactive), Math.Min(veryLate, inactive), inactive);
    }

    int Limit(ref GapForecast forecast, double percentile, int past) =>
        (int)Math.Ceiling(Math.Min(forecast.Quantile(percentile, cycleDays), MostDays)) + past;

    /// <summary>The first day found, from a day on, at which the chance to buy is low; −1 if there is none in a
    /// century.</summary>
    /// <remarks>Doubling, then halving: where the chance rises again in between, any such day serves as long as it is
    /// always the same.</remarks>
    int InactiveFrom(ref GapForecast forecast, int from)
    {
        if (IsLow(ref forecast, from)) return from;
        var (high, step) = (from, 1);
        do
        {
            high += step;
            step *= 2;
            if (high > MostDays) return -1;
        }
        while (!IsLow(ref forecast, high));
        var low = Math.Max(from, high - step / 2);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (IsLow(ref forecast, middle)) high = middle;
            else low = middle;
        }
        return high;
    }

    bool IsLow(ref GapForecast forecast, int silence)
    {
        var then = buyer with { SilenceDays = silence, TenureDays = buyer.TenureDays - buyer.SilenceDays + silence };
        return days90.Chance(then, forecast.Returns(silence, 90)) < inactiveBelow;
    }
}
