using Perennial.Channels.Destinations;
using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Parts;
using Perennial.Core.Profiles;
using Perennial.Data;
using Perennial.Data.Consent;
using Perennial.Data.Destinations;
using Perennial.Data.Strategies;
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
    readonly ChangeNames names;
    readonly GoneComposer gone;
    readonly int bins;
    readonly bool takesEvents;

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
        names = new ChangeNames(settings, calendar);
        takesEvents = DestinationKind.Find(settings.Kind) is { TakesEvents: true };
        gone = new GoneComposer(settings, calendar, names);
        bins = store.ScoringRuns.Latest()?.CutPoints.Bins ?? 5;
    }

    /// <summary>Whether a change is of interest to the destination.</summary>
    public bool Concerns(OutboxChange change)
    {
        if (change.IsGone) return change.IsErased || change.MergedInto is not null || gone.TellsLeaving(change);
        return change.IsFirst || change.IsNew
            || change.Entered.Any(settings.Tells) || change.Left.Any(settings.Tells)
            || (settings.TellsConsent && change.Columns.ContainsKey("consent_email"))
            || Told(change).Any()
            || mapping.Any(one => Touches(one, change));
    }

    IEnumerable<ToldEvent> Told(OutboxChange change) => !takesEvents ? []
        : change.Events.Where(one => one.To.Equals(settings.Name, StringComparison.Ordinal));

    /// <summary>What to send of changes, one by one.</summary>
    /// <param name="shard">Their shard.</param>
    /// <param name="changes">The changes.</param>
    /// <param name="now">The present.</param>
    public Composed[] Compose(int shard, IReadOnlyList<PendingChange> changes, Instant now)
    {
        var read = store.Outgoing.Read(shard, changes.Where(change => !change.Change.IsGone)
            .Select(change => change.Customer), stored);
        var became = store.Outgoing.Became(
            [.. changes.Select(change => change.Change.MergedInto).OfType<CustomerId>().Distinct()]);
        if (readsClock) read.Profiles.ReadAt(now, calendar);
        var rowOf = read.Ids.Index().ToDictionary(one => one.Item, one => one.Index);
        return [.. changes.Select(Compose)];

        Composed Compose(PendingChange pending)
        {
            if (pending.Change.IsGone)
            {
                return gone.Compose(shard, pending,
                    pending.Change.MergedInto is { } other ? became[other] : null);
            }
            if (!rowOf.TryGetValue(pending.Customer, out var row)) return Composed.Not(UnsentReason.Gone);
            return Changed(shard, pending, read, row, now) is { } change ? Composed.Send(change)
                : Composed.Not(UnsentReason.NoKey);
        }
    }

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
        if (names.Identity(Attribute) is not { } identity) return null;

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
            Key = names.KeyOf(shard, pending), Customer = pending.Customer, Identity = identity, At = at,
            Fields = fields,
            Entered = [.. (change.IsFirst ? read.Segments[row] : change.Entered).Where(settings.Tells)],
            Left = [.. change.Left.Where(settings.Tells)],
            Events = [.. Told(change).Select(one => new OutgoingEvent(one.Id, one.Event, one.Strategy, one.Step))],
            IsFirst = change.IsFirst,
            MayEmail = Ask(ContactChannel.Email) is { IsAllowed: true } ? true
                : SentAttribute.Allowed("consent_email", read.Permissions[row], Ask),
        };
    }

    static bool Touches((FieldMapping Mapping, Column? Column, string? Segment) one, OutboxChange change) =>
        one.Segment is { } segment
            ? change.Entered.Contains(segment) || change.Left.Contains(segment)
            : change.Columns.ContainsKey(one.Column?.Name ?? one.Mapping.From)
                || (one.Column is null && SentAttribute.ChannelsOf(one.Mapping.From).Any(channel =>
                    change.Columns.ContainsKey(PermissionNews.Name(channel))));
}
