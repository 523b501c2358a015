using System.Text.RegularExpressions;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data;

namespace Perennial.Operations;

/// <summary>
/// Counts what the doors refuse, in memory, and writes the counts now and then: noting one takes no longer than
/// refusing it, however much nonsense comes in.
/// </summary>
/// <remarks>Safe for several threads. A crash loses the counts of the last seconds, never an event.</remarks>
sealed partial class RefusalLog(ShopStore store, TimeProvider time)
{
    /// <summary>Problems of one source and reason that are told apart within an hour; the others are only counted.
    /// </summary>
    public const int MostProblems = 20;

    const long HourMs = 60 * 60 * 1000;
    const long KeptMs = 30 * 24 * HourMs;
    const int MostCharacters = 300;

    readonly Lock gate = new();
    readonly Dictionary<(string Source, string Reason), HashSet<string>> toldApart = [];
    Dictionary<(Instant Hour, string Source, string Reason, string Problem), (string Remedy, long Times)> counts = [];
    Instant hour = Instant.None;

    /// <summary>Counts a refusal.</summary>
    /// <param name="source">Whose it was; empty where that is not known.</param>
    /// <param name="refusal">What was wrong.</param>
    public void Note(string source, Refusal refusal)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var problem = Kind(refusal.Problem);
        lock (gate)
        {
            BeginHour(new Instant(now - now % HourMs));
            if (!toldApart.TryGetValue((source, refusal.Reason), out var problems))
                toldApart.Add((source, refusal.Reason), problems = []);
            if (!problems.Contains(problem) && problems.Count == MostProblems) problem = "";
            else problems.Add(problem);
            var key = (hour, source, refusal.Reason, problem);
            var before = counts.GetValueOrDefault(key);
            counts[key] = (problem.Length == 0 ? "" : refusal.Remedy, before.Times + 1);
        }
    }

    /// <summary>Writes what was counted since the last time, and forgets what is a month old. To be called every few
    /// seconds, and at the end.</summary>
    public void Flush()
    {
        var taken = counts;
        lock (gate)
        {
            if (counts.Count == 0) return;
            (taken, counts) = (counts, []);
        }
        try
        {
            store.AddIntakeRefusals(taken.Select(one => new RefusalCount(one.Key.Hour, one.Key.Source, one.Key.Reason,
                one.Key.Problem, one.Value.Remedy, one.Value.Times)));
        }
        catch
        {
            PutBack(taken);
            throw;
        }
        store.ForgetIntakeRefusals(new Instant(time.GetUtcNow().ToUnixTimeMilliseconds() - KeptMs));
    }

    void PutBack(Dictionary<(Instant, string, string, string), (string Remedy, long Times)> taken)
    {
        lock (gate)
        {
            foreach (var (key, (remedy, times)) in taken)
                counts[key] = (remedy, times + counts.GetValueOrDefault(key).Times);
        }
    }

    void BeginHour(Instant now)
    {
        if (now == hour) return;
        hour = now;
        toldApart.Clear();
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
