using Perennial.Segments;
using Perennial.Shop;

namespace Perennial.Contacts;

/// <summary>A segment, and the strategies in whose audiences at least half of it stands.</summary>
sealed record SegmentCoverage(string Segment, int Customers, IReadOnlyList<string> Strategies);

/// <summary>Strategies in whose audiences the same customers stand.</summary>
sealed record SharedAudience(IReadOnlyList<string> Strategies, int Customers);

/// <summary>Whom strategies speak of, and whom they do not.</summary>
/// <param name="Segments">Every segment, those without a strategy first, the largest before others.</param>
/// <param name="Nobody">Customers who stand in no audience.</param>
/// <param name="Several">Pairs of audiences that overlap, the largest first.</param>
sealed record StrategyCoverage(
    IReadOnlyList<SegmentCoverage> Segments, int Nobody, IReadOnlyList<SharedAudience> Several)
{
    /// <summary>Asks everybody.</summary>
    public static StrategyCoverage Of(ShopView view, IReadOnlyList<StrategySheet> all)
    {
        var audiences = all.Where(one => one.Read is not null)
            .Select(one => (one.Strategy, Rows: view.Segments.Find(one.Read!.Audience.Rule))).ToList();
        var segments = view.Segments.Catalogue.All.Select(one =>
        {
            var rows = view.Segments.Find(one.Rule);
            var covering = audiences.Where(other => 2 * rows.CountWith(other.Rows) >= rows.Count);
            return new SegmentCoverage(one.Segment.Name, rows.Count, [.. covering.Select(other => other.Strategy)]);
        });
        var covered = new HashSet<int>();
        foreach (var audience in audiences) covered.UnionWith(audience.Rows.All());
        var several =
            from one in audiences
            from other in audiences
            where string.CompareOrdinal(one.Strategy, other.Strategy) < 0
            let both = one.Rows.CountWith(other.Rows)
            where both > 0
            orderby both descending, one.Strategy, other.Strategy
            select new SharedAudience([one.Strategy, other.Strategy], both);
        return new StrategyCoverage(
            [
                .. segments.Where(one => one.Customers > 0).OrderBy(one => one.Strategies.Count > 0)
                    .ThenByDescending(one => one.Customers).ThenBy(one => one.Segment, StringComparer.Ordinal),
            ],
            view.Table.Count - covered.Count, [.. several]);
    }
}
