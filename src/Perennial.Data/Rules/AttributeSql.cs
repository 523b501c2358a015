using System.Globalization;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Segments.Rules;

namespace Perennial.Data.Rules;

/// <summary>Tests of the shop's own attributes, and of days that come again.</summary>
sealed class AttributeSql(ConditionSql sql)
{
    /// <summary>Writes the positive test of an attribute of the shop's own.</summary>
    public void Add(OwnAttributeTest test)
    {
        if (test.Attribute.IsPlace)
        {
            Place(test);
            return;
        }
        sql.Append("exists (select 1 from customer_attribute a where a.shard = p.shard"
            + $" and a.customer_id = p.customer_id and a.holds = 1 and a.name = {sql.Value(test.Attribute.Name)}");
        sql.Append(" and a.value <> '' and ");
        var comparison = test.Comparison;
        if (comparison.AsksForAny) sql.Append("1 = 1");
        else if (test.Attribute.Type == AttributeType.Text) sql.TextTest("a.value", comparison);
        else if (test.Attribute.Type == AttributeType.List) sql.LineTest("a.value", "", comparison);
        else if (test.Attribute.Type == AttributeType.Number)
            sql.Ranges("a.number", ["a.number"], comparison.NumberRanges());
        else sql.Ranges("a.number", ["a.number"], comparison.WholeRanges());
        sql.Append(")");
    }

    // What was said, else where the customer's row says they are, else the shop's own.
    void Place(OwnAttributeTest test)
    {
        var ofRow = test.Attribute.Name == AttributeSet.Language ? "c.place_languages" : "c.place_zones";
        sql.Append("exists (select 1 from (select coalesce((select a.value from customer_attribute a"
            + " where a.shard = p.shard and a.customer_id = p.customer_id and a.holds = 1"
            + $" and a.name = {sql.Value(test.Attribute.Name)} and a.value <> ''), {ofRow},"
            + $" {sql.Value(test.Attribute.Otherwise)}) as value) held where held.value <> '' and ");
        if (test.Comparison.AsksForAny) sql.Append("1 = 1");
        else sql.LineTest("held.value", "", test.Comparison);
        sql.Append(")");
    }

    /// <summary>Writes a test of the customer's own birthday.</summary>
    public void Birthday(int withinDays) => sql.Ranges(YearDayOf("c.birthday"), ["c.birthday"],
        YearDay.Between(sql.Moment.Today, sql.Moment.Today + withinDays));

    // Days since 1970 as a day of the year that begins with March, in whole numbers: Howard Hinnant, chrono-compatible
    // low-level date algorithms, civil_from_days.
    static string YearDayOf(string day)
    {
        var ofEra = $"(({day} + 719468) % 146097)";
        var year = $"(({ofEra} - {ofEra} / 1460 + {ofEra} / 36524 - {ofEra} / 146096) / 365)";
        return $"({ofEra} - (365 * {year} + {year} / 4 - {year} / 100))";
    }

    /// <summary>Writes a test of days of other people.</summary>
    public void Add(DateTest test)
    {
        sql.Append("exists (select 1 from customer_attribute a where a.shard = p.shard"
            + " and a.customer_id = p.customer_id and a.holds = 1 and a.value <> ''");
        sql.Append($" and substr(a.name, 1, cast({sql.Value((long)test.Prefix.EnumerateRunes().Count())} as integer))");
        sql.Append($" = {sql.Value(test.Prefix)}");
        if (test.WithinDays is { } within) Comes(sql.Moment.Today, sql.Moment.Today + within);
        sql.Append(")");
    }

    // As OtherDate writes it: 2026-12-12 yearly not:2027. Texts are compared, for an engine may look at a cast before
    // it looks at the name.
    void Comes(int first, int last)
    {
        const string day = "substr(a.value, 1, 10)", year = "substr(a.value, 1, 4)";
        sql.Append(" and (");
        foreach (var (of, from, to) in Years(first, last))
        {
            var number = of.ToString("0000", CultureInfo.InvariantCulture);
            sql.Append($"(replace(a.value, ' yearly', '') <> a.value and {year} <= {sql.Value(number)}");
            sql.Append($" and substr(a.value, 6, 5) between {sql.Value(from)} and {sql.Value(to)}");
            sql.Append($" and replace(a.value, {sql.Value($" not:{number}")}, '') = a.value) or ");
        }
        sql.Append($"(replace(a.value, ' yearly', '') = a.value and {day} between {sql.Value(Written(first))}");
        sql.Append($" and {sql.Value(Written(last))} and replace(a.value, ' not:' || {year}, '') = a.value))");
    }

    // The parts of years; where there is no February 29th, the 28th stands for it.
    static IEnumerable<(int Year, string From, string To)> Years(int first, int last)
    {
        for (var day = first; day <= last;)
        {
            var from = ShopCalendar.Date(day);
            var end = Math.Min(last, ShopCalendar.Day(new DateOnly(from.Year, 12, 31)));
            var to = Written(end)[5..];
            yield return (from.Year, Written(day)[5..],
                to == "02-28" && !DateTime.IsLeapYear(from.Year) ? "02-29" : to);
            day = end + 1;
        }
    }

    static string Written(int day) => ShopCalendar.Date(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
