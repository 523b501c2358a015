using Perennial.Channels.Destinations;
using Perennial.Core;
using Perennial.Data.Destinations;

namespace Perennial.Destinations;

/// <summary>Makes what a destination is told of customers who are there no more, out of the keys that were noted of
/// them.</summary>
sealed class GoneComposer(DestinationSettings settings, ShopCalendar calendar, ChangeNames names)
{
    /// <summary>Whether a destination is told that somebody has left segments, and nothing else yet.</summary>
    public bool TellsLeaving(OutboxChange change) => !settings.KeepsRecords && (change.Left.Any(settings.Tells)
        || settings.Mapping.Any(field => FieldMapping.SegmentOf(field.From) is { } left && change.Left.Contains(left)));

    /// <summary>What to send of a change.</summary>
    /// <param name="shard">Its shard.</param>
    /// <param name="pending">The change.</param>
    /// <param name="became">Who the customer has become; null where they were erased.</param>
    public Composed Compose(int shard, PendingChange pending, BecameCustomer? became)
    {
        var change = pending.Change;
        object? Attribute(string name) => name == SentAttribute.CustomerId ? pending.Customer.ToString()
            : change.Keys.GetValueOrDefault(name);
        if (names.Identity(Attribute) is not { } identity) return Composed.Not(UnsentReason.NoKey);
        var told = new OutgoingChange
        {
            Key = names.KeyOf(shard, pending), Customer = pending.Customer, Identity = identity,
            At = pending.Rows[^1].ChangedAt, Fields = [.. Fields(change, Attribute)],
            Left = [.. change.Left.Where(settings.Tells)],
        };
        if (change.IsErased || became is { IsErased: true })
        {
            return settings.Erasure == ErasureMode.Ignore ? Composed.Not(UnsentReason.NotWanted)
                : Composed.Send(told with { IsErased = true });
        }
        if (became is null) return Composed.Send(told);
        if (settings.Merged == MergeMode.Ignore) return Composed.Not(UnsentReason.NotWanted);
        return settings.TellsMerges ? Merged(told, became) : Composed.Not(UnsentReason.NoWay);
    }

    Composed Merged(OutgoingChange told, BecameCustomer became)
    {
        if (became.Key is not { } key || became.Details is not { } details)
            return Composed.Later("The customer who this one has become is not there yet.");
        var identity = names.Identity(name => name == SentAttribute.CustomerId ? became.Id.ToString()
            : SentAttribute.Of(name, key, details));
        // The record is that customer's now.
        if (settings.KeepsRecords && identity == told.Identity) return Composed.Not(UnsentReason.SameKey);
        return Composed.Send(told with { MergedInto = new MergedInto(became.Id, identity ?? "") });
    }

    // Without an identity, a field has to say who it was.
    IEnumerable<KeyValuePair<string, object?>> Fields(OutboxChange change, Func<string, object?> attribute)
    {
        foreach (var field in settings.Mapping)
        {
            object? value;
            if (settings.Identity is null && SentAttribute.Identities.Contains(field.From))
                value = attribute(field.From);
            else if (FieldMapping.SegmentOf(field.From) is { } left && change.Left.Contains(left)) value = false;
            else continue;
            yield return KeyValuePair.Create(field.To, FieldTransforms.Apply(field, value, calendar));
        }
    }
}
