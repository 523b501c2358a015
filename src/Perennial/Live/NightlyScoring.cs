using NodaTime;
using Perennial.Core.Scoring;
using Perennial.Data;
using Perennial.Data.Settings;
using Perennial.Data.Watching;
using Perennial.Scoring;
using Perennial.Settings;
using Instant = Perennial.Core.Instant;

namespace Perennial.Live;

/// <summary>A scoring run once a night, at an hour of the shop's time zone, while events keep coming in.</summary>
/// <param name="store">The shop.</param>
/// <param name="time">The clock.</param>
/// <param name="committed">Called after a scoring run.</param>
sealed class NightlyScoring(ShopStore store, TimeProvider time, Action committed)
{
    static readonly LocalTime usual = new(3, 0);

    readonly ClockJumps jumps = new(time);
    (long ScoringRun, long Changes, ScoringTime? Time, long Version) seen = (-1, -1, null, -1);
    Instant next = Instant.None;
    bool isBack;

    /// <summary>Whether it may be time for a run, by what was seen: the store is asked where a run, a setting or
    /// the time is new, and before the first scoring run where anything is.</summary>
    public bool MayBeDue(ShopPulse pulse)
    {
        if (jumps.IsBack()) isBack = true;
        if (isBack) return true;
        var now = (pulse.ScoringRun, pulse.Changes, pulse.ScoringTime, pulse.ScoringRun == 0 ? pulse.Version : 0);
        if (now != seen) (next, seen) = (Next(pulse.At), now);
        return next.HasValue && pulse.At >= next;
    }

    /// <summary>Runs if it is time: after the hour, and no scoring run was for this day yet.</summary>
    /// <returns>The run, or null if it was not time.</returns>
    public ScoringRun? IfDue(CancellationToken cancel)
    {
        var now = Instant.From(time.GetUtcNow());
        // What was folded while the clock was ahead is folded anew, whenever the last run was.
        var isAnew = isBack && store.Times.Scoring() != ScoringTime.Never && store.ScoringRuns.Latest() is not null;
        if (!isAnew && !IsDue(now))
        {
            isBack = false;
            return null;
        }
        var run = Rescore.Run(store, null, null, now, (_, _) => { }, cancel);
        isBack = false;
        committed();
        return run;
    }

    /// <summary>When the next scoring run is due: now at the earliest; None where there is to be none.</summary>
    public Instant Next(Instant now)
    {
        var said = store.Times.Scoring();
        if (said == ScoringTime.Never) return Instant.None;
        if (IsDue(now)) return now;
        var calendar = ShopSettings.Of(store).Calendar;
        var hour = Hour(said);
        var msOfDay = (int)(hour.TickOfDay / NodaConstants.TicksPerMillisecond);
        var today = calendar.DayOf(now);
        var isOver = store.ScoringRuns.Latest() is { } last && last.AsOfDay >= today;
        return calendar.At(isOver || calendar.At(today, msOfDay) <= now ? today + 1 : today, msOfDay);
    }

    static LocalTime Hour(ScoringTime? said) =>
        said?.Minute is { } minute ? LocalTime.FromMinutesSinceMidnight(minute) : usual;

    bool IsDue(Instant now)
    {
        var said = store.Times.Scoring();
        if (said == ScoringTime.Never) return false;
        var calendar = ShopSettings.Of(store).Calendar;
        var zone = DateTimeZoneProviders.Tzdb[calendar.Zone];
        var here = NodaTime.Instant.FromUnixTimeMilliseconds(now.UnixMs).InZone(zone);
        if (here.TimeOfDay < Hour(said)) return false;
        // The run of the day before was for that day's end or some hour of it: today's is still to come.
        var last = store.ScoringRuns.Latest();
        return last is null ? store.Facts.HasOrders() : last.AsOf < now && last.AsOfDay < calendar.DayOf(now);
    }
}
