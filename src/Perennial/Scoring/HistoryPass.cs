using Perennial.Data;
using Perennial.Data.History;
using Perennial.Data.Profiles;

namespace Perennial.Scoring;

/// <summary>Takes a part in one reading of all histories.</summary>
/// <param name="chunk">Some customers, in the order of ids.</param>
/// <param name="rows">The row of each in the snapshot that the pass was begun with; -1 for whoever came in
/// since.</param>
delegate void HistoryReading(HistoryChunk chunk, int[] rows);

/// <summary>One reading of all histories for whoever needs them: reading is most of the cost, so it is done
/// once.</summary>
static class HistoryPass
{
    // The snapshot keeps everybody in the order of ids, and so do the histories of a shard: the two are walked side by
    // side, once for each shard.
    public static void Run(ShopStore store, StoreSnapshot known, PeopleThen people,
        IReadOnlyList<HistoryReading> readings, Action<double> progress, CancellationToken cancel)
    {
        var (row, done) = (0, 0L);
        foreach (var chunk in store.Facts.Histories(withPast: true, people: people))
        {
            cancel.ThrowIfCancellationRequested();
            // The last customer of a shard may stand right after the first of the next, or of those who were several.
            if (row > 0 && chunk.Ids[0] <= known.Ids[row - 1]) row = 0;
            var rows = new int[chunk.Ids.Length];
            for (var i = 0; i < rows.Length; i++)
            {
                while (row < known.Count && known.Ids[row] < chunk.Ids[i]) row++;
                rows[i] = row < known.Count && known.Ids[row] == chunk.Ids[i] ? row : -1;
            }
            foreach (var reading in readings) reading(chunk, rows);
            done += chunk.Ids.Length;
            progress(Math.Min(1, (double)done / Math.Max(1, known.Count)));
        }
    }
}
