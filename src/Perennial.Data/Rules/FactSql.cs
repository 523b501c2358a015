using Perennial.Core;
using Perennial.Core.Profiles;
using Perennial.Core.Segments.Rules;

namespace Perennial.Data.Rules;

/// <summary>Tests of facts: how many there are of a customer, in a window, that meet conditions.</summary>
sealed class FactSql(ConditionSql sql)
{
    /// <summary>Writes a test.</summary>
    public void Add(FactTest test)
    {
        var none = test.Count is (0, 0);
        var any = test.Count is (1, long.MaxValue);
        sql.Append("(");
        foreach (var (index, table) in FactTable.Of(test.Fact).Index())
        {
            if (index > 0) sql.Append(none ? " and " : any ? " or " : " + ");
            if (none || any) sql.Append(any ? "exists (select 1" : "not exists (select 1");
            else sql.Append("(select count(*)");
            FactsWhere(test, table);
            sql.Append(")");
        }
        if (!none && !any)
        {
            if (test.Count.To == long.MaxValue) sql.Append($" >= {sql.Value(test.Count.From)}");
            else sql.Append($" between {sql.Value(test.Count.From)} and {sql.Value(test.Count.To)}");
        }
        sql.Append(")");
    }

    void FactsWhere(FactTest test, FactTable table)
    {
        var (from, to) = test.Window.Bounds(sql.Moment);
        sql.Append($" from {table.Name} f");
        var ofProduct = test.Fact.Source == FactSource.Activity && test.Conditions.Any(Categorised);
        if (ofProduct) sql.Append(" left join product t on t.product_id = f.product_id");
        if (test.Conditions.Any(condition => condition.Field.OfAnswered)) sql.Append(Answered);
        sql.Append(" where f.shard = p.shard and f.customer_id = p.customer_id");
        var lateFrom = test.Window.LateFrom(sql.Moment);
        if (lateFrom.HasValue) Since(table, from, lateFrom);
        else if (from.UnixMs > long.MinValue + 1) sql.Append($" and {table.At} >= {sql.Value(from.UnixMs)}");
        sql.Append($" and {table.At} <= {sql.Value(to.UnixMs)}");
        if (test.Fact.LastCode != test.Fact.Code)
        {
            sql.Append($" and f.{table.Kind} between {sql.Value((long)test.Fact.Code)}");
            sql.Append($" and {sql.Value((long)test.Fact.LastCode)}");
        }
        else if (test.Fact.Code != 0) sql.Append($" and f.{table.Kind} = {sql.Value((long)test.Fact.Code)}");
        if (table.Only.Length > 0) sql.Append($" and {table.Only}");
        foreach (var condition in test.Conditions.Where(condition => !InLines(test, condition)))
        {
            sql.Append(" and ");
            Condition(condition, "f", table.Amount);
        }
        if (test.Conditions.Any(condition => InLines(test, condition))) Lines(test);
    }

    // The contact that a response names, made no later; where it names none the last one of its channel, of several at
    // one instant the one with the greatest id: as the fold finds it.
    const string Answered = " left join contact k on k.shard = f.shard and k.customer_id = f.customer_id"
        + " and k.sent_at <= f.responded_at and k.contact_id = coalesce(f.contact_id,"
        + " (select n.contact_id from contact n where n.shard = f.shard and n.customer_id = f.customer_id"
        + " and n.channel = f.channel and n.sent_at <= f.responded_at"
        + " order by n.sent_at desc, n.contact_id desc limit 1))";

    // Or heard of only after the entry. Of an order the first statement tells when it was heard of, and of what it says
    // was given back the first that says so.
    void Since(FactTable table, Instant from, Instant lateFrom)
    {
        var entered = sql.Moment.Entry!.EnteredAt.UnixMs;
        sql.Append($" and ({table.At} >= {sql.Value(from.UnixMs)} or ({table.At} >= {sql.Value(lateFrom.UnixMs)}");
        sql.Append($" and f.known_at is not null and f.known_at > {sql.Value(entered)}");
        if (table.SaidBefore.Length > 0)
        {
            sql.Append(" and not exists (select 1 from order_version v where v.shard = f.shard"
                + $" and v.customer_id = f.customer_id and v.order_id = f.order_id and {table.SaidBefore}"
                + $" and (v.known_at is null or v.known_at <= {sql.Value(entered)}))");
        }
        sql.Append("))");
    }

    static bool Categorised(FactCondition condition) => condition.Field.Id == FactFieldId.Category;

    static bool InLines(FactTest test, FactCondition condition) =>
        test.Fact.Source == FactSource.Order && condition.Field.OfLines;

    void Lines(FactTest test)
    {
        sql.Append(" and exists (select 1 from order_line l left join product t on t.product_id = l.product_id");
        sql.Append(" where l.shard = f.shard and l.customer_id = f.customer_id and l.order_id = f.order_id");
        foreach (var condition in test.Conditions.Where(condition => condition.Field.OfLines))
        {
            sql.Append(" and ");
            Condition(condition, "l", "");
        }
        sql.Append(")");
    }

    void Condition(FactCondition condition, string from, string amount)
    {
        var of = condition.Field.OfAnswered ? "k" : "f";
        sql.Turn(condition.Comparison, () =>
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
                FactFieldId.Page or FactFieldId.Property => "f.properties",
                FactFieldId.Value => "f.value_hundredths",
                // Rounded down, as whole numbers are divided.
                FactFieldId.Score => "(f.value_hundredths / f.scale)",
                _ => throw new ArgumentException($"No SQL for {condition.Field.Name}.", nameof(condition)),
            };
            if (condition.Field.Property is { } property) sql.LineTest(name, $"{property}=", condition.Comparison);
            else if (condition.Field.Kind == ValueKind.Text) sql.TextTest(name, condition.Comparison);
            else sql.Ranges(name, MayBeUnknown(condition.Field.Id) ? [name] : null, condition.Comparison.WholeRanges());
        });
    }

    static bool MayBeUnknown(FactFieldId field) =>
        field is FactFieldId.Value or FactFieldId.Score or FactFieldId.Cost;
}
