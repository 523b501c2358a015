using Perennial.Core;
using Perennial.Core.Segments.Rules;
using Perennial.Data;

namespace Perennial.Moments;

/// <summary>The levels of "top N of" in watched segments: found over everybody after a scoring run and after other
/// segments are watched, and then written down, so that one customer can be asked alone.</summary>
static class RuleLevels
{
    /// <summary>Finds the levels anew, and looks at everybody of the shards that stays are due in.</summary>
    public static void Recount(ShopStore store, Instant now, CancellationToken cancel = default)
    {
        var moment = new ShopMoments(store).At(now);
        var kept = store.Rules.KeptLevels();
        var found = Of(store,
            [
                .. (moment.Segments?.Segments ?? []).Select(segment => segment.Rule),
                .. (moment.Strategies?.Book.InForce ?? []).SelectMany(one => one.Strategy.Rules),
            ],
            new RuleMoment(now, moment.Profiles.Calendar));
        if (kept.Count != found.Count || found.Any(one => kept.GetValueOrDefault(one.Key, double.NaN) != one.Value))
            store.Rules.KeepLevels(found);
        store.Stays.Recount(new ShopMoments(store).At(now), cancel);
    }

    /// <summary>The levels as they are now, over everybody.</summary>
    public static Dictionary<string, double> Of(ShopStore store, IReadOnlyList<Rule> rules, RuleMoment moment)
    {
        var found = new Dictionary<string, double>();
        foreach (var rule in rules.Where(rule => rule.UsesTops))
            foreach (var (test, level) in store.Rules.Levels(rule, moment)) found[test] = level;
        return found;
    }
}
