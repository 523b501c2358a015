using Perennial.Channels.Intake.Formats;
using Perennial.Core;
using Perennial.Data.Access;
using Perennial.Import;
using Perennial.Tests.Store;

namespace Perennial.Tests.Verbs;

/// <summary>Whoever stops something is told what has been done by then.</summary>
public sealed class StoppedTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("perennial-stopped-").FullName;

    [Theory]
    [InlineData("read", false, "")]
    [InlineData("comparing", true,
        "the file is imported, and nobody is scored yet. perennial rescore goes on from there.")]
    public void An_import_that_is_stopped_says_whether_the_file_is_in(string at, bool isImported, string says)
    {
        var file = Path.Combine(folder, "orders.csv");
        File.WriteAllLines(file, ["order_id,customer,date,amount",
            .. Enumerable.Range(1, 40_000).Select(i => $"{i},c{i % 999},2026-0{1 + (i % 4)}-05,{i % 90}.00")]);
        using var store = EmptyStore.Open(Path.Combine(folder, at + ".db"), Some.Now);
        using var stop = new CancellationTokenSource();
        var phases = new List<string>();
        var error = Assert.ThrowsAny<OperationCanceledException>(() => ImportFile.Run(store, file,
            new IntakeOptions { Now = Some.Now }, Actor.Terminal("tests"), (phase, _) =>
            {
                phases.Add(phase);
                if (phase.StartsWith(at == "read" ? "reading" : "bringing", StringComparison.Ordinal)) stop.Cancel();
            }, stop.Token));
        Assert.Equal(isImported, store.Facts.HasOrders());
        Assert.Equal(isImported, error is StoppedException);
        Assert.Equal(isImported ? 1 : 0, store.Audit.Last(10).Count(entry => entry.What == ImportFile.Importing));
        if (isImported) Assert.Equal(says, error.Message);
        Assert.Null(store.ScoringRuns.Latest());
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
