using Perennial.Core.Allocation;

namespace Perennial.Tests.Allocation;

public sealed class AllocatorTests
{
    // Six customers, an e-mail or a call each; calls take minutes, and there are twelve.
    static readonly DrawnAllocation SixCustomers = new([0, 2, 4, 6, 8, 10, 12],
        [300, 1000, 400, 900, 100, 700, 200, 800, 500, 600, 50, 400],
        [[0, 5, 0, 4, 0, 3, 0, 6, 0, 5, 0, 2]], [12], new int[12], [1, 1, 1, 1, 1, 1]);

    [Fact]
    public void Six_customers_get_what_is_known_to_be_best()
    {
        var result = Allocator.Solve(SixCustomers.Problem);
        SixCustomers.AssertKept(result);
        Assert.Equal(33_50, result.Value);
        Assert.Equal(0, result.Gap);
        Assert.Equal(34_50, result.PriceBound, 1e-6);
        Assert.Equal(1_25, result.Prices[0], 1e-6);
        Assert.Equal(
        [
            Verdict.Cap, Verdict.Chosen, Verdict.Cap, Verdict.Chosen, Verdict.Cap, Verdict.Chosen,
            Verdict.Chosen, Verdict.Cap, Verdict.Chosen, Verdict.Price, Verdict.Chosen, Verdict.Cap,
        ], result.Verdicts);
    }

    [Theory]
    [InlineData(0, 44_00)]
    [InlineData(50, 39_00)]
    [InlineData(100, 35_00)]
    [InlineData(125, 34_50)]
    [InlineData(150, 35_50)]
    [InlineData(200, 39_50)]
    public void The_bound_by_a_price_is_what_is_known(double price, double bound) =>
        Assert.Equal(bound, Allocator.At(SixCustomers.Problem, [price]).Bound, 1e-9);

    [Fact]
    public void What_there_is_enough_of_has_no_price()
    {
        var result = Allocator.Solve((SixCustomers with { Capacities = [1_000] }).Problem);
        Assert.Equal((44_00, 0, 0.0), (result.Value, result.Gap, result.Prices[0]));
    }

    [Fact]
    public void Whoever_is_refused_is_told_why()
    {
        // One customer, two contacts at most: two that conflict, a third and a fourth that are worth less, a worthless
        // one, and one that alone takes more than there is.
        var result = Allocator.Solve(new([0, 6], [50, 40, 30, 20, -5, 90], [[0, 0, 0, 0, 0, 9]], [3],
            [7, 7, 0, 0, 0, 0], [2]));
        Assert.Equal(
            [Verdict.Chosen, Verdict.Conflict, Verdict.Chosen, Verdict.Cap, Verdict.NoValue, Verdict.Price],
            result.Verdicts);
    }

    [Fact]
    public void Nobody_and_nothing_are_allocated_too()
    {
        Assert.Equal(0, Allocator.Solve(new([0], [], [[]], [5])).Value);
        var none = Allocator.Solve(new([0, 0, 1], [5], [], []));
        Assert.Equal((5, 0, 0), (none.Value, none.Gap, none.Prices.Count));
        var nothing = Allocator.Solve(new([0, 1, 2], [5, 7], [[1, 1]], [0]));
        Assert.Equal((0, 0), (nothing.Value, nothing.Gap));
    }

    [Fact]
    public void Whatever_the_number_of_threads_the_answer_is_the_same()
    {
        var problem = DrawnAllocation.OfChannels(1, 5_000).Problem;
        var one = Allocator.Solve(problem, null, new() { MaxDegreeOfParallelism = 1 });
        foreach (var threads in (int[])[2, 3, 8])
        {
            var many = Allocator.Solve(problem, null, new() { MaxDegreeOfParallelism = threads });
            Assert.Equal(one.Verdicts, many.Verdicts);
            Assert.Equal(one.Prices, many.Prices);
            Assert.Equal((one.Value, one.Bound, one.PriceBound), (many.Value, many.Bound, many.PriceBound));
        }
    }

    [Fact]
    public void Among_many_the_gap_is_below_a_ten_thousandth_whether_values_are_alike_or_not()
    {
        foreach (var byBand in (bool[])[false, true])
            foreach (var cap in (int[])[1, 2])
            {
                var drawn = DrawnAllocation.OfChannels(2, 30_000, cap, byBand);
                var result = Allocator.Solve(drawn.Problem);
                drawn.AssertKept(result);
                Assert.InRange(result.GapShare, 0, .0001);
                // And from the prices of another day no worse.
                double[] yesterday = [.. result.Prices.Select(price => price * 1.1 + 1)];
                Assert.InRange(Allocator.Solve(drawn.Problem, yesterday).GapShare, 0, .0001);
            }
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new AllocationProblem([], [], [], []));
        Assert.Throws<ArgumentException>(() => new AllocationProblem([0, 2], [1], [], []));
        Assert.Throws<ArgumentException>(() => new AllocationProblem([0, 2, 1, 2], [1, 1], [], []));
        Assert.Throws<ArgumentException>(() => new AllocationProblem([0, 1], [1], [[1]], []));
        Assert.Throws<ArgumentException>(() => new AllocationProblem([0, 1], [1], [[1, 1]], [1]));
        Assert.Throws<ArgumentException>(() => new AllocationProblem([0, 1], [1], [[-1]], [1]));
        Assert.Throws<ArgumentException>(() => new AllocationProblem([0, 1], [1], [[1]], [-1]));
        Assert.Throws<ArgumentException>(() => new AllocationProblem([0, 1], [long.MaxValue], [[1]], [1]));
        Assert.Throws<ArgumentException>(() => new AllocationProblem([0, 1], [1], [[1]], [1], [1, 1]));
        Assert.Throws<ArgumentException>(() => new AllocationProblem([0, 1], [1], [[1]], [1], [1], [-1]));
        Assert.Throws<ArgumentException>(() => Allocator.Solve(SixCustomers.Problem, [1, 1]));
        Assert.Throws<ArgumentException>(() => Allocator.At(SixCustomers.Problem, [-1]));
        Assert.Throws<ArgumentException>(() => Allocator.At(SixCustomers.Problem, [double.NaN]));
    }
}
