using System.Text;
using Perennial.Channels.Files;
using Perennial.Channels.Intake.Values;
using Perennial.Core;

namespace Perennial.Channels.Intake.Formats;

/// <summary>CDNOW's purchases: no header, columns between blanks.</summary>
/// <remarks>
/// The master file has customer, day, CDs, dollars; the 1/10 sample has the customer's number in the sample after the
/// first. Customers are known by their number in the master file, so that both files agree.
/// </remarks>
static class Cdnow
{
    const string Name = "cdnow";

    public static readonly FileFormat Format = new(
        Name,
        look => look.Csv.Delimiter == CsvOptions.Blanks && look.Header.Count == 0
            && look.FirstRow.Count is 4 or 5 && DayColumn(look.FirstRow) == look.FirstRow.Count - 3,
        look => new FileLayout(Name, Name, Subject.Orders, Columns(look), new RowRules())
        {
            Dates = DateStyle.Compact,
            Decimal = DecimalMark.Point,
            Currency = "USD",
        });

    static HeaderMapping Columns(FileLook look)
    {
        if (look.FirstRow.Count is not (4 or 5))
            throw new BadInputException(
                look.Path, $"A CDNOW file has 4 or 5 columns, not {look.FirstRow.Count}.", "Leave out --format.");
        var last = look.FirstRow.Count - 1;
        return HeaderMapping.Placed(
            look.Path, [(Target.CustomerId, 0), (Target.OrderedAt, last - 2), (Target.Total, last)]);
    }

    static int DayColumn(IReadOnlyList<string> row)
    {
        for (var i = 0; i < row.Count; i++)
            if (row[i].Length == 8 && DateText.TryParse(Encoding.UTF8.GetBytes(row[i]), DateStyle.Compact, out _))
                return i;
        return -1;
    }
}
