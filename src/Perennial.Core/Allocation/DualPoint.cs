namespace Perennial.Core.Allocation;

/// <summary>What everybody would choose at some prices, and what follows from it.</summary>
/// <param name="Prices">By resource, 0 or more.</param>
/// <param name="Bound">What no choice within the capacities exceeds: prices times capacities, and what everybody's best
/// choice is worth beyond its price.</param>
/// <param name="Value">What those choices are worth, whether they fit or not.</param>
/// <param name="Usage">By resource how much they use up.</param>
public sealed record DualPoint(double[] Prices, double Bound, double Value, double[] Usage);
