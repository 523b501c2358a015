using Perennial.Channels.Intake.Reports;
using Perennial.Cli.Shell;
using Perennial.Import;
using Perennial.Words;
using Spectre.Console;

namespace Perennial.Cli.Import;

/// <summary>Says in a terminal what became of a file.</summary>
static class ImportTables
{
    public static void Print(Terminal terminal, ImportOutcome outcome, string old)
    {
        var console = terminal.Tables();
        PrintReport(console, outcome.Report);
        var written = outcome.Written;
        var counts = PlainTable.Of("", "#new", "#changed", "#as before");
        Row(counts, "customers", written.Customers);
        if (outcome.Report.Orders > 0 || HasNoFacts(outcome.Report)) Row(counts, "orders", written.Orders);
        if (outcome.Report.Activities > 0) Row(counts, "activities", written.Activities);
        if (outcome.Report.Contacts > 0) Row(counts, "contacts", written.Contacts);
        if (outcome.Report.Responses > 0) Row(counts, "responses", written.Responses);
        if (outcome.Report.Products > 0) Row(counts, "products", written.Products);
        console.Write(counts);
        if (old.Length > 0) terminal.Log.WriteLine(old);
        if (written.Erased > 0)
            console.MarkupLineInterpolated($"{written.Erased:N0} customers of it were erased, and stay so.");
        if (outcome.FirstScoringRun is { } run)
        {
            console.MarkupLineInterpolated($"Scored {run.Customers:N0} customers for the first time.");
            terminal.Log.WriteLine("Next: perennial calls, perennial segments, perennial serve.");
        }
        else if (written.ScoringRunId is { } id && written.Profiles > 0)
        {
            console.MarkupLineInterpolated(
                $"{written.Profiles:N0} customers scored by the cut points of scoring run {id}.");
            terminal.Log.WriteLine("perennial rescore finds new cut points.");
        }
    }

    /// <summary>The account of every row.</summary>
    public static void PrintReport(IAnsiConsole console, IntakeReport report)
    {
        console.MarkupLineInterpolated($"[bold]{report.Path}[/]: {report.RowsRead:N0} rows, format {report.Format}");
        foreach (var (what, found) in report.Detected) console.MarkupLineInterpolated($"  [dim]{what}:[/] {found}");
        var rows = PlainTable.Of("#rows", "what became of them", "#value");
        rows.Columns[1].NoWrap = false;
        foreach (var row in report.Rows.Where(row => row.Rows > 0))
            rows.AddRow(new Text($"{row.Rows:N0}"), new Text(row.Words),
                new Text(row.ValueCents == 0 ? "" : CallWords.Money(row.ValueCents)));
        console.Write(rows);
        console.MarkupLineInterpolated($"{report.Customers:N0} customers, {Facts(report)}.");
        if (report.Orders > 0 || HasNoFacts(report))
        {
            var (gross, net) = (CallWords.Money(report.GrossCents), CallWords.Money(report.NetCents));
            console.MarkupLineInterpolated($"{gross} before discounts and refunds, {net} net {report.Currency}");
        }
        foreach (var warning in report.Warnings) console.MarkupLineInterpolated($"[yellow]Note:[/] {warning}");
        if (report.RejectsPath is { } rejects)
            console.MarkupLineInterpolated($"Rejected rows with line, column and reason: {rejects}");
    }

    static bool HasNoFacts(IntakeReport report) =>
        report.Activities + report.Contacts + report.Responses + report.Dates == 0;

    static string Facts(IntakeReport report)
    {
        var counts = new List<string>();
        if (report.Orders > 0 || HasNoFacts(report)) counts.Add($"{report.Orders:N0} orders{Lines(report)}");
        if (report.Dates > 0) counts.Add($"{report.Dates:N0} days of other people");
        if (report.Activities > 0) counts.Add($"{report.Activities:N0} activities");
        if (report.Contacts > 0) counts.Add($"{report.Contacts:N0} contacts");
        if (report.Responses > 0) counts.Add($"{report.Responses:N0} responses");
        return string.Join(", ", counts);
    }

    static string Lines(IntakeReport report) => report.Lines > 0 ? $" of {report.Lines:N0} lines" : "";

    static void Row(Table table, string what, Data.Batches.WriteCounts counts) =>
        table.AddRow(what, $"{counts.Added:N0}", $"{counts.Updated:N0}", $"{counts.Unchanged:N0}");
}
