using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Perennial.Channels.Intake.Orders;

/// <summary>Finds where fields end: delimiters and line breaks of a block, 64 bytes at a time.</summary>
sealed class FieldEnds
{
    int[] places = [];

    /// <summary>Places in ascending order; only the first <see cref="Count"/> count.</summary>
    public int[] Places => places;

    /// <summary>Number of places.</summary>
    public int Count { get; private set; }

    /// <summary>Looks through a block without quotes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void Find(Block block, byte delimiter)
    {
        var length = block.Length;
        if (places.Length < length + 64) places = GC.AllocateUninitializedArray<int>(length + 64);
        var separator = Vector256.Create(delimiter);
        var lineEnd = Vector256.Create((byte)'\n');
        fixed (byte* data = block.Padded)
        fixed (int* into = places)
        {
            unchecked
            {
                var next = into;
                for (var at = 0; at < length; at += 64)
                {
                    var low = Vector256.Load(data + at);
                    var high = Vector256.Load(data + at + 32);
                    var lowHits = Vector256.Equals(low, separator) | Vector256.Equals(low, lineEnd);
                    var highHits = Vector256.Equals(high, separator) | Vector256.Equals(high, lineEnd);
                    var hits = lowHits.ExtractMostSignificantBits()
                        | ((ulong)highHits.ExtractMostSignificantBits() << 32);
                    if (length - at < 64) hits &= (1UL << (length - at)) - 1;
                    // Four at once without asking: what is too much is overwritten by the next.
                    var count = BitOperations.PopCount(hits);
                    for (var i = 0; i < count; i += 4)
                    {
                        next[i] = at + BitOperations.TrailingZeroCount(hits);
                        hits &= hits - 1;
                        next[i + 1] = at + BitOperations.TrailingZeroCount(hits);
                        hits &= hits - 1;
                        next[i + 2] = at + BitOperations.TrailingZeroCount(hits);
                        hits &= hits - 1;
                        next[i + 3] = at + BitOperations.TrailingZeroCount(hits);
                        hits &= hits - 1;
                    }
                    next += count;
                }
                Count = (int)(next - into);
            }
        }
    }
}
