using System.Collections.Concurrent;
using Perennial.Core;
using Perennial.Data;
using Perennial.Shop;

namespace Perennial.Insights;

/// <summary>Answers of <see cref="CommonQuestion"/> that were given of one view: whoever moved is found by computing
/// the shop of then anew, which nobody should wait for twice.</summary>
sealed class CommonGround(ShopView view)
{
    const int Most = 50;

    readonly ConcurrentDictionary<(string Asked, CommonGroup Group, int Days), Lazy<CommonInsight>> answers = [];

    /// <summary>What those of a rule or segment have in common.</summary>
    /// <param name="asked">A rule, or a segment's name.</param>
    /// <param name="group">Who.</param>
    /// <param name="days">Within how many days they moved.</param>
    /// <param name="store">The shop; null where nobody is asked about who moved.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="BadInputException">The rule is wrong, or there was no shop then.</exception>
    public CommonInsight Of(string asked, CommonGroup group, int days, ShopStore? store, Instant now)
    {
        if (answers.Count > Most) answers.Clear();
        return answers.GetOrAdd((asked, group, group == CommonGroup.Members ? 0 : days),
            _ => new(() => store is null ? CommonQuestion.OfMembers(view, asked)
                : CommonQuestion.OfMoved(store, view, asked, group, days, now),
                LazyThreadSafetyMode.PublicationOnly)).Value;
    }
}
