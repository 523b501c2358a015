using Perennial.Core;

namespace Perennial.Data.Access;

/// <summary>Failed tries to sign in, and how long none is looked at for them.</summary>
/// <param name="Failures">How many failed since the last that did not.</param>
/// <param name="Until">No try is looked at before; None for at once.</param>
readonly record struct SignInPause(int Failures, Instant Until)
{
    const int Most = 1_000;

    /// <summary>Whether a try has to wait.</summary>
    /// <param name="now">The present.</param>
    /// <param name="longest">The longest that anybody waits: what lies further ahead was written by a clock that has
    /// been set back since.</param>
    public bool Holds(Instant now, TimeSpan longest) =>
        Until.HasValue && Until > now && Until.UnixMs - now.UnixMs <= (long)longest.TotalMilliseconds;

    /// <summary>One try more, which counts as failed until it is known better.</summary>
    public SignInPause Next(Instant now, Func<int, TimeSpan> pause)
    {
        var failures = Math.Min(Failures + 1, Most);
        var wait = pause(failures);
        return new(failures, wait > TimeSpan.Zero ? new Instant(now.UnixMs + (long)wait.TotalMilliseconds)
            : Instant.None);
    }
}
