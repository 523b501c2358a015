using Perennial.Core.Allocation;
using Perennial.Core.Statistics;

namespace Perennial.Tests.Allocation;

/// <summary>A problem whose numbers a test can read.</summary>
sealed record DrawnAllocation(int[] First, long[] Values, int[][] Uses, long[] Capacities, int[] Groups, int[] Caps)
{
    public AllocationProblem Problem => new(First, Values, Uses, Capacities, Groups, Caps);

    public int Customers => First.Length - 1;

    /// <summary>Whether the chosen keep to capacities, caps and groups, and their worth and usage are what is
    /// said.</summary>
    public void AssertKept(AllocationResult result)
    {
        var chosen = Enumerable.Range(0, Values.Length).Where(result.Chosen).ToList();
        Assert.Equal(result.Value, chosen.Sum(candidate => Values[candidate]));
        Assert.Equal(result.Usage, Uses.Select(use => chosen.Sum(candidate => (long)use[candidate])));
        Assert.All(result.Usage.Zip(Capacities), both => Assert.True(both.First <= both.Second));
        Assert.All(chosen, candidate => Assert.True(Values[candidate] > 0));
        for (var customer = 0; customer < Customers; customer++)
        {
            var (first, end) = (First[customer], First[customer + 1]);
            var hers = chosen.Where(candidate => candidate >= first && candidate < end).ToList();
            Assert.True(hers.Count <= Caps[customer]);
            var groups = hers.Select(candidate => Groups[candidate]).Where(group => group != 0).ToList();
            Assert.Equal(groups.Count, groups.Distinct().Count());
        }
        Assert.InRange(result.Gap, 0, long.MaxValue);
        Assert.InRange(result.PriceBound, result.Bound - 1e-6 * result.Bound, double.MaxValue);
    }

    /// <summary>Any shape: some without candidates, worthless ones, what never fits, capacities of 0.</summary>
    public static DrawnAllocation OfAnyShape(ulong seed, int customers)
    {
        var rng = Rng.ForStream(15, seed);
        var (resources, most, cap) = (rng.NextInt(4), 1 + rng.NextInt(6), 1 + rng.NextInt(3));
        var largest = rng.NextInt(2) == 0 ? 12 : 2_000;
        var first = new int[customers + 1];
        for (var i = 0; i < customers; i++) first[i + 1] = first[i] + rng.NextInt(most + 1);
        var values = new long[first[^1]];
        var uses = Enumerable.Range(0, resources).Select(_ => new int[values.Length]).ToArray();
        for (var j = 0; j < values.Length; j++)
        {
            values[j] = rng.NextInt(largest) - largest / 10;
            foreach (var use in uses) use[j] = rng.NextInt(3) == 0 ? 0 : rng.NextInt(9);
        }
        var share = rng.NextDouble();
        return new(first, values, uses,
            [.. uses.Select(use => (long)(use.Sum() * share * rng.NextDouble()))],
            [.. values.Select(_ => rng.NextInt(4))],
            [.. Enumerable.Range(0, customers).Select(_ => rng.NextInt(cap + 1))]);
    }

    /// <summary>Each customer by e-mail, SMS, letter or call, with one of two offers: seconds of staff, cents of
    /// postage and messages are short. Values by customer, or by one of 20 bands, as a shop measures them.</summary>
    public static DrawnAllocation OfChannels(ulong seed, int customers, int cap = 1, bool byBand = false)
    {
        var rng = Rng.ForStream(16, seed);
        var n = customers * 8;
        var (values, groups) = (new long[n], new int[n]);
        var (minutes, postage, messages) = (new int[n], new int[n], new int[n]);
        var bands = new long[20 * 8];
        for (var i = 0; i < bands.Length; i++) bands[i] = rng.NextInt(1_000) * (1 + i % 8 / 2);
        for (var customer = 0; customer < customers; customer++)
        {
            var (size, band) = (Math.Exp(rng.NextNormal()), rng.NextInt(20));
            for (var option = 0; option < 8; option++)
            {
                var (j, channel) = (customer * 8 + option, option / 2);
                var worth = 1000 * size * (channel + 1) / 2 * Math.Exp(rng.NextNormal() / 2) - 300 * channel;
                values[j] = byBand ? bands[band * 8 + option] : (long)worth;
                groups[j] = cap > 1 ? 1 + channel : 0;
                if (channel == 1) messages[j] = 1;
                if (channel == 2) postage[j] = byBand ? 85 : 85 + rng.NextInt(60);
                if (channel == 3) minutes[j] = byBand ? 1 : 60 + rng.NextInt(300);
            }
        }
        return new([.. Enumerable.Range(0, customers + 1).Select(i => i * 8)], values, [minutes, postage, messages],
            [byBand ? customers / 10 : customers * 20L, customers * 20L, customers / 5], groups,
            [.. Enumerable.Repeat(cap, customers)]);
    }
}
