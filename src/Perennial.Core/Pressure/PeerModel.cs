using Perennial.Core.Lifecycle;
using Perennial.Core.Measurement;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;

namespace Perennial.Core.Pressure;

/// <summary>What peers receive: contacts of 30 days by value, lifecycle stage and channels, and how much customers
/// differ around that.</summary>
/// <param name="ValueLimitsCents">Revenue above which a customer is of middle and of high value, cents.</param>
/// <param name="Expected">Contacts of 30 days expected of each kind of peer: see <see cref="CellOf"/>.</param>
/// <param name="Ratios">How customers vary around what is expected; of shape 10 at most.</param>
public sealed record PeerModel(long[] ValueLimitsCents, double[] Expected, GammaPrior Ratios)
{
    // Contacts are sent by plan rather than by chance, so counts of peers often differ less than Poisson's do. The fit
    // would then believe nobody's own count: what peers receive weighs as much as ten contacts at most.
    const double HeaviestShape = 10;

    const int Tiers = 4;        // no order, low, middle and high value
    const int Stages = 6;       // unknown and the five of the lifecycle
    const int Reaches = 4;      // never, e-mail only, others only, e-mail and others

    /// <summary>Number of kinds of peers.</summary>
    public const int Cells = Tiers * Stages * Reaches;

    /// <summary>The kind of peers a customer belongs to, 0..Cells-1.</summary>
    /// <param name="orders">Number of orders.</param>
    /// <param name="revenueCents">Revenue, cents.</param>
    /// <param name="lifecycle">Label of the lifecycle stage.</param>
    /// <param name="channels">Value of the column <c>channels_reached</c>.</param>
    public int CellOf(int orders, long revenueCents, byte lifecycle, int channels)
    {
        var tier = orders <= 0 ? 0
            : revenueCents > ValueLimitsCents[1] ? 3
            : revenueCents > ValueLimitsCents[0] ? 2 : 1;
        return (tier * Stages + Math.Min((int)lifecycle, Stages - 1)) * Reaches + ReachOf(channels);
    }

    static int ReachOf(int channels)
    {
        const int email = 1 << (int)History.ContactChannel.Email;
        return channels <= 0 ? 0 : channels == email ? 1 : (channels & email) == 0 ? 2 : 3;
    }

    /// <summary>Fits to the customers who were ever contacted; null if none of them was in the last 30 days.</summary>
    public static PeerModel? Fit(ProfileTable table)
    {
        var contacts = table.Values(PressureColumns.Contacts30d);
        var ever = table.Values(PressureColumns.Contacts);
        var orders = table.Values(PurchaseColumns.Orders);
        var revenue = table.Values(PurchaseColumns.Revenue);
        var lifecycle = table.Values(LifecycleColumns.Stage);
        var channels = table.Values(PressureColumns.ChannelsReached);
        int[] rows = [.. Enumerable.Range(0, table.Count).Where(row => ever[row] > 0)];
        var model = new PeerModel(ValueLimits(rows, orders, revenue), [], new GammaPrior(GammaPrior.PooledShape));
        var cells = Array.ConvertAll(
            rows, row => model.CellOf(orders[row], revenue[row], lifecycle[row], channels[row]));
        var observed = Array.ConvertAll(rows, row => contacts[row]);
        var means = CellMeans(cells, observed);
        var ratios = GammaPrior.OfLikelihood(observed, Array.ConvertAll(cells, cell => means[cell]));
        return ratios is null ? null : model with
        {
            Expected = means,
            Ratios = new GammaPrior(Math.Min(ratios.Shape, HeaviestShape)),
        };
    }

    static long[] ValueLimits(int[] rows, int[] orders, long[] revenue)
    {
        var sorted = Statistics.RadixSort.Sorted([.. rows.Where(row => orders[row] > 0).Select(row => revenue[row])]);
        return sorted.Length == 0 ? [0, 0] : [sorted[(sorted.Length - 1) / 3], sorted[(sorted.Length - 1) * 2 / 3]];
    }

    // Everybody, then value and stage, then channels as well: each level shrunk towards the one above it.
    static double[] CellMeans(int[] cells, int[] observed)
    {
        var (counts, sums) = (new int[Cells], new double[Cells]);
        var (parentCounts, parentSums) = (new int[Tiers * Stages], new double[Tiers * Stages]);
        var (all, squares) = (0.0, 0.0);
        for (var i = 0; i < cells.Length; i++)
        {
            counts[cells[i]]++;
            sums[cells[i]] += observed[i];
            parentCounts[cells[i] / Reaches]++;
            parentSums[cells[i] / Reaches] += observed[i];
            all += observed[i];
            squares += (double)observed[i] * observed[i];
        }
        for (var cell = 0; cell < Cells; cell++)
            if (counts[cell] > 0) squares -= sums[cell] * sums[cell] / counts[cell];
        var within = Math.Max(0, squares) / Math.Max(1, cells.Length - counts.Count(count => count > 0));
        var targets = new double[Tiers * Stages];
        Array.Fill(targets, all / Math.Max(1, cells.Length));
        var parents = Credibility.Means(parentCounts, parentSums, within, targets);
        var own = new double[Cells];
        for (var cell = 0; cell < Cells; cell++) own[cell] = parents[cell / Reaches];
        return Credibility.Means(counts, sums, within, own);
    }
}
