namespace Perennial.Core.Allocation;

/// <summary>What became of a candidate, and why.</summary>
public enum Verdict : byte
{
    /// <summary>Chosen.</summary>
    Chosen,
    /// <summary>Worth no more than what it uses up, at the prices; or what was left did not suffice.</summary>
    Price,
    /// <summary>Another of hers that conflicts with it was chosen.</summary>
    Conflict,
    /// <summary>She gets as many others as she may get.</summary>
    Cap,
    /// <summary>Worth nothing or less.</summary>
    NoValue,
}

/// <summary>Who gets what, and how much another choice could be worth at most.</summary>
public sealed class AllocationResult
{
    /// <summary>By candidate.</summary>
    public required IReadOnlyList<Verdict> Verdicts { get; init; }

    /// <summary>What the chosen are worth together, in the unit of the values.</summary>
    public required long Value { get; init; }

    /// <summary>No choice within the capacities is worth more.</summary>
    public required long Bound { get; init; }

    /// <summary>The bound by prices alone (the optimum of the linear relaxation, or a little above), never below
    /// <see cref="Bound"/> less one unit.</summary>
    public required double PriceBound { get; init; }

    /// <summary>By resource: what one more unit of it would be worth. 0 where there is enough.</summary>
    public required IReadOnlyList<double> Prices { get; init; }

    /// <summary>By resource: how much of it the chosen use up.</summary>
    public required IReadOnlyList<long> Usage { get; init; }

    /// <summary>What another choice could be worth more at most. 0: this one is the best.</summary>
    public long Gap => Bound - Value;

    /// <summary>The gap as a share of the bound; 0 where the bound is.</summary>
    public double GapShare => Bound == 0 ? 0 : (double)Gap / Bound;

    /// <summary>Whether the candidate was chosen.</summary>
    public bool Chosen(int candidate) => Verdicts[candidate] == Verdict.Chosen;
}
