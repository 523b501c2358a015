using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Perennial.Watch;

namespace Perennial.Tests.Watch;

/// <summary>Everything that is logged, as it would be written.</summary>
sealed class LogLines : ILoggerProvider
{
    readonly ConcurrentQueue<string> lines = [];

    public IEnumerable<string> Lines => lines;

    public string Text => string.Join('\n', lines);

    /// <summary>A log that lets everything of ours through, and of the framework what the program lets through.
    /// </summary>
    public ILoggerFactory Factory() => LoggerFactory.Create(logging =>
    {
        ServerLog.Configure(logging, LogLevel.Trace);
        logging.AddProvider(this);
    });

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    sealed class Logger(LogLines to, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            to.lines.Enqueue($"{logLevel} {category} {eventId.Name}: {formatter(state, exception)} {exception}");
    }
}
