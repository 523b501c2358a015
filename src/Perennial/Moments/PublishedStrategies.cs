using Perennial.Core.Planning;
using Perennial.Data;
using Perennial.Data.Strategies;
using Perennial.Settings;

namespace Perennial.Moments;

/// <summary>The strategies that a shop has published, read once for several who speak of them.</summary>
public sealed class PublishedStrategies
{
    readonly Lazy<LiveStrategies?> live;

    PublishedStrategies(StrategyParts parts, Func<LiveStrategies?> live) =>
        (Parts, this.live) = (parts, new Lazy<LiveStrategies?>(live));

    /// <summary>Of a shop without any.</summary>
    public static PublishedStrategies None { get; } = new(StrategyParts.None, () => null);

    /// <summary>What was published, and where each stands.</summary>
    public StrategyParts Parts { get; }

    /// <summary>As they are in force, read from their files where somebody asks; null where there are none.</summary>
    public LiveStrategies? Live => live.Value;

    /// <summary>Reads them.</summary>
    public static PublishedStrategies Of(ShopStore store)
    {
        var parts = ShopMoments.PartsOf(store);
        return new(parts.Strategies, () => StrategyBooks.Of(
            parts, ShopSettings.Of(parts.Settings, parts.Promotions, store.Path), parts.ScoringRun));
    }
}
