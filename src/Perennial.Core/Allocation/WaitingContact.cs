namespace Perennial.Core.Allocation;

/// <summary>A contact that waits for what is scarce.</summary>
/// <param name="Uses">What it uses up, by resource: calls, letters, cents. Each resource once.</param>
/// <param name="Value">What it adds, in thousandths of a cent; null where nobody has measured that.</param>
public sealed record WaitingContact(IReadOnlyList<KeyValuePair<string, long>> Uses, long? Value)
{
    /// <summary>Whether the customer is held out: uses nothing up, and has a turn where somebody in that place would.
    /// </summary>
    public bool IsShadow { get; init; }
}

/// <summary>What became of a resource.</summary>
/// <param name="Resource">Which.</param>
/// <param name="IsByValue">Whether it went by measured values; else by the order in which contacts waited.</param>
/// <param name="Left">How much there was.</param>
/// <param name="Wanted">How much all who waited would have used up, the held out apart.</param>
/// <param name="Taken">How much was used up.</param>
/// <param name="Price">What one more unit would add, in thousandths of a cent; 0 where there was enough or where it
/// went by order.</param>
/// <param name="Value">What those add who got it or anything that was decided together with it; 0 by order.</param>
/// <param name="Bound">What no other choice of those would exceed; 0 by order.</param>
public sealed record ResourcePlan(
    string Resource, bool IsByValue, long Left, long Wanted, long Taken, double Price, long Value, long Bound);

/// <summary>Who has a turn, in the order in which they waited, and what became of each resource.</summary>
public sealed record WaitingPlan(IReadOnlyList<int> Taken, IReadOnlyList<ResourcePlan> Resources);
