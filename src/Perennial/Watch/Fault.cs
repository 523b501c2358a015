using System.Data.Common;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Perennial.Core;
using Perennial.Data.Engines;

namespace Perennial.Watch;

/// <summary>What an error is: something that happens to any program, or a fault of this one.</summary>
/// <remarks>Texts of errors may quote what was read, and so somebody's data: of a fault of the program only its type
/// and its stack are said.</remarks>
static partial class Fault
{
    /// <summary>Whether the world may bring it about: the store, the network, the disk, what people wrote
    /// and tools answered.</summary>
    public static bool IsExpected(Exception error) => error is BadInputException or OperationCanceledException
        or IOException or UnauthorizedAccessException or SocketException or HttpRequestException or TimeoutException
        or DbException or JsonException;

    /// <summary>Its kind, for logs and measures.</summary>
    public static string Kind(Exception error) => error switch
    {
        StoreAwayException away => away.Fault.Kind(),
        BadInputException => "bad_input",
        _ => error.GetType().Name,
    };

    /// <summary>What it is, in words that anybody may read, without a full stop.</summary>
    public static string Words(Exception error) => error switch
    {
        StoreAwayException away => away.Fault.Words(),
        BadInputException => "what it needs is not right; the log says what",
        _ when IsExpected(error) => $"it failed ({Kind(error)})",
        _ => $"a fault of the program ({Kind(error)}); the log says where",
    };

    /// <summary>Counts a fault of the program, and says it in the log with its stack.</summary>
    /// <param name="log">Where.</param>
    /// <param name="where">What failed, in words.</param>
    /// <param name="error">The fault.</param>
    /// <param name="isSaid">Whether it is said, or said already.</param>
    public static void Report(ILogger log, string where, Exception error, bool isSaid = true)
    {
        Measures.Failed(where, Kind(error));
        if (isSaid) Program(log, where, Kind(error), Stack(error));
    }

    static string Stack(Exception error)
    {
        var text = new StringBuilder(error.StackTrace);
        for (var inner = error.InnerException; inner is not null; inner = inner.InnerException)
            text.Append($"\n   of {inner.GetType().Name}\n{inner.StackTrace}");
        return text.ToString();
    }

    [LoggerMessage(EventId = 16, EventName = "program_fault", Level = LogLevel.Error,
        Message = "A fault of the program in {Where}: {Kind}\n{Stack}")]
    private static partial void Program(ILogger log, string where, string kind, string stack);
}
