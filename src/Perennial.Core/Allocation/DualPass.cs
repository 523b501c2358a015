using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Perennial.Core.Allocation;

/// <summary>One pass over the customers: what each would choose at given prices, exactly. Sums are made block by block
/// and added in the blocks' order, so that they do not depend on how many threads there are.</summary>
sealed class DualPass(AllocationProblem problem, ParallelOptions threads)
{
    public const int BlockCustomers = 256;

    public int Blocks { get; } = (problem.Customers + BlockCustomers - 1) / BlockCustomers;

    public ParallelOptions Threads => threads;

    /// <summary>Of every so many-th block only, as if all others were like it, where <paramref name="stride"/> is
    /// above 1. Notes in <paramref name="chosen"/>, all false before, who was chosen.</summary>
    public DualPoint At(double[] prices, int stride = 1, bool[]? chosen = null)
    {
        var width = problem.Resources + 2;
        var blocks = (Blocks + stride - 1) / stride;
        var sums = new double[blocks * width];
        Parallel.For(0, blocks, threads, block =>
            Sum(block * stride, prices, sums.AsSpan(block * width, width), chosen));
        var total = new double[width];
        for (var sum = 0; sum < sums.Length; sum++) total[sum % width] += sums[sum];
        var scale = stride == 1 ? 1.0 : (double)problem.Customers / CustomersIn(blocks, stride);
        var bound = total[0] * scale;
        for (var resource = 0; resource < prices.Length; resource++)
            bound += prices[resource] * problem.Capacities[resource];
        return new(prices, bound, total[1] * scale, [.. total[2..].Select(used => used * scale)]);
    }

    /// <summary>From which customer to which a block is.</summary>
    public (int From, int To) Customers(int block) =>
        (block * BlockCustomers, Math.Min((block + 1) * BlockCustomers, problem.Customers));

    /// <summary>What candidates are worth beyond the price of what they use up.</summary>
    public void Reduce(double[] prices, int start, Span<double> reduced)
    {
        problem.Values.AsSpan(start, reduced.Length).CopyTo(reduced);
        for (var resource = 0; resource < prices.Length; resource++)
            if (prices[resource] > 0)
                Subtract(reduced, problem.Uses[resource].AsSpan(start, reduced.Length), prices[resource]);
    }

    /// <summary>The best of them that is worth more than nothing, the first of equals; -1: none is.</summary>
    public static int Best(ReadOnlySpan<double> reduced)
    {
        var (best, most) = (-1, 0.0);
        for (var i = 0; i < reduced.Length; i++)
            if (reduced[i] > most) (best, most) = (i, reduced[i]);
        return best;
    }

    int CustomersIn(int blocks, int stride)
    {
        var (from, to) = Customers((blocks - 1) * stride);
        return (blocks - 1) * BlockCustomers + to - from;
    }

    void Sum(int block, double[] prices, Span<double> sums, bool[]? chosen)
    {
        var first = problem.First;
        var (from, to) = Customers(block);
        var start = first[from];
        var buffer = ArrayPool<double>.Shared.Rent(first[to] - start);
        var reduced = buffer.AsSpan(0, first[to] - start);
        Reduce(prices, start, reduced);
        for (var customer = from; customer < to; customer++)
        {
            var own = reduced[(first[customer] - start)..(first[customer + 1] - start)];
            for (var more = problem.CapOf(customer); more > 0; more--)
            {
                var best = Best(own);
                if (best < 0) break;
                Take(first[customer] + best, own[best], sums, chosen);
                if (more > 1) Close(own, first[customer], best);
            }
        }
        ArrayPool<double>.Shared.Return(buffer);
    }

    void Take(int candidate, double reduced, Span<double> sums, bool[]? chosen)
    {
        sums[0] += reduced;
        sums[1] += problem.Values[candidate];
        var uses = problem.Uses;
        for (var resource = 0; resource < uses.Length; resource++) sums[resource + 2] += uses[resource][candidate];
        if (chosen is not null) chosen[candidate] = true;
    }

    // The best of each group, and of those the best so many: taking the best again and again finds the same.
    void Close(Span<double> own, int start, int taken)
    {
        own[taken] = double.NegativeInfinity;
        var group = problem.GroupOf(start + taken);
        if (group == 0) return;
        for (var i = 0; i < own.Length; i++)
            if (problem.GroupOf(start + i) == group) own[i] = double.NegativeInfinity;
    }

    static void Subtract(Span<double> from, ReadOnlySpan<int> use, double price)
    {
        var i = 0;
        if (Avx.IsSupported)
        {
            ref var value = ref MemoryMarshal.GetReference(from);
            ref var used = ref MemoryMarshal.GetReference(use);
            var prices = Vector256.Create(price);
            for (; i <= from.Length - 4; i += 4)
            {
                var four = Avx.ConvertToVector256Double(Vector128.LoadUnsafe(ref used, (nuint)i));
                (Vector256.LoadUnsafe(ref value, (nuint)i) - four * prices).StoreUnsafe(ref value, (nuint)i);
            }
        }
        for (; i < from.Length; i++) from[i] -= use[i] * price;
    }
}
