using System.Numerics;

namespace Perennial.Core.Statistics;

/// <summary>
/// Random numbers that follow from a seed alone: the same on every machine and in every version.
/// </summary>
/// <remarks>
/// The generator is xoshiro256** 1.0, its state filled by SplitMix64, as its authors advise (D. Blackman and S. Vigna,
/// "Scrambled linear pseudorandom number generators", ACM TOMS 47(4), 2021; https://prng.di.unimi.it/). Not for
/// secrets. One instance is for one thread; give each customer a stream of its own (<see cref="ForStream"/>), so that
/// what one customer does depends neither on the others nor on how the work is spread over threads.
/// </remarks>
public sealed class Rng
{
    ulong s0;
    ulong s1;
    ulong s2;
    ulong s3;
    double spareNormal = double.NaN;

    /// <summary>Starts the sequence of a seed.</summary>
    public Rng(ulong seed)
    {
        var state = seed;
        s0 = SplitMix(ref state);
        s1 = SplitMix(ref state);
        s2 = SplitMix(ref state);
        s3 = SplitMix(ref state);
    }

    /// <summary>Continues from a state, as the published test vectors do.</summary>
    /// <exception cref="ArgumentException">All four words are zero, a state the generator never leaves.</exception>
    public Rng(ulong s0, ulong s1, ulong s2, ulong s3)
    {
        if ((s0 | s1 | s2 | s3) == 0) throw new ArgumentException("The state must not be all zero.");
        (this.s0, this.s1, this.s2, this.s3) = (s0, s1, s2, s3);
    }

    /// <summary>The sequence of one stream of a seed. For one seed, different streams never share a state to start
    /// from, because SplitMix64's output function is a bijection.</summary>
    public static Rng ForStream(ulong seed, ulong stream)
    {
        var inner = stream;
        unchecked
        {
            var outer = seed + SplitMix(ref inner);
            return new Rng(SplitMix(ref outer));
        }
    }

    /// <summary>One step of SplitMix64: advances <paramref name="state"/> and returns the next output
    /// (https://prng.di.unimi.it/splitmix64.c).</summary>
    public static ulong SplitMix(ref ulong state)
    {
        unchecked
        {
            var z = state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        unchecked
        {
            var result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
            var t = s1 << 17;
            s2 ^= s0;
            s3 ^= s1;
            s1 ^= s2;
            s0 ^= s3;
            s2 ^= t;
            s3 = BitOperations.RotateLeft(s3, 45);
            return result;
        }
    }

    /// <summary>Uniform on [0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform on 0..<paramref name="bound"/>-1, without bias (D. Lemire, "Fast random integer generation
    /// in an interval", ACM TOMACS 29(1), 2019).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is not positive.</exception>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var range = (ulong)bound;
        var high = Math.BigMul(NextBits(), range, out var low);
        if (low < range)
        {
            var unfair = unchecked(0UL - range) % range;
            while (low < unfair) high = Math.BigMul(NextBits(), range, out low);
        }
        return (int)high;
    }

    /// <summary>Uniform on <paramref name="from"/>..<paramref name="to"/>, both included.</summary>
    public int NextInt(int from, int to) => from + NextInt(to - from + 1);

    /// <summary>True with a probability of <paramref name="probability"/>; never below 0, always from 1.</summary>
    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>One entry of a list, all equally likely.</summary>
    public T Pick<T>(IReadOnlyList<T> of) => of[NextInt(of.Count)];

    /// <summary>An index drawn in proportion to weights.</summary>
    /// <param name="weights">Not negative, not all zero.</param>
    public int PickWeighted(ReadOnlySpan<double> weights)
    {
        var total = 0.0;
        foreach (var weight in weights) total += weight;
        var left = NextDouble() * total;
        var last = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] <= 0) continue;
            last = i;
            left -= weights[i];
            if (left < 0) return i;
        }
        return last;
    }

    /// <summary>Exponential with mean 1.</summary>
    public double NextExponential() => -Math.Log(1 - NextDouble());

    /// <summary>Normal with mean 0 and variance 1 (Marsaglia's polar method).</summary>
    public double NextNormal()
    {
        if (!double.IsNaN(spareNormal))
        {
            var spare = spareNormal;
            spareNormal = double.NaN;
            return spare;
        }
        double u, v, s;
        do
        {
            u = 2 * NextDouble() - 1;
            v = 2 * NextDouble() - 1;
            s = u * u + v * v;
        }
        while (s >= 1 || s == 0);
        var factor = Math.Sqrt(-2 * Math.Log(s) / s);
        spareNormal = v * factor;
        return u * factor;
    }

    /// <summary>Gamma with the given shape and scale 1, hence with mean <paramref name="shape"/> (G. Marsaglia and
    /// W. W. Tsang, "A simple method for generating gamma variables", ACM TOMS 26(3), 2000).</summary>
    /// <param name="shape">Positive.</param>
    public double NextGamma(double shape)
    {
        if (shape == 1) return NextExponential();
        if (shape < 1) return NextGamma(shape + 1) * Math.Pow(1 - NextDouble(), 1 / shape);
        var d = shape - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = NextNormal();
            var v = 1 + c * x;
            if (v <= 0) continue;
            v = v * v * v;
            var u = 1 - NextDouble();
            if (Math.Log(u) < 0.5 * x * x + d * (1 - v + Math.Log(v))) return d * v;
        }
    }

    /// <summary>Beta with the given parameters, on 0..1, with mean a / (a + b).</summary>
    /// <param name="a">Positive.</param>
    /// <param name="b">Positive.</param>
    public double NextBeta(double a, double b)
    {
        var x = NextGamma(a);
        return x / (x + NextGamma(b));
    }
}
