using Microsoft.Extensions.Logging.Console;

namespace Perennial.Watch;

/// <summary>How the log is written.</summary>
enum LogFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>A JSON object a line.</summary>
    Json,
}

/// <summary>The program's log: to the terminal's error stream, where data never goes.</summary>
static class ServerLog
{
    /// <summary>Makes the log. The caller disposes of it, and what was said is then written.</summary>
    public static ILoggerFactory Create(LogFormat format = LogFormat.Text, LogLevel least = LogLevel.Warning) =>
        LoggerFactory.Create(logging =>
        {
            Configure(logging, least);
            if (format == LogFormat.Json)
            {
                logging.AddJsonConsole(json =>
                {
                    json.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
                    json.UseUtcTimestamp = true;
                });
            }
            else
            {
                logging.AddSimpleConsole(text =>
                {
                    text.SingleLine = true;
                    text.TimestampFormat = "HH:mm:ss ";
                });
            }
            logging.Services.Configure<ConsoleLoggerOptions>(to => to.LogToStandardErrorThreshold = LogLevel.Trace);
        });

    /// <summary>What is let through: of the framework only what went wrong, since it also tells addresses with what
    /// people searched for.</summary>
    public static void Configure(ILoggingBuilder logging, LogLevel least) =>
        logging.SetMinimumLevel(least).AddFilter("Microsoft", NotBelowWarning(least))
            // Of the framework's making, too: a line for each request that is not let in.
            .AddFilter("Perennial.Serving.AccessHandler", NotBelowWarning(least));

    static LogLevel NotBelowWarning(LogLevel least) => least > LogLevel.Warning ? least : LogLevel.Warning;
}
