using Perennial.Core.Profiles;
using Perennial.Core.Rfm;

namespace Perennial.Core.Scoring;

/// <summary>Writes R, F, M, their codes and the RFM segment of a row.</summary>
sealed class ScoreColumns
{
    readonly RfmCutPoints cuts;
    readonly RfmSegmentSet set;
    readonly byte[] setScore;
    readonly bool isPlain;
    readonly byte[] r, f, m, fxm, rfmSegment;
    readonly int[] rfm, fm;

    public ScoreColumns(ProfileTable table, RfmSegmentSet set, RfmCutPoints cuts)
    {
        this.cuts = cuts;
        this.set = set;
        setScore = set.ScoresFrom(cuts.Bins);
        isPlain = cuts.F.Count == 1 && cuts.R.Ties.Count + cuts.F[0].Ties.Count + cuts.M[0].Ties.Count == 0;
        r = table.Values(RfmColumns.R);
        f = table.Values(RfmColumns.F);
        m = table.Values(RfmColumns.M);
        fxm = table.Values(RfmColumns.Fxm);
        rfm = table.Values(RfmColumns.Rfm);
        fm = table.Values(RfmColumns.Fm);
        rfmSegment = table.Values(RfmColumns.RfmSegment);
        table.SetLabels(RfmColumns.RfmSegment, set.Names);
    }

    public void ScoreAll(Population population)
    {
        const int rowsPerTask = 65_536;
        Parallel.For(0, (population.Count + rowsPerTask - 1) / rowsPerTask, Cores.All, task =>
        {
            var end = Math.Min(population.Count, (task + 1) * rowsPerTask);
            if (isPlain)
            {
                ScorePlain(population, task * rowsPerTask, end);
                return;
            }
            for (var i = task * rowsPerTask; i < end; i++)
            {
                Score(population.Rows[i], population.Days[i], population.Frequency[i],
                    population.MonetaryCents[i], population.Key(i));
            }
        });
    }

    // Nearly every run: one set of limits a measure and no ties cut, so that neither keys nor lists of sets are
    // looked at for each of a million customers.
    void ScorePlain(Population population, int from, int end)
    {
        var (days, orders, cents, rows) =
            (population.Days, population.Frequency, population.MonetaryCents, population.Rows);
        var (forR, forF, forM) = (cuts.R, cuts.F[0], cuts.M[0]);
        for (var i = from; i < end; i++)
        {
            Write(rows[i], forR.ScoreWithoutTies(days[i]), forF.ScoreWithoutTies(orders[i]),
                forM.ScoreWithoutTies(cents[i]));
        }
    }

    public void Score(int row, long day, long frequency, long monetaryCents, ReadOnlySpan<byte> key)
    {
        var (rScore, fScore, mScore) = RfmScoring.Score(cuts, day, frequency, monetaryCents, key);
        Write(row, rScore, fScore, mScore);
    }

    void Write(int row, byte rScore, byte fScore, byte mScore)
    {
        r[row] = rScore;
        f[row] = fScore;
        m[row] = mScore;
        fxm[row] = RfmScoring.Fxm(fScore, mScore);
        rfm[row] = RfmCode.Of(rScore, fScore, mScore);
        fm[row] = RfmCode.Of(fScore, mScore);
        rfmSegment[row] = set.RfmSegmentOf(setScore[rScore], setScore[fScore], setScore[mScore]);
    }

    public void Clear(int row)
    {
        r[row] = f[row] = m[row] = fxm[row] = rfmSegment[row] = 0;
        rfm[row] = fm[row] = 0;
    }
}
