using Perennial.Channels.Intake.Formats;
using Perennial.Channels.Intake.Values;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Intake;

namespace Perennial.Channels.Intake.Reports;

/// <summary>Writes the account of a file that was read.</summary>
sealed class Account(string path, FileLook look, FileLayout layout, Notation notation, IntakeOptions options)
{
    /// <summary>Stops an import of which too many rows were rejected. The rejects file stays, to see why.</summary>
    /// <exception cref="BadInputException">More rows than allowed were rejected.</exception>
    public void CheckRejectShare(Tally tally, Rejects rejects)
    {
        if (tally.Rejected <= options.MaxRejectShare * tally.Rows) return;
        var reasons = string.Join("; ", tally.ToCounts().Where(count => count.Fate == RowFate.Rejected)
            .Select(count => $"{count.Rows:N0} {count.Words}"));
        var listed = rejects.Complete();
        throw new BadInputException(
            path,
            $"{tally.Rejected:N0} of {tally.Rows:N0} rows were rejected, "
            + $"more than {options.MaxRejectShare * 100:0.##} %: {reasons}. Nothing was imported.",
            (listed is null ? "Correct the file" : $"See {listed}, correct the file")
            + $" or the mapping (read as {layout.Format}: {layout.Mapping.Describe()}), or raise --max-rejects.");
    }

    /// <summary>The report.</summary>
    public IntakeReport Report(FactBatch batch, Tally tally, List<string> warnings, string? rejectsPath)
    {
        var orders = batch.History.Orders;
        var (first, last) = (Instant.None, Instant.None);
        foreach (var at in orders.At)
        {
            if (first == Instant.None || at < first) first = at;
            if (last == Instant.None || at > last) last = at;
        }
        return new IntakeReport
        {
            Path = path,
            Format = layout.Format,
            Detected = Detected(),
            RowsRead = tally.Rows,
            Rows = tally.ToCounts(),
            Warnings = warnings,
            RejectsPath = rejectsPath,
            Customers = batch.Keys.Count,
            Orders = orders.At.Length,
            Lines = orders.Lines?.Product.Length ?? 0,
            Products = Math.Max(batch.History.Products.Count, batch.Products.Count),
            GrossCents = orders.GrossCents.Sum(),
            DiscountCents = orders.DiscountCents.Sum(),
            RefundedCents = orders.RefundedCents.Sum(),
            FirstOrderAt = first,
            LastOrderAt = last,
            Currency = batch.Currency,
            IsOfLines = layout.Subject == Subject.OrderLines,
            Dates = batch.Details.Sum(one => one?.Attributes.Count(said => OtherDate.IsName(said.Name)) ?? 0),
            Activities = batch.History.Activities?.At.Length ?? 0,
            Contacts = batch.History.Contacts?.At.Length ?? 0,
            Responses = batch.History.Responses?.At.Length ?? 0,
        };
    }

    List<(string What, string Found)> Detected()
    {
        var found = new List<(string, string)>
        {
            ("format", $"{layout.Format}, {Noun(layout.Subject)}"),
            ("file", look.Csv.ToString()),
            ("columns", layout.Mapping.Describe()),
        };
        if (layout.Subject != Subject.Products
            && layout.Mapping.AttributeColumns(options.Attributes) is { Count: > 0 } attributes)
        {
            found.Add(("attributes", string.Join(", ", attributes.Select(one =>
                $"{one.Attribute.Name} from {layout.Mapping.ColumnName(one.Column)}"))));
        }
        var isOrders = layout.Subject is Subject.Orders or Subject.OrderLines;
        if (isOrders || layout.DateTarget == Target.At)
        {
            found.Add(("dates", notation.Dates.Name() + (options.DateFormat is null ? "" : " (as told)")
                + $", clock of {options.Calendar.Zone} where no offset is written"));
        }
        if (isOrders) found.Add(("revenue", Revenue()));
        if (isOrders || layout.Subject == Subject.Products)
            found.Add(("amounts", notation.Decimal == DecimalMark.Point ? "decimal point" : "decimal comma"));
        return found;
    }

    string Revenue()
    {
        var mapping = layout.Mapping;
        string Column(Target target) => mapping.ColumnName(mapping[target]);
        string Minus(params Target[] targets) => string.Join(" − ", targets.Where(mapping.Has).Select(Column));
        string Times(params Target[] targets) => string.Join(" × ", targets.Where(mapping.Has).Select(Column));
        var ofOrder = layout.Subject == Subject.Orders || !notation.TotalIsOfLine;
        var paid =
            mapping.Has(Target.Subtotal) ? Column(Target.Subtotal)
            : mapping.Has(Target.Total) && ofOrder ? Minus(Target.Total, Target.Shipping, Target.Tax)
            : mapping.Has(Target.UnitPrice) ? $"{Times(Target.Quantity, Target.UnitPrice)} of the lines"
            : $"{Column(mapping.Has(Target.LineTotal) ? Target.LineTotal : Target.Total)} of the lines";
        return mapping.Has(Target.Refunded) ? $"{paid} − {Column(Target.Refunded)}" : paid;
    }

    static string Noun(Subject subject) => subject switch
    {
        Subject.Orders => "one order per row",
        Subject.OrderLines => "one order line per row",
        Subject.Customers => "one customer per row",
        Subject.Dates => "one day of somebody else per row",
        Subject.Products => "one product per row",
        Subject.Activities => "one activity per row",
        Subject.Feedback => "one rating, review or answer per row",
        Subject.Tickets => "one ticket per row",
        Subject.Contacts => "one contact per row",
        Subject.Responses => "one response per row",
        _ => throw new ArgumentOutOfRangeException(nameof(subject), subject, "Not a subject."),
    };
}
