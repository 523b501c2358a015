using System.Security.Cryptography;

namespace Perennial.Loops;

/// <summary>How long is waited before what failed is tried again: twice as long each time up to a limit, and spread, so
/// that what failed together does not come back together.</summary>
/// <param name="First">After the first failure.</param>
/// <param name="Most">After many.</param>
sealed record Pauses(TimeSpan First, TimeSpan Most)
{
    /// <summary>Of what costs little to try: whoever waits for it waits for seconds at most.</summary>
    public static Pauses Usual { get; } = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(4));

    /// <summary>The pause after so many failures one after the other, from 1.</summary>
    public TimeSpan After(int failures)
    {
        var limit = First * Math.Pow(2, Math.Min(failures - 1, 30));
        return (limit < Most ? limit : Most) * (0.5 + RandomNumberGenerator.GetInt32(1, 1_001) / 2_000.0);
    }
}
