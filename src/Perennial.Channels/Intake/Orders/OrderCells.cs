using System.Runtime.CompilerServices;
using Perennial.Channels.Intake.Values;
using Perennial.Core;

namespace Perennial.Channels.Intake.Orders;

/// <summary>Reads the cells of orders: the usual notations by a few instructions, all others as intake does.</summary>
sealed class OrderCells(DateStyle dates, DecimalMark mark, ShopCalendar calendar, Instant now)
{
    const long MsPerDay = 86_400_000;
    const int FirstYear = 1970, LastYear = 2099;

    static readonly int[] MonthStarts = ListMonths();

    // Fields, because code that is compiled before a class is initialised asks every time whether it is.
    readonly int[] monthStarts = MonthStarts;
    readonly byte decimalMark = mark == DecimalMark.Point ? (byte)'.' : (byte)',';
    readonly bool isIso = dates == DateStyle.YearMonthDay;
    readonly bool isUtc = ReferenceEquals(calendar, ShopCalendar.Utc);

    // When each day since 1970 starts on the shop's clock, filled as days occur; None where not asked yet.
    readonly long[] dayStarts = ReferenceEquals(calendar, ShopCalendar.Utc) ? [] : NotAsked();

    /// <summary>Reads a date. 16 bytes may be read from its start.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe OrderFault At(byte* text, int length, out long atMs)
    {
        unchecked
        {
            if (isIso && length == 10)
            {
                // Digits become 0..9 and hyphens 0; adding then carries into the upper bit of whatever is neither.
                var first = *(ulong*)text ^ 0x2d30_302d_3030_3030;
                var last = (uint)(*(ushort*)(text + 8) ^ 0x3030);
                var wrong = ((first + 0x7f76_767f_7676_7676) | first) & 0x8080_8080_8080_8080;
                if ((wrong | (((last + 0x7676) | last) & 0x8080)) == 0)
                {
                    var pairs = first * 10 + (first >> 8);
                    var year = (int)((pairs & 0xff) * 100 + ((pairs >> 16) & 0xff)) - FirstYear;
                    var month = (int)(first >> 40 & 0xff) * 10 + (int)(first >> 48 & 0xff) - 1;
                    var day = (int)(last & 0xff) * 10 + (int)(last >> 8) - 1;
                    if ((uint)year <= LastYear - FirstYear && (uint)month < 12)
                    {
                        var index = year * 12 + month;
                        var number = monthStarts[index] + day;
                        if (day >= 0 && number < monthStarts[index + 1])
                        {
                            atMs = isUtc ? number * MsPerDay : DayStart(number);
                            return atMs > now.UnixMs ? OrderFault.FutureDate : OrderFault.None;
                        }
                    }
                }
            }
        }
        return SlowAt(new ReadOnlySpan<byte>(text, length), out atMs);
    }

    /// <summary>Reads an amount that is not negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe OrderFault Cents(byte* text, int length, out long cents)
    {
        unchecked
        {
            // 123.45, up to thirteen digits before the mark
            if ((uint)(length - 4) <= 12 && text[length - 3] == decimalMark)
            {
                var units = 0L;
                var wrong = 0u;
                for (var i = 0; i < length - 3; i++)
                {
                    var digit = (uint)text[i] - '0';
                    wrong |= digit | (9 - digit);
                    units = units * 10 + digit;
                }
                var (tens, ones) = ((uint)text[length - 2] - '0', (uint)text[length - 1] - '0');
                wrong |= tens | (9 - tens) | ones | (9 - ones);
                cents = units * 100 + tens * 10 + ones;
                if ((int)wrong >= 0 && cents <= Amount.MaxCents) return OrderFault.None;
            }
        }
        return SlowCents(new ReadOnlySpan<byte>(text, length), out cents);
    }

    OrderFault SlowAt(ReadOnlySpan<byte> text, out long atMs)
    {
        atMs = 0;
        text = Text8.Trim(text);
        if (text.IsEmpty) return OrderFault.NoDate;
        if (!DateText.TryParse(text, dates, out var reading)) return OrderFault.BadDate;
        if (reading.Day < 0) return OrderFault.OldDate;
        var isDay = reading is { MsOfDay: 0, OffsetMinutes: ClockReading.NoOffset };
        atMs = (isDay ? calendar.StartOf(reading.Day) : reading.ToInstant(calendar)).UnixMs;
        return atMs > now.UnixMs ? OrderFault.FutureDate : OrderFault.None;
    }

    OrderFault SlowCents(ReadOnlySpan<byte> text, out long cents)
    {
        cents = 0;
        if (Text8.Trim(text).IsEmpty) return OrderFault.NoAmount;
        if (!MoneyText.TryParse(text, mark, out var amount, out var currency)) return OrderFault.BadAmount;
        // Returns are matched with orders, and currencies compared, by intake proper.
        if (amount.IsNegative || currency is not null) return OrderFault.NotSimple;
        return amount.TryToCents(out cents) ? OrderFault.None : OrderFault.HugeAmount;
    }

    long DayStart(int day)
    {
        if (dayStarts[day] == long.MinValue) dayStarts[day] = calendar.StartOf(day).UnixMs;
        return dayStarts[day];
    }

    static long[] NotAsked()
    {
        var starts = new long[MonthStarts[^1]];
        Array.Fill(starts, long.MinValue);
        return starts;
    }

    static int[] ListMonths()
    {
        var starts = new int[(LastYear - FirstYear + 1) * 12 + 1];
        for (var i = 0; i < starts.Length; i++)
            starts[i] = ShopCalendar.Day(new DateOnly(FirstYear + i / 12, i % 12 + 1, 1));
        return starts;
    }
}

/// <summary>What is wrong with a row.</summary>
enum OrderFault : byte
{
    None, NoCustomer, RoundedCustomer, NoDate, BadDate, OldDate, FutureDate, NoAmount, BadAmount, HugeAmount,
    ExtraCells,

    /// <summary>Nothing, but the row asks for more than the fast path knows.</summary>
    NotSimple,
}

/// <summary>A row that is not taken.</summary>
/// <param name="Block">Block it stands in.</param>
/// <param name="Line">Line within the block, from 0.</param>
/// <param name="Fault">Why.</param>
/// <param name="Column">Column.</param>
/// <param name="Cell">The cell as it is written, without quotes.</param>
readonly record struct FaultyRow(int Block, int Line, OrderFault Fault, int Column, byte[] Cell);
