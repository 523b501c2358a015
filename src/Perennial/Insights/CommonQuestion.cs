using Perennial.Core;
using Perennial.Core.Measurement;
using Perennial.Core.Purchases;
using Perennial.Core.Segments;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Segments.Rules.Binding;
using Perennial.Data;
using Perennial.Scoring;
using Perennial.Segments;
using Perennial.Shop;

namespace Perennial.Insights;

/// <summary>Asks what customers have in common: those of a rule or segment, or those who left it or came into it
/// lately.</summary>
static class CommonQuestion
{
    /// <summary>Days of a movement at most: of years ago other things differ.</summary>
    public const int MostDays = 730;

    static readonly double usual = ShareInterval.Deviations(0.05);

    /// <summary>What those have in common of whom a rule holds now.</summary>
    /// <param name="view">The shop.</param>
    /// <param name="asked">A rule, or a segment's name.</param>
    /// <exception cref="BadInputException">The rule is wrong.</exception>
    public static CommonInsight OfMembers(ShopView view, string asked)
    {
        var rule = Read(view, asked);
        var group = view.Segments.Find(rule);
        var (rest, words) = Others(view, group, _ => true);
        var candidates = new CommonCandidates(view, Both(group, rest));
        return Answer(view, asked, rule, CommonGroup.Members, group, rest,
            Sets(view, [.. candidates.OfPeople, .. candidates.OfFacts], rule, "now")) with { Rest = words };
    }

    /// <summary>What those have in common who left a rule or came into it within some days: by what held of them
    /// before, and by what has happened since.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="view">The same as it is.</param>
    /// <param name="asked">A rule, or a segment's name.</param>
    /// <param name="moved">Whether they left or came.</param>
    /// <param name="days">Within so many days, at least 1.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="BadInputException">The rule is wrong, or there was no shop then.</exception>
    public static CommonInsight OfMoved(
        ShopStore store, ShopView view, string asked, CommonGroup moved, int days, Instant now)
    {
        if (days is < 1 or > MostDays)
            throw new BadInputException("days", $"{days} days.", $"Use 1 to {MostDays} days.");
        var day = ShopCalendar.Date(view.Today - days);
        var before = ShopAsOf.Load(store, new LookBack(day, AsKnown: null), now);
        var rule = Read(view, asked);
        var (was, isIn) = (before.Segments.Find(Read(before, asked)), Rows(before, view, view.Segments.Find(rule)));
        var known = Rows(before, view, All(view.Count));
        var (group, stayed) = moved == CommonGroup.Left
            ? (Where(before, row => was.Contains(row) && known.Contains(row) && !isIn.Contains(row)),
                Where(before, row => was.Contains(row) && isIn.Contains(row)))
            : (Where(before, row => !was.Contains(row) && isIn.Contains(row)),
                Where(before, row => !was.Contains(row) && known.Contains(row) && !isIn.Contains(row)));
        var rest = moved == CommonGroup.Left ? stayed : Others(before, group, stayed.Contains).Rows;
        var candidates = new CommonCandidates(before, Both(group, rest));
        var then = Sets(before, [.. candidates.OfPeople, .. candidates.OfFacts], rule, "before");
        var since = Sets(view, [.. CommonCandidates.OfWords(days)], rule, "since")
            .Select(one => one with { Rows = Rows(before, view, one.Rows) });
        return Answer(before, asked, rule, moved, group, rest, [.. then, .. since]) with
        {
            Since = day, Rest = moved == CommonGroup.Left ? "those who were in it then and still are"
                : "like customers who were not in it then and are not now",
        };
    }

    sealed record Candidate(string Rule, Rule Parsed, string When, RowSet Rows);

    static CommonInsight Answer(ShopView view, string asked, Rule rule, CommonGroup who, RowSet group, RowSet rest,
        IReadOnlyList<Candidate> candidates)
    {
        var answer = OverRepresented.Find(group, rest, [.. candidates.Select(one => one.Rows)], new());
        return new CommonInsight
        {
            Rule = view.Segments.Catalogue.Find(asked) is { } segment ? segment.Segment.Rule : asked,
            Words = RuleWords.Of(rule), Group = who, Customers = group.Count, Others = rest.Count, Rest = "",
            LookedAt = candidates.Count,
            Facts = [.. answer.Found.Select(one => Fact(candidates[one.Candidate], one))],
            Same = [.. answer.Same.Select(one => candidates[one].Rule)],
        };
    }

    static CommonFact Fact(Candidate candidate, OverRepresented found) => new(
        candidate.Rule, RuleWords.Short(candidate.Parsed), candidate.When, found.Customers,
        Estimate.Of(found.Share, ShareInterval.OfShare(found.Customers, found.OfGroup, usual)), found.Others,
        Estimate.Of(found.ShareOfRest, ShareInterval.OfShare(found.Others, found.OfRest, usual)),
        Estimate.Of(found.Share - found.ShareOfRest, found.Difference));

    // What the rule itself speaks of is what the group is, not what it has in common.
    static List<Candidate> Sets(ShopView view, List<CommonCandidate> candidates, Rule rule, string when)
    {
        var spoken = new HashSet<string>();
        Speak(rule, spoken);
        return [.. candidates.Where(one => !spoken.Contains(one.Of)).Select(one =>
        {
            var parsed = view.Segments.Parse(one.Rule);
            return new Candidate(one.Rule, parsed, when, view.Segments.Find(parsed));
        })];
    }

    static void Speak(Rule rule, HashSet<string> of)
    {
        var name = rule switch
        {
            ColumnTest test => test.Column.Name,
            WindowTest test => test.Column.Name,
            AttributeTest test => AttributeTable.NameOf(test.Attribute),
            OwnAttributeTest test => test.Attribute.Name,
            FactTest test => test.Fact.Name,
            CategoryTest test => test.Column.Name,
            _ => null,
        };
        if (name is not null) of.Add(name);
        foreach (var part in rule.Inner) Speak(part, of);
    }

    static Rule Read(ShopView view, string asked) =>
        view.Segments.Catalogue.Find(asked)?.Rule ?? view.Segments.Parse(asked);

    // Whoever never ordered differs from customers in everything: like is compared with like.
    static (RowSet Rows, string Words) Others(ShopView view, RowSet group, Func<int, bool> among)
    {
        var orders = view.Table.Values(PurchaseColumns.Orders);
        var (size, buyers) = (group.Count, group.All().Count(row => orders[row] > 0));
        var mixed = buyers > 0 && buyers < size;
        var words = mixed ? "everybody else"
            : buyers > 0 ? "the other customers who have ordered" : "the others who have not ordered either";
        return (Where(view, row => among(row) && !group.Contains(row) && (mixed || orders[row] > 0 == buyers > 0)),
            words);
    }

    static RowSet Where(ShopView view, Func<int, bool> holds)
    {
        var rows = new RowSet(view.Count);
        for (var row = 0; row < view.Count; row++) if (holds(row)) rows.Add(row);
        return rows;
    }

    static RowSet All(int count)
    {
        var rows = new RowSet(count);
        for (var row = 0; row < count; row++) rows.Add(row);
        return rows;
    }

    // The rows of one view where another has them.
    static RowSet Rows(ShopView of, ShopView from, RowSet rows)
    {
        var found = new RowSet(of.Count);
        foreach (var row in rows.All()) if (of.RowOf(from.Ids[row]) is >= 0 and var place) found.Add(place);
        return found;
    }

    static int[] Both(RowSet group, RowSet rest) => [.. group.All().Concat(rest.All()).Order()];
}
