using Perennial.Core.Consent;
using Perennial.Core.Cycle.Categories;
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

    /// <summary>The facts; null where no rule asks for them, or <see cref="Sets"/> answers.</summary>
    public HistoryTable? History { get; init; }

    /// <summary>What customers said about being contacted, row by row; their countries and addresses are those of
    /// <see cref="Attributes"/>. Null where no rule asks for it, or <see cref="Sets"/> answers.</summary>
    public IReadOnlyList<CustomerPermissions>? Permissions { get; init; }

    /// <summary>Stays in segments, row by row in any order. Null where no rule asks for them, or <see cref="Sets"/>
    /// answers.</summary>
    public IReadOnlyList<IReadOnlyList<RuleStay>>? Stays { get; init; }

    /// <summary>Where customers stand in the cycles of categories, row by row. Null where no rule asks for them, or
    /// <see cref="Sets"/> answers.</summary>
    public IReadOnlyList<IReadOnlyList<CategoryStand>>? Cycles { get; init; }

    /// <summary>Who meets one test of what is not in memory (facts, permissions, stays, cycles), as of the moment that
    /// will be asked for: for a whole shop. Used where the table is null.</summary>
    public Func<Rule, RowSet>? Sets { get; init; }

    /// <summary>The level of a test of the top of some customers; <see cref="TopTest.Everybody"/> where fewer have a
    /// value. Null where no rule asks.</summary>
    public Func<TopTest, double>? Levels { get; init; }

    /// <summary>The row of <see cref="Profiles"/> that the first row of <see cref="Attributes"/> and
    /// <see cref="History"/> stands for. Where it is not 0, only the rows that they have may be asked about, one by
    /// one.</summary>
    public int FirstRow { get; init; }

    /// <summary>Segments that were bound to these tables already, by name; null where nobody keeps them.</summary>
    internal Dictionary<string, BoundRule>? Bound { get; init; }

    /// <summary>Number of customers.</summary>
    public int Count => Profiles.Count;

    /// <summary>Refuses a rule that asks for what is not here.</summary>
    /// <exception cref="ArgumentException">A table is missing or has another number of rows.</exception>
    internal void Check(Rule rule)
    {
        // Whether a table is there is known at once; what a rule asks for is found by walking it.
        if (!Covers(Attributes?.Count) && rule.UsesAttributes)
            throw new ArgumentException($"The rule asks for attributes of {Count} customers.", nameof(rule));
        if (!Covers(History?.CustomerCount) && (History is not null || Sets is null) && rule.UsesFacts)
            throw new ArgumentException($"The rule asks for facts of {Count} customers.", nameof(rule));
        if (!Covers(Permissions?.Count) && (Permissions is not null || Sets is null) && rule.UsesPermissions)
            throw new ArgumentException($"The rule asks what {Count} customers said of contacts.", nameof(rule));
        if (!Covers(Stays?.Count) && (Stays is not null || Sets is null) && rule.UsesStays)
            throw new ArgumentException($"The rule asks for stays of {Count} customers.", nameof(rule));
        if (!Covers(Cycles?.Count) && (Cycles is not null || Sets is null) && rule.UsesCycles)
            throw new ArgumentException($"The rule asks for cycles of categories of {Count} customers.", nameof(rule));
        if (Levels is null && rule.UsesTops)
            throw new ArgumentException("The rule asks for a level over everybody.", nameof(rule));
    }

    /// <summary>What decides whether the customer of a row of these tables may be contacted.</summary>
    public CustomerPermissions PermissionsOf(int row) => Permissions![row] with
    {
        Country = Attributes!.Text(row, CustomerAttribute.Country) is { Length: > 0 } country ? country : null,
        HasEmail = Attributes.Codes(CustomerAttribute.Email)[row] != 0,
        HasPhone = Attributes.Codes(CustomerAttribute.Phone)[row] != 0,
        HasAddress = Attributes.Codes(CustomerAttribute.Address)[row] != 0,
    };

    bool Covers(int? rows) => rows == Count || (rows > 0 && IsPart);

    internal bool IsPart => FirstRow > 0 || History?.CustomerCount < Count || Attributes?.Count < Count
        || Permissions?.Count < Count || Stays?.Count < Count || Cycles?.Count < Count;
}
