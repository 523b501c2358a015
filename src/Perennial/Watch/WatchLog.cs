namespace Perennial.Watch;

/// <summary>What the log says while the program runs: one line for each thing that matters, never about one
/// customer.</summary>
static partial class WatchLog
{
    [LoggerMessage(EventId = 1, EventName = "started", Level = LogLevel.Information,
        Message = "Serving {Store} at {Address}, perennial {Version}")]
    public static partial void Started(ILogger log, string store, string address, string version);

    [LoggerMessage(EventId = 2, EventName = "stopped", Level = LogLevel.Information,
        Message = "Stopped after {Events} events")]
    public static partial void Stopped(ILogger log, long events);

    [LoggerMessage(EventId = 3, EventName = "imported", Level = LogLevel.Information,
        Message = "Import {Import} from {Source}: {Customers} customers, {Orders} orders, {Others} other facts added")]
    public static partial void Imported(
        ILogger log, long import, string source, long customers, long orders, long others);

    [LoggerMessage(EventId = 4, EventName = "scored", Level = LogLevel.Information,
        Message = "Scoring run {ScoringRun}: {Customers} customers in {Seconds} s")]
    public static partial void Scored(ILogger log, long scoringRun, int customers, double seconds);

    [LoggerMessage(EventId = 5, EventName = "destination_disabled", Level = LogLevel.Warning,
        Message = "Destination {Destination} is out of use: {Problem}")]
    public static partial void Disabled(ILogger log, string destination, string problem);

    [LoggerMessage(EventId = 6, EventName = "refused", Level = LogLevel.Warning,
        Message = "{Events} events or calls of source {Source} were refused in the last minute: {Reason}")]
    public static partial void Refused(ILogger log, long events, string source, string reason);

    [LoggerMessage(EventId = 7, EventName = "slow_transaction", Level = LogLevel.Warning,
        Message = "A transaction with {Events} events took {Seconds} s")]
    public static partial void Slow(ILogger log, int events, double seconds);

    [LoggerMessage(EventId = 8, EventName = "given_up", Level = LogLevel.Warning,
        Message = "Destination {Destination} did not take {Changes} changes; they were given up")]
    public static partial void GivenUp(ILogger log, string destination, long changes);

    [LoggerMessage(EventId = 9, EventName = "counts_kept", Level = LogLevel.Warning,
        Message = "What came in could not be counted in the store: {Problem}")]
    public static partial void Uncounted(ILogger log, string problem);

    [LoggerMessage(EventId = 18, EventName = "waiting", Level = LogLevel.Warning,
        Message = "Waiting for the database {Store}, at most {Minutes} minutes: {Problem}")]
    public static partial void Waiting(ILogger log, string store, string problem, double minutes);

    [LoggerMessage(EventId = 17, EventName = "delivery", Level = LogLevel.Warning, Message = "{Problem}")]
    public static partial void Delivery(ILogger log, string problem);
}
