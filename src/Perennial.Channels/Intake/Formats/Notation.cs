using System.Text;
using Perennial.Channels.Files;
using Perennial.Channels.Intake.Values;
using Perennial.Core;

namespace Perennial.Channels.Intake.Formats;

/// <summary>How a file writes dates and amounts.</summary>
/// <param name="Dates">Dates.</param>
/// <param name="Decimal">Amounts.</param>
/// <param name="TotalIsOfLine">In a file of lines: whether a total is the line's value, not the order's.</param>
sealed record Notation(DateStyle Dates, DecimalMark Decimal, bool TotalIsOfLine)
{
    const int RowsAtLeast = 2_000;

    static readonly Target[] Amounts =
    [
        Target.Total, Target.Subtotal, Target.Discount, Target.Shipping, Target.Tax, Target.Refunded,
        Target.UnitPrice, Target.LineDiscount, Target.LineTotal, Target.Price, Target.Cost,
    ];

    /// <summary>Looks at the file's first rows, and at as many more as it takes to decide.</summary>
    /// <param name="reader">The file at its first row. It is read from, not closed.</param>
    /// <param name="layout">Its columns.</param>
    /// <param name="options">What the user said.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <exception cref="BadInputException">Dates or amounts can be read in two ways, or not at all; or customers are
    /// known by nothing but their names.</exception>
    public static Notation Detect(CsvReader reader, FileLayout layout, IntakeOptions options, CancellationToken cancel)
    {
        var dates = new DateVote();
        var amounts = new DecimalVote();
        var totals = new TotalVote(reader, layout.Mapping);
        var names = new NameVote(reader, layout.Mapping, options);
        var dateColumn = layout.Mapping[layout.DateTarget];
        var amountColumns = Amounts.Select(target => layout.Mapping[target]).Where(column => column >= 0).ToArray();
        var dateKnown = options.DateFormat ?? layout.Dates;
        var decimalKnown = options.Decimal ?? layout.Decimal;
        for (var rows = 0L; reader.Read(); rows++)
        {
            if (rows >= RowsAtLeast && (dateKnown is not null || dates.Decided)
                && (decimalKnown is not null || amounts.Decided)) break;
            if (rows % 10_000 == 0) cancel.ThrowIfCancellationRequested();
            var date = dateColumn < 0 ? [] : reader.Field(dateColumn);
            if (!Text8.Trim(date).IsEmpty && dateKnown is null) dates.Add(date);
            foreach (var column in amountColumns)
                if (!reader.Field(column).IsEmpty) amounts.Add(reader.Field(column));
            if (rows < RowsAtLeast && layout.Subject == Subject.OrderLines) totals.Add();
            if (rows < RowsAtLeast) names.Add();
        }
        names.Decide();
        return new Notation(
            dateKnown ?? Decide(dates, reader.Name, layout),
            decimalKnown ?? Decide(amounts, reader),
            !layout.TotalIsOfOrder && totals.IsOfLine);
    }

    static DateStyle Decide(DateVote vote, string path, FileLayout layout)
    {
        if (vote.Count == 0 || layout.Subject is Subject.Customers or Subject.Products)
            return vote is { Ambiguous: false, Best: { } likely } ? likely : DateStyle.YearMonthDay;
        var place = $"{path}, column {layout.Mapping.ColumnName(layout.Mapping[layout.DateTarget])}";
        var seen = string.Join(", ", vote.Examples.Distinct().Select(example => $"'{example}'"));
        if (vote.Best is not { } best)
            throw new BadInputException(
                place, $"The date format is unknown: {seen}.", $"Say it with --date-format: {DateStyles.Accepted}.");
        if (vote.Ambiguous)
            throw new BadInputException(
                place, $"Dates such as {seen} may have the day first or the month first.",
                "Say --date-format dd/MM/yyyy or --date-format MM/dd/yyyy.");
        return best;
    }

    static DecimalMark Decide(DecimalVote vote, CsvReader reader)
    {
        // Where the comma is the decimal mark, spreadsheets separate fields by semicolons.
        var usual = reader.Format.Delimiter == ';' ? DecimalMark.Comma : DecimalMark.Point;
        return vote.Result(usual) ?? throw new BadInputException(
            reader.Name, $"Amounts such as '{vote.Unclear}' may have a decimal mark or a thousands mark.",
            "Say --decimal point or --decimal comma.");
    }

    /// <summary>Whether a total repeats on an order's lines (it is the order's) or differs (the line's).</summary>
    sealed class TotalVote(CsvReader reader, HeaderMapping mapping)
    {
        readonly Dictionary<string, string> first = [];
        bool repeats, differs;

        public bool IsOfLine => differs || !repeats;

        public void Add()
        {
            if (!mapping.Has(Target.Total) || !mapping.Has(Target.OrderId)) return;
            var order = Encoding.UTF8.GetString(reader.Field(mapping[Target.OrderId]));
            var total = Encoding.UTF8.GetString(reader.Field(mapping[Target.Total]));
            if (total.Length == 0 || first.TryAdd(order, total)) return;
            if (first[order] == total) repeats = true;
            else differs = true;
        }
    }
}
