namespace Perennial.Live;

/// <summary>Notices that the computer's clock was ahead for a while and has been set back: by what has passed since the
/// start, which no setting of a clock changes.</summary>
/// <remarks>A clock that is merely set back was ahead from the start, or is wrong now: which of the two only people
/// know. A computer that slept is ahead for good.</remarks>
sealed class ClockJumps(TimeProvider time)
{
    static readonly TimeSpan jump = TimeSpan.FromHours(1);

    readonly long began = time.GetTimestamp();
    DateTimeOffset start = time.GetUtcNow();
    bool isAhead;

    /// <summary>Whether it was ahead when last asked, and is no more.</summary>
    public bool IsBack()
    {
        var ahead = time.GetUtcNow() - start - time.GetElapsedTime(began);
        if (ahead < -jump) start += ahead;
        var wasAhead = isAhead;
        isAhead = ahead > jump;
        return wasAhead && !isAhead;
    }
}
