namespace Perennial.Core.Pressure;

/// <summary>How marketing pressure is measured.</summary>
public sealed record PressureOptions
{
    /// <summary>Days in which the weight of a contact in <c>pressure_index</c> halves. Default 10; positive.</summary>
    public double HalfLifeDays { get; init; } = 10;

    /// <summary>Weight of an e-mail. Default 0.5.</summary>
    public double EmailWeight { get; init; } = .5;

    /// <summary>Weight of a text message. Default 1.5.</summary>
    public double SmsWeight { get; init; } = 1.5;

    /// <summary>Weight of a call. Default 3.</summary>
    public double CallWeight { get; init; } = 3;

    /// <summary>Weight of a letter. Default 1.</summary>
    public double LetterWeight { get; init; } = 1;

    /// <summary>Weight of an advertisement shown. Default 0.25.</summary>
    public double AdWeight { get; init; } = .25;

    /// <summary>Randomised caps, by which the effect of contacts is measured. Default off.</summary>
    public PressureArms Arms { get; init; } = new();

    /// <summary>Refuses a half-life that is not positive, and weights that are negative or no numbers.</summary>
    /// <exception cref="BadInputException">With what is wrong.</exception>
    public void Check()
    {
        if (!(HalfLifeDays > 0 && HalfLifeDays <= 3650))
        {
            throw new BadInputException(
                "pressure half-life", $"{HalfLifeDays} days.", "Use more than 0, at most 3650.");
        }
        foreach (var weight in new[] { EmailWeight, SmsWeight, CallWeight, LetterWeight, AdWeight })
        {
            if (!(weight >= 0 && weight <= 1000))
                throw new BadInputException("pressure weights", $"{weight} is no weight.", "Use 0 to 1000.");
        }
        Arms.Check();
    }
}
