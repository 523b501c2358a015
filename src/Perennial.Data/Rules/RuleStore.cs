using Perennial.Core;
using Perennial.Core.Attributes;
using Perennial.Core.Profiles;
using Perennial.Core.Segments.Rules;
using Perennial.Data.Attributes;
using Perennial.Data.Engines;
using Perennial.Data.Shards;

namespace Perennial.Data.Rules;

/// <summary>Rules asked of the store, so that nothing has to be in memory.</summary>
public sealed class RuleStore
{
    readonly StoreShards shards;

    internal RuleStore(StoreShards shards) => this.shards = shards;

    /// <summary>Who a rule holds of, ascending: asked in SQL, so that nothing has to be in memory.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="moment">As of when.</param>
    /// <param name="levels">The levels of its tests of a top; null to find them as of the moment.</param>
    public IReadOnlyList<CustomerId> Find(Rule rule, RuleMoment moment, Func<TopTest, double>? levels = null)
    {
        using var rental = shards.Rent();
        levels ??= Levels(rental.Database, rule, moment);
        using var rows = Ask(rental.Database, "p.customer_id", rule, moment, " order by p.customer_id", levels);
        return rows.Ids();
    }

    /// <summary>How many a rule holds of.</summary>
    /// <inheritdoc cref="Find"/>
    public long Count(Rule rule, RuleMoment moment, Func<TopTest, double>? levels = null)
    {
        using var rental = shards.Rent();
        levels ??= Levels(rental.Database, rule, moment);
        using var rows = Ask(rental.Database, "count(*)", rule, moment, "", levels);
        return rows.Number()!.Value;
    }

    /// <summary>How many a rule holds of, with their orders and revenue.</summary>
    /// <inheritdoc cref="Find"/>
    public RuleTotals Totals(Rule rule, RuleMoment moment, Func<TopTest, double>? levels = null)
    {
        using var rental = shards.Rent();
        return Totals(rental.Database, rule, moment, levels ?? Levels(rental.Database, rule, moment));
    }

    /// <summary>The same of several rules, of one state of the store. Those that ask columns alone are summed up in one
    /// pass over everybody; each of the others is asked by itself, so that indexes find its facts.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="moment">As of when.</param>
    /// <param name="levels">The levels of their tests of a top.</param>
    public IReadOnlyList<RuleTotals> Totals(
        IReadOnlyList<Rule> rules, RuleMoment moment, Func<TopTest, double> levels)
    {
        using var rental = shards.Rent();
        using var transaction = Transaction.Read(rental.Database);
        var found = new RuleTotals[rules.Count];
        foreach (var some in rules.Index().Where(one => one.Item.AsksColumnsAlone).Chunk(RulesAtOnce))
            foreach (var (one, totals) in some.Zip(InOnePass(rental.Database, [.. some.Select(one => one.Item)])))
                found[one.Index] = totals;
        foreach (var (index, rule) in rules.Index().Where(one => !one.Item.AsksColumnsAlone))
            found[index] = Totals(rental.Database, rule, moment, levels);
        return found;

        List<RuleTotals> InOnePass(Database database, IReadOnlyList<Rule> some)
        {
            var condition = RuleSql.OfEach(some, moment, levels);
            var sums = string.Join(", ", some.Select((_, i) => SumsWhere($"h{i} = 1")));
            using var row = Ask(database, $"select {sums} from (select {condition.Text}, p.orders, p.revenue,"
                + " p.last_order_at from profile p) q", condition);
            row.Step();
            return [.. some.Select((_, i) => Read(row, 4 * i))];
        }
    }

    // A statement gives at most so many columns, four a rule.
    const int RulesAtOnce = 100;

    const string Sums = "count(*), cast(coalesce(sum(case when p.orders > 0 then p.orders end), 0) as bigint),"
        + " cast(coalesce(sum(p.revenue), 0) as bigint), max(p.last_order_at)";

    static string SumsWhere(string holds) => $"count(case when {holds} then 1 end),"
        + $" cast(coalesce(sum(case when {holds} and orders > 0 then orders end), 0) as bigint),"
        + $" cast(coalesce(sum(case when {holds} then revenue end), 0) as bigint),"
        + $" max(case when {holds} then last_order_at end)";

    static RuleTotals Totals(Database database, Rule rule, RuleMoment moment, Func<TopTest, double> levels)
    {
        using var row = Ask(database, Sums, rule, moment, "", levels);
        row.Step();
        return Read(row, 0);
    }

    static RuleTotals Read(Statement row, int at) => new(row.Int64(at), row.Int64(at + 1), row.Int64(at + 2),
        row.IsNull(at + 3) ? Instant.None : row.Instant(at + 3));

    /// <summary>Some of a rule's customers in the order of a column: whoever has no value stands last, whichever
    /// direction, and equal values stand by id.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="order">What they are ordered by: a column for which <see cref="CanOrderBy"/> holds.</param>
    /// <param name="page">How many to leave out, and how many to give at most.</param>
    /// <param name="moment">As of when.</param>
    /// <param name="levels">The levels of the rule's tests of a top.</param>
    public IReadOnlyList<CustomerId> Page(Rule rule, (Column By, bool Descending) order, (int Skip, int Most) page,
        RuleMoment moment, Func<TopTest, double> levels)
    {
        var name = $"p.{order.By.Name}";
        var none = order.By.Form.Kind == ValueKind.Score ? $"{name} is null or {name} <= 0" : $"{name} is null";
        var last = $"case when {none} then 1 else 0 end";
        var by = order.Descending ? $"{name} desc, case when {none} then p.customer_id end, p.customer_id desc"
            : $"case when not ({none}) then {name} end, p.customer_id";
        using var rental = shards.Rent();
        using var rows = Ask(rental.Database, "p.customer_id", rule, moment,
            $" order by {last}, {by} limit {Math.Max(0, page.Most)} offset {Math.Max(0, page.Skip)}", levels);
        return rows.Ids();
    }

    /// <summary>Whether the store can put customers in the order of a column: it is stored, and its values are numbers
    /// there.</summary>
    public static bool CanOrderBy(Column column) => column.Kind != ColumnKind.Clock
        && column.Form is { Cell: not CellSize.Text, HasNone: true, ZeroIsNone: false };

    /// <summary>The levels of the tests of a top that a rule has, over everybody as of a moment.</summary>
    public IReadOnlyDictionary<string, double> Levels(Rule rule, RuleMoment moment)
    {
        using var rental = shards.Rent();
        return LevelsOf(rental.Database, rule, moment);
    }

    /// <summary>The levels that were written down last.</summary>
    public IReadOnlyDictionary<string, double> KeptLevels()
    {
        using var rental = shards.Rent();
        return KeptLevels(rental.Database);
    }

    internal static Dictionary<string, double> KeptLevels(Database database)
    {
        var levels = new Dictionary<string, double>();
        var rows = database.Query("rule-levels");
        while (rows.Step()) levels.Add(rows.Text(0)!, rows.Double(1));
        return levels;
    }

    /// <summary>Writes down levels instead of those that were written before; whoever is in a segment that goes by one
    /// is looked at again.</summary>
    public void KeepLevels(IReadOnlyDictionary<string, double> levels) => shards.ChangeMoment(database =>
    {
        database.Query("forget-rule-levels").Run();
        return levels.Sum(one =>
            database.Query("put-rule-level", "test", "level").Bind(1, one.Key).Bind(2, one.Value).Run());
    }, watchesOthers: true);

    static Func<TopTest, double> Levels(Database database, Rule rule, RuleMoment moment)
    {
        var levels = LevelsOf(database, rule, moment);
        return top => levels[top.Text];
    }

    // Those within others first: a top of a top goes by the level of the inner one.
    static Dictionary<string, double> LevelsOf(Database database, Rule rule, RuleMoment moment)
    {
        var levels = new Dictionary<string, double>();
        foreach (var top in rule.Tops)
        {
            if (levels.ContainsKey(top.Text)) continue;
            var name = $"p.{top.By.Name}";
            using var rows = Ask(database, name, top.Of, moment,
                $" and {name} is not null{(top.By.Form.Kind == ValueKind.Score ? $" and {name} > 0" : "")}"
                + $" order by {name} desc limit 1 offset {top.Most - 1}", one => levels[one.Text]);
            levels.Add(top.Text, !rows.Step() ? TopTest.Everybody
                : top.By.Form.Cell == CellSize.Real ? rows.Double(0) : rows.Int64(0));
        }
        return levels;
    }

    /// <summary>Attributes of customers, row by row as <paramref name="ids"/>; nothing is known of those who are not in
    /// the store.</summary>
    public AttributeTable Attributes(IReadOnlyList<CustomerId> ids)
    {
        var table = new AttributeTable(ids.Count);
        using var rental = shards.Rent();
        using var transaction = Transaction.Read(rental.Database);
        if (ids.Count == 1)
        {
            var one = rental.Database.Query("attributes-of-customer", "shard", "customer_id")
                .Bind(1, shards.Of(ids[0])).Bind(2, ids[0]);
            while (one.Step()) ReadAttributes(one, table, 0);
            var held = rental.Database.Query("held-attributes-of", "shard", "customer_id")
                .Bind(1, shards.Of(ids[0])).Bind(2, ids[0]);
            while (held.Step()) AttributeRows.Hold(held, table, 0);
            return table;
        }
        var rowOf = new Dictionary<CustomerId, int>(ids.Count);
        for (var row = 0; row < ids.Count; row++) rowOf.TryAdd(ids[row], row);
        for (var shard = 0; shard < shards.Count; shard++)
        {
            using var rows = rental.Database.Scan(SqlText.Query("customer-attributes"), shard);
            while (rows.Step())
                if (rowOf.TryGetValue(rows.CustomerId(0), out var row)) ReadAttributes(rows, table, row);
            using var held = rental.Database.Scan(SqlText.Query("held-attributes"), shard);
            while (held.Step())
                if (rowOf.TryGetValue(held.CustomerId(0), out var row)) AttributeRows.Hold(held, table, row);
        }
        return table;
    }

    static void ReadAttributes(Rows row, AttributeTable into, int at)
    {
        foreach (var attribute in AttributeTable.All) into.Set(at, attribute, row.Text((int)attribute + 1));
        var place = AttributeTable.All.Count + 1;
        into.SetPlace(at, new PlaceText(row.Text(place), row.Text(place + 1)));
    }

    static Statement Ask(Database database, string what, Rule rule, RuleMoment moment, string order,
        Func<TopTest, double> levels)
    {
        var condition = RuleSql.Of(rule, moment, levels);
        var customers = rule.UsesAttributes
            ? " join customer c on c.shard = p.shard and c.customer_id = p.customer_id" : "";
        return Ask(database, $"select {what} from profile p{customers} where ({condition.Text}){order}", condition);
    }

    static Statement Ask(Database database, string text, RuleSql condition)
    {
        var statement = database.Prepare(text, [.. condition.Values.Select(value => value.Name)]);
        foreach (var (index, (_, value)) in condition.Values.Index())
        {
            if (value is long whole) statement.Bind(index + 1, whole);
            else if (value is double number) statement.Bind(index + 1, number);
            else statement.Bind(index + 1, (string)value);
        }
        return statement;
    }
}
