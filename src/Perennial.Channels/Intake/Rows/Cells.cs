using System.Text;
using Perennial.Channels.Files;
using Perennial.Channels.Intake.Formats;
using Perennial.Channels.Intake.Reports;
using Perennial.Channels.Intake.Values;
using Perennial.Channels.Phones;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Shards;

namespace Perennial.Channels.Intake.Rows;

/// <summary>The current record of a file by meaning: its instants, amounts and words.</summary>
/// <remarks>A method that returns false has said in <see cref="Fault"/> what is wrong with the record.</remarks>
sealed class Cells(CsvReader reader, FileLayout layout, Notation notation, IntakeOptions options)
{
    readonly HeaderMapping mapping = layout.Mapping;

    // Days repeat from row to row; the calendar is asked once for each run of them.
    int lastDay = int.MinValue;
    Instant lastDayStart;

    /// <summary>What is wrong with the current record.</summary>
    public Fault Fault { get; private set; }

    /// <summary>Line at which the record starts.</summary>
    public long Line => reader.Line;

    /// <summary>The attributes that the shop keeps of its customers.</summary>
    public AttributeSet Attributes => options.Attributes;

    /// <summary>Today, in the shop's calendar.</summary>
    public DateOnly Today => ShopCalendar.Date(options.Calendar.DayOf(options.Now));

    /// <summary>How telephone numbers are read.</summary>
    public DialPlan Phones => options.Phones;

    /// <summary>By what it is decided whose a key is.</summary>
    public KeyRules Keys => options.Keys;

    /// <summary>How many e-mail addresses one person may have.</summary>
    public int MostAddresses => options.Keys.MostPeople;

    /// <summary>The file's columns.</summary>
    public HeaderMapping Mapping => mapping;

    /// <summary>A cell, trimmed; empty if there is no such column.</summary>
    public ReadOnlySpan<byte> this[Target target] => Trimmed(mapping[target]);

    /// <summary>The cell in a column, for the rejects file.</summary>
    public ReadOnlySpan<byte> Raw(int column) => column < 0 ? [] : reader.Field(column);

    /// <summary>A cell as text; null if it is empty.</summary>
    public string? Text(Target target)
    {
        var cell = this[target];
        return cell.IsEmpty ? null : System.Text.Encoding.UTF8.GetString(WithoutApostrophe(cell));
    }

    /// <summary>Checks that the record has no cells beyond the header's columns.</summary>
    public bool HasOnlyNamedCells()
    {
        if (mapping.Header.Count == 0 || reader.FieldCount <= mapping.Header.Count) return true;
        for (var i = mapping.Header.Count; i < reader.FieldCount; i++)
            if (!Trimmed(i).IsEmpty) return Fail(new Fault(Reason.ExtraCells, i));
        return true;
    }

    /// <summary>The order's number; false where a spreadsheet rounded it. Empty where there is none.</summary>
    public bool TryOrderNumber(out ReadOnlySpan<byte> number)
    {
        number = this[Target.OrderId];
        return !KeyText.IsRounded(number) || Fail(new Fault(Reason.RoundedOrder, mapping[Target.OrderId]));
    }

    /// <summary>When the order was placed.</summary>
    public bool TryOrderedAt(out Instant at) => TryInstant(Target.OrderedAt, out at);

    /// <summary>An instant that must be there, since 1970 and not in the future.</summary>
    public bool TryInstant(Target target, out Instant at)
    {
        at = default;
        var column = mapping[target];
        var cell = Trimmed(column);
        if (cell.IsEmpty) return Fail(new Fault(Reason.NoDate, column));
        if (!DateText.TryParse(cell, notation.Dates, out var reading))
            return Fail(new Fault(Reason.BadDate, column, notation.Dates.Name()));
        if (reading.Day < 0) return Fail(new Fault(Reason.OldDate, column));
        at = ToInstant(reading);
        if (at > options.Now) return Fail(new Fault(Reason.FutureDate, column));
        return true;
    }

    /// <summary>A date without time, or null; a birthday in another format is no reason to lose its owner.</summary>
    public DateOnly? Date(ReadOnlySpan<byte> cell)
    {
        if (!DateText.TryParse(cell, notation.Dates, out var reading)
            && !DateText.TryParse(cell, DateStyle.YearMonthDay, out reading)) return null;
        return ShopCalendar.Date(reading.Day);
    }

    /// <summary>An instant, or null where a text is none.</summary>
    public Instant? Moment(string? text) =>
        text is not null && DateText.TryParse(Encoding.UTF8.GetBytes(text), notation.Dates, out var reading)
            ? ToInstant(reading) : null;

    /// <summary>An instant that is not in the future, or null.</summary>
    public Instant? Past(string? text) => Moment(text) is { } at && at <= options.Now ? at : null;

    /// <summary>An amount in cents; 0 where the column is missing or the cell empty.</summary>
    public bool TryCents(Target target, CurrencyCheck currencies, out long cents)
    {
        cents = 0;
        var column = mapping[target];
        if (column < 0) return true;
        var cell = reader.Field(column);
        return cell.IsEmpty || TryCents(cell, column, currencies, out cents);
    }

    /// <summary>An amount in cents that must be there.</summary>
    public bool TryNeededCents(Target target, CurrencyCheck currencies, out long cents)
    {
        cents = 0;
        var column = mapping[target];
        var cell = Trimmed(column);
        return cell.IsEmpty ? Fail(new Fault(Reason.NoAmount, column)) : TryCents(cell, column, currencies, out cents);
    }

    /// <summary>A number as it is written: a price or a quantity.</summary>
    public bool TryNumber(Target target, Reason bad, CurrencyCheck currencies, out Amount number)
    {
        var column = mapping[target];
        var cell = Trimmed(column);
        if (!MoneyText.TryParse(cell, notation.Decimal, out number, out var currency))
            return Fail(new Fault(cell.IsEmpty ? Reason.NoAmount : bad, column));
        if (currency is not null) currencies.See(currency, Line);
        return true;
    }

    /// <summary>Yes, no, or null where the cell says neither.</summary>
    public static bool? YesNo(string? text) => text?.ToLowerInvariant() switch
    {
        "yes" or "y" or "true" or "1" or "ja" or "oui" or "si" or "sí" or "subscribed" or "on" => true,
        "no" or "n" or "false" or "0" or "nein" or "nee" or "non" or "unsubscribed" or "off" => false,
        _ => null,
    };

    /// <summary>Notes what is wrong with the record.</summary>
    public bool Fail(Fault fault)
    {
        Fault = fault;
        return false;
    }

    bool TryCents(ReadOnlySpan<byte> cell, int column, CurrencyCheck currencies, out long cents)
    {
        cents = 0;
        if (!MoneyText.TryParse(cell, notation.Decimal, out var amount, out var currency))
            return Text8.Trim(cell).IsEmpty || Fail(new Fault(Reason.BadAmount, column));
        if (currency is not null) currencies.See(currency, Line);
        return amount.TryToCents(out cents) || Fail(new Fault(Reason.HugeAmount, column));
    }

    Instant ToInstant(ClockReading reading)
    {
        if (reading.OffsetMinutes != ClockReading.NoOffset || reading.MsOfDay != 0)
            return reading.ToInstant(options.Calendar);
        if (reading.Day != lastDay)
        {
            lastDay = reading.Day;
            lastDayStart = options.Calendar.StartOf(reading.Day);
        }
        return lastDayStart;
    }

    ReadOnlySpan<byte> Trimmed(int column) => column < 0 ? [] : Text8.Trim(reader.Field(column));

    // Spreadsheets put an apostrophe before what is text although it looks like a number: '75008
    static ReadOnlySpan<byte> WithoutApostrophe(ReadOnlySpan<byte> cell) =>
        cell.Length > 1 && cell[0] == '\'' ? cell[1..] : cell;
}
