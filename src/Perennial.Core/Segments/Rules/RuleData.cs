using Perennial.Core.History;
using Perennial.Core.Profiles;

namespace Perennial.Core.Segments.Rules;

/// <summary>What rules are asked about: the same customers in the same rows of each table. One customer is tables of
/// one row.</summary>
/// <param name="Profiles">The columns.</param>
public sealed record RuleData(ProfileTable Profiles)
{
    /// <summary>Countries, cities and so on; null where no rule asks for them.</summary>
    public AttributeTable? Attributes { get; init; }

    /// <summary>The facts; null where no rule asks for them.</summary>
    public HistoryTable? History { get; init; }

    /// <summary>Number of customers.</summary>
    public int Count => Profiles.Count;

    /// <summary>Refuses a rule that asks for what is not here.</summary>
    /// <exception cref="ArgumentException">A table is missing or has another number of rows.</exception>
    internal void Check(Rule rule)
    {
        if (rule.UsesAttributes && Attributes?.Count != Count)
            throw new ArgumentException($"The rule asks for attributes of {Count} customers.", nameof(rule));
        if (rule.UsesFacts && History?.CustomerCount != Count)
            throw new ArgumentException($"The rule asks for facts of {Count} customers.", nameof(rule));
    }
}
