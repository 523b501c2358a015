using Perennial.Core.Attributes;

namespace Perennial.Core.Segments.Rules.Binding;

/// <summary>The birthday comes within some days.</summary>
/// <param name="birthdays">As days of the year; −1 for none.</param>
/// <param name="within">So many.</param>
sealed class BoundBirthday(int[] birthdays, int within) : BoundRule
{
    // Who asks a million rows asks for one day, on several threads; whoever looks for a change asks for few.
    volatile Days? last;

    sealed record Days(int Today, bool[] Comes);

    public override bool Holds(int row, RuleMoment moment) =>
        birthdays[row] >= 0 && Coming(moment.Today)[birthdays[row]];

    bool[] Coming(int today)
    {
        if (last is { } known && known.Today == today) return known.Comes;
        var comes = new bool[YearDay.Count];
        foreach (var (from, to) in YearDay.Between(today, today + within))
            for (var day = from; day <= to; day++) comes[day] = true;
        last = new Days(today, comes);
        return comes;
    }

    public override Instant NextEdge(int row, RuleMoment moment)
    {
        if (birthdays[row] < 0) return Instant.Never;
        var next = YearDay.Next(birthdays[row], moment.Today);
        return moment.Calendar.StartOf(next - within > moment.Today ? next - within : next + 1);
    }
}

/// <summary>A day of somebody the customer buys for comes within some days, or there is one.</summary>
sealed class BoundOtherDates(AttributeTable table, DateTest test) : BoundRule
{
    readonly (int[] Codes, OtherDate?[] Dates)[] dates = [.. table.DatesOf(test)];

    public override int Cost => 10;

    public override bool Holds(int row, RuleMoment moment)
    {
        var today = ShopCalendar.Date(moment.Today);
        foreach (var (codes, known) in dates)
        {
            if (known[codes[row]] is not { } date) continue;
            if (test.WithinDays is not { } within) return true;
            if (date.Next(today) is { } next && ShopCalendar.Day(next) <= moment.Today + within) return true;
        }
        return false;
    }

    public override Instant NextEdge(int row, RuleMoment moment)
    {
        if (test.WithinDays is not { } within) return Instant.Never;
        var soonest = int.MaxValue;
        foreach (var (codes, known) in dates)
        {
            if (known[codes[row]]?.Next(ShopCalendar.Date(moment.Today)) is not { } next) continue;
            var (day, near) = (ShopCalendar.Day(next), ShopCalendar.Day(next) - within);
            soonest = Math.Min(soonest, near > moment.Today ? near : day + 1);
        }
        return soonest == int.MaxValue ? Instant.Never : moment.Calendar.StartOf(soonest);
    }
}
