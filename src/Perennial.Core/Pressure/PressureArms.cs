using Perennial.Core.Measurement;

namespace Perennial.Core.Pressure;

/// <summary>
/// Randomised caps on contacts: some customers, drawn by hash, receive at most so many contacts a week. Only by them
/// can the effect of contacts be known, because shops contact most those who buy most anyway.
/// </summary>
public sealed record PressureArms
{
    /// <summary>Whether customers are drawn. Default no.</summary>
    public bool Enabled { get; init; }

    /// <summary>Share of customers drawn, over all arms together. Default 0.10; 0..1.</summary>
    public double Share { get; init; } = .10;

    /// <summary>Contacts a week at most, one entry an arm, of equal size each. Default 0, 1, 2, 4, 8.</summary>
    public IReadOnlyList<int> WeeklyCaps { get; init; } = [0, 1, 2, 4, 8];

    /// <summary>What the draw depends on beside the customer. Default "pressure"; another draws others.</summary>
    public string Salt { get; init; } = "pressure";

    /// <summary>The weekly cap of a customer's arm; −1 for those in none.</summary>
    /// <param name="customerKey">The customer's own key.</param>
    public int CapOf(ReadOnlySpan<byte> customerKey)
    {
        if (!Enabled) return -1;
        var drawn = Assignment.Uniform(Salt, customerKey);
        if (drawn >= Share) return -1;
        return WeeklyCaps[Math.Min(WeeklyCaps.Count - 1, (int)(drawn / Share * WeeklyCaps.Count))];
    }

    /// <summary>Refuses a share outside 0..1, and caps that are missing, negative or given twice.</summary>
    /// <exception cref="BadInputException">With what is wrong.</exception>
    public void Check()
    {
        if (Share is not (>= 0 and <= 1))
            throw new BadInputException("pressure arms", $"A share of {Share}.", "Use a share from 0 to 1.");
        if (WeeklyCaps.Count == 0 || WeeklyCaps.Any(cap => cap < 0) || WeeklyCaps.Distinct().Count() < WeeklyCaps.Count)
        {
            throw new BadInputException("pressure arms", $"Weekly caps [{string.Join(", ", WeeklyCaps)}].",
                "Give different caps of 0 or more, for example 0, 1, 2, 4, 8.");
        }
    }
}
