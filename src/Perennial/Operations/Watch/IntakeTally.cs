using System.Runtime.InteropServices;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data;

namespace Perennial.Operations.Watch;

/// <summary>Counts what comes in, by source, hour and what became of it. In memory until it is taken, and written to
/// the store by somebody who has the time.</summary>
/// <remarks>Safe for any number of threads. Costs a look-up for a run of events of one source.</remarks>
sealed class IntakeTally
{
    // An import of past years through a tracker is not late by years.
    const long LongestLagMs = 7L * 24 * 3_600_000;

    readonly Lock guard = new();
    Dictionary<(string Source, long Hour, string Reason), Sum> sums = [];

    struct Sum
    {
        public long Events, LagMs, LastEventMs, LastReceivedMs;
    }

    /// <summary>Events were committed.</summary>
    public void Taken(IReadOnlyList<IncomingEvent> events, Instant now)
    {
        for (var i = 0; i < events.Count;)
        {
            var source = events[i].Source;
            var sum = new Sum { LastEventMs = long.MinValue, LastReceivedMs = now.UnixMs };
            var start = i;
            for (; i < events.Count && events[i].Source == source; i++)
            {
                var at = events[i].At.UnixMs;
                sum.LagMs += Math.Clamp(now.UnixMs - at, 0, LongestLagMs);
                sum.LastEventMs = Math.Max(sum.LastEventMs, at);
            }
            sum.Events = i - start;
            Add(source, "", sum);
            Measures.Taken(source, i - start);
        }
    }

    /// <summary>Something was not taken.</summary>
    public void Refused(string source, Refusal refusal, Instant now)
    {
        Add(source, refusal.Reason,
            new Sum { Events = 1, LastEventMs = Instant.None.UnixMs, LastReceivedMs = now.UnixMs });
        Measures.Refused(source, refusal);
    }

    void Add(string source, string reason, Sum more)
    {
        lock (guard)
        {
            var key = (source, ShopStore.HourOf(new Instant(more.LastReceivedMs)), reason);
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, key, out var isKnown);
            if (!isKnown) sum.LastEventMs = long.MinValue;
            sum.Events += more.Events;
            sum.LagMs += more.LagMs;
            sum.LastEventMs = Math.Max(sum.LastEventMs, more.LastEventMs);
            sum.LastReceivedMs = Math.Max(sum.LastReceivedMs, more.LastReceivedMs);
        }
    }

    /// <summary>Takes what was counted since the last time.</summary>
    public IReadOnlyList<IntakeHour> Take()
    {
        Dictionary<(string Source, long Hour, string Reason), Sum> counted;
        lock (guard) (counted, sums) = (sums, []);
        return [.. counted.Select(one => new IntakeHour(one.Key.Source, one.Key.Hour, one.Key.Reason,
            one.Value.Events, one.Value.LagMs, new Instant(one.Value.LastEventMs),
            new Instant(one.Value.LastReceivedMs)))];
    }

    /// <summary>Counts again what could not be written.</summary>
    public void Return(IReadOnlyList<IntakeHour> hours)
    {
        foreach (var one in hours)
        {
            Add(one.Source, one.Reason, new Sum
            {
                Events = one.Events, LagMs = one.LagMs, LastEventMs = one.LastEventAt.UnixMs,
                LastReceivedMs = one.LastReceivedAt.UnixMs,
            });
        }
    }
}
