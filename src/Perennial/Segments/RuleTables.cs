using System.Collections.Concurrent;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;
using Perennial.Data.Rules;
using Perennial.Shop;

namespace Perennial.Segments;

/// <summary>What rules are asked about in one view of a shop.</summary>
/// <remarks>Attributes are read when a rule first asks for them, each test of facts once; both are kept as long as the
/// view, so that a rule that grows letter by letter does not read everything again.</remarks>
sealed class RuleTables(ShopView view, RuleSource source)
{
    const int MostSets = 200;

    // What fails because the store is busy may succeed the next time.
    readonly Lazy<AttributeTable> attributes = new(source.Attributes, LazyThreadSafetyMode.PublicationOnly);
    readonly ConcurrentDictionary<string, RowSet> sets = new();
    readonly Lazy<IReadOnlyDictionary<string, double>> kept =
        new(source.Levels, LazyThreadSafetyMode.PublicationOnly);

    readonly ConcurrentDictionary<string, double> levels = new();
    readonly ConcurrentDictionary<NameKind, IReadOnlySet<string>?> names = new();

    /// <summary>The view's instant.</summary>
    public RuleMoment Moment { get; } = new(view.Table.AsOf, view.Calendar);

    /// <summary>The names there are of a kind; null where any will do.</summary>
    public IReadOnlySet<string>? Names(NameKind kind) =>
        NamesEverywhere.Of(kind) ?? names.GetOrAdd(kind, source.Names);

    /// <summary>Attributes of all customers, row by row.</summary>
    public AttributeTable Attributes => attributes.Value;

    /// <summary>The tables for a rule.</summary>
    public RuleData For(Rule rule)
    {
        Prepare([rule]);
        return new(view.Table)
        {
            Attributes = rule.UsesAttributes ? attributes.Value : null,
            History = source.History,
            Permissions = source.Permissions,
            Stays = rule.UsesStays ? source.Stays?.Value : null,
            Cycles = rule.UsesCycles ? source.Cycles?.Value : null,
            Sets = SetOf,
            Levels = LevelOf,
        };
    }

    /// <summary>Answers the tests of facts of some rules together, where each answer would read all histories.
    /// </summary>
    public void Prepare(IReadOnlyList<Rule> rules)
    {
        if (source.FactsThen is not { } facts) return;
        List<(string Asked, Rule Test)> missing =
        [
            .. rules.SelectMany(Tests).Select(test => (Asked: Asked(test), Test: test))
                .DistinctBy(one => one.Asked)
                .Where(one => !sets.ContainsKey(one.Asked)),
        ];
        if (missing.Count == 0) return;
        if (sets.Count > MostSets) sets.Clear();
        var found = facts([.. missing.Select(one => one.Test)], Moment);
        for (var i = 0; i < missing.Count; i++) sets[missing[i].Asked] = found[i];
    }

    static IEnumerable<Rule> Tests(Rule rule) =>
        rule is FactTest or CategoryTest ? [rule] : rule.Inner.SelectMany(Tests);

    /// <summary>The level of a test of the top of some customers: as of the last scoring run where it was found then,
    /// else as of the view.</summary>
    public double LevelOf(TopTest top) => kept.Value.TryGetValue(top.Text, out var level) ? level
        : levels.GetOrAdd(top.Text, _ => new RuleTest(top.Of, For(top.Of)).LevelOf(top, Moment));

    // Two rules that ask the same share the answer, however they are written.
    string Asked(Rule test)
    {
        var sql = RuleSql.Of(test, Moment, LevelOf);
        return $"{sql.Text} {string.Join('\n', sql.Values.Select(value => value.Value))}";
    }

    RowSet SetOf(Rule test)
    {
        if (sets.Count > MostSets) sets.Clear();
        return sets.GetOrAdd(Asked(test), _ => Read(test));
    }

    RowSet Read(Rule test)
    {
        if (test is FactTest or CategoryTest && source.FactsThen is { } facts) return facts([test], Moment)[0];
        var rows = new RowSet(view.Count);
        foreach (var id in source.WithFacts(test, Moment, LevelOf))
            if (view.RowOf(id) is >= 0 and var row) rows.Add(row);
        return rows;
    }
}
