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
    public RuleData For(Rule rule) => new(view.Table)
    {
        Attributes = rule.UsesAttributes ? attributes.Value : null,
        History = source.History,
        FactSets = FactSet,
    };

    /// <summary>Attributes of all customers, row by row.</summary>
    public AttributeTable Attributes => attributes.Value;

    RowSet FactSet(FactTest test)
    {
        // Two rules that ask the same share the answer, however they are written.
        var sql = RuleSql.Of(test, Moment);
        var asked = $"{sql.Text} {string.Join('\n', sql.Values.Select(value => value.Value))}";
        if (factSets.Count > MostFactSets) factSets.Clear();
        return factSets.GetOrAdd(asked, _ => Read(test));
    }

    RowSet Read(FactTest test)
    {
        var rows = new RowSet(view.Count);
        foreach (var id in source.WithFacts(test, Moment))
            if (view.RowOf(id) is >= 0 and var row) rows.Add(row);
        return rows;
    }
}
