using Perennial.Core.Profiles;
using Perennial.Core.Rfm;
using Perennial.Core.Segments;

namespace Perennial.Core.Scoring;

/// <summary>Writes R, F, M, their codes and the named segment of a row.</summary>
sealed class ScoreColumns
{
    readonly RfmCutPoints cuts;
    readonly SegmentSet segments;
    readonly byte[] setScore;
    readonly byte[] r, f, m, fxm, segment;
    readonly int[] rfm, fm;

    public ScoreColumns(ProfileTable table, SegmentSet segments, RfmCutPoints cuts)
    {
        this.cuts = cuts;
        this.segments = segments;
        setScore = segments.ScoresFrom(cuts.Bins);
        r = table.Values(Columns.R);
        f = table.Values(Columns.F);
        m = table.Values(Columns.M);
        fxm = table.Values(Columns.Fxm);
        rfm = table.Values(Columns.Rfm);
        fm = table.Values(Columns.Fm);
        segment = table.Values(Columns.RfmSegment);
        table.SetLabels(Columns.RfmSegment, segments.Names);
    }

    public void ScoreAll(Population population)
    {
        const int rowsPerTask = 65_536;
        Parallel.For(0, (population.Count + rowsPerTask - 1) / rowsPerTask, task =>
        {
            var end = Math.Min(population.Count, (task + 1) * rowsPerTask);
            for (var i = task * rowsPerTask; i < end; i++)
            {
                Score(population.Rows[i], population.Days[i], population.Frequency[i],
                    population.MonetaryCents[i], population.Key(i));
            }
        });
    }

    public void Score(int row, long day, long frequency, long monetaryCents, ReadOnlySpan<byte> key)
    {
        var (rScore, fScore, mScore) = RfmScoring.Score(cuts, day, frequency, monetaryCents, key);
        r[row] = rScore;
        f[row] = fScore;
        m[row] = mScore;
        fxm[row] = RfmScoring.Fxm(fScore, mScore);
        rfm[row] = RfmCode.Of(rScore, fScore, mScore);
        fm[row] = RfmCode.Of(fScore, mScore);
        segment[row] = segments.SegmentOf(setScore[rScore], setScore[fScore], setScore[mScore]);
    }

    public void Clear(int row)
    {
        r[row] = f[row] = m[row] = fxm[row] = segment[row] = 0;
        rfm[row] = fm[row] = 0;
    }
}
