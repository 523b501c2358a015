namespace Perennial.Core.Measurement;

/// <summary>Means of groups, shrunk towards the means of the larger groups they belong to (Bühlmann and
/// Straub 1970).</summary>
static class Credibility
{
    /// <summary>Each group's mean, shrunk by how much groups differ beyond what the spread inside them
    /// explains.</summary>
    /// <param name="counts">Members of each group; a group of none takes its target.</param>
    /// <param name="sums">Sum of each group's values.</param>
    /// <param name="within">Variance of a value inside its group.</param>
    /// <param name="targets">What each group is shrunk towards.</param>
    public static double[] Means(
        ReadOnlySpan<int> counts, ReadOnlySpan<double> sums, double within, ReadOnlySpan<double> targets)
    {
        var (groups, members, apart) = (0, 0L, 0.0);
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] == 0) continue;
            groups++;
            members += counts[i];
            var off = sums[i] / counts[i] - targets[i];
            apart += counts[i] * off * off;
        }
        var between = members == 0 ? 0 : Math.Max(0, (apart - groups * within) / members);
        var means = targets.ToArray();
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] == 0 || between <= 0) continue;
            var own = counts[i] / (counts[i] + within / between);
            means[i] += own * (sums[i] / counts[i] - targets[i]);
        }
        return means;
    }
}
