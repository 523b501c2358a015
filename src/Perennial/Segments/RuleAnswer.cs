using System.Diagnostics;
using Perennial.Core;
using Perennial.Core.Priority;
using Perennial.Core.Profiles;
using Perennial.Core.Segments.Rules;
using Perennial.Data;
using Perennial.Data.Rules;
using Perennial.Shop;

namespace Perennial.Segments;

/// <summary>A rule asked of the store's database as of now: counts and members are found where the data are, and nobody
/// is read but who is shown.</summary>
sealed record RuleAnswer
{
    readonly Instant now;
    readonly Rule rule;
    readonly RuleMoment moment;
    readonly Lazy<(RuleTotals Total, double Milliseconds)> total;
    readonly Lazy<RuleTotals> everybody;
    readonly Func<TopTest, double> levels;

    RuleAnswer(ShopStore store, ShopView nobody, Rule rule, Instant now)
    {
        (Store, this.rule, this.now) = (store, rule, now);
        (Nobody, moment) = (nobody, new RuleMoment(now, nobody.Calendar));
        levels = LevelsOf(store, [rule], moment);
        total = new(Count);
        everybody = new(() => store.Rules.Totals(new Everybody(), moment));
    }

    /// <summary>Whether a store can be asked so: its profiles are as of now.</summary>
    public static bool IsPossible(ShopStore store) => store.ProfileState.FoldedAsOf is null;

    /// <summary>The shop without a customer: what rules are read by.</summary>
    public static ShopView NobodyOf(ShopStore store, Instant now) => ShopLoader.Some(store, [], now);

    /// <summary>Asks.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="ruleOrSegment">A rule, or a segment's name.</param>
    /// <param name="now">As of when.</param>
    /// <exception cref="BadInputException">It is neither.</exception>
    public static RuleAnswer Of(ShopStore store, string ruleOrSegment, Instant now)
    {
        var nobody = NobodyOf(store, now);
        return new RuleAnswer(store, nobody, nobody.Segments.Who(ruleOrSegment), now);
    }

    /// <summary>Asks a rule that was read.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="nobody">The shop without a customer, as of now.</param>
    /// <param name="rule">The rule.</param>
    public static RuleAnswer Of(ShopStore store, ShopView nobody, Rule rule) =>
        new(store, nobody, rule, nobody.Table.AsOf);

    /// <summary>How large each of some rules is, all of one state of the store.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="nobody">The shop without a customer, as of now.</param>
    /// <param name="rules">The rules.</param>
    public static IReadOnlyList<RuleTotals> Totals(ShopStore store, ShopView nobody, IReadOnlyList<Rule> rules)
    {
        var moment = new RuleMoment(nobody.Table.AsOf, nobody.Calendar);
        return store.Rules.Totals(rules, moment, LevelsOf(store, rules, moment));
    }

    /// <summary>Every segment with its size, in the order of the catalogue, and the whole shop.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="nobody">The shop without a customer, as of now.</param>
    public static (IReadOnlyList<SegmentSize> Sizes, RuleTotals Everybody) Sizes(ShopStore store, ShopView nobody)
    {
        var segments = nobody.Segments.Catalogue.All;
        var totals = Totals(store, nobody, [.. segments.Select(segment => segment.Rule), new Everybody()]);
        var all = totals[^1];
        return ([.. segments.Zip(totals, (segment, total) => new SegmentSize(segment, checked((int)total.Customers),
            all.Customers == 0 ? 0 : (double)total.Customers / all.Customers))], all);
    }

    /// <summary>The rule in words.</summary>
    public string Words => RuleWords.Of(rule);

    /// <summary>What to know of it although it is right.</summary>
    public IReadOnlyList<string> Hints => RuleHints.Of(rule);

    /// <summary>Who was asked.</summary>
    public ShopStore Store { get; }

    /// <summary>The shop, without a customer.</summary>
    public ShopView Nobody { get; }

    /// <summary>Whoever it holds of.</summary>
    public RuleTotals Total => total.Value.Total;

    /// <summary>The whole shop.</summary>
    public RuleTotals Everybody => everybody.Value;

    /// <summary>Of all customers, 0..1.</summary>
    public double Share => Everybody.Customers == 0 ? 0 : (double)Total.Customers / Everybody.Customers;

    /// <summary>How long counting took.</summary>
    public double Milliseconds => total.Value.Milliseconds;

    /// <summary>Those who would be called first.</summary>
    /// <param name="most">At most so many.</param>
    public ShopView First(int most) => ShopLoader.Some(Store, Page(PriorityColumns.Rank, false, (0, most)), now);

    /// <summary>Some of them in the order of a column, as lists have it.</summary>
    /// <param name="by">One for which <see cref="RuleStore.CanOrderBy"/> holds.</param>
    /// <param name="descending">Highest first; whoever has no value stands last.</param>
    /// <param name="page">How many to leave out, and how many to give at most.</param>
    public IReadOnlyList<CustomerId> Page(Column by, bool descending, (int Skip, int Most) page) =>
        Store.Rules.Page(rule, (by, descending), page, moment, levels);

    /// <summary>All of them.</summary>
    public ShopView Members() => ShopLoader.Some(Store, Store.Rules.Find(rule, moment, levels), now);

    (RuleTotals, double) Count()
    {
        var began = Stopwatch.GetTimestamp();
        var found = Store.Rules.Totals(rule, moment, levels);
        return (found, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }

    // As of the last scoring run where they were found then, else as of now.
    static Func<TopTest, double> LevelsOf(ShopStore store, IReadOnlyList<Rule> rules, RuleMoment moment)
    {
        if (!rules.SelectMany(rule => rule.Tops).Any())
            return _ => throw new ArgumentException("The rule needs levels.");
        var kept = store.Rules.KeptLevels();
        var found = new Dictionary<string, double>();
        foreach (var rule in rules.Where(rule => rule.Tops.Any(top => !kept.ContainsKey(top.Text))))
            foreach (var (text, level) in store.Rules.Levels(rule, moment)) found.TryAdd(text, level);
        return top => kept.TryGetValue(top.Text, out var level) ? level : found[top.Text];
    }
}
