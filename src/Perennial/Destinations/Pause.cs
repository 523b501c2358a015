namespace Perennial.Destinations;

/// <summary>How long to wait after errors that follow one another: from a quarter of a second, ever longer, so that
/// what was away for a moment is missed for a moment, and what is away for long is not stormed.</summary>
sealed class Pause
{
    static readonly TimeSpan first = TimeSpan.FromMilliseconds(250), longest = TimeSpan.FromSeconds(4);

    TimeSpan next = first;

    /// <summary>The wait after one more error.</summary>
    public TimeSpan Next()
    {
        var wait = next;
        next = next * 2 < longest ? next * 2 : longest;
        return wait;
    }

    /// <summary>Something went well: the next error is the first.</summary>
    public void Begin() => next = first;
}
