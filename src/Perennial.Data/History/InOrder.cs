using System.Runtime.InteropServices;
using Perennial.Core;
using Perennial.Core.History;

namespace Perennial.Data.History;

/// <summary>Puts collected facts into the order of customers and time.</summary>
static class InOrder
{
    /// <summary>Where each customer's facts start, and which fact belongs at each place.</summary>
    public static (int[] Start, int[] Position) Of(List<int> customer, List<Instant> at, int customers) =>
        OrderGrouping.Group(CollectionsMarshal.AsSpan(customer), CollectionsMarshal.AsSpan(at), customers);

    /// <summary>One column in that order.</summary>
    public static T[] Take<T>(List<T> values, int[] position)
    {
        var from = CollectionsMarshal.AsSpan(values);
        var taken = new T[position.Length];
        for (var i = 0; i < taken.Length; i++) taken[i] = from[position[i]];
        return taken;
    }

    /// <summary>When facts were first known, in that order; of those of whom nobody asked it is not said.</summary>
    /// <param name="known">Of the first facts; none where nobody asked of any.</param>
    /// <param name="position">Which fact belongs at each place.</param>
    public static Instant[] Known(List<Instant> known, int[] position)
    {
        if (known.Count == 0) return [];
        Pad(known, position.Length);
        return Take(known, position);
    }

    /// <summary>Says of the facts before one that it is not known of them.</summary>
    public static void Pad(List<Instant> known, int fact)
    {
        while (known.Count < fact) known.Add(Instant.None);
    }
}
