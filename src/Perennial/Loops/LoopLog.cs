namespace Perennial.Loops;

/// <summary>What the log says of loops and of the store that they work on.</summary>
static partial class LoopLog
{
    [LoggerMessage(EventId = 10, EventName = "loop_away", Level = LogLevel.Warning,
        Message = "{Loop} has stopped ({Kind}) and is tried again: {Problem}")]
    public static partial void Away(ILogger log, string loop, string kind, string problem);

    [LoggerMessage(EventId = 11, EventName = "loop_still_away", Level = LogLevel.Warning,
        Message = "{Loop} has not worked for {Seconds} s and {Failures} tries ({Kind}): {Problem}")]
    public static partial void StillAway(
        ILogger log, string loop, double seconds, int failures, string kind, string problem);

    [LoggerMessage(EventId = 12, EventName = "loop_back", Level = LogLevel.Information,
        Message = "{Loop} works again after {Seconds} s")]
    public static partial void Back(ILogger log, string loop, double seconds);

    [LoggerMessage(EventId = 13, EventName = "store_away", Level = LogLevel.Warning,
        Message = "The store is away ({Kind}), which {Loop} has met: {Problem} {Remedy}")]
    public static partial void StoreAway(ILogger log, string kind, string loop, string problem, string remedy);

    [LoggerMessage(EventId = 14, EventName = "store_still_away", Level = LogLevel.Warning,
        Message = "The store has been away for {Seconds} s ({Kind}): {Problem}")]
    public static partial void StoreStillAway(ILogger log, double seconds, string kind, string problem);

    [LoggerMessage(EventId = 15, EventName = "store_back", Level = LogLevel.Information,
        Message = "The store is back after {Seconds} s")]
    public static partial void StoreBack(ILogger log, double seconds);
}
