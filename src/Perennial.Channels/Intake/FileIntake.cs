using Perennial.Channels.Files;
using Perennial.Channels.Intake.Formats;
using Perennial.Channels.Intake.Reports;
using Perennial.Channels.Intake.Rows;
using Perennial.Channels.Intake.Values;
using Perennial.Core;

namespace Perennial.Channels.Intake;

/// <summary>Reads a file of orders, customers, products, activities, contacts or responses into a batch of facts and
/// an account of every row.</summary>
public static class FileIntake
{
    const int RowsPerReport = 1 << 14;

    /// <summary>What <c>--format</c> accepts.</summary>
    public static IReadOnlyList<string> FormatNames { get; } =
        ["csv", .. FileFormat.All.Select(format => format.Name).Distinct()];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, perhaps compressed; "-" is standard input.</param>
    /// <param name="options">What is not to be detected.</param>
    /// <param name="progress">Told now and then how far reading has come; may be null.</param>
    /// <param name="cancel">Stops the reading; nothing is left behind.</param>
    /// <exception cref="BadInputException">The file cannot be read or understood, or too many of its rows cannot: then
    /// nothing is to be imported.</exception>
    /// <exception cref="OperationCanceledException">The reading was stopped.</exception>
    public static IntakeResult Read(
        string path, IntakeOptions options, IProgress<IntakeProgress>? progress = null,
        CancellationToken cancel = default)
    {
        using var rejects = Rejects.Begin(path, options.RejectsPath);
        using var spool = path == "-" ? StandardInput.Spool(cancel) : null;
        return Read(spool?.Path ?? path, path, options, rejects, progress, cancel);
    }

    static IntakeResult Read(
        string file, string name, IntakeOptions options, Rejects rejects, IProgress<IntakeProgress>? progress,
        CancellationToken cancel)
    {
        var csv = new CsvOptions { Delimiter = options.Delimiter, Encoding = options.Encoding };
        var look = Look(file, name, csv, options);
        csv = csv with { HasHeader = look.Header.Count > 0, Delimiter = look.Csv.Delimiter };
        var layout = FileFormat.Find(look, options.Format);
        Notation notation;
        using (var sample = Open(file, name, csv)) notation = Notation.Detect(sample, layout, options, cancel);

        using var reader = Open(file, name, csv);
        var currencies = new CurrencyCheck(name, options.Currency);
        if (layout.Currency is { } currency) currencies.See(currency, 1);
        var cells = new Cells(reader, layout, notation, options);
        var tally = new Tally();
        var rows = Rows(layout, notation, cells, tally, rejects, currencies);
        Take(reader, rows, tally, progress, cancel);
        // Only then what cancellations came to is counted, so that the rows add up.
        var batch = rows.Finish(options.Source ?? layout.Source, currencies.Found ?? options.Currency);
        var account = new Account(name, look, layout, notation, options);
        account.CheckRejectShare(tally, rejects);
        cancel.ThrowIfCancellationRequested();
        if (reader.FallbackRecords > 0)
            rows.Warnings.Add($"{reader.FallbackRecords} rows were not valid UTF-8 and were read as Windows-1252.");
        return new IntakeResult(batch, account.Report(batch, tally, rows.Warnings, rejects.Complete()));
    }

    internal static FileLook Look(string file, string name, CsvOptions csv, IntakeOptions options)
    {
        using var reader = Open(file, name, csv);
        if (!reader.Read())
            throw new BadInputException(name, "The file has a header and no rows.", "Export it again, with its data.");
        var first = new string[reader.FieldCount];
        for (var i = 0; i < first.Length; i++) first[i] = reader.Text(i);
        return new FileLook(name, reader.Format, reader.Header, first, options.Map);
    }

    // A copy of standard input is not named in messages.
    static CsvReader Open(string file, string name, CsvOptions csv) =>
        file == name ? CsvReader.Open(file, csv) : CsvReader.Open(File.OpenRead(file), "standard input", csv);

    static FileRows Rows(
        FileLayout layout, Notation notation, Cells cells, Tally tally, Rejects rejects, CurrencyCheck currencies) =>
        layout.Subject switch
        {
            Subject.Orders => new OrderRows(layout, cells, tally, rejects, currencies),
            Subject.OrderLines => new LineRows(layout, notation, cells, tally, rejects, currencies),
            Subject.Customers => new CustomerRows(layout, cells, tally, rejects, currencies),
            Subject.Dates => new DateRows(layout, cells, tally, rejects, currencies),
            Subject.Products => new ProductRows(layout, cells, tally, rejects, currencies),
            Subject.Activities => new ActivityRows(layout, cells, tally, rejects, currencies),
            Subject.Feedback => new FeedbackRows(layout, cells, tally, rejects, currencies),
            Subject.Tickets => new TicketRows(layout, cells, tally, rejects, currencies),
            Subject.Contacts => new ContactRows(layout, cells, tally, rejects, currencies),
            Subject.Responses => new ResponseRows(layout, cells, tally, rejects, currencies),
            _ => throw new ArgumentOutOfRangeException(nameof(layout), layout.Subject, "Not a subject."),
        };

    static void Take(
        CsvReader reader, FileRows rows, Tally tally, IProgress<IntakeProgress>? progress, CancellationToken cancel)
    {
        var count = 0L;
        while (reader.Read())
        {
            rows.Take();
            if (++count % RowsPerReport != 0) continue;
            cancel.ThrowIfCancellationRequested();
            progress?.Report(new IntakeProgress(reader.BytesRead, reader.TotalBytes, count));
        }
        cancel.ThrowIfCancellationRequested();
        progress?.Report(new IntakeProgress(reader.BytesRead, reader.TotalBytes, count));
    }
}
