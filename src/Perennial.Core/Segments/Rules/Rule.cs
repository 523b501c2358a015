using Perennial.Core.Attributes;
using Perennial.Core.Profiles;

namespace Perennial.Core.Segments.Rules;

/// <summary>A checked rule: which customers. Made by <see cref="Parsing.RuleParser"/>; immutable.</summary>
/// <remarks>
/// A rule is true or false for every customer, never unknown: a comparison with a value that is not known is false, and
/// whatever says "not" (<c>!=</c>, <c>not in</c>, <c>not …</c>) is true exactly where the comparison is false.
/// </remarks>
public abstract record Rule
{
    /// <summary>Most tests that a rule may have, those of the segments it refers to among them.</summary>
    public const int LargestSize = 5_000;

    // Zero where it was not found out yet. A rule is asked for every event, and is a tree of hundreds of tests.
    RuleNeeds needs;

    /// <summary>A rule.</summary>
    protected Rule()
    {
    }

    /// <summary>A copy, which may be changed: what it needs is found out anew.</summary>
    protected Rule(Rule original) => Size = original.Size;

    /// <summary>Number of tests in it, those of segments it refers to among them.</summary>
    public int Size { get; private protected init; } = 1;

    /// <summary>Whether histories are needed to decide it, profiles and attributes not being enough.</summary>
    public bool UsesFacts => Needs(RuleNeeds.Facts);

    /// <summary>Whether attributes (country, city …) are needed to decide it.</summary>
    public bool UsesAttributes => Needs(RuleNeeds.Attributes);

    /// <summary>Whether what customers said about being contacted is needed to decide it.</summary>
    public bool UsesPermissions => Needs(RuleNeeds.Permissions);

    /// <summary>Whether it asks for stays in segments that may be over.</summary>
    public bool UsesStays => Needs(RuleNeeds.Stays);

    /// <summary>Whether it asks for what only comparing customers with one another tells: before a shop's first scoring
    /// run it holds of nobody, or of whom it should not.</summary>
    public bool UsesScoringRun => Needs(RuleNeeds.ScoringRun);

    /// <summary>Whether it asks for the purchase cycle of a category of products.</summary>
    public bool UsesCycles => Needs(RuleNeeds.Cycles);

    /// <summary>Whether the level of a test in it has to be found over everybody.</summary>
    public bool UsesTops => Needs(RuleNeeds.Tops);

    /// <summary>The tests in it whose level has to be found over everybody, those within others first.</summary>
    public IEnumerable<TopTest> Tops =>
        Inner.SelectMany(part => part.Tops).Concat(this is TopTest top ? [top] : Enumerable.Empty<TopTest>());

    /// <summary>Whether a customer's columns decide it, and nothing else.</summary>
    public bool AsksColumnsAlone => !AsksRows && this is not (AttributeTest or OwnAttributeTest or DateTest)
        && Inner.All(part => part.AsksColumnsAlone);

    /// <summary>Whether it is one test of what stands in rows of its own in a store, rather than in a customer's.
    /// </summary>
    internal bool AsksRows => this is FactTest or ConsentTest or ExpiryTest or StayTest
        or CategoryTest;

    /// <summary>Whether it asks what activities are called, or what else is said of them: then histories have to have
    /// that.</summary>
    public bool UsesEventNames => Needs(RuleNeeds.EventNames);

    /// <summary>Whether it asks for what happened since a customer's entry into a strategy, or since the last contact
    /// there: then the moment has to say when that was (<see cref="RuleMoment.Entry"/>), and histories should say when
    /// the shop first knew of each fact.</summary>
    public bool UsesEntry => Needs(RuleNeeds.Entry);

    /// <summary>Whether the answer may change by time alone, while columns stay as they are. Facts may lie in the
    /// future, so that a rule on them may always.</summary>
    public bool UsesTime => Needs(RuleNeeds.Time);

    bool Needs(RuleNeeds one) => ((needs == 0 ? needs = RuleNeeds.Known | AllNeeds() : needs) & one) != 0;

    RuleNeeds AllNeeds()
    {
        var all = OwnNeeds();
        foreach (var part in Inner)
        {
            part.Needs(RuleNeeds.Known);
            all |= part.needs;
        }
        return all;
    }

    RuleNeeds OwnNeeds() => this switch
    {
        FactTest test => RuleNeeds.Facts | RuleNeeds.Time
            | (test.Window.Since == SinceWhat.Nothing ? 0 : RuleNeeds.Entry)
            | (test.Conditions.Any(condition => condition.Field.Id is FactFieldId.Name or FactFieldId.Page
                or FactFieldId.Property) ? RuleNeeds.EventNames : 0),
        AttributeTest or OwnAttributeTest => RuleNeeds.Attributes,
        DateTest => RuleNeeds.Attributes | RuleNeeds.Time,
        ConsentTest => RuleNeeds.Attributes | RuleNeeds.Permissions | RuleNeeds.Time,
        ExpiryTest => RuleNeeds.Permissions | RuleNeeds.Time,
        StayTest => RuleNeeds.Stays | RuleNeeds.Time,
        CategoryTest test => RuleNeeds.Cycles | RuleNeeds.ScoringRun | (test.IsTimed ? RuleNeeds.Time : 0),
        TopTest => RuleNeeds.ScoringRun | RuleNeeds.Tops,
        ColumnTest test => (test.Column.FollowsScoringRun ? RuleNeeds.ScoringRun : 0)
            | (test.Column.Kind == ColumnKind.Clock ? RuleNeeds.Time : 0),
        WindowTest test => RuleNeeds.Time | (test.Column.FollowsScoringRun ? RuleNeeds.ScoringRun : 0),
        _ => 0,
    };

    /// <summary>Rules of one kind with the same parts are the same.</summary>
    public virtual bool Equals(Rule? other) =>
        other is not null && EqualityContract == other.EqualityContract && Size == other.Size;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(EqualityContract, Size);

    /// <summary>The rules it is made of, one level down.</summary>
    public IReadOnlyList<Rule> Inner => this switch
    {
        AllOf all => all.Parts,
        AnyOf any => any.Parts,
        NotRule not => [not.Part],
        InSegment segment => [segment.Definition],
        StayTest stay => [stay.Definition],
        TopTest top => [top.Of],
        _ => [],
    };
}

/// <summary>Everybody, prospects among them.</summary>
public sealed record Everybody : Rule;

/// <summary>All of these hold.</summary>
public sealed record AllOf : Rule
{
    /// <summary>All of these.</summary>
    public AllOf(IReadOnlyList<Rule> parts) => (Parts, Size) = (parts, parts.Sum(part => part.Size));

    /// <summary>At least two.</summary>
    public IReadOnlyList<Rule> Parts { get; }
}

/// <summary>At least one of these holds.</summary>
public sealed record AnyOf : Rule
{
    /// <summary>Any of these.</summary>
    public AnyOf(IReadOnlyList<Rule> parts) => (Parts, Size) = (parts, parts.Sum(part => part.Size));

    /// <summary>At least two.</summary>
    public IReadOnlyList<Rule> Parts { get; }
}

/// <summary>The other customers.</summary>
public sealed record NotRule : Rule
{
    /// <summary>The others.</summary>
    public NotRule(Rule part) => (Part, Size) = (part, part.Size);

    /// <summary>Does not hold.</summary>
    public Rule Part { get; }
}

/// <summary>A column's value, compared.</summary>
/// <param name="Column">Any column that people see.</param>
/// <param name="Comparison">With values of the column's type.</param>
public sealed record ColumnTest(Column Column, Comparison Comparison) : Rule;

/// <summary>An instant's distance from now: <c>last_order_at within 30d</c>.</summary>
/// <param name="Column">A column of instants.</param>
/// <param name="Window">From when to when.</param>
public sealed record WindowTest(Column<Instant> Column, TimeWindow Window) : Rule;

/// <summary>A customer's attribute, compared.</summary>
/// <param name="Attribute">Which.</param>
/// <param name="Comparison">Equality, lists, beginnings, and whether it is known.</param>
public sealed record AttributeTest(CustomerAttribute Attribute, Comparison Comparison) : Rule;

/// <summary>An attribute that the shop keeps of its customers, compared by what it holds. Of a list, and of the
/// languages and time zones that an address allows, it is enough that one of its texts meets the comparison.</summary>
/// <param name="Attribute">Which.</param>
/// <param name="Comparison">With values of its type.</param>
public sealed record OwnAttributeTest(DeclaredAttribute Attribute, Comparison Comparison) : Rule
{
    /// <summary>Whether the positive comparison holds of a value as it is kept; never where there is none.</summary>
    public bool HoldsOf(string value)
    {
        if (value.Length == 0 || Comparison.AsksForAny) return value.Length > 0;
        if (Attribute.HasSeveral) return AttributeValue.PartsOf(value).Any(Comparison.HoldsOf);
        return Attribute.Type switch
        {
            AttributeType.Text => Comparison.HoldsOf(value),
            AttributeType.Number => AttributeValue.NumberOf(value) is { } number
                && Comparison.NumberRanges().Any(range => range.Contains(number)),
            _ => AttributeValue.NumberOf(value) is { } whole
                && Comparison.WholeRanges().Any(range => range.Contains((long)whole)),
        };
    }
}

/// <summary>How many facts of a kind there are.</summary>
/// <param name="Fact">What kind.</param>
/// <param name="Conditions">All must hold of a fact for it to count; those on lines, of one and the same line.</param>
/// <param name="Window">From when to when.</param>
/// <param name="Count">How many there must be; 1 or more for "has", 0 to 0 for "no".</param>
public sealed record FactTest(
    FactWord Fact, IReadOnlyList<FactCondition> Conditions, TimeWindow Window, WholeRange Count) : Rule;

/// <summary>One condition on a fact.</summary>
/// <param name="Field">What of the fact.</param>
/// <param name="Comparison">Compared with what.</param>
public sealed record FactCondition(FactField Field, Comparison Comparison);

/// <summary>Being in another segment.</summary>
public sealed record InSegment : Rule
{
    /// <summary>Being in a segment.</summary>
    public InSegment(string name, Rule definition) => (Name, Definition, Size) = (name, definition, definition.Size);

    /// <summary>The segment's name.</summary>
    public string Name { get; }

    /// <summary>Its rule.</summary>
    public Rule Definition { get; }
}
