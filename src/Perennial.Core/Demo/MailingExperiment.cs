using Perennial.Core.Measurement;

namespace Perennial.Core.Demo;

/// <summary>The demo shop's experiment: a tenth of its customers get as many e-mails a week as chance decided; the
/// others are mailed the more the more they buy and open.</summary>
/// <param name="From">Since when.</param>
public sealed record MailingExperiment(Instant From)
{
    /// <summary>The salt of the experiment (<see cref="Assignment"/>).</summary>
    public const string Salt = "pressure";

    /// <summary>The share of customers in the experiment.</summary>
    public const double Share = 0.1;

    /// <summary>E-mails a week by arm; an arm is a fifth of those in the experiment.</summary>
    public static IReadOnlyList<int> Caps { get; } = [0, 1, 2, 4, 8];

    /// <summary>E-mails a week that chance gave a customer; −1 outside the experiment.</summary>
    public static int CapOf(ReadOnlySpan<byte> customerKey)
    {
        var number = Assignment.Uniform(Salt, customerKey);
        return number < Share ? Caps[(int)(number / Share * Caps.Count)] : -1;
    }
}
