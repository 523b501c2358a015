using Perennial.Core;
using Perennial.Core.Profiles;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;

namespace Perennial.Data.Rules;

/// <summary>
/// A rule as a condition on <c>profile p</c> and <c>customer c</c>, in SQL that SQLite and PostgreSQL both run. The
/// text depends on the rule alone; the moment is in the values.
/// </summary>
public sealed class RuleSql
{
    readonly ConditionSql sql;
    readonly Func<TopTest, double> levels;

    RuleSql(RuleMoment moment, Func<TopTest, double> levels) => (sql, this.levels) = (new(moment), levels);

    /// <summary>The condition.</summary>
    public string Text => sql.Text;

    /// <summary>Its values, in the order in which they appear; each appears once.</summary>
    public IReadOnlyList<SqlValue> Values => sql.Values;

    /// <summary>Writes a rule as of a moment.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="moment">As of when; with an entry where the rule asks for one.</param>
    /// <param name="levels">The levels of its tests of a top; null where it has none.</param>
    public static RuleSql Of(Rule rule, RuleMoment moment, Func<TopTest, double>? levels = null)
    {
        var sql = new RuleSql(moment, levels ?? (_ => throw new ArgumentException("The rule needs levels.")));
        sql.Add(rule);
        return sql;
    }

    /// <summary>Writes rules as columns h0, h1 and so on of a selection from <c>profile p</c>: 1 where each holds.
    /// </summary>
    /// <param name="rules">The rules.</param>
    /// <param name="moment">As of when.</param>
    /// <param name="levels">The levels of their tests of a top.</param>
    public static RuleSql OfEach(IReadOnlyList<Rule> rules, RuleMoment moment, Func<TopTest, double> levels)
    {
        var all = new RuleSql(moment, levels);
        foreach (var (index, rule) in rules.Index())
        {
            all.sql.Append(index == 0 ? "case when " : ", case when ");
            all.Add(rule);
            all.sql.Append($" then 1 else 0 end as h{index}");
        }
        return all;
    }

    void Add(Rule rule)
    {
        switch (rule)
        {
            case Everybody: sql.Append("1 = 1"); break;
            case AllOf all: Join(all.Parts, " and "); break;
            case AnyOf any: Join(any.Parts, " or "); break;
            case NotRule not: sql.Negate(() => Add(not.Part)); break;
            case InSegment segment: Add(segment.Definition); break;
            case StayTest stay: Stay(stay); break;
            case TopTest top: Top(top); break;
            case ColumnTest test: sql.Turn(test.Comparison, () => Column(test.Column, test.Comparison)); break;
            case WindowTest test: sql.Window($"p.{test.Column.Name}", test.Window.Bounds(sql.Moment)); break;
            case AttributeTest test:
                sql.Turn(test.Comparison, () => sql.TextTest(Attribute(test.Attribute), test.Comparison)); break;
            case OwnAttributeTest test: sql.Turn(test.Comparison, () => new AttributeSql(sql).Add(test)); break;
            case DateTest { Label: "", WithinDays: { } within }: new AttributeSql(sql).Birthday(within); break;
            case DateTest test: new AttributeSql(sql).Add(test); break;
            case FactTest test: new FactSql(sql).Add(test); break;
            case ConsentTest test: new ConsentSql(sql).Add(test); break;
            case ExpiryTest test: sql.Turn(test.Comparison, () => new ConsentSql(sql).Add(test)); break;
            case CategoryTest test: Category(test); break;
            default: throw new ArgumentException($"No SQL for {rule.GetType().Name}.", nameof(rule));
        }
    }

    void Category(CategoryTest test)
    {
        if (test.Comparison is { Negated: true }) sql.Negate(() => new CategorySql(sql).Add(test));
        else new CategorySql(sql).Add(test);
    }

    /// <summary>An attribute of a customer, from their row <c>c</c>, as a text; of the birthday its day since 1970.
    /// </summary>
    public static string Attribute(CustomerAttribute attribute) => attribute switch
    {
        CustomerAttribute.Birthday => "cast(c.birthday as text)",
        // A key may be an address too.
        CustomerAttribute.Email => "coalesce(nullif(c.email, ''), case when c.key_kind = 'email' then c.key end)",
        CustomerAttribute.Phone => "coalesce(nullif(c.phone, ''), case when c.key_kind = 'phone' then c.key end)",
        CustomerAttribute.Address => "coalesce(nullif(c.address1, ''), c.address2)",
        _ => $"c.{AttributeTable.NameOf(attribute)}",
    };

    // In it now, or a stay that reaches into the window.
    void Stay(StayTest test)
    {
        var (from, to) = test.Window.Bounds(sql.Moment);
        if (from > to)
        {
            sql.Append("1 = 0");
            return;
        }
        sql.Append("(exists (select 1 from segment_member s where s.shard = p.shard"
            + $" and s.customer_id = p.customer_id and s.segment = {sql.Value(test.Name)}"
            + $" and s.entered_at <= {sql.Value(to.UnixMs)}"
            + $" and (s.left_at is null or s.left_at >= {sql.Value(from.UnixMs)}))");
        if (to == sql.Moment.AsOf)
        {
            sql.Append(" or ");
            Add(test.Definition);
        }
        sql.Append(")");
    }

    void Top(TopTest test)
    {
        var (name, level) = ($"p.{test.By.Name}", levels(test));
        sql.Append($"({name} is not null");
        if (test.By.Form.Kind == ValueKind.Score) sql.Append($" and {name} > 0");
        if (!double.IsNegativeInfinity(level)) sql.Append($" and {name} >= {sql.Value(level)}");
        sql.Append(" and ");
        Add(test.Of);
        sql.Append(")");
    }

    void Join(IReadOnlyList<Rule> parts, string word)
    {
        sql.Append("(");
        foreach (var (index, part) in parts.Index())
        {
            if (index > 0) sql.Append(word);
            Add(part);
        }
        sql.Append(")");
    }

    void Column(Column column, Comparison comparison)
    {
        var name = $"p.{column.Name}";
        if (ClockForm.Of(column) is { } form) Clock(form, comparison);
        else if (!column.Form.HasNone) sql.Ranges($"coalesce({name}, 0)", null, comparison.WholeRanges());
        else if (column.Form.Cell == CellSize.Text) sql.TextTest(name, comparison);
        else if (column.Form.Cell == CellSize.Real) sql.Ranges(name, [name], comparison.NumberRanges());
        else if (column.Form.Shape == ValueShape.Instant) sql.Dates(name, comparison.WholeRanges());
        else sql.Ranges(name, [name], comparison.WholeRanges());
    }

    void Clock(ClockForm form, Comparison comparison)
    {
        var day = $"p.{form.Since.Name}";
        if (form.Since is Column<Instant>)
        {
            sql.Dates(day, [.. comparison.WholeRanges().Select(range => DayRange.Ago(range, sql.Moment.Today))]);
            return;
        }
        if (form.Per is null)
        {
            sql.Ranges(() => $"{sql.Value((long)sql.Moment.Today)} - {day}", [day], comparison.WholeRanges());
            return;
        }
        var per = $"p.{form.Per.Name}";
        sql.Append($"({per} is not null and {per} > 0 and ");
        // Nothing is divided by what is not above zero, in whatever order an engine looks at conditions.
        sql.Ranges(() => $"({sql.Value((long)sql.Moment.Today)} - {day}) / (case when {per} > 0 then {per} end)", [day],
            comparison.NumberRanges());
        sql.Append(")");
    }
}
