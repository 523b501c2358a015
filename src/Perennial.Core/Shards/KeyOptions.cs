namespace Perennial.Core.Shards;

/// <summary>What a shop takes for a key.</summary>
public sealed record KeyOptions
{
    /// <summary>A key that would join more people than this joins nobody; at least 1.</summary>
    public int MostPeople { get; init; } = 3;

    /// <summary>Refuses numbers that cannot be.</summary>
    /// <exception cref="BadInputException">Nobody would have a key.</exception>
    public void Check()
    {
        if (MostPeople < 1)
            throw new BadInputException("keys: most_people", $"{MostPeople} people have no key.", "Write at least 1.");
    }
}
