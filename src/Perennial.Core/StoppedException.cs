namespace Perennial.Core;

/// <summary>Somebody stopped it. Says what had been done by then, and what goes on from there.</summary>
public sealed class StoppedException : OperationCanceledException
{
    /// <summary>What is said where nothing had been kept yet.</summary>
    public const string NothingChanged = "nothing was changed.";

    /// <summary>Says what had been kept when work was stopped.</summary>
    /// <param name="done">A sentence in small letters, with what goes on from there.</param>
    /// <param name="cause">What ended the work.</param>
    public StoppedException(string done, OperationCanceledException cause)
        : base(done, cause, cause.CancellationToken)
    {
    }

    /// <summary>Runs work that begins after something has been kept already.</summary>
    /// <param name="done">What has been kept, if the work is stopped.</param>
    /// <param name="work">The work.</param>
    /// <returns>What the work returns.</returns>
    /// <exception cref="StoppedException">The work was cancelled and does not say itself what it kept.</exception>
    public static T After<T>(string done, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (OperationCanceledException stopped) when (stopped is not StoppedException)
        {
            throw new StoppedException(done, stopped);
        }
    }
}
