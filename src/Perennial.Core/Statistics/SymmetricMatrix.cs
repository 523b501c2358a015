using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Perennial.Core.Statistics;

/// <summary>A symmetric matrix of doubles that can be inverted in place, on all cores.</summary>
/// <remarks>
/// Kept as square blocks of the lower triangle, each in one piece: half of the memory of a full matrix, and every
/// step of the inversion reads memory in order. Blocks are swept one after the other (a Gauss-Jordan step for a
/// whole block, n³ operations in all, as many as Cholesky and two triangular inversions need); without pivoting, which
/// positive definite matrices do not need. The result does not depend on how many cores take part.
/// </remarks>
public sealed class SymmetricMatrix
{
    // 96 = 8 tiles of 12 columns = 24 tiles of 4 rows; a block of 72 KB stays in the second cache.
    internal const int Block = 96;

    readonly int blocks;
    readonly double[][] lower;

    /// <summary>A matrix of zeros.</summary>
    /// <param name="size">Rows and columns, 0 or more.</param>
    public SymmetricMatrix(int size)
    {
        Size = size;
        blocks = (size + Block - 1) / Block;
        lower = new double[blocks * (blocks + 1) / 2][];
        for (var i = 0; i < lower.Length; i++) lower[i] = new double[Block * Block];
        // What fills the last block up is a matrix of its own, with ones: it inverts to itself and touches nothing.
        for (var i = size; i < blocks * Block; i++) At(i, i) = 1;
    }

    /// <summary>Rows and columns.</summary>
    public int Size { get; }

    /// <summary>An element; setting one sets its mirror image too.</summary>
    public double this[int row, int column]
    {
        get => row >= column ? At(row, column) : At(column, row);
        set
        {
            if (row < column) (row, column) = (column, row);
            At(row, column) = value;
            // Blocks on the diagonal are kept whole.
            if (row / Block == column / Block) At(column, row) = value;
        }
    }

    ref double At(int row, int column) =>
        ref Of(row / Block, column / Block)[row % Block * Block + column % Block];

    // The block of a row and a column of blocks, not above the diagonal.
    double[] Of(int row, int column) => lower[row * (row + 1) / 2 + column];

    /// <summary>Replaces the matrix by its inverse.</summary>
    /// <param name="cancel">Stops the inversion; the matrix is of no use then.</param>
    /// <exception cref="ArithmeticException">The matrix is not positive definite; it is of no use then.</exception>
    public void Invert(CancellationToken cancel = default)
    {
        var across = new double[blocks][];
        var packed = new double[blocks][];
        for (var i = 0; i < blocks; i++) across[i] = new double[Block * Block];
        for (var i = 0; i < blocks; i++) packed[i] = new double[Block * Block];
        var pairs = new (int Row, int Column)[blocks * (blocks + 1) / 2];
        for (int row = 0, at = 0; row < blocks; row++)
            for (var column = 0; column <= row; column++) pairs[at++] = (row, column);
        for (var pivot = 0; pivot < blocks; pivot++)
        {
            cancel.ThrowIfCancellationRequested();
            Sweep(pivot, across, packed, pairs);
        }
        // Sweeping every block leaves the inverse with its sign turned.
        Parallel.ForEach(lower, Cores.All, block =>
        {
            foreach (ref var value in block.AsSpan()) value = -value;
        });
    }

    // With V the pivot's column of blocks and P the inverse of the pivot: every other block loses V P Vᵀ, the column
    // becomes V P, the pivot −P.
    void Sweep(int pivot, double[][] across, double[][] packed, (int Row, int Column)[] pairs)
    {
        var inverse = Of(pivot, pivot);
        InvertBlock(inverse);
        var packedInverse = new double[Block * Block];
        // P is symmetric, so packing it as it stands packs its transpose.
        Pack(inverse, packedInverse);
        Parallel.For(0, blocks, Cores.All, row =>
        {
            if (row == pivot) return;
            var column = row > pivot ? Of(row, pivot) : Transposed(Of(pivot, row));
            Pack(column, packed[row]);
            Array.Clear(across[row]);
            Subtract(across[row], column, packedInverse);
        });
        // What stands in "across" now is −V P.
        Parallel.ForEach(pairs, Cores.All, pair =>
        {
            var (row, column) = pair;
            if (row == pivot || column == pivot) return;
            Add(Of(row, column), across[row], packed[column]);
        });
        for (var row = 0; row < blocks; row++)
        {
            if (row == pivot) continue;
            var swept = across[row];
            foreach (ref var value in swept.AsSpan()) value = -value;
            (row > pivot ? swept : Transposed(swept)).CopyTo(row > pivot ? Of(row, pivot) : Of(pivot, row), 0);
        }
        foreach (ref var value in inverse.AsSpan()) value = -value;
    }

    static double[] Transposed(double[] block)
    {
        var turned = new double[Block * Block];
        for (var i = 0; i < Block; i++)
            for (var j = 0; j < Block; j++) turned[j * Block + i] = block[i * Block + j];
        return turned;
    }

    // Gauss-Jordan on one block: its 96³ steps are nothing beside the rest.
    static void InvertBlock(double[] block)
    {
        for (var k = 0; k < Block; k++)
        {
            var pivot = block[k * Block + k];
            if (!(pivot > 0) || !double.IsFinite(pivot))
                throw new ArithmeticException("The matrix is not positive definite.");
            block[k * Block + k] = 1;
            var pivotRow = block.AsSpan(k * Block, Block);
            foreach (ref var value in pivotRow) value /= pivot;
            for (var i = 0; i < Block; i++)
            {
                if (i == k) continue;
                var row = block.AsSpan(i * Block, Block);
                var factor = row[k];
                row[k] = 0;
                for (var j = 0; j < Block; j++) row[j] -= factor * pivotRow[j];
            }
        }
        // Rounding leaves the two halves apart by the last bits.
        for (var i = 0; i < Block; i++)
            for (var j = 0; j < i; j++)
                block[i * Block + j] = block[j * Block + i] = (block[i * Block + j] + block[j * Block + i]) / 2;
    }

    const int TileRows = 4, TileColumns = 12;

    // The transpose of a block in the order in which tiles read it: 12 of its rows side by side.
    static void Pack(double[] block, double[] into)
    {
        var at = 0;
        for (var j = 0; j < Block; j += TileColumns)
        {
            for (var k = 0; k < Block; k++)
                for (var within = 0; within < TileColumns; within++) into[at++] = block[(j + within) * Block + k];
        }
    }

    static void Subtract(double[] target, double[] left, double[] packedRight) =>
        Multiply(target, left, packedRight, -1);

    static void Add(double[] target, double[] left, double[] packedRight) => Multiply(target, left, packedRight, 1);

    // target += sign · left · rightᵀ, in tiles of 4 × 12 that stay in registers.
    static void Multiply(double[] target, double[] left, double[] packedRight, double sign)
    {
        ref var to = ref MemoryMarshal.GetArrayDataReference(target);
        ref var from = ref MemoryMarshal.GetArrayDataReference(left);
        ref var right = ref MemoryMarshal.GetArrayDataReference(packedRight);
        for (var j = 0; j < Block; j += TileColumns)
        {
            for (var i = 0; i < Block; i += TileRows)
            {
                MultiplyTile(ref Unsafe.Add(ref to, i * Block + j), ref Unsafe.Add(ref from, i * Block),
                    ref Unsafe.Add(ref right, j * Block), Vector256.Create(sign));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void MultiplyTile(ref double to, ref double left, ref double right, Vector256<double> sign)
    {
        Vector256<double> a0 = default, a1 = default, a2 = default, b0 = default, b1 = default, b2 = default;
        Vector256<double> c0 = default, c1 = default, c2 = default, d0 = default, d1 = default, d2 = default;
        for (var k = 0; k < Block; k++)
        {
            var r0 = Vector256.LoadUnsafe(ref right);
            var r1 = Vector256.LoadUnsafe(ref right, 4);
            var r2 = Vector256.LoadUnsafe(ref right, 8);
            right = ref Unsafe.Add(ref right, TileColumns);
            var value = Vector256.Create(Unsafe.Add(ref left, k));
            a0 = MultiplyAdd(value, r0, a0);
            a1 = MultiplyAdd(value, r1, a1);
            a2 = MultiplyAdd(value, r2, a2);
            value = Vector256.Create(Unsafe.Add(ref left, k + Block));
            b0 = MultiplyAdd(value, r0, b0);
            b1 = MultiplyAdd(value, r1, b1);
            b2 = MultiplyAdd(value, r2, b2);
            value = Vector256.Create(Unsafe.Add(ref left, k + 2 * Block));
            c0 = MultiplyAdd(value, r0, c0);
            c1 = MultiplyAdd(value, r1, c1);
            c2 = MultiplyAdd(value, r2, c2);
            value = Vector256.Create(Unsafe.Add(ref left, k + 3 * Block));
            d0 = MultiplyAdd(value, r0, d0);
            d1 = MultiplyAdd(value, r1, d1);
            d2 = MultiplyAdd(value, r2, d2);
        }
        AddRow(ref to, a0, a1, a2, sign);
        AddRow(ref Unsafe.Add(ref to, Block), b0, b1, b2, sign);
        AddRow(ref Unsafe.Add(ref to, 2 * Block), c0, c1, c2, sign);
        AddRow(ref Unsafe.Add(ref to, 3 * Block), d0, d1, d2, sign);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void AddRow(
        ref double to, Vector256<double> first, Vector256<double> second, Vector256<double> third,
        Vector256<double> sign)
    {
        MultiplyAdd(sign, first, Vector256.LoadUnsafe(ref to)).StoreUnsafe(ref to);
        MultiplyAdd(sign, second, Vector256.LoadUnsafe(ref to, 4)).StoreUnsafe(ref to, 4);
        MultiplyAdd(sign, third, Vector256.LoadUnsafe(ref to, 8)).StoreUnsafe(ref to, 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> MultiplyAdd(Vector256<double> left, Vector256<double> right, Vector256<double> sum) =>
        Fma.IsSupported ? Fma.MultiplyAdd(left, right, sum) : left * right + sum;
}
