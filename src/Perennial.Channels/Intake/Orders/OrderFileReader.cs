using Perennial.Channels.Files;
using Perennial.Channels.Intake.Formats;
using Perennial.Channels.Intake.Reports;
using Perennial.Channels.Intake.Rows;
using Perennial.Channels.Intake.Values;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Intake.Orders;

/// <summary>
/// Reads a file of orders in the fastest way that it allows. Files in which each row is a simple order (customer,
/// date, amount, perhaps a number that never repeats) are read with all cores, ten million rows in about a second;
/// all others as <see cref="FileIntake"/> reads them. What comes out is the same either way, but for the order of the
/// customers and the orders' ids and numbers, which scoring does not ask for and the fast path leaves out.
/// </summary>
public static class OrderFileReader
{
    static readonly Target[] Simple =
        [Target.CustomerId, Target.OrderedAt, Target.Total, Target.Subtotal, Target.OrderId];

    /// <summary>Reads a file in the fastest way that it allows.</summary>
    /// <inheritdoc cref="FileIntake.Read(string, IntakeOptions, IProgress{IntakeProgress}, CancellationToken)"/>
    public static IntakeResult Read(
        string path, IntakeOptions options, IProgress<IntakeProgress>? progress = null,
        CancellationToken cancel = default) =>
        TryRead(path, options, progress, cancel) ?? FileIntake.Read(path, options, progress, cancel);

    /// <summary>Reads any file for the store: orders carry their ids. Files of simple orders without numbers take
    /// the fast path, for then an id follows from customer, instant and amount.</summary>
    /// <inheritdoc cref="FileIntake.Read(string, IntakeOptions, IProgress{IntakeProgress}, CancellationToken)"/>
    public static IntakeResult ReadForStore(
        string path, IntakeOptions options, IProgress<IntakeProgress>? progress = null,
        CancellationToken cancel = default)
    {
        var simple = TryRead(path, options, new OrderEngine(), progress, cancel, numbered: false);
        return Told(simple is null ? FileIntake.Read(path, options, progress, cancel)
            : simple with { Batch = BatchBuilder.WithIds(simple.Batch) });
    }

    // Without numbers nothing tells that an order of the next export is one of this.
    static IntakeResult Told(IntakeResult read) =>
        read.Batch.History.Orders is not { At.Length: > 0, Number.Length: 0 } ? read : read with
        {
            Report = read.Report with
            {
                Warnings =
                [
                    .. read.Report.Warnings,
                    "The file has no order numbers: exported again with another amount or instant, an order counts as "
                        + "another. If a column holds the numbers, map it with --map order_id=COLUMN.",
                ],
            },
        };

    /// <summary>Reads a file of simple orders.</summary>
    /// <returns>Null if the file is anything else: it has columns that matter besides, returns, currencies,
    /// repeated order numbers, no file name (standard input), or dates or amounts that are to be decided by a
    /// person.</returns>
    /// <inheritdoc cref="FileIntake.Read(string, IntakeOptions, IProgress{IntakeProgress}, CancellationToken)"/>
    public static IntakeResult? TryRead(
        string path, IntakeOptions options, IProgress<IntakeProgress>? progress = null,
        CancellationToken cancel = default) => TryRead(path, options, new OrderEngine(), progress, cancel);

    internal static IntakeResult? TryRead(
        string path, IntakeOptions options, OrderEngine engine, IProgress<IntakeProgress>? progress,
        CancellationToken cancel, bool numbered = true)
    {
        if (path == "-") return null;
        var csv = new CsvOptions { Delimiter = options.Delimiter, Encoding = options.Encoding };
        var look = FileIntake.Look(path, path, csv, options);
        var layout = FileFormat.Find(look, options.Format);
        if (!IsSimple(look, layout) || (!numbered && layout.Mapping.Has(Target.OrderId))) return null;
        csv = csv with { HasHeader = look.Header.Count > 0, Delimiter = look.Csv.Delimiter };
        Notation notation;
        FileStart start;
        using (var sample = CsvReader.Open(path, csv))
        {
            start = new FileStart(sample.Format, sample.DataBytes, sample.FirstLine);
            notation = Notation.Detect(sample, layout, options, cancel);
        }

        using var rejects = Rejects.Begin(path, options.RejectsPath);
        using var file = InputFile.Open(path);
        var cells = new OrderCells(notation.Dates, notation.Decimal, options.Calendar, options.Now);
        var gate = new Lock();
        var read = engine.Read(file, start, ColumnsOf(look, layout), cells, progress is null ? null : rows =>
        {
            lock (gate) progress.Report(new IntakeProgress(file.BytesRead, file.TotalBytes, rows));
        }, cancel);
        if (read.Unfit is not null) return null;

        var tally = Tally(read, layout, notation, rejects);
        var account = new Account(path, look, layout, notation, options);
        account.CheckRejectShare(tally, rejects);
        cancel.ThrowIfCancellationRequested();
        // The account adds up the orders of a batch one by one; the engine has done that already.
        var report = account.Report(Batch(read, new HistoryTable(0, OrderFacts.Empty(0)), layout, options), tally, [],
            rejects.Complete()) with
        {
            Orders = read.History.Orders.At.Length, GrossCents = read.GrossCents,
            FirstOrderAt = read.FirstOrderAt, LastOrderAt = read.LastOrderAt,
        };
        return new IntakeResult(Batch(read, read.History, layout, options), report);
    }

    static FactBatch Batch(OrderEngineResult read, HistoryTable history, FileLayout layout, IntakeOptions options) =>
        new()
        {
            Source = options.Source ?? layout.Source, Keys = read.Keys, History = history,
            KeyKinds = new CustomerKeyKind[read.Keys.Count], Currency = layout.Currency ?? options.Currency,
        };

    static bool IsSimple(FileLook look, FileLayout layout)
    {
        var mapping = layout.Mapping;
        return layout is { Subject: Subject.Orders, Format: "orders", Currency: null }
            && look.Csv.Delimiter != CsvOptions.Blanks
            && mapping.Has(Target.CustomerId) && mapping.Has(Target.OrderedAt)
            && mapping.Has(Target.Total) != mapping.Has(Target.Subtotal)
            && !Targets.All.Any(target => mapping.Has(target) && !Simple.Contains(target));
    }

    static OrderColumns ColumnsOf(FileLook look, FileLayout layout)
    {
        var mapping = layout.Mapping;
        var amount = mapping.Has(Target.Total) ? mapping[Target.Total] : mapping[Target.Subtotal];
        var named = look.Header.Count > 0;
        return new OrderColumns(
            mapping[Target.CustomerId], mapping[Target.OrderedAt], amount, mapping[Target.OrderId],
            named ? look.Header.Count : look.FirstRow.Count, named);
    }

    static Tally Tally(OrderEngineResult read, FileLayout layout, Notation notation, Rejects rejects)
    {
        var tally = new Tally();
        tally.Import(read.Rows - read.Faults.Count, read.GrossCents);
        foreach (var (line, row) in read.Faults)
        {
            var fault = new Fault(
                ReasonOf(row.Fault), row.Column, row.Fault == OrderFault.BadDate ? notation.Dates.Name() : null);
            tally.Add(fault.Reason);
            rejects.Add(line, layout.Mapping.ColumnName(row.Column), row.Cell, fault);
        }
        return tally;
    }

    static Reason ReasonOf(OrderFault fault) => fault switch
    {
        OrderFault.NoCustomer => Reason.NoCustomer,
        OrderFault.RoundedCustomer => Reason.RoundedCustomer,
        OrderFault.NoDate => Reason.NoDate,
        OrderFault.BadDate => Reason.BadDate,
        OrderFault.OldDate => Reason.OldDate,
        OrderFault.FutureDate => Reason.FutureDate,
        OrderFault.NoAmount => Reason.NoAmount,
        OrderFault.BadAmount => Reason.BadAmount,
        OrderFault.HugeAmount => Reason.HugeAmount,
        OrderFault.ExtraCells => Reason.ExtraCells,
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "Not a reason to reject a row."),
    };
}
