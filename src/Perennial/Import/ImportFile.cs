using System.Text.Json;
using Perennial.Channels.Intake.Formats;
using Perennial.Channels.Intake.Orders;
using Perennial.Channels.Intake.Reports;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Intake;
using Perennial.Core.Scoring;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Batches;
using Perennial.Data.Intake;
using Perennial.Data.Settings;
using Perennial.Moments;
using Perennial.Phones;
using Perennial.Scoring;
using Perennial.Settings;
using Perennial.Watch;

namespace Perennial.Import;

/// <summary>What an import did.</summary>
/// <param name="Report">The account of every row.</param>
/// <param name="Written">What changed in the store.</param>
/// <param name="FirstScoringRun">The scoring run that followed, if the shop had none yet.</param>
sealed record ImportOutcome(IntakeReport Report, WriteResult Written, ScoringRun? FirstScoringRun);

/// <summary>Reads a file of orders, customers, products or of what else customers did into the store.</summary>
/// <remarks>
/// The file is read and judged as a whole before anything is written. A shop's first is written in one transaction; one
/// into a shop that has customers some customers at a time, so that events get in between. Reading it again adds
/// nothing and completes what was left of it.
/// </remarks>
static class ImportFile
{
    /// <summary>What is written down.</summary>
    public const string Importing = "file imported";

    public static ImportOutcome Run(
        ShopStore store, string path, IntakeOptions options, Actor by, Action<string, double> progress,
        CancellationToken cancel)
    {
        var reading = new ReadingProgress(progress);
        options = options with { Keys = ShopSettings.Of(store).Keys };
        var intake = OrderFileReader.ReadForStore(path, options, reading, cancel);
        NumbersAnew.IfDue(store, options.Now, cancel);
        var shop = ShopSettings.Of(store);
        RefuseOtherCurrency(path, shop.Currency, intake.Batch.Currency);
        intake = WithOwners(intake, store);

        var note = new ImportNote(Path.GetFileName(path), JsonSerializer.Serialize(intake.Report))
        {
            ReportAfter = written => JsonSerializer.Serialize(Report(intake, written)),
        };
        var written = Write(store, intake.Batch, note, options.Now, progress, cancel);
        var counts = new IntakeCounts();
        var report = Report(intake, written);
        counts.Read(report, options.Now);
        _ = counts.Flush(store, options.Now);
        if (shop.Currency.Length == 0 && intake.Batch.Currency is { } currency)
            store.Settings.Put(SettingStore.Currency, currency, options.Now);

        store.Audit.Add(new AuditEntry(options.Now, by, Importing, Path.GetFileName(path)));
        var isFirst = store.ScoringRuns.Latest() is null && store.Facts.HasOrders();
        var firstScoringRun = isFirst ? StoppedException.After(
            "the file is imported, and nobody is scored yet. perennial rescore goes on from there.",
            () => Rescore.Run(store, null, null, options.Now, progress, cancel)) : null;
        return new ImportOutcome(report, written, firstScoringRun);
    }

    static WriteResult Write(ShopStore store, FactBatch batch, ImportNote note, Instant now,
        Action<string, double> progress, CancellationToken cancel)
    {
        try
        {
            return store.Intake.Write(
                batch, new ShopMoments(store).At(now), note, new WritingProgress(progress), cancel);
        }
        catch (OperationCanceledException stopped)
        {
            if (store.Intake.Imports().FirstOrDefault(one => one.File == note.File) is
                not { State: ImportState.UnderWay } left) throw;
            throw new StoppedException("some of the file is in. Importing it again goes on from there; "
                + $"perennial imports --take-back {left.Id} takes it back.", stopped);
        }
    }

    static IntakeReport Report(IntakeResult intake, WriteResult written) =>
        ErasedInReport.TakenOut(intake.Report, intake.Batch, written.ErasedRows);

    // Staff may be added later: what the file says is kept.
    static IntakeResult WithOwners(IntakeResult intake, ShopStore store)
    {
        List<string> strangers =
        [
            .. intake.Batch.Details.OfType<CustomerDetails>().SelectMany(one => one.Attributes)
                .Where(one => one is { Name: AttributeSet.Owner, Value.Length: > 0 }).Select(one => one.Value)
                .Distinct()
                .Where(one => store.Staff.ByEmail(one) is null).Order(StringComparer.Ordinal),
        ];
        if (strangers.Count == 0) return intake;
        var who = strangers.Count == 1 ? $"The owner '{strangers[0]}' is nobody of the staff"
            : $"{strangers.Count:N0} owners are nobody of the staff, such as '{strangers[0]}'";
        return intake with
        {
            Report = intake.Report with
            {
                Warnings =
                [
                    .. intake.Report.Warnings,
                    $"{who}: kept as the file says. Staff are known by the e-mail address with which they sign in.",
                ],
            },
        };
    }

    static void RefuseOtherCurrency(string path, string shop, string? file)
    {
        if (shop.Length > 0 && file is not null && file != shop)
        {
            throw new BadInputException(path, $"Its amounts are in {file}, the shop's in {shop}.",
                "Convert the amounts, or import into a store of its own with --store.");
        }
    }

    sealed class WritingProgress(Action<string, double> report) : IProgress<WriteProgress>
    {
        public void Report(WriteProgress value) =>
            report(value.Phase.ToString().ToLowerInvariant(), value.Total > 0 ? (double)value.Done / value.Total : 0);
    }
}
