using Perennial.Channels.Intake;
using Perennial.Operations;
using Spectre.Console;

namespace Perennial.Cli;

/// <summary>Says in a terminal what became of a file.</summary>
static class ImportTables
{
    public static void Print(Terminal terminal, ImportOutcome outcome)
    {
        var console = terminal.Tables();
        PrintReport(console, outcome.Report);
        var written = outcome.Written;
        var counts = Table("", "#new", "#changed", "#as before");
        Row(counts, "customers", written.Customers);
        Row(counts, "orders", written.Orders);
        if (outcome.Report.Products > 0) Row(counts, "products", written.Products);
        console.Write(counts);
        if (outcome.FirstRun is { } run)
        {
            console.MarkupLineInterpolated($"Scored {run.Customers:N0} customers for the first time.");
            terminal.Log.WriteLine("Next: perennial calls, perennial segments, perennial serve.");
        }
        else if (written.RunId is { } id && written.Profiles > 0)
        {
            console.MarkupLineInterpolated($"{written.Profiles:N0} customers scored by the cut points of run {id}.");
            terminal.Log.WriteLine("perennial rescore finds new cut points.");
        }
    }

    /// <summary>The account of every row.</summary>
    public static void PrintReport(IAnsiConsole console, IntakeReport report)
    {
        console.MarkupLineInterpolated($"[bold]{report.Path}[/]: {report.RowsRead:N0} rows, format {report.Format}");
        foreach (var (what, found) in report.Detected) console.MarkupLineInterpolated($"  [dim]{what}:[/] {found}");
        var rows = Table("#rows", "what became of them", "#value");
        foreach (var row in report.Rows.Where(row => row.Rows > 0))
            rows.AddRow(new Text($"{row.Rows:N0}"), new Text(row.Words), new Text(CallWords.Money(row.ValueCents)));
        console.Write(rows);
        var (gross, net) = (CallWords.Money(report.GrossCents), CallWords.Money(report.NetCents));
        console.MarkupLineInterpolated($"{report.Customers:N0} customers, {report.Orders:N0} orders{Lines(report)}.");
        console.MarkupLineInterpolated($"{gross} before discounts and refunds, {net} net {report.Currency}");
        foreach (var warning in report.Warnings) console.MarkupLineInterpolated($"[yellow]Note:[/] {warning}");
        if (report.RejectsPath is { } rejects)
            console.MarkupLineInterpolated($"Rejected rows with line, column and reason: {rejects}");
    }

    static string Lines(IntakeReport report) => report.Lines > 0 ? $" of {report.Lines:N0} lines" : "";

    static void Row(Table table, string what, Data.WriteCounts counts) =>
        table.AddRow(what, $"{counts.Added:N0}", $"{counts.Updated:N0}", $"{counts.Unchanged:N0}");

    /// <summary>A plain table; a heading that begins with # is one of numbers, set to the right.</summary>
    public static Table Table(params string[] headings)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var heading in headings)
        {
            var isNumber = heading.StartsWith('#');
            var text = new Text(heading.TrimStart('#'), new Style(decoration: Decoration.Dim));
            var side = isNumber ? Justify.Right : Justify.Left;
            table.AddColumn(new TableColumn(text) { NoWrap = true, Alignment = side });
        }
        return table;
    }
}
