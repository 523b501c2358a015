using System.Runtime.InteropServices;

namespace Perennial.Cli;

/// <summary>Ctrl-C and the system's request to end: the first stops the work where it can be stopped, and whoever sent
/// it hears what came of it; a second ends the program at once, which no store minds.</summary>
sealed class StopSignals : IDisposable
{
    readonly CancellationTokenSource stop = new();
    readonly PosixSignalRegistration[] registrations;

    public StopSignals() => registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Received),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Received),
    ];

    public CancellationToken Token => stop.Token;

    void Received(PosixSignalContext signal)
    {
        if (stop.IsCancellationRequested) return;
        signal.Cancel = true;
        stop.Cancel();
    }

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        stop.Dispose();
    }
}
