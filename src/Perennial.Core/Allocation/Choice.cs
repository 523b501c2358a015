namespace Perennial.Core.Allocation;

/// <summary>Who is chosen, what that is worth, and what it uses up.</summary>
sealed class Choice
{
    readonly AllocationProblem problem;

    public Choice(AllocationProblem problem, bool[] chosen)
    {
        (this.problem, Chosen, Usage) = (problem, chosen, new long[problem.Resources]);
        for (var candidate = 0; candidate < chosen.Length; candidate++)
            if (chosen[candidate]) Exchange(-1, candidate);
    }

    public bool[] Chosen { get; }
    public long Value { get; private set; }
    public long[] Usage { get; }

    /// <summary>By how much more is used up than there is.</summary>
    public long Over(int resource) => Usage[resource] - problem.Capacities[resource];

    /// <summary>Whether afterwards nothing is used up beyond what there is, or beyond what it already was.</summary>
    public bool Fits(int leaves, int comes)
    {
        for (var resource = 0; resource < Usage.Length; resource++)
        {
            var more = UseOf(resource, comes) - UseOf(resource, leaves);
            if (more > 0 && Usage[resource] + more > problem.Capacities[resource]) return false;
        }
        return true;
    }

    /// <summary>One candidate in place of another of the same customer; -1 is none.</summary>
    public void Exchange(int leaves, int comes)
    {
        for (var resource = 0; resource < Usage.Length; resource++)
            Usage[resource] += UseOf(resource, comes) - UseOf(resource, leaves);
        if (leaves >= 0) (Chosen[leaves], Value) = (false, Value - (long)problem.Values[leaves]);
        if (comes >= 0) (Chosen[comes], Value) = (true, Value + (long)problem.Values[comes]);
    }

    public long UseOf(int resource, int candidate) => candidate < 0 ? 0 : problem.Uses[resource][candidate];

    public double ValueOf(int candidate) => candidate < 0 ? 0 : problem.Values[candidate];
}
