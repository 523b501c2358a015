using Perennial.Channels.Destinations;
using Perennial.Core;

namespace Perennial.Destinations;

/// <summary>By what a destination knows customers, and a receiver what it has had.</summary>
sealed class ChangeNames(DestinationSettings settings, ShopCalendar calendar)
{
    /// <summary>The key of a change: the same for every attempt.</summary>
    public string KeyOf(int shard, PendingChange change) => change.Change.IsFirst
        ? $"{settings.Name}:{shard}:first-{change.LastSequence}-{change.Customer}"
        : $"{settings.Name}:{shard}:{change.LastSequence}";

    /// <summary>What tells a customer apart there: empty where the destination needs nothing, null where the customer
    /// has nothing of that kind. A key that is empty after all transforms is none.</summary>
    /// <param name="attribute">Says an attribute of the customer's.</param>
    public string? Identity(Func<string, object?> attribute)
    {
        if (settings.Identity is not { } by) return "";
        var text = FieldTransforms.Text(FieldTransforms.Apply(by, attribute(by.From), calendar));
        return string.IsNullOrEmpty(text) ? null : text;
    }
}
