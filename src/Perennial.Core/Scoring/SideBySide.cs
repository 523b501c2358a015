using System.Runtime.ExceptionServices;

namespace Perennial.Core.Scoring;

/// <summary>Runs two pieces of work at once. What either throws is thrown as it is.</summary>
static class SideBySide
{
    public static void Run(Action first, Action second)
    {
        try
        {
            Parallel.Invoke(first, second);
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.Flatten().InnerExceptions[0]);
        }
    }
}
