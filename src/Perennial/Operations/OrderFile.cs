using Perennial.Channels.Intake;
using Perennial.Core;
using Perennial.Core.History;

namespace Perennial.Operations;

/// <summary>The orders of a file.</summary>
/// <param name="Report">The account of every row.</param>
/// <param name="Keys">The customers, by their own keys.</param>
/// <param name="History">Their orders, row by row.</param>
sealed record OrderFile(IntakeReport Report, CustomerKeys Keys, HistoryTable History)
{
    public static OrderFile Read(
        string path, IntakeOptions options, Action<string, double> progress, CancellationToken cancel)
    {
        var intake = FileIntake.Read(path, options, new ReadingProgress(progress), cancel);
        return new OrderFile(intake.Report, intake.Batch.Keys, intake.Batch.History);
    }
}
