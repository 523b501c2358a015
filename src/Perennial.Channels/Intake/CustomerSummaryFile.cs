using Perennial.Channels.Files;
using Perennial.Channels.Intake.Formats;
using Perennial.Channels.Intake.Reports;
using Perennial.Channels.Intake.Rows;
using Perennial.Channels.Intake.Values;
using Perennial.Core;

namespace Perennial.Channels.Intake;

/// <summary>
/// A file with one row per customer: key, last order's day or days since, number of orders, revenue. It can be
/// scored, though nothing is known of single orders.
/// </summary>
public sealed record CustomerSummaryFile
{
    /// <summary>The customers' keys, in file order.</summary>
    public required CustomerKeys Keys { get; init; }

    /// <summary>Each customer's last order; None for a customer without orders.</summary>
    public required Instant[] LastOrderAt { get; init; }

    /// <summary>Each customer's number of orders.</summary>
    public required int[] Orders { get; init; }

    /// <summary>Each customer's revenue, not negative.</summary>
    public required long[] RevenueCents { get; init; }

    /// <summary>How it was read, and what was left out.</summary>
    public required IntakeReport Report { get; init; }

    /// <summary>Whether a file has this shape: its columns are a customer, a number of orders, a revenue, and a day
    /// or a recency.</summary>
    /// <exception cref="BadInputException">The file cannot be read.</exception>
    public static bool Is(string path, IntakeOptions options) =>
        path != "-" && SummaryRows.Find(Look(path, options)) is not null;

    /// <summary>Reads a file of this shape.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it. An <see cref="IntakeOptions.Now"/> in the past rejects later
    /// orders.</param>
    /// <param name="asOf">The instant from which days of recency count back, where the file has no dates.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <returns>Null if the file has another shape.</returns>
    /// <exception cref="BadInputException">The file cannot be read, or too many of its rows cannot.</exception>
    public static CustomerSummaryFile? TryRead(
        string path, IntakeOptions options, Instant asOf, CancellationToken cancel = default)
    {
        if (path == "-") return null;
        var look = Look(path, options);
        if (SummaryRows.Find(look) is not { } mapping) return null;
        var csv = new CsvOptions
        {
            Delimiter = look.Csv.Delimiter, Encoding = options.Encoding, HasHeader = look.Header.Count > 0,
        };
        var layout = new FileLayout("customer summary", "csv", Subject.Orders, mapping, new RowRules());
        Notation notation;
        using (var sample = CsvReader.Open(path, csv)) notation = Notation.Detect(sample, layout, options, cancel);

        using var rejects = Rejects.Begin(path, options.RejectsPath);
        using var reader = CsvReader.Open(path, csv);
        var rows = new SummaryRows(reader, layout, notation, options, asOf);
        var tally = new Tally();
        for (var count = 0; reader.Read(); count++)
        {
            if (count % 10_000 == 0) cancel.ThrowIfCancellationRequested();
            if (rows.Take(out var cents))
            {
                tally.Import(cents);
                continue;
            }
            tally.Add(rows.Fault.Reason);
            var column = rows.Fault.Column;
            rejects.Add(reader.Line, mapping.ColumnName(column), reader.Field(column), rows.Fault);
        }
        new Account(path, look, layout, notation, options).CheckRejectShare(tally, rejects);
        return rows.Finish(look, layout, notation, tally, rejects.Complete());
    }

    static FileLook Look(string path, IntakeOptions options) => FileIntake.Look(
        path, path, new CsvOptions { Delimiter = options.Delimiter, Encoding = options.Encoding }, options);
}

/// <summary>Takes the rows of a file with one row per customer.</summary>
sealed class SummaryRows(
    CsvReader reader, FileLayout layout, Notation notation, IntakeOptions options, Instant asOf)
{
    static readonly Target[] Wanted =
        [Target.CustomerId, Target.Email, Target.RecencyDays, Target.LastOrderAt, Target.Orders, Target.Revenue];

    static readonly Reason
        Repeated = new("repeated-customer", RowFate.Rejected, "customer was in the file before; the first row is kept"),
        NegativeRevenue = new("negative-revenue", RowFate.Rejected, "revenue is negative"),
        BadOrders = new("bad-orders", RowFate.Rejected, "not a number of orders"),
        BadRecency = new("bad-recency", RowFate.Rejected, "not a number of days");

    readonly KeyTable keys = new();
    readonly List<Instant> lastOrderAt = [];
    readonly List<int> orders = [];
    readonly List<long> revenue = [];
    byte[] scratch = [];
    readonly int today = options.Calendar.DayOf(asOf);

    /// <summary>What is wrong with the row that was not taken.</summary>
    public Fault Fault { get; private set; }

    /// <summary>The columns, if the file has this shape. Last order and revenue take the places of an order's date
    /// and total, so that their notation is found in the same way.</summary>
    public static HeaderMapping? Find(FileLook look)
    {
        var map = look.Map.Where(entry => Wanted.Any(target => target.Name() == entry.Key))
            .ToDictionary(entry => entry.Key, entry => entry.Value);
        if (map.Count < look.Map.Count) return null;
        var mapping = HeaderMapping.Resolve(look.Path, look.Header, map, Wanted);
        if (!mapping.HasAny(Target.CustomerId, Target.Email) || !mapping.Has(Target.Orders)
            || !mapping.Has(Target.Revenue) || !mapping.HasAny(Target.RecencyDays, Target.LastOrderAt)) return null;
        if (mapping.Has(Target.LastOrderAt)) mapping.Move(Target.LastOrderAt, Target.OrderedAt);
        mapping.Move(Target.Revenue, Target.Total);
        return mapping;
    }

    /// <summary>Takes the current record.</summary>
    public bool Take(out long cents)
    {
        cents = 0;
        var mapping = layout.Mapping;
        var customer = mapping[mapping.Has(Target.CustomerId) ? Target.CustomerId : Target.Email];
        var cell = Text8.Trim(reader.Field(customer));
        var key = KeyText.Compared(CustomerKeyKind.External, cell, ref scratch);
        if (key.IsEmpty)
            return Fail(KeyText.IsRounded(cell) ? Reason.RoundedCustomer : Reason.NoCustomer, customer);
        if (!TryCount(mapping[Target.Orders], out var count)) return Fail(BadOrders, mapping[Target.Orders]);
        var total = mapping[Target.Total];
        if (Text8.Trim(reader.Field(total)).IsEmpty) return Fail(Reason.NoAmount, total);
        if (!MoneyText.TryParse(reader.Field(total), notation.Decimal, out var amount))
            return Fail(Reason.BadAmount, total);
        if (!amount.TryToCents(out cents)) return Fail(Reason.HugeAmount, total);
        if (cents < 0) return Fail(NegativeRevenue, total);
        var at = Instant.None;
        if (count > 0 && !TryLastOrder(out at)) return false;
        keys.Add(key, out var added);
        if (!added) return Fail(Repeated, customer);
        lastOrderAt.Add(at);
        orders.Add(count);
        revenue.Add(cents);
        return true;
    }

    /// <summary>The customers, after the last record.</summary>
    public CustomerSummaryFile Finish(
        FileLook look, FileLayout fileLayout, Notation fileNotation, Tally tally, string? rejectsPath)
    {
        var dated = lastOrderAt.Where(at => at.HasValue).DefaultIfEmpty(Instant.None).ToList();
        return new CustomerSummaryFile
        {
            Keys = keys.ToKeys(),
            LastOrderAt = [.. lastOrderAt],
            Orders = [.. orders],
            RevenueCents = [.. revenue],
            Report = new IntakeReport
            {
                Path = reader.Name,
                Format = fileLayout.Format,
                Detected =
                [
                    ("format", "one customer per row, with totals"), ("file", look.Csv.ToString()),
                    ("columns", Described()),
                    ("dates", fileLayout.Mapping.Has(Target.OrderedAt) ? fileNotation.Dates.Name()
                        : $"days before {ShopCalendar.Date(today):yyyy-MM-dd}"),
                ],
                RowsRead = tally.Rows,
                Rows = tally.ToCounts(),
                Warnings = [],
                RejectsPath = rejectsPath,
                Customers = keys.Count,
                Orders = orders.Sum(),
                Lines = 0,
                Products = 0,
                GrossCents = revenue.Sum(),
                DiscountCents = 0,
                RefundedCents = 0,
                FirstOrderAt = Instant.None,
                LastOrderAt = dated.Max(),
                Currency = options.Currency,
            },
        };
    }

    bool TryLastOrder(out Instant at)
    {
        at = Instant.None;
        var column = layout.Mapping[Target.OrderedAt];
        if (column < 0)
        {
            column = layout.Mapping[Target.RecencyDays];
            if (!TryCount(column, out var days)) return Fail(BadRecency, column);
            at = options.Calendar.StartOf(today - days);
            return true;
        }
        var cell = Text8.Trim(reader.Field(column));
        if (cell.IsEmpty) return Fail(Reason.NoDate, column);
        if (!DateText.TryParse(cell, notation.Dates, out var reading))
            return Fail(Reason.BadDate, column, notation.Dates.Name());
        at = reading.ToInstant(options.Calendar);
        return at <= options.Now || Fail(Reason.FutureDate, column);
    }

    bool TryCount(int column, out int count)
    {
        count = 0;
        if (!MoneyText.TryParse(reader.Field(column), notation.Decimal, out var number)) return false;
        return !number.IsNegative && number.TryToUnits(out count);
    }

    string Described() => layout.Mapping.Describe()
        .Replace(Target.OrderedAt.Name(), Target.LastOrderAt.Name(), StringComparison.Ordinal)
        .Replace(Target.Total.Name(), Target.Revenue.Name(), StringComparison.Ordinal);

    bool Fail(Reason reason, int column, string? detail = null)
    {
        Fault = new Fault(reason, column, detail);
        return false;
    }
}
