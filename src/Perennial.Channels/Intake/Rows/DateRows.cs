using Perennial.Channels.Intake.Formats;
using Perennial.Channels.Intake.Reports;
using Perennial.Channels.Intake.Values;
using Perennial.Core.Attributes;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Channels.Intake.Rows;

/// <summary>Files with one day in each row on which a customer buys for somebody else. The last row of a label and
/// recipient wins.</summary>
sealed class DateRows : FileRows
{
    readonly CustomerCollector customers;
    readonly List<Dictionary<string, AttributeStatement>> said = [];
    int repeated;

    public DateRows(FileLayout layout, Cells cells, Tally tally, Rejects rejects, CurrencyCheck currencies)
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
        else if (Read(out var date))
        {
            var customer = customers.Number();
            while (said.Count <= customer) said.Add([]);
            if (said[customer].ContainsKey(date.Name)) repeated++;
            said[customer][date.Name] = date.Statement;
            Tally.Import(0);
        }
        else
        {
            Reject();
        }
    }

    bool Read(out OtherDate date)
    {
        date = null!;
        var (label, recipient) = (Cells.Text(Target.Label) ?? "", Cells.Text(Target.Recipient) ?? "");
        if (!OtherDate.IsPossible(label, recipient))
            return Cells.Fail(new Fault(Reason.NoLabel, Cells.Mapping[Target.Label]));
        var day = Cells[Target.Day].IsEmpty ? (DateOnly?)null : Cells.Date(Cells[Target.Day]);
        if (day is null && !Cells[Target.Day].IsEmpty)
            return Cells.Fail(new Fault(Reason.BadDate, Cells.Mapping[Target.Day]));
        var refuses = Cells.YesNo(Cells.Text(Target.NotThisOccasion)) == true;
        if (day is null && !refuses) return Cells.Fail(new Fault(Reason.NoDay, Cells.Mapping[Target.Day]));
        date = new OtherDate(label, recipient, day ?? OtherDate.NoDay,
            Cells.YesNo(Cells.Text(Target.Yearly)) ?? true);
        // The occasion that is meant is the one to come.
        if (refuses) date = date with { NotIn = [(date.Next(Cells.Today) ?? Cells.Today).Year] };
        return true;
    }

    public override FactBatch Finish(string source, string? currency)
    {
        customers.Warn(Warnings);
        var (keys, kinds, details) = customers.Finish(null, out _);
        if (repeated > 0)
            Warnings.Add($"{repeated:N0} {(repeated == 1 ? "row says" : "rows say")} a day that a row before said for"
                + " the same customer, label and recipient: the last one counts.");
        return new FactBatch
        {
            Source = source,
            Keys = keys,
            KeyKinds = kinds,
            Details =
            [
                .. said.Select((dates, row) => (details.ElementAtOrDefault(row) ?? new CustomerDetails()) with
                {
                    Attributes = [.. dates.Values],
                }),
            ],
            History = new HistoryTable(keys.Count, OrderFacts.Empty(keys.Count)),
        };
    }
}
