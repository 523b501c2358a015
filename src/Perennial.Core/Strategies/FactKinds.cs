using Perennial.Core.History;
using Perennial.Core.Segments.Rules;

namespace Perennial.Core.Strategies;

/// <summary>Of which kind the facts are that a strategy's file means.</summary>
public static class FactKinds
{
    /// <summary>The kind.</summary>
    public static FactKind Of(FactRule rule) => rule.Test.Fact.Source switch
    {
        FactSource.Order => FactKind.Order,
        FactSource.Activity => FactKind.Activity,
        FactSource.Contact => FactKind.Contact,
        FactSource.Response => FactKind.Response,
        _ => FactKind.OrderChange,
    };
}
