using Perennial.Channels.Destinations;
using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Data;
using Perennial.Data.Consent;
using Perennial.Data.Destinations;
using Perennial.Settings;

namespace Perennial.Destinations;

/// <summary>Makes what a destination is sent out of outbox rows: says which of them concern it, and reads the customers
/// at hand.</summary>
sealed class ChangeComposer
{
    readonly ShopStore store;
    readonly DestinationSettings settings;
    readonly IReadOnlyList<(FieldMapping Mapping, Column? Column, string? Segment)> mapping;
    readonly Column[] stored;
    readonly bool readsClock;
    readonly ShopCalendar calendar;
    readonly ContactRules contactRules;
    readonly int bins;

    public ChangeComposer(ShopStore store, DestinationSettings settings)
    {
        (this.store, this.settings) = (store, settings);
        mapping = [.. settings.Mapping.Select(one => (one, Columns.Find(one.From), FieldMapping.SegmentOf(one.From)))];
        Column[] mapped = [.. mapping.Select(one => one.Column).OfType<Column>().Distinct()];
        readsClock = mapped.Any(column => column.Kind == ColumnKind.Clock);
        // Clock columns follow from others, and which is theirs to know.
        stored = readsClock ? [.. Columns.All.Where(column => column.Kind != ColumnKind.Clock)] : mapped;
        var shop = ShopSettings.Of(store);
        (calendar, contactRules) = (shop.Calendar, shop.ContactRules);
        bins = store.ScoringRuns.Latest()?.CutPoints.Bins ?? 5;
    }

    /// <summary>Whether a change is of interest to the destination.</summary>
    public bool Concerns(OutboxChange change)
    {
        if (change.IsErased) return settings.Erasure == ErasureMode.Delete;
        return change.IsFirst || change.IsNew
            || change.Entered.Any(settings.Tells) || change.Left.Any(settings.Tells)
            || (settings.TellsConsent && change.Columns.ContainsKey("consent_email"))
            || mapping.Any(one => Touches(one, change));
    }

    /// <summary>What to send of changes, one by one; null where there is nothing to send, because the customer is not
    /// there any more or has no key that the destination knows customers by.</summary>
    /// <param name="shard">Their shard.</param>
    /// <param name="changes">The changes.</param>
    /// <param name="now">The present.</param>
    public OutgoingChange?[] Compose(int shard, IReadOnlyList<PendingChange> changes, Instant now)
    {
        var read = store.Outgoing.Read(shard, changes.Select(change => change.Customer), stored);
        if (readsClock) read.Profiles.ReadAt(now, calendar);
        var rowOf = read.Ids.Index().ToDictionary(one => one.Item, one => one.Index);
        return [.. changes.Select(change => change.Change.IsErased ? Erased(shard, change)
            : rowOf.TryGetValue(change.Customer, out var row) ? Changed(shard, change, read, row, now) : null)];
    }

    string KeyOf(int shard, PendingChange change) => change.Change.IsFirst
        ? $"{settings.Name}:{shard}:first-{change.LastSequence}-{change.Customer}"
        : $"{settings.Name}:{shard}:{change.LastSequence}";

    OutgoingChange? Erased(int shard, PendingChange change)
    {
        var identity = Identity(settings.Identity is { } by ? LeftOf(change, by.From) : "");
        return identity is null ? null : new OutgoingChange
        {
            Key = KeyOf(shard, change), Customer = change.Customer, Identity = identity, At = change.Rows[^1].ChangedAt,
            IsErased = true,
            // Without an identity, a field has to say who it was.
            Fields = settings.Identity is not null ? [] :
            [
                .. mapping.Select(one => one.Mapping).Where(one => SentAttribute.Identities.Contains(one.From))
                    .Select(one => KeyValuePair.Create(
                        one.To, FieldTransforms.Apply(one, LeftOf(change, one.From), calendar))),
            ],
        };
    }

    // What is left of an erased customer: the keys.
    static string? LeftOf(PendingChange change, string from) =>
        from == SentAttribute.CustomerId ? change.Customer.ToString()
        : from == "key" ? change.Change.Keys.Values.FirstOrDefault()
        : change.Change.Keys.GetValueOrDefault(from);

    OutgoingChange? Changed(int shard, PendingChange pending, OutgoingCustomers read, int row, Instant now)
    {
        var change = pending.Change;
        var at = pending.Rows[^1].ChangedAt;
        object? Attribute(string name) => name switch
        {
            SentAttribute.CustomerId => pending.Customer.ToString(),
            SentAttribute.ChangedAt => at.ToString(),
            _ when SentAttribute.IsPermission(name) => SentAttribute.Allowed(name, read.Permissions[row], Ask),
            _ => SentAttribute.Of(name, read.Keys[row], read.Details[row]),
        };
        Permission Ask(ContactChannel channel) =>
            MayContact.Ask(read.Permissions[row], contactRules, channel, Topic.Everything, now);
        // The key by which the other tool knows the person is no address for contact, and is sent.
        bool IsWithheld(string name) => settings.Addresses == AddressMode.Permitted && SentAttribute.IsAddress(name)
            && name != settings.Identity?.From
            && !SentAttribute.ChannelsOf(name).Any(channel => Ask(channel).IsAllowed);
        var identity = settings.Identity is { } by ? Identity(Attribute(by.From)) : "";
        if (identity is null) return null;

        var changesOnly = settings.SendsChanges && !change.IsFirst && !change.IsNew;
        var fields = new List<KeyValuePair<string, object?>>();
        foreach (var one in mapping)
        {
            if (changesOnly && !Touches(one, change)) continue;
            var value = IsWithheld(one.Mapping.From) ? null
                : changesOnly && SentAttribute.ChannelsOf(one.Mapping.From).Count == 0
                    && change.Columns.TryGetValue(one.Mapping.From, out var then) ? then
                : changesOnly && one.Segment is { } moved ? change.Entered.Contains(moved)
                : one.Segment is { } segment ? read.Segments[row].Contains(segment)
                : one.Column is { } column ? SentColumn.Of(read.Profiles, column, row, bins)
                : Attribute(one.Mapping.From);
            fields.Add(KeyValuePair.Create(one.Mapping.To, FieldTransforms.Apply(one.Mapping, value, calendar)));
        }
        return new OutgoingChange
        {
            Key = KeyOf(shard, pending), Customer = pending.Customer, Identity = identity, At = at, Fields = fields,
            Entered = [.. (change.IsFirst ? read.Segments[row] : change.Entered).Where(settings.Tells)],
            Left = [.. change.Left.Where(settings.Tells)],
            IsFirst = change.IsFirst,
            MayEmail = Ask(ContactChannel.Email) is { IsAllowed: true } ? true
                : SentAttribute.Allowed("consent_email", read.Permissions[row], Ask),
        };
    }

    // A key that is empty after all transforms is none.
    string? Identity(object? value) =>
        FieldTransforms.Text(FieldTransforms.Apply(settings.Identity ?? new("", ""), value, calendar)) is { } text
        && (text.Length > 0 || settings.Identity is null) ? text : null;

    static bool Touches((FieldMapping Mapping, Column? Column, string? Segment) one, OutboxChange change) =>
        one.Segment is { } segment
            ? change.Entered.Contains(segment) || change.Left.Contains(segment)
            : change.Columns.ContainsKey(one.Column?.Name ?? one.Mapping.From)
                || (one.Column is null && SentAttribute.ChannelsOf(one.Mapping.From).Any(channel =>
                    change.Columns.ContainsKey(PermissionNews.Name(channel))));
}
