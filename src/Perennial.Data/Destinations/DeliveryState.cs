using Perennial.Core;

namespace Perennial.Data.Destinations;

/// <summary>How a destination stands, over all shards.</summary>
/// <param name="Behind">Changes not read yet.</param>
/// <param name="OldestAt">When the oldest of these happened; None where there is none.</param>
/// <param name="Waiting">Changes that wait to be sent again.</param>
/// <param name="Dead">Changes given up.</param>
/// <param name="Delivered">Changes delivered since it was loaded.</param>
/// <param name="DeliveredAt">When the last was; None before the first.</param>
/// <param name="IsFirstSync">Whether the first sync is not over.</param>
/// <param name="Problem">Why it takes nothing for now; null where it does.</param>
/// <param name="NextTryAt">When it is asked again, where it takes nothing.</param>
public sealed record DeliveryState(
    long Behind, Instant OldestAt, long Waiting, long Dead, long Delivered, Instant DeliveredAt, bool IsFirstSync,
    string? Problem, Instant NextTryAt)
{
    /// <summary>Changes that were not sent since it was loaded, by reason.</summary>
    public IReadOnlyDictionary<UnsentReason, long> Unsent { get; init; } = new Dictionary<UnsentReason, long>();

    /// <summary>A destination that nothing was ever sent to.</summary>
    public static readonly DeliveryState None =
        new(0, Instant.None, 0, 0, 0, Instant.None, true, null, Instant.None);
}
