namespace Perennial.Core.Measurement;

/// <summary>One way of treating customers that is compared with others.</summary>
/// <param name="Name">Its name; not empty.</param>
/// <param name="Weight">The share of customers it is for; 0..1.</param>
public readonly record struct ExperimentArm(string Name, double Weight);

/// <summary>
/// What customers are drawn for by chance: the arms of a comparison, or the holdout of a strategy. How somebody is
/// drawn follows from the seed and the customer's key alone; whoever was drawn once is written down
/// (<see cref="ArmAssignment"/>) and stays where they are, whatever key they are known by later.
/// </summary>
public sealed record Experiment
{
    /// <summary>The arm of those who are in none.</summary>
    public const string NoArm = "";

    /// <summary>What it is called, e.g. "pressure".</summary>
    public required string Name { get; init; }

    /// <summary>Which edition of its arms and weights: with another everybody is drawn anew, and with a former one
    /// everybody is where they were then.</summary>
    public required string Version { get; init; }

    /// <summary>What the draw depends on beside the customer; independent between seeds
    /// (<see cref="Assignment.Uniform(string, string)"/>).</summary>
    public required string Seed { get; init; }

    /// <summary>Its arms. Weights add up to at most 1; the rest of the customers are in <see cref="NoArm"/>.</summary>
    public required IReadOnlyList<ExperimentArm> Arms { get; init; }

    /// <summary>The arm that a customer is drawn for: arms stand side by side from 0 on, each as wide as its weight,
    /// and the customer's number falls into one of them or behind the last.</summary>
    /// <param name="customerKey">The customer's own key in UTF-8, as it is when they are drawn.</param>
    public string ArmOf(ReadOnlySpan<byte> customerKey)
    {
        var drawn = Assignment.Uniform(Seed, customerKey);
        var end = 0.0;
        foreach (var arm in Arms)
        {
            end += arm.Weight;
            if (drawn < end) return arm.Name;
        }
        return NoArm;
    }

    /// <summary>Refuses arms without a name or twice of one name, and weights outside 0..1 or of more than 1 together.
    /// </summary>
    /// <exception cref="BadInputException">With what is wrong.</exception>
    public void Check()
    {
        // Ten tenths add up to a little more or less than one.
        const double rounding = 1e-9;
        if (Arms.Any(arm => arm.Name.Length == 0) || Arms.DistinctBy(arm => arm.Name).Count() < Arms.Count)
            throw new BadInputException($"experiment {Name}", "An arm has no name, or that of another.", "Name each.");
        if (Arms.Any(arm => arm.Weight is not (>= 0 and <= 1)) || Arms.Sum(arm => arm.Weight) > 1 + rounding)
        {
            throw new BadInputException($"experiment {Name}",
                $"Weights {string.Join(", ", Arms.Select(arm => arm.Weight))}.",
                "Give each arm its share of customers from 0 to 1; together at most 1.");
        }
    }
}
