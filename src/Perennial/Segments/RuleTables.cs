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
    const int MostFactSets = 200;

    // What fails because the store is busy may succeed the next time.
    readonly Lazy<AttributeTable> attributes = new(source.Attributes, LazyThreadSafetyMode.PublicationOnly);
    readonly ConcurrentDictionary<string, RowSet> factSets = new();

    /// <summary>The view's instant.</summary>
    public RuleMoment Moment { get; } = new(view.Table.AsOf, view.Calendar);

    /// <summary>The tables for a rule.</summary>
    public RuleData For(Rule rule)
    {
        Prepare([rule]);
        return new(view.Table)
        {
            Attributes = rule.UsesAttributes ? attributes.Value : null,
            History = source.History,
            FactSets = FactSet,
        };
    }

    /// <summary>Answers the tests of facts of some rules together, where each answer would read all histories.</summary>
    public void Prepare(IReadOnlyList<Rule> rules)
    {
        if (source.FactsThen is not { } facts) return;
        List<(string Asked, FactTest Test)> missing =
        [
            .. rules.SelectMany(Tests).Select(test => (Asked: Asked(test), Test: test)).DistinctBy(one => one.Asked)
                .Where(one => !factSets.ContainsKey(one.Asked)),
        ];
        if (missing.Count == 0) return;
        if (factSets.Count > MostFactSets) factSets.Clear();
        var found = facts([.. missing.Select(one => one.Test)], Moment);
        for (var i = 0; i < missing.Count; i++) factSets[missing[i].Asked] = found[i];
    }

    static IEnumerable<FactTest> Tests(Rule rule) =>
        rule is FactTest test ? [test] : rule.Inner.SelectMany(Tests);

    // Two rules that ask the same share the answer, however they are written.
    string Asked(FactTest test)
    {
        var sql = RuleSql.Of(test, Moment);
        return $"{sql.Text} {string.Join('\n', sql.Values.Select(value => value.Value))}";
    }

    /// <summary>Attributes of all customers, row by row.</summary>
    public AttributeTable Attributes => attributes.Value;

    RowSet FactSet(FactTest test)
    {
        if (factSets.Count > MostFactSets) factSets.Clear();
        return factSets.GetOrAdd(Asked(test), _ => Read(test));
    }

    RowSet Read(FactTest test)
    {
        if (source.FactsThen is { } facts) return facts([test], Moment)[0];
        var rows = new RowSet(view.Count);
        foreach (var id in source.WithFacts(test, Moment))
            if (view.RowOf(id) is >= 0 and var row) rows.Add(row);
        return rows;
    }
}
