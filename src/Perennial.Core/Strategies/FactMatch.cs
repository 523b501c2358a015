using Perennial.Core.Segments.Rules.Binding;

namespace Perennial.Core.Strategies;

/// <summary>Which of a customer's facts a strategy's file means.</summary>
static class FactMatch
{
    /// <summary>Whether a fact is of the kind and meets the conditions.</summary>
    public static bool Is(FactRule rule, StrategyCustomer customer, FreshFact fact) =>
        FactKinds.Of(rule) == fact.Kind && Bound(rule, customer).Matches(RowOf(customer), fact.Index);

    /// <summary>Whether there is such a fact later than an instant, and not later than another.</summary>
    public static bool AnyAfter(FactRule rule, StrategyCustomer customer, Instant after, Instant until) =>
        First(rule, customer, after, until).HasValue;

    /// <summary>The first such fact later than an instant, and not later than another.</summary>
    public static Instant First(FactRule rule, StrategyCustomer customer, Instant after, Instant until)
    {
        var bound = Bound(rule, customer);
        var row = RowOf(customer);
        var when = bound.Times(row);
        for (var fact = 0; fact < when.Length && when[fact] <= until; fact++)
            if (when[fact] > after && bound.Matches(row, fact)) return when[fact];
        return Instant.None;
    }

    /// <summary>The last such fact not later than an instant.</summary>
    public static Instant Last(FactRule rule, StrategyCustomer customer, Instant until)
    {
        var bound = Bound(rule, customer);
        var row = RowOf(customer);
        var when = bound.Times(row);
        for (var fact = when.Length - 1; fact >= 0; fact--)
            if (when[fact] <= until && bound.Matches(row, fact)) return when[fact];
        return Instant.None;
    }

    /// <summary>When there were such facts, later than an instant and not later than another, in order.</summary>
    public static IReadOnlyList<Instant> Times(
        FactRule rule, StrategyCustomer customer, Instant after, Instant until)
    {
        var bound = Bound(rule, customer);
        var row = RowOf(customer);
        var when = bound.Times(row);
        var found = new List<Instant>();
        for (var fact = 0; fact < when.Length && when[fact] <= until; fact++)
            if (when[fact] > after && bound.Matches(row, fact)) found.Add(when[fact]);
        return found;
    }

    static int RowOf(StrategyCustomer customer) => customer.Row - customer.Data.FirstRow;

    static BoundFacts Bound(FactRule rule, StrategyCustomer customer) =>
        BoundFacts.Bind(rule.Test, customer.Data.History!);
}
