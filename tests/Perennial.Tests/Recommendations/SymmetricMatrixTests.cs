using Perennial.Core.Statistics;

namespace Perennial.Tests.Recommendations;

public sealed class SymmetricMatrixTests
{
    // Around the size of a block (96), and several blocks.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(95)]
    [InlineData(96)]
    [InlineData(97)]
    [InlineData(192)]
    [InlineData(301)]
    public void The_inverse_times_the_matrix_is_one(int size)
    {
        var (matrix, inverse) = (Some(size), Some(size));
        inverse.Invert(TestContext.Current.CancellationToken);
        var worst = 0.0;
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                var sum = 0.0;
                for (var k = 0; k < size; k++) sum += matrix[i, k] * inverse[k, j];
                worst = Math.Max(worst, Math.Abs(sum - (i == j ? 1 : 0)));
            }
        }
        Assert.InRange(worst, 0, 1e-11);
    }

    [Fact]
    public void Two_inversions_give_the_same_bits()
    {
        var (first, second) = (Some(250), Some(250));
        first.Invert(TestContext.Current.CancellationToken);
        second.Invert(TestContext.Current.CancellationToken);
        for (var i = 0; i < 250; i++)
            for (var j = 0; j <= i; j++) Assert.Equal(first[i, j], second[i, j]);
    }

    [Fact]
    public void An_element_and_its_mirror_image_are_the_same()
    {
        var matrix = new SymmetricMatrix(200) { [3, 150] = 7, [150, 4] = 8, [10, 11] = 9 };
        Assert.Equal((7.0, 8, 9), (matrix[150, 3], matrix[4, 150], matrix[11, 10]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_matrix_that_is_not_positive_definite_is_refused(double last)
    {
        var matrix = new SymmetricMatrix(100);
        for (var i = 0; i < 100; i++) matrix[i, i] = i == 99 ? last : 1;
        Assert.Throws<ArithmeticException>(() => matrix.Invert());
    }

    // Counts of customers with a few products each, and a λ, as EASE has them.
    static SymmetricMatrix Some(int size)
    {
        var rng = new Rng(7);
        var matrix = new SymmetricMatrix(size);
        for (var i = 0; i < size; i++) matrix[i, i] = 5;
        for (var customer = 0; customer < size * 3; customer++)
        {
            int[] bought = [.. Enumerable.Range(0, 6).Select(_ => rng.NextInt(size)).Distinct()];
            foreach (var i in bought)
                foreach (var j in bought)
                    if (i >= j) matrix[i, j] += 1;
        }
        return matrix;
    }
}
