namespace Perennial.Core.History;

/// <summary>Makes of activities, contacts and responses what the shop knew of them by an instant. A fact of which
/// nobody wrote down when it was first known counts as known when it happened.</summary>
static class KnownThen
{
    /// <summary>The activities that were known; the very same where all were.</summary>
    public static ActivityFacts? Of(ActivityFacts? now, Instant knownBy) =>
        now is null || Places(now.At, now.KnownAt, knownBy) is not { } places ? now : new ActivityFacts
        {
            Start = Start(now.Start, places),
            At = Take(now.At, places),
            Kind = Take(now.Kind, places),
            Product = Take(now.Product, places),
            DurationSeconds = Take(now.DurationSeconds, places),
            Id = Take(now.Id, places),
            Name = Take(now.Name, places),
            Properties = Take(now.Properties, places),
            Details = now.Details is { } details ? ActivityDetails.From(places.Select(details.Of)) : null,
            KnownAt = Take(now.KnownAt, places),
        };

    /// <summary>The contacts that were known; the very same where all were.</summary>
    public static ContactFacts? Of(ContactFacts? now, Instant knownBy) =>
        now is null || Places(now.At, now.KnownAt, knownBy) is not { } places ? now : new ContactFacts
        {
            Start = Start(now.Start, places),
            At = Take(now.At, places),
            Channel = Take(now.Channel, places),
            Id = Take(now.Id, places),
            Strategy = Take(now.Strategy, places),
            Context = Take(now.Context, places),
            KnownAt = Take(now.KnownAt, places),
        };

    /// <summary>The responses that were known; the very same where all were.</summary>
    public static ResponseFacts? Of(ResponseFacts? now, Instant knownBy) =>
        now is null || Places(now.At, now.KnownAt, knownBy) is not { } places ? now : new ResponseFacts
        {
            Start = Start(now.Start, places),
            At = Take(now.At, places),
            Kind = Take(now.Kind, places),
            Channel = Take(now.Channel, places),
            Id = Take(now.Id, places),
            Contact = Take(now.Contact, places),
            Disposition = Take(now.Disposition, places),
            Topic = Take(now.Topic, places),
            Text = Take(now.Text, places),
            KnownAt = Take(now.KnownAt, places),
        };

    // Null where all were known.
    static int[]? Places(Instant[] at, Instant[] knownAt, Instant knownBy)
    {
        if (knownBy == Instant.Never) return null;
        var known = new List<int>(at.Length);
        for (var i = 0; i < at.Length; i++)
        {
            var since = knownAt.Length > 0 && knownAt[i].HasValue ? knownAt[i] : at[i];
            if (since <= knownBy) known.Add(i);
        }
        return known.Count == at.Length ? null : [.. known];
    }

    static int[] Start(int[] start, int[] places)
    {
        var then = new int[start.Length];
        var place = 0;
        for (var customer = 0; customer < start.Length; customer++)
        {
            while (place < places.Length && places[place] < start[customer]) place++;
            then[customer] = place;
        }
        return then;
    }

    // An array that would hold nothing but the same value is empty.
    static T[] Take<T>(T[] from, int[] places) =>
        from.Length == 0 ? from : Array.ConvertAll(places, place => from[place]);
}
