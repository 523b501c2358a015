using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Perennial.Channels.Intake.Reports;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data;
using Perennial.Data.Intake;

namespace Perennial.Watch;

/// <summary>
/// The one count of what came in and what was refused, by source and hour, with the last problems in words: of
/// trackers, webhooks and files alike. Counted in memory and written to the store now and then, so that noting one
/// takes no longer than refusing it, however much nonsense comes in.
/// </summary>
/// <remarks>Safe for any number of threads. A crash loses the counts of the last seconds, never an event.</remarks>
sealed partial class IntakeCounts
{
    /// <summary>Problems of one source and reason that are told apart within an hour; the others are only counted.
    /// </summary>
    public const int MostProblems = 20;

    /// <summary>What is said of somebody who was erased.</summary>
    public static readonly Refusal Erased = new("erased", "It is about somebody who was erased.",
        "Nothing is to be done: whoever asked to be forgotten stays forgotten.");

    // An import of past years through a tracker is not late by years.
    const long LongestLagMs = 7L * 24 * 3_600_000;
    const int MostCharacters = 300;

    readonly Lock gate = new();
    readonly Dictionary<(string Source, string Reason), HashSet<string>> toldApart = [];
    Dictionary<Key, Sum> sums = [];
    long hour = -1;

    readonly record struct Key(string Source, long Hour, string Reason, string Problem);

    struct Sum
    {
        public string Remedy;
        public long Events, Timed, LagMs, LastEventMs, LastReceivedMs;
    }

    /// <summary>Events were committed.</summary>
    /// <param name="source">Through which door they came.</param>
    /// <param name="events">The events.</param>
    /// <param name="now">When they were.</param>
    public void Taken(string source, IReadOnlyList<IncomingEvent> events, Instant now)
    {
        var sum = new Sum { LastEventMs = Instant.None.UnixMs, LastReceivedMs = now.UnixMs };
        foreach (var one in events)
        {
            sum.LagMs += Math.Clamp(now.UnixMs - one.At.UnixMs, 0, LongestLagMs);
            sum.LastEventMs = Math.Max(sum.LastEventMs, one.At.UnixMs);
        }
        (sum.Events, sum.Timed) = (events.Count, events.Count);
        Add(source, "", "", sum);
        Measures.Taken(source, events.Count);
    }

    /// <summary>Something was taken of which nobody says when it happened: products, rows of a file. Of nothing it is
    /// noted that its source was heard of.</summary>
    public void Taken(string source, long things, Instant now)
    {
        Add(source, "", "",
            new Sum { Events = things, LastEventMs = Instant.None.UnixMs, LastReceivedMs = now.UnixMs });
        Measures.Taken(source, things);
    }

    /// <summary>Something was not taken.</summary>
    /// <param name="source">Whose it was; empty where that is not known.</param>
    /// <param name="refusal">What was wrong.</param>
    /// <param name="now">When it came.</param>
    /// <param name="things">How many were refused for this.</param>
    public void Refused(string source, Refusal refusal, Instant now, long things = 1)
    {
        if (things == 0) return;
        Add(source, refusal.Reason, Kind(refusal.Problem), new Sum
        {
            Remedy = refusal.Remedy, Events = things, LastEventMs = Instant.None.UnixMs, LastReceivedMs = now.UnixMs,
        });
        Measures.Refused(source, refusal.Reason, things);
    }

    /// <summary>The rows of a file that was read: the source is its format.</summary>
    public void Read(IntakeReport report, Instant now)
    {
        var source = $"file/{report.Format}";
        Taken(source, report.Count(RowFate.Imported) + report.Count(RowFate.TakenBack), now);
        var remedy = report.RejectsPath is { } path
            ? $"Look at {Path.GetFileName(path)}, beside the file." : "Import it with --rejects PATH to see the rows.";
        Refused(source, Erased, now, report.ErasedRows);
        foreach (var row in report.Rows.Where(row => row.Fate == RowFate.Rejected))
        {
            var problem = $"{Path.GetFileName(report.Path)}: {row.Words}";
            Refused(source, new Refusal(row.Code.Replace('-', '_'), problem, remedy), now, row.Rows);
        }
    }

    /// <summary>Writes what was counted since the last time. To be called every few seconds, and at the end.</summary>
    /// <returns>What was written.</returns>
    /// <exception cref="BadInputException">The store cannot take it now; it is written the next time.</exception>
    public IReadOnlyList<IntakeCount> Flush(ShopStore store, Instant now)
    {
        // What was counted by a clock that has been set back since came by now.
        IntakeCount[] counted = [.. Take().Select(one => one.ComeBy(now))];
        try
        {
            store.IntakeCounts.Add(counted, now);
            return counted;
        }
        catch
        {
            foreach (var one in counted)
            {
                Add(new Key(one.Source, one.Hour, one.Reason, one.Problem), new Sum
                {
                    Remedy = one.Remedy, Events = one.Events, Timed = one.Timed, LagMs = one.LagMs,
                    LastEventMs = one.LastEventAt.UnixMs, LastReceivedMs = one.LastReceivedAt.UnixMs,
                });
            }
            throw;
        }
    }

    /// <summary>What was counted since the last <see cref="Flush"/>.</summary>
    internal IReadOnlyList<IntakeCount> Counted()
    {
        lock (gate) return [.. sums.Select(one => Of(one.Key, one.Value))];
    }

    IReadOnlyList<IntakeCount> Take()
    {
        Dictionary<Key, Sum> counted;
        lock (gate) (counted, sums) = (sums, []);
        return [.. counted.Select(one => Of(one.Key, one.Value))];
    }

    static IntakeCount Of(Key key, in Sum sum) => new(key.Source, key.Hour, key.Reason, key.Problem, sum.Remedy ?? "",
        sum.Events, sum.Timed, sum.LagMs, new Instant(sum.LastEventMs), new Instant(sum.LastReceivedMs));

    void Add(string source, string reason, string problem, Sum more)
    {
        lock (gate)
        {
            BeginHour(IntakeCount.HourOf(new Instant(more.LastReceivedMs)));
            if (reason.Length > 0 && !IsToldApart(source, reason, problem)) (problem, more.Remedy) = ("", "");
            Add(new Key(source, hour, reason, problem), more);
        }
    }

    void Add(Key key, Sum more)
    {
        lock (gate)
        {
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, key, out var isKnown);
            if (!isKnown) sum.LastEventMs = Instant.None.UnixMs;
            sum.Remedy = more.Remedy;
            sum.Events += more.Events;
            sum.Timed += more.Timed;
            sum.LagMs += more.LagMs;
            sum.LastEventMs = Math.Max(sum.LastEventMs, more.LastEventMs);
            sum.LastReceivedMs = Math.Max(sum.LastReceivedMs, more.LastReceivedMs);
        }
    }

    void BeginHour(long now)
    {
        if (now == hour) return;
        hour = now;
        toldApart.Clear();
    }

    bool IsToldApart(string source, string reason, string problem)
    {
        if (!toldApart.TryGetValue((source, reason), out var problems))
            toldApart.Add((source, reason), problems = []);
        if (problems.Contains(problem)) return true;
        return problems.Count < MostProblems && problems.Add(problem);
    }

    // The same problem at another place of a list is the same problem.
    static string Kind(string problem)
    {
        var kind = Place().Replace(problem, "[]");
        return kind.Length > MostCharacters ? kind[..MostCharacters] : kind;
    }

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Place();
}
