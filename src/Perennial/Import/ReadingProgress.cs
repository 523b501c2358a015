using Perennial.Channels.Intake.Formats;

namespace Perennial.Import;

/// <summary>Passes on how far a file has been read, at once and on the same thread: System.Progress would use the
/// thread pool, where reports overtake one another.</summary>
sealed class ReadingProgress(Action<string, double> report) : IProgress<IntakeProgress>
{
    public void Report(IntakeProgress value) =>
        report("reading", value.TotalBytes is > 0 and var total ? (double)value.BytesRead / total : 0);
}
