using static Perennial.Core.Segments.Rules.ComparisonOperator;

namespace Perennial.Core.Segments.Rules;

/// <summary>Rules in words, for people who do not write them.</summary>
public static class RuleWords
{
    /// <summary>Who the customers are: "Customers whose cycle status is late or very late, and who have no order
    /// within 7 days."</summary>
    public static string Of(Rule rule) => rule is Everybody ? "All customers." : $"Customers {Clause(rule, false)}.";

    /// <summary>One test without "whose" and "who": "cycle status is late", "an order within 7 days".</summary>
    public static string Short(Rule leaf) => leaf switch
    {
        ColumnTest test => $"{Name(test.Column.Name)} {Is(test.Comparison, false)}",
        AttributeTest test => $"{AttributeTable.NameOf(test.Attribute)} {Is(test.Comparison, false)}",
        OwnAttributeTest test => $"{Name(test.Attribute.Name)} {Is(test.Comparison, false)}",
        WindowTest test => $"{Name(test.Column.Name)} is {Of(test.Window)}",
        CategoryTest test => Cycle(test, false),
        FactTest test => Facts(test),
        InSegment segment => $"in segment '{segment.Name}'",
        StayTest stay => $"was in segment '{stay.Name}'{When(stay.Window)}",
        DateTest { WithinDays: null } test => $"{test.Name} is known",
        DateTest test => $"{test.Name} is within {Days(test.WithinDays!.Value)}",
        ConsentTest test => $"may be contacted {By(test)}",
        ExpiryTest test => $"{Name(ExpiryTest.Name)} {Is(test.Comparison, false)}{Through(test.Channel)}",
        TopTest top => Top(top),
        Everybody => "everybody",
        _ => Clause(leaf, false),
    };

    static string Clause(Rule rule, bool not) => rule switch
    {
        Everybody => not ? "who do not exist" : "whoever they are",
        NotRule other => Clause(other.Part, !not),
        // Not all of them: one of the opposites; neither of them: all of the opposites.
        AllOf all => not ? Join(all.Parts, " or ", not) : Join(all.Parts, ", and ", not),
        AnyOf any => not ? Join(any.Parts, ", and ", not) : Join(any.Parts, " or ", not),
        InSegment segment => $"who are {(not ? "not " : "")}in segment '{segment.Name}'",
        StayTest stay => $"who were {(not ? "not " : "")}in segment '{stay.Name}'{When(stay.Window)}",
        DateTest { WithinDays: null } test => $"whose {test.Name} is {(not ? "unknown" : "known")}",
        DateTest test => $"whose {test.Name} is {(not ? "not " : "")}within {Days(test.WithinDays!.Value)}",
        ConsentTest test => $"who may {(not ? "not " : "")}be contacted {By(test)}",
        ExpiryTest test => $"whose {Name(ExpiryTest.Name)} {Is(test.Comparison, not)}{Through(test.Channel)}",
        TopTest top => $"who are {(not ? "not " : "")}{Top(top)}",
        CategoryTest test => $"whose {Cycle(test, not)}",
        FactTest test => $"who {(not ? "do not have" : "have")} {Facts(test)}",
        WindowTest test => $"whose {Name(test.Column.Name)} is {(not ? "not " : "")}{Of(test.Window)}",
        ColumnTest test => $"whose {Name(test.Column.Name)} {Is(test.Comparison, not)}",
        AttributeTest test => $"whose {AttributeTable.NameOf(test.Attribute)} {Is(test.Comparison, not)}",
        OwnAttributeTest test => $"whose {Name(test.Attribute.Name)} {Is(test.Comparison, not)}",
        _ => throw new ArgumentException($"No words for {rule.GetType().Name}.", nameof(rule)),
    };

    static string Join(IReadOnlyList<Rule> parts, string word, bool not) => string.Join(word, parts.Select(part =>
    {
        var clause = Clause(part, not);
        return part is AllOf or AnyOf || part is NotRule { Part: AllOf or AnyOf } ? $"({clause})" : clause;
    }));

    static string Is(Comparison comparison, bool not)
    {
        if (!not) return $"is {ComparisonWords.Of(comparison)}";
        // "Is not late" and not "is not not late".
        return comparison.Operator switch
        {
            NotEqual => Is(comparison with { Operator = Equal }, false),
            NotIn => Is(comparison with { Operator = In }, false),
            Unknown => Is(comparison with { Operator = Known }, false),
            Known => Is(comparison with { Operator = Unknown }, false),
            _ => $"is not {ComparisonWords.Of(comparison)}",
        };
    }

    static string Cycle(CategoryTest test, bool not) => $"{Name(test.Column.Name)} of '{test.Category}' "
        + (test.Window is { } window ? $"is {(not ? "not " : "")}{Of(window)}" : Is(test.Comparison!, not));

    static string Facts(FactTest test)
    {
        var one = Name(test.Fact.Name);
        var many = Name(test.Fact.Plural);
        var what = test.Count switch
        {
            (0, 0) => $"no {one}",
            (1, long.MaxValue) => $"{Article(one)} {one}",
            (0, var most) => $"at most {most} {(most == 1 ? one : many)}",
            (var least, long.MaxValue) => $"at least {least} {many}",
            var (exactly, _) => $"exactly {exactly} {(exactly == 1 ? one : many)}",
        };
        var where = test.Conditions.Select(condition =>
            $"{condition.Field.Name} {Is(condition.Comparison, false)}").ToList();
        if (where.Count > 0) what += $" whose {string.Join(" and ", where)}";
        return test.Window.IsAlways ? what : $"{what} {Of(test.Window)}";
    }

    static string Of(TimeWindow window)
    {
        if (window.WithinNext is { } next) return $"within the next {next.Written}";
        var words = new List<string>();
        if (window.Within is { } within) words.Add($"within {within.Written}");
        if (window.Before is { } before) words.Add($"more than {before.Written} ago");
        if (window.SinceDay is { } since) words.Add($"since {ShopCalendar.Date(since):yyyy-MM-dd}");
        if (window.Since == SinceWhat.Entry) words.Add("since entry");
        if (window.Since == SinceWhat.LastContact) words.Add("since the last contact");
        if (window.BeforeDay is { } day) words.Add($"before {ShopCalendar.Date(day):yyyy-MM-dd}");
        return string.Join(" and ", words);
    }

    static string When(TimeWindow window) => window.IsAlways ? "" : $" {Of(window)}";

    static string Days(int days) => days == 0 ? "today" : $"the next {days} {(days == 1 ? "day" : "days")}";

    static string By(ConsentTest test) =>
        $"by {FactWord.Channels[(int)test.Channel - 1]}{(test.Topic.Length == 0 ? "" : $" about '{test.Topic}'")}";

    static string Through(Perennial.Core.History.ContactChannel? channel) =>
        channel is { } one ? $" by {FactWord.Channels[(int)one - 1]}" : "";

    static string Top(TopTest top) =>
        $"among the {top.Most} with most {Name(top.By.Name)} of those {Clause(top.Of, false)}";

    static string Article(string word) => word[0] is 'a' or 'e' or 'i' or 'o' || word == "sms" || word == "unsubscribe"
        ? "an" : "a";

    /// <summary>"consent needed" of ConsentNeeded.</summary>
    internal static string Spaced(string name) => string.Concat(name.Select((letter, i) =>
        i > 0 && char.IsUpper(letter) ? $" {letter}" : $"{letter}")).ToLowerInvariant();

    internal static string Name(string name) => name.Replace('_', ' ');
}
