namespace Perennial.Core.Statistics;

/// <summary>The root of a small symmetric positive definite matrix: what solves its equations.</summary>
/// <remarks>For a handful of parameters; <see cref="SymmetricMatrix"/> is for thousands of
/// rows.</remarks>
public sealed class Cholesky
{
    readonly double[,] root;

    Cholesky(double[,] root) => this.root = root;

    /// <summary>The root of a matrix.</summary>
    /// <param name="matrix">Square; only the lower triangle is read.</param>
    /// <param name="flat">What a pivot must exceed.</param>
    /// <returns>Null unless the matrix is positive definite.</returns>
    public static Cholesky? Of(double[,] matrix, double flat = 0)
    {
        var size = matrix.GetLength(0);
        var root = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i, j];
                for (var k = 0; k < j; k++) sum -= root[i, k] * root[j, k];
                if (i != j) root[i, j] = sum / root[j, j];
                else if (sum > flat) root[i, i] = Math.Sqrt(sum);
                else return null;
            }
        }
        return new Cholesky(root);
    }

    /// <summary>The natural logarithm of the matrix's determinant.</summary>
    public double LogDeterminant
    {
        get
        {
            var sum = 0.0;
            for (var i = 0; i < root.GetLength(0); i++) sum += Math.Log(root[i, i]);
            return 2 * sum;
        }
    }

    /// <summary>The x of matrix · x = b.</summary>
    public double[] Solve(ReadOnlySpan<double> b)
    {
        var size = b.Length;
        var x = b.ToArray();
        for (var i = 0; i < size; i++)
        {
            for (var k = 0; k < i; k++) x[i] -= root[i, k] * x[k];
            x[i] /= root[i, i];
        }
        for (var i = size - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < size; k++) x[i] -= root[k, i] * x[k];
            x[i] /= root[i, i];
        }
        return x;
    }
}
