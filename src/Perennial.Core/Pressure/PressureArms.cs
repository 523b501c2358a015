using System.Globalization;
using Perennial.Core.Measurement;
using Perennial.Core.Profiles;

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

    /// <summary>What customers are drawn for, an arm a cap, called by it; null unless enabled. Other shares, caps or
    /// another salt are another version.</summary>
    public Experiment? AsExperiment() => !Enabled ? null : new Experiment
    {
        Name = "pressure",
        Version = string.Create(CultureInfo.InvariantCulture, $"{Salt} {Share:R} {string.Join('/', WeeklyCaps)}"),
        Seed = Salt,
        Arms = [.. WeeklyCaps.Select(cap => new ExperimentArm(Name(cap), Share / WeeklyCaps.Count))],
    };

    static string Name(int cap) => cap.ToString(CultureInfo.InvariantCulture);

    /// <summary>The weekly cap of an arm; −1 for <see cref="Experiment.NoArm"/>.</summary>
    public static int CapOf(string arm) =>
        arm == Experiment.NoArm ? -1 : int.Parse(arm, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Writes which caps customers were drawn for into their profiles.</summary>
    /// <param name="into">The profiles.</param>
    /// <param name="arms">Their arms, as many.</param>
    public static void Write(ProfileTable into, IReadOnlyList<string> arms)
    {
        var caps = into.Values(PressureColumns.Arm);
        for (var row = 0; row < arms.Count; row++)
            caps[row] = CapOf(arms[row]) is >= 0 and var cap ? cap : PressureColumns.Arm.NoValue;
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
