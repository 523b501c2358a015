using System.Diagnostics;
using Perennial.Core;
using Perennial.Core.Segments.Rules;
using Perennial.Data;
using Perennial.Data.Rules;
using Perennial.Shop;

namespace Perennial.Segments;

/// <summary>A rule asked of the store's database as of now: counts and members are found where the data are, and nobody
/// is read but who is shown.</summary>
sealed record RuleAnswer
{
    readonly ShopStore store;
    readonly Instant now;
    readonly Rule rule;
    readonly RuleMoment moment;
    readonly Func<TopTest, double> levels;

    RuleAnswer(ShopStore store, ShopView nobody, Rule rule, Instant now)
    {
        (this.store, this.rule, this.now) = (store, rule, now);
        (Nobody, moment) = (nobody, new RuleMoment(now, nobody.Calendar));
        var kept = store.Rules.KeptLevels();
        var found = rule.Tops.All(top => kept.ContainsKey(top.Text)) ? kept : store.Rules.Levels(rule, moment);
        levels = top => kept.TryGetValue(top.Text, out var level) ? level : found[top.Text];
        var began = Stopwatch.GetTimestamp();
        Total = store.Rules.Totals(rule, moment, levels);
        Milliseconds = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        Everybody = store.Rules.Totals(new Everybody(), moment);
    }

    /// <summary>Whether a store can be asked so: its profiles are as of now.</summary>
    public static bool IsPossible(ShopStore store) => store.ProfileState.FoldedAsOf is null;

    /// <summary>Asks.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="ruleOrSegment">A rule, or a segment's name.</param>
    /// <param name="now">As of when.</param>
    /// <exception cref="BadInputException">It is neither.</exception>
    public static RuleAnswer Of(ShopStore store, string ruleOrSegment, Instant now)
    {
        var nobody = ShopLoader.Some(store, [], now);
        return new RuleAnswer(store, nobody, nobody.Segments.Who(ruleOrSegment), now);
    }

    /// <summary>The rule in words.</summary>
    public string Words => RuleWords.Of(rule);

    /// <summary>What to know of it although it is right.</summary>
    public IReadOnlyList<string> Hints => RuleHints.Of(rule);

    /// <summary>The shop, without a customer.</summary>
    public ShopView Nobody { get; }

    /// <summary>Whoever it holds of.</summary>
    public RuleTotals Total { get; }

    /// <summary>The whole shop.</summary>
    public RuleTotals Everybody { get; }

    /// <summary>Of all customers, 0..1.</summary>
    public double Share => Everybody.Customers == 0 ? 0 : (double)Total.Customers / Everybody.Customers;

    /// <summary>How long counting took.</summary>
    public double Milliseconds { get; }

    /// <summary>Those who would be called first.</summary>
    /// <param name="most">At most so many.</param>
    public ShopView First(int most) => ShopLoader.Some(store, store.Rules.First(rule, most, moment, levels), now);

    /// <summary>All of them.</summary>
    public ShopView Members() => ShopLoader.Some(store, store.Rules.Find(rule, moment, levels), now);
}
