using Perennial.Channels.Intake.Formats;
using Perennial.Channels.Intake.Reports;
using Perennial.Channels.Intake.Values;
using Perennial.Core.Intake;

namespace Perennial.Channels.Intake.Rows;

/// <summary>Takes the rows of a file one by one and makes a batch of them.</summary>
abstract class FileRows(FileLayout layout, Cells cells, Tally tally, Rejects rejects, CurrencyCheck currencies)
{
    /// <summary>The file's layout.</summary>
    protected FileLayout Layout => layout;

    /// <summary>The current record.</summary>
    protected Cells Cells => cells;

    /// <summary>Counts the rows.</summary>
    protected Tally Tally => tally;

    /// <summary>Checks the file's currency.</summary>
    protected CurrencyCheck Currencies => currencies;

    /// <summary>What to tell the user besides.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Takes the current record.</summary>
    public abstract void Take();

    /// <summary>Makes the batch, after the last record.</summary>
    public abstract FactBatch Finish(string source, string? currency);

    /// <summary>Rejects the current record for what <see cref="Intake.Rows.Cells.Fault"/> says.</summary>
    protected void Reject() => Reject(cells.Fault);

    /// <summary>Rejects the current record.</summary>
    protected void Reject(Fault fault, long cents = 0)
    {
        tally.Add(fault.Reason, cents);
        rejects.Add(cells.Line, cells.Mapping.ColumnName(fault.Column), cells.Raw(fault.Column), fault);
    }

    /// <summary>The fault of a record that says nothing of its customer.</summary>
    protected Fault NoCustomer(CustomerCollector customers)
    {
        var column = -1;
        foreach (var target in layout.Rules.CustomerKeys)
            if (column < 0) column = cells.Mapping[target];
        return new Fault(customers.IsRounded ? Reason.RoundedCustomer : Reason.NoCustomer, column);
    }
}
