using System.Runtime.CompilerServices;
using Perennial.Core;

namespace Perennial.Channels.Intake.Orders;

/// <summary>Sorts one customer's orders, nearly sorted already, by time; those at one instant keep their
/// order.</summary>
static class TimeSort
{
    const int InsertionLimit = 32;

    /// <summary>Sorts both spans by the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sort(Span<Instant> at, Span<long> cents)
    {
        var sorted = true;
        for (var i = 1; i < at.Length; i++) sorted &= at[i - 1].UnixMs <= at[i].UnixMs;
        if (sorted) return;
        if (at.Length <= InsertionLimit) SortFew(at, cents);
        else SortMany(at, cents);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void SortFew(Span<Instant> at, Span<long> cents)
    {
        for (var i = 1; i < at.Length; i++)
        {
            var (time, amount) = (at[i], cents[i]);
            var j = i - 1;
            for (; j >= 0 && at[j].UnixMs > time.UnixMs; j--) (at[j + 1], cents[j + 1]) = (at[j], cents[j]);
            (at[j + 1], cents[j + 1]) = (time, amount);
        }
    }

    // Time and place make every key different, so that any sort keeps the order of equal instants.
    static void SortMany(Span<Instant> at, Span<long> cents)
    {
        var keys = new (long At, int Place)[at.Length];
        for (var i = 0; i < keys.Length; i++) keys[i] = (at[i].UnixMs, i);
        Array.Sort(keys);
        var sorted = new long[keys.Length];
        for (var i = 0; i < keys.Length; i++) sorted[i] = cents[keys[i].Place];
        sorted.CopyTo(cents);
        for (var i = 0; i < keys.Length; i++) at[i] = new Instant(keys[i].At);
    }
}
