namespace Perennial.Core.Allocation;

/// <summary>What became of a resource on a day. Amounts of money in thousandths of a cent.</summary>
/// <param name="Resource">Which.</param>
/// <param name="Day">Since 1970, in the shop's time zone.</param>
/// <param name="PlannedAt">When it was last looked at.</param>
/// <param name="Capacity">How much there was.</param>
/// <param name="Wanted">How much all would have used up who waited on that day.</param>
/// <param name="Taken">How much was used up.</param>
public sealed record PlanningRun(
    string Resource, int Day, Instant PlannedAt, long Capacity, long Wanted, long Taken)
{
    /// <summary>Whether all who waited have measured values, so that it went by them.</summary>
    public bool IsByValue { get; init; }

    /// <summary>Whether one of it is a cent.</summary>
    public bool IsMoney { get; init; }

    /// <summary>What one more of it would have added; 0 where there was enough, or where it went by order.</summary>
    public long Price { get; init; }

    /// <summary>Whether there was less of it than was wanted. Who waits though something is left waits for an hour, or
    /// was refused for another reason.</summary>
    public bool IsShort => Wanted > Capacity || Price > 0;

    /// <summary>What those add who had a turn.</summary>
    public long Value { get; init; }

    /// <summary>What no other choice would exceed.</summary>
    public long Bound { get; init; }

    /// <summary>What another choice could have added beyond it.</summary>
    public long Gap => Bound - Value;

    /// <summary>Of what was planned.</summary>
    public static PlanningRun Of(ResourcePlan plan, bool isMoney, int day, Instant now) =>
        new(plan.Resource, day, now, plan.Left, plan.Wanted, plan.Taken)
        {
            IsByValue = plan.IsByValue, IsMoney = isMoney, Price = (long)Math.Round(plan.Price), Value = plan.Value,
            Bound = plan.Bound,
        };
}
