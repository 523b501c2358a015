using System.Text;
using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Profiles;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;

namespace Perennial.Data.Rules;

/// <summary>A value that is bound where <see cref="RuleSql"/> wrote its name.</summary>
/// <param name="Name">Without the sign.</param>
/// <param name="Value">A <see cref="long"/>, a <see cref="double"/> or a <see cref="string"/>.</param>
public sealed record SqlValue(string Name, object Value);

/// <summary>
/// A rule as a condition on <c>profile p</c> and <c>customer c</c>, in SQL that SQLite and PostgreSQL both run. The
/// text depends on the rule alone; the moment is in the values.
/// </summary>
/// <remarks>
/// Every condition is true or false and never null, as rules are: "is not null" stands before each comparison, so that
/// "not" needs no further thought.
/// </remarks>
public sealed class RuleSql
{
    readonly RuleMoment moment;
    readonly StringBuilder text = new();
    readonly List<SqlValue> values = [];

    RuleSql(RuleMoment moment) => this.moment = moment;

    /// <summary>The condition.</summary>
    public string Text => text.ToString();

    /// <summary>Its values, in the order in which they appear; each appears once.</summary>
    public IReadOnlyList<SqlValue> Values => values;

    /// <summary>Writes a rule as of a moment.</summary>
    public static RuleSql Of(Rule rule, RuleMoment moment)
    {
        var sql = new RuleSql(moment);
        sql.Add(rule);
        return sql;
    }

    void Add(Rule rule)
    {
        switch (rule)
        {
            case Everybody: text.Append("1 = 1"); break;
            case AllOf all: Join(all.Parts, " and "); break;
            case AnyOf any: Join(any.Parts, " or "); break;
            case NotRule not: Negate(() => Add(not.Part)); break;
            case InSegment segment: Add(segment.Definition); break;
            case ColumnTest test: Turn(test.Comparison, () => Column(test.Column, test.Comparison)); break;
            case WindowTest test: Window($"p.{test.Column.Name}", test.Window.Bounds(moment)); break;
            case AttributeTest test:
                Turn(test.Comparison, () => TextTest(Attribute(test.Attribute), test)); break;
            case OwnAttributeTest test: Turn(test.Comparison, () => Own(test)); break;
            case FactTest test: Facts(test); break;
            default: throw new ArgumentException($"No SQL for {rule.GetType().Name}.", nameof(rule));
        }
    }

    // Of the birthday only whether it is known can be asked; it is kept as a day.
    /// <summary>An attribute of a customer, from their row <c>c</c>.</summary>
    public static string Attribute(CustomerAttribute attribute) => attribute == CustomerAttribute.Birthday
        ? "(case when c.birthday is not null then 'known' end)" : $"c.{AttributeTable.NameOf(attribute)}";

    void Join(IReadOnlyList<Rule> parts, string word)
    {
        text.Append('(');
        foreach (var (index, part) in parts.Index())
        {
            if (index > 0) text.Append(word);
            Add(part);
        }
        text.Append(')');
    }

    void Negate(Action positive)
    {
        text.Append("not (");
        positive();
        text.Append(')');
    }

    void Turn(Comparison comparison, Action positive)
    {
        if (comparison.Negated) Negate(positive);
        else positive();
    }

    string Value(object value)
    {
        values.Add(new SqlValue($"v{values.Count + 1}", value));
        return $"@{values[^1].Name}";
    }

    void Column(Column column, Comparison comparison)
    {
        var name = $"p.{column.Name}";
        if (ClockForm.Of(column) is { } form) Clock(form, comparison);
        else if (!column.Form.HasNone) Ranges($"coalesce({name}, 0)", null, comparison.WholeRanges());
        else if (column.Form.Cell == CellSize.Text) TextTest(name, comparison);
        else if (column.Form.Cell == CellSize.Real) Ranges(name, [name], comparison.NumberRanges());
        else if (column.Form.Shape == ValueShape.Instant) Dates(name, comparison.WholeRanges());
        else Ranges(name, [name], comparison.WholeRanges());
    }

    void Clock(ClockForm form, Comparison comparison)
    {
        var day = $"p.{form.Since.Name}";
        if (form.Since is Column<Instant>)
        {
            Dates(day, [.. comparison.WholeRanges().Select(range => DayRange.Ago(range, moment.Today))]);
            return;
        }
        if (form.Per is null)
        {
            Ranges(() => $"{Value((long)moment.Today)} - {day}", [day], comparison.WholeRanges());
            return;
        }
        var per = $"p.{form.Per.Name}";
        text.Append($"({per} is not null and {per} > 0 and ");
        // Nothing is divided by what is not above zero, in whatever order an engine looks at conditions.
        Ranges(() => $"({Value((long)moment.Today)} - {day}) / (case when {per} > 0 then {per} end)", [day],
            comparison.NumberRanges());
        text.Append(')');
    }

    void Dates(string name, IReadOnlyList<WholeRange> ranges)
    {
        text.Append($"({name} is not null");
        Alternatives(ranges.Where(range => !IsAll(range)).ToList(), ranges.Any(IsAll), range =>
        {
            var (from, to) = DayRange.Instants(range, moment.Calendar);
            Between(() => name, range.From == long.MinValue ? null : from.UnixMs,
                range.To == long.MaxValue ? null : to.UnixMs);
        });
        text.Append(')');
    }

    void Window(string name, (Instant From, Instant To) bounds)
    {
        text.Append($"({name} is not null and ");
        Between(() => name, bounds.From.UnixMs, bounds.To.UnixMs);
        text.Append(')');
    }

    void Ranges(string name, string[]? known, IReadOnlyList<WholeRange> ranges) => Ranges(() => name, known, ranges);

    void Ranges(string name, string[] known, IReadOnlyList<NumberRange> ranges) => Ranges(() => name, known, ranges);

    void Ranges(Func<string> expression, string[]? known, IReadOnlyList<WholeRange> ranges)
    {
        text.Append(known is null ? "(1 = 1" : $"({string.Join(" and ", known.Select(name => $"{name} is not null"))}");
        Alternatives(ranges.Where(range => !IsAll(range)).ToList(), ranges.Any(IsAll), range => Between(expression,
            range.From == long.MinValue ? null : range.From, range.To == long.MaxValue ? null : range.To));
        text.Append(')');
    }

    void Ranges(Func<string> expression, string[] known, IReadOnlyList<NumberRange> ranges)
    {
        text.Append($"({string.Join(" and ", known.Select(name => $"{name} is not null"))}");
        Alternatives(ranges.Where(range => !IsAll(range)).ToList(), ranges.Any(IsAll), range => Between(expression,
            double.IsInfinity(range.From) ? null : range.From, double.IsInfinity(range.To) ? null : range.To));
        text.Append(')');
    }

    static bool IsAll(WholeRange range) => range is { From: long.MinValue, To: long.MaxValue };

    static bool IsAll(NumberRange range) =>
        double.IsNegativeInfinity(range.From) && double.IsPositiveInfinity(range.To);

    // " and (… or …)"; nothing where any value will do.
    void Alternatives<T>(List<T> ranges, bool any, Action<T> write)
    {
        if (any) return;
        text.Append(" and (");
        foreach (var (index, range) in ranges.Index())
        {
            if (index > 0) text.Append(" or ");
            write(range);
        }
        text.Append(')');
    }

    void Between(Func<string> expression, object? from, object? to)
    {
        if (from is not null && from.Equals(to)) text.Append($"{expression()} = {Value(from)}");
        else
        {
            if (from is not null) text.Append($"{expression()} >= {Value(from)}");
            if (from is not null && to is not null) text.Append(" and ");
            if (to is not null) text.Append($"{expression()} <= {Value(to)}");
        }
    }

    void Own(OwnAttributeTest test)
    {
        text.Append("exists (select 1 from customer_attribute a where a.shard = p.shard"
            + $" and a.customer_id = p.customer_id and a.holds = 1 and a.name = {Value(test.Attribute.Name)}");
        text.Append(" and a.value <> '' and ");
        var comparison = test.Comparison;
        if (comparison.AsksForAny) text.Append("1 = 1");
        else if (test.Attribute.Type == AttributeType.Text) TextTest("a.value", comparison);
        else if (test.Attribute.Type == AttributeType.List) PartTest(comparison);
        else if (test.Attribute.Type == AttributeType.Number)
            Ranges("a.number", ["a.number"], comparison.NumberRanges());
        else Ranges("a.number", ["a.number"], comparison.WholeRanges());
        text.Append(')');
    }

    // The texts of a list stand in lines. "Like" would not tell capitals from small letters in every engine.
    void PartTest(Comparison comparison)
    {
        const string line = "\n";
        var end = comparison.Operator == ComparisonOperator.StartsWith ? "" : line;
        text.Append('(');
        foreach (var (index, value) in comparison.Values.Index())
        {
            if (index > 0) text.Append(" or ");
            text.Append($"replace({Value(line)} || a.value || {Value(line)}, {Value(line + value.Text + end)}, '')");
            text.Append($" <> {Value(line)} || a.value || {Value(line)}");
        }
        text.Append(')');
    }

    void TextTest(string name, AttributeTest test) => TextTest(name, test.Comparison);

    void TextTest(string name, Comparison comparison)
    {
        text.Append($"({name} is not null and {name} <> ''");
        if (comparison.Operator == ComparisonOperator.StartsWith)
        {
            var start = comparison.Values[0].Text!;
            var length = (long)start.EnumerateRunes().Count();
            text.Append($" and substr({name}, 1, cast({Value(length)} as integer)) = {Value(start)}");
        }
        else if (!comparison.AsksForAny)
            text.Append($" and {name} in ({string.Join(", ", comparison.Values.Select(value => Value(value.Text!)))})");
        text.Append(')');
    }

    void Facts(FactTest test)
    {
        var none = test.Count is (0, 0);
        var any = test.Count is (1, long.MaxValue);
        text.Append('(');
        foreach (var (index, table) in FactTable.Of(test.Fact).Index())
        {
            if (index > 0) text.Append(none ? " and " : any ? " or " : " + ");
            if (none || any) text.Append(any ? "exists (select 1" : "not exists (select 1");
            else text.Append("(select count(*)");
            FactsWhere(test, table);
            text.Append(')');
        }
        if (!none && !any)
        {
            if (test.Count.To == long.MaxValue) text.Append($" >= {Value(test.Count.From)}");
            else text.Append($" between {Value(test.Count.From)} and {Value(test.Count.To)}");
        }
        text.Append(')');
    }

    void FactsWhere(FactTest test, FactTable table)
    {
        var (from, to) = test.Window.Bounds(moment);
        text.Append($" from {table.Name} f");
        var ofProduct = test.Fact.Source == FactSource.Activity && test.Conditions.Any(Categorised);
        if (ofProduct) text.Append(" left join product t on t.product_id = f.product_id");
        if (test.Conditions.Any(condition => condition.Field.OfAnswered)) text.Append(Answered);
        text.Append(" where f.shard = p.shard and f.customer_id = p.customer_id");
        var lateFrom = test.Window.LateFrom(moment);
        // As in memory, where nothing tells when a refund was heard of.
        if (lateFrom.HasValue && test.Fact.Source != FactSource.Refund) Since(test, table, from, lateFrom);
        else if (from.UnixMs > long.MinValue + 1) text.Append($" and {table.At} >= {Value(from.UnixMs)}");
        text.Append($" and {table.At} <= {Value(to.UnixMs)}");
        if (test.Fact.LastCode != test.Fact.Code)
        {
            text.Append($" and f.{table.Kind} between {Value((long)test.Fact.Code)}");
            text.Append($" and {Value((long)test.Fact.LastCode)}");
        }
        else if (test.Fact.Code != 0) text.Append($" and f.{table.Kind} = {Value((long)test.Fact.Code)}");
        if (table.Only.Length > 0) text.Append($" and {table.Only}");
        foreach (var condition in test.Conditions.Where(condition => !InLines(test, condition)))
        {
            text.Append(" and ");
            Condition(condition, "f", table.Amount);
        }
        if (test.Conditions.Any(condition => InLines(test, condition))) Lines(test);
    }

    // The contact that a response names, made no later; where it names none the last one of its channel, of several at
    // one instant the one with the greatest id: as the fold finds it.
    const string Answered = " left join contact k on k.shard = f.shard and k.customer_id = f.customer_id"
        + " and k.sent_at <= f.responded_at and k.contact_id = coalesce(f.contact_id, (select n.contact_id from contact n"
        + " where n.shard = f.shard and n.customer_id = f.customer_id and n.channel = f.channel"
        + " and n.sent_at <= f.responded_at order by n.sent_at desc, n.contact_id desc limit 1))";

    // Or heard of only after the entry. Of an order the first statement tells when it was heard of.
    void Since(FactTest test, FactTable table, Instant from, Instant lateFrom)
    {
        var entered = moment.Entry!.EnteredAt.UnixMs;
        text.Append($" and ({table.At} >= {Value(from.UnixMs)} or ({table.At} >= {Value(lateFrom.UnixMs)}");
        text.Append($" and f.known_at is not null and f.known_at > {Value(entered)}");
        if (test.Fact.Source == FactSource.Order)
        {
            text.Append(" and not exists (select 1 from order_version v where v.shard = f.shard"
                + " and v.customer_id = f.customer_id and v.order_id = f.order_id"
                + $" and (v.known_at is null or v.known_at <= {Value(entered)}))");
        }
        text.Append("))");
    }

    static bool Categorised(FactCondition condition) => condition.Field.Id == FactFieldId.Category;

    static bool InLines(FactTest test, FactCondition condition) =>
        test.Fact.Source == FactSource.Order && condition.Field.OfLines;

    void Lines(FactTest test)
    {
        text.Append(" and exists (select 1 from order_line l left join product t on t.product_id = l.product_id");
        text.Append(" where l.shard = f.shard and l.customer_id = f.customer_id and l.order_id = f.order_id");
        foreach (var condition in test.Conditions.Where(condition => condition.Field.OfLines))
        {
            text.Append(" and ");
            Condition(condition, "l", "");
        }
        text.Append(')');
    }

    void Condition(FactCondition condition, string from, string amount)
    {
        var of = condition.Field.OfAnswered ? "k" : "f";
        Turn(condition.Comparison, () =>
        {
            var name = condition.Field.Id switch
            {
                FactFieldId.Total => "(f.gross_cents - f.discount_cents)",
                FactFieldId.Net => "(f.gross_cents - f.discount_cents - f.refunded_cents)",
                FactFieldId.Discount => "f.discount_cents",
                FactFieldId.Refunded => "f.refunded_cents",
                FactFieldId.Amount => amount,
                FactFieldId.Subscription => "(f.flags & 1)",
                FactFieldId.Gift => "((f.flags & 2) / 2)",
                FactFieldId.Category => "t.category",
                FactFieldId.Product => $"{from}.product_id",
                FactFieldId.Quantity => "l.quantity",
                FactFieldId.Duration => "f.duration_seconds",
                FactFieldId.Channel => "f.channel",
                FactFieldId.Strategy => $"{of}.strategy",
                FactFieldId.Disposition => "f.disposition",
                FactFieldId.Step => $"{of}.step",
                FactFieldId.Arm => $"{of}.arm",
                FactFieldId.Topic => $"{of}.topic",
                FactFieldId.Offer => $"{of}.offer",
                FactFieldId.Tool => $"{of}.tool",
                FactFieldId.Cost => $"{of}.cost_cents",
                FactFieldId.Name => "f.name",
                FactFieldId.Value => "f.value_hundredths",
                // Rounded down, as whole numbers are divided.
                FactFieldId.Score => "(f.value_hundredths / f.scale)",
                _ => throw new ArgumentException($"No SQL for {condition.Field.Name}.", nameof(condition)),
            };
            if (condition.Field.Kind == ValueKind.Text) TextTest(name, condition.Comparison);
            else Ranges(name, MayBeUnknown(condition.Field.Id) ? [name] : null, condition.Comparison.WholeRanges());
        });
    }

    static bool MayBeUnknown(FactFieldId field) =>
        field is FactFieldId.Value or FactFieldId.Score or FactFieldId.Cost;
}
