namespace Perennial.Operations;

/// <summary>Somebody stopped it. Says what had been done by then, and what goes on from there.</summary>
sealed class StoppedException(string done, OperationCanceledException cause)
    : OperationCanceledException(done, cause, cause.CancellationToken)
{
    public const string NothingChanged = "nothing was changed.";

    /// <summary>Runs work that begins after something has been kept already.</summary>
    /// <param name="done">What has been kept, if the work is stopped.</param>
    /// <param name="work">The work.</param>
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
