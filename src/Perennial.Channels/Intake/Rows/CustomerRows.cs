using Perennial.Channels.Intake.Formats;
using Perennial.Channels.Intake.Reports;
using Perennial.Channels.Intake.Values;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Intake.Rows;

/// <summary>Files with one customer in each row. The last row of a customer wins.</summary>
sealed class CustomerRows : FileRows
{
    readonly CustomerCollector customers;

    public CustomerRows(FileLayout layout, Cells cells, Tally tally, Rejects rejects, CurrencyCheck currencies)
        : base(layout, cells, tally, rejects, currencies) => customers = new CustomerCollector(cells, layout.Rules);

    public override void Take()
    {
        if (!Cells.HasOnlyNamedCells())
        {
            Reject();
        }
        else if (!customers.TryIdentify())
        {
            Reject(NoCustomer(customers));
        }
        else
        {
            customers.Note(customers.Number(), default);
            Tally.Import(0);
        }
    }

    public override FactBatch Finish(string source, string? currency)
    {
        customers.Warn(Warnings);
        var (keys, kinds, details) = customers.Finish(null, out var newNumber);
        customers.WarnOfBeginnings(Warnings);
        return new FactBatch
        {
            Source = source,
            Keys = keys,
            KeyKinds = kinds,
            Details = details,
            TillAddresses = customers.TillAddresses(newNumber),
            History = new HistoryTable(keys.Count, OrderFacts.Empty(keys.Count))
            {
                Activities = Confirmations.Of(details),
            },
            Currency = currency,
        };
    }
}
