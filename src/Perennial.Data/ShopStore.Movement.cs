using Perennial.Core;
using Perennial.Core.Profiles;
using Perennial.Data.Profiles;
using Perennial.Data.Scoring;

namespace Perennial.Data;

public sealed partial class ShopStore
{
    /// <summary>Where a customer stood, run by run in which something changed, the last first.</summary>
    public IReadOnlyList<ScoreEntry> ScoreHistory(CustomerId id)
    {
        using var lease = Rent();
        var rows = lease.Database.Query("score-history", "shard", "customer_id").Bind(1, ShardOf(id)).Bind(2, id);
        var entries = new List<ScoreEntry>();
        while (rows.Step())
        {
            entries.Add(new ScoreEntry(rows.Int64(0), rows.Int32(1), (int)rows.Int64(2), (int)rows.Int64(3),
                (int)rows.Int64(4), rows.Text(5) ?? "", rows.Text(6) ?? "", rows.Text(7) ?? ""));
        }
        return entries;
    }

    /// <summary>Who stood where at two runs.</summary>
    public IReadOnlyList<Transition> Transitions(long beforeRun, long afterRun)
    {
        using var lease = Rent();
        var rows = lease.Database.Query("transitions", "before_run", "after_run")
            .Bind(1, beforeRun).Bind(2, afterRun);
        var transitions = new List<Transition>();
        while (rows.Step())
        {
            transitions.Add(new Transition(rows.Text(0) ?? "", rows.Text(1) ?? "", rows.Text(2) ?? "",
                rows.Text(3) ?? "", rows.Text(4) ?? "", rows.Text(5) ?? "", rows.Int32(6)));
        }
        return transitions;
    }

    /// <summary>Puts into a snapshot the segment that each customer had at a run, for the next one to compare with:
    /// facts that came in since may have moved the customer already.</summary>
    public void RestoreSegments(StoreSnapshot snapshot, long runId)
    {
        var names = snapshot.Profiles.LabelsOf(Columns.RfmSegment).ToList();
        var segments = snapshot.Profiles.Values(Columns.RfmSegment);
        Array.Clear(segments);
        using var lease = Rent();
        var rows = lease.Database.Query("segments-at-run", "scoring_run_id").Bind(1, runId);
        while (rows.Step())
        {
            if (snapshot.RowOf(rows.CustomerId(0)) is not (>= 0 and var row) || rows.Text(1) is not { } name) continue;
            var label = names.IndexOf(name);
            if (label < 0)
            {
                label = names.Count;
                names.Add(name);
            }
            segments[row] = checked((byte)(label + 1));
        }
        snapshot.Profiles.SetLabels(Columns.RfmSegment, names);
    }
}
