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
}
