using Perennial.Core.History;
using Perennial.Core.Profiles;

namespace Perennial.Core.Segments.Rules.Binding;

/// <summary>What rules are asked about: the same customers in the same rows of each table. One customer is tables of
/// one row.</summary>
/// <param name="Profiles">The columns.</param>
public sealed record RuleData(ProfileTable Profiles)
{
    /// <summary>Countries, cities and so on; null where no rule asks for them.</summary>
    public AttributeTable? Attributes { get; init; }

    /// <summary>The facts; null where no rule asks for them, or <see cref="FactSets"/> answers.</summary>
    public HistoryTable? History { get; init; }

    /// <summary>Who meets a test of facts, as of the moment that will be asked for: for a whole shop whose facts are
    /// not in memory. Used where there is no <see cref="History"/>.</summary>
    public Func<FactTest, RowSet>? FactSets { get; init; }

    /// <summary>The row of <see cref="Profiles"/> that the first row of <see cref="Attributes"/> and
    /// <see cref="History"/> stands for. Where it is not 0, only the rows that they have may be asked about, one by
    /// one.</summary>
    public int FirstRow { get; init; }

    /// <summary>Number of customers.</summary>
    public int Count => Profiles.Count;

    /// <summary>Refuses a rule that asks for what is not here.</summary>
    /// <exception cref="ArgumentException">A table is missing or has another number of rows.</exception>
    internal void Check(Rule rule)
    {
        if (rule.UsesAttributes && !Covers(Attributes?.Count))
            throw new ArgumentException($"The rule asks for attributes of {Count} customers.", nameof(rule));
        if (rule.UsesFacts && !Covers(History?.CustomerCount) && (History is not null || FactSets is null))
            throw new ArgumentException($"The rule asks for facts of {Count} customers.", nameof(rule));
    }

    bool Covers(int? rows) => rows == Count || (rows > 0 && IsPart);

    internal bool IsPart => FirstRow > 0 || History?.CustomerCount < Count || Attributes?.Count < Count;
}
