using System.Text;
using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Data.Batches;
using Perennial.Data.Consent;
using Perennial.Data.Engines;

namespace Perennial.Data.Facts;

/// <summary>Writes the activities, contacts and responses of a batch, and what responses mean for later contacts:
/// whoever unsubscribes no longer consents, whoever complains or cannot be reached is never contacted again.</summary>
sealed class BehaviourWriter : IDisposable
{
    readonly FactBatch batch;
    readonly HistoryTable history;
    readonly int shard;
    readonly byte[] source;
    readonly byte[][] products;
    readonly PermissionWriter consents;
    readonly CustomerGroups groups;
    readonly FactKeys keys;
    readonly Instant now;
    readonly MergedContacts? merged;
    readonly LastingFactWriter? activities, contacts, responses;
    readonly LastingFactWriter[] all;
    readonly List<int> added = [];

    public BehaviourWriter(
        Database database, int shard, FactBatch batch, CustomerGroups groups, FactKeys keys, PermissionWriter consents,
        NewFacts? news, Instant now)
    {
        (this.keys, this.now) = (keys, now);
        (this.batch, history, this.shard, this.groups, this.consents) =
            (batch, batch.History, shard, groups, consents);
        source = Encoding.UTF8.GetBytes(batch.Source);
        products = history.Activities is null ? [] : [.. history.Products.Select(Encoding.UTF8.GetBytes)];
        if (groups.Activities is { } ofActivities)
        {
            activities = new(database, shard, "activity", ["shard", "customer_id", "activity_id", "happened_at", "kind",
                "product_id", "duration_seconds", "source", "name", .. FactKeys.Parameters, "known_at",
                "value_hundredths", "scale", "thread", "written", "properties"], ofActivities,
                history.Activities!.Id, BindActivity)
            {
                News = news, Kind = FactKind.Activity, When = history.Activities.At,
            };
        }
        if (groups.Contacts is { } ofContacts)
        {
            merged = new MergedContacts(history.Contacts!, fact => KnownAt(ofContacts, fact));
            contacts = new(database, shard, "contact", ["shard", "customer_id", "contact_id", "sent_at", "channel",
                "strategy", "source", .. FactKeys.Parameters, "known_at", .. ContactColumns.Names], ofContacts,
                history.Contacts!.Id, BindContact)
            {
                News = news, Merged = merged, Kind = FactKind.Contact, When = history.Contacts.At,
            };
        }
        if (groups.Responses is { } ofResponses)
        {
            responses = new(database, shard, "response", ["shard", "customer_id", "response_id", "responded_at", "kind",
                "channel", "contact_id", "disposition", "source", "topic", .. FactKeys.Parameters, "known_at",
                "written"], ofResponses, history.Responses!.Id, BindResponse)
            {
                News = news, Kind = FactKind.Response, When = history.Responses.At,
            };
        }
        all = [.. new[] { activities, contacts, responses }.OfType<LastingFactWriter>()];
    }

    public WriteCounts Activities => activities?.Counts ?? default;

    public WriteCounts Contacts => contacts?.Counts ?? default;

    public WriteCounts Responses => responses?.Counts ?? default;

    /// <summary>Reads which facts customers, ascending, have of the kinds that the batch brings them.</summary>
    /// <param name="customers">With their rows of the batch.</param>
    public void Load(IReadOnlyList<(CustomerId Id, ArraySegment<int> Rows)> customers)
    {
        foreach (var kind in all)
            kind.Load([.. customers.Where(one => kind.Any(one.Rows)).Select(one => one.Id)]);
    }

    /// <summary>Writes a customer's facts, as <see cref="LastingFactWriter.Put"/> does.</summary>
    /// <returns>Whether any was added, and whether any came twice.</returns>
    public (bool Changed, bool Repeated) Put(CustomerId id, ArraySegment<int> rows)
    {
        var (changed, repeated) = (false, false);
        foreach (var kind in all)
        {
            repeated |= kind.Put(id, rows, added);
            changed |= added.Count > 0;
            if (kind == responses)
                foreach (var response in added) Permit(response);
        }
        return (changed, repeated);
    }

    void Permit(int response)
    {
        var facts = history.Responses!;
        var (kind, channel, at) = (facts.Kind[response], facts.Channel[response], facts.At[response]);
        var from = SourceOf(groups.Responses!, response);
        consents.Row(groups.Responses!.RowOf(response));
        if (kind == ResponseKind.Unsubscribe)
        {
            var topic = facts.Topic.Length == 0 ? null : facts.Topic[response];
            consents.Say(new ConsentStatement(channel, false) { Topic = Topic.Of(topic), SaidAt = at }, from, at);
        }
        var disposition = facts.Disposition.Length == 0 ? null : facts.Disposition[response];
        if (Suppression.ReasonOf(kind, disposition) is { } reason)
            consents.Suppress(new Suppression(channel, reason, at, from));
    }

    string SourceOf(FactsById<FactId> facts, int fact) =>
        batch.Live is { } live ? live.Source[facts.RowOf(fact)] : batch.Source;

    /// <summary>Writes what still waits. After the last customer.</summary>
    public void Flush()
    {
        foreach (var kind in all) kind.Flush();
    }

    void BindSource(Statement to, int parameter, FactsById<FactId> facts, int fact)
    {
        if (batch.Live is { } live) to.Bind(parameter, live.Source[facts.RowOf(fact)]);
        else to.BindText(parameter, source);
    }

    // What was known of a customer who turns out to be another is no news.
    Instant KnownAt(FactsById<FactId> facts, int fact) =>
        batch.Live is { KnownAt.Count: > 0 } moved && moved.KnownAt[facts.RowOf(fact)] is { HasValue: true } since
            ? since : now;

    void BindKeys(Statement to, int parameter, FactsById<FactId> facts, int fact,
        IReadOnlyDictionary<int, string> beside) =>
        FactKeys.Bind(to, parameter, keys.Any ? keys.Of(beside, fact, facts.RowOf(fact)) : default);

    void BindActivity(Statement to, int first, (CustomerId Customer, int Fact) row)
    {
        var (facts, fact) = (history.Activities!, row.Fact);
        to.Bind(first, shard).Bind(first + 1, row.Customer).Bind(first + 2, facts.Id[fact])
            .Bind(first + 3, facts.At[fact].UnixMs).Bind(first + 4, (long)facts.Kind[fact]);
        if (facts.Product[fact] < 0) to.BindNull(first + 5);
        else to.BindText(first + 5, products[facts.Product[fact]]);
        to.Bind(first + 6, facts.DurationSeconds[fact]);
        BindSource(to, first + 7, groups.Activities!, fact);
        to.Bind(first + 8, facts.Name.Length == 0 ? null : facts.Name[fact]);
        BindKeys(to, first + 9, groups.Activities!, fact, batch.ActivityAddresses);
        to.Bind(first + 11, KnownAt(groups.Activities!, fact).UnixMs);
        var detail = facts.Details?.Of(fact);
        if (detail?.Rating is { } rating) to.Bind(first + 12, (long)rating.Hundredths).Bind(first + 13, rating.Scale);
        else to.BindNull(first + 12).BindNull(first + 13);
        to.Bind(first + 14, detail?.Thread).Bind(first + 15, detail?.Text)
            .Bind(first + 16, facts.Properties.Length == 0 ? null : facts.Properties[fact]);
    }

    void BindContact(Statement to, int first, (CustomerId Customer, int Fact) row)
    {
        var (facts, fact) = (history.Contacts!, row.Fact);
        var told = merged!.Of(fact);
        to.Bind(first, shard).Bind(first + 1, row.Customer).Bind(first + 2, facts.Id[fact])
            .Bind(first + 3, told.At.UnixMs).Bind(first + 4, (long)told.Channel).Bind(first + 5, told.Strategy);
        BindSource(to, first + 6, groups.Contacts!, fact);
        BindKeys(to, first + 7, groups.Contacts!, fact, batch.ContactAddresses);
        to.Bind(first + 9, told.KnownAt.UnixMs);
        ContactColumns.Bind(to, first + 10, told.Context);
    }

    void BindResponse(Statement to, int first, (CustomerId Customer, int Fact) row)
    {
        var (facts, fact) = (history.Responses!, row.Fact);
        to.Bind(first, shard).Bind(first + 1, row.Customer).Bind(first + 2, facts.Id[fact])
            .Bind(first + 3, facts.At[fact].UnixMs).Bind(first + 4, (long)facts.Kind[fact])
            .Bind(first + 5, (long)facts.Channel[fact]);
        var contact = facts.Contact.Length == 0 ? FactId.None : facts.Contact[fact];
        if (contact == FactId.None) to.BindNull(first + 6);
        else to.Bind(first + 6, contact);
        to.Bind(first + 7, facts.Disposition.Length == 0 ? null : facts.Disposition[fact]);
        BindSource(to, first + 8, groups.Responses!, fact);
        to.Bind(first + 9, facts.Topic.Length == 0 ? null : facts.Topic[fact]);
        BindKeys(to, first + 10, groups.Responses!, fact, batch.ResponseAddresses);
        to.Bind(first + 12, KnownAt(groups.Responses!, fact).UnixMs);
        to.Bind(first + 13, facts.Text.Length == 0 ? null : facts.Text[fact]);
    }

    public void Dispose()
    {
        foreach (var kind in all) kind.Dispose();
    }
}
