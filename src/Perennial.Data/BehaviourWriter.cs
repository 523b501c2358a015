using System.Text;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;

namespace Perennial.Data;

/// <summary>Writes the activities, contacts and responses of a batch; whoever unsubscribes or complains no longer
/// consents.</summary>
sealed class BehaviourWriter : IDisposable
{
    readonly HistoryTable history;
    readonly int shard;
    readonly byte[] source;
    readonly byte[][] products;
    readonly Statement withdraw;
    readonly LastingFactWriter? activities, contacts, responses;
    readonly List<int> added = [];

    public BehaviourWriter(Database database, int shard, FactBatch batch, CustomerGroups groups)
    {
        (history, this.shard, source) = (batch.History, shard, Encoding.UTF8.GetBytes(batch.Source));
        products = history.Activities is null ? [] : [.. history.Products.Select(Encoding.UTF8.GetBytes)];
        withdraw = database.Query("withdraw-consent", "shard", "customer_id", "channel", "source", "said_at")
            .Bind(1, shard).Bind(4, batch.Source);
        if (groups.Activities is { } ofActivities)
        {
            activities = new(database, shard, "activity", ["shard", "customer_id", "activity_id", "happened_at", "kind",
                "product_id", "duration_seconds", "source"], ofActivities, history.Activities!.Id, BindActivity);
        }
        if (groups.Contacts is { } ofContacts)
        {
            contacts = new(database, shard, "contact", ["shard", "customer_id", "contact_id", "sent_at", "channel",
                "strategy", "source"], ofContacts, history.Contacts!.Id, BindContact);
        }
        if (groups.Responses is { } ofResponses)
        {
            responses = new(database, shard, "response", ["shard", "customer_id", "response_id", "responded_at", "kind",
                "channel", "contact_id", "disposition", "source"], ofResponses, history.Responses!.Id, BindResponse);
        }
    }

    public WriteCounts Activities => activities?.Counts ?? default;

    public WriteCounts Contacts => contacts?.Counts ?? default;

    public WriteCounts Responses => responses?.Counts ?? default;

    /// <summary>Writes a customer's facts, as <see cref="LastingFactWriter.Put"/> does.</summary>
    /// <returns>Whether any was added, and whether any came twice.</returns>
    public (bool Changed, bool Repeated) Put(CustomerId id, ArraySegment<int> rows, bool isNew)
    {
        var (changed, repeated) = (false, false);
        if (activities is not null)
        {
            repeated |= activities.Put(id, rows, isNew, added);
            changed |= added.Count > 0;
        }
        if (contacts is not null)
        {
            repeated |= contacts.Put(id, rows, isNew, added);
            changed |= added.Count > 0;
        }
        if (responses is not null)
        {
            repeated |= responses.Put(id, rows, isNew, added);
            changed |= added.Count > 0;
            foreach (var response in added) WithdrawConsent(id, response);
        }
        return (changed, repeated);
    }

    void WithdrawConsent(CustomerId id, int response)
    {
        var facts = history.Responses!;
        if (facts.Kind[response] is not (ResponseKind.Unsubscribe or ResponseKind.Complaint)) return;
        withdraw.Bind(2, id).Bind(3, (long)facts.Channel[response]).Bind(5, facts.At[response]).Run();
    }

    /// <summary>Writes what still waits. After the last customer.</summary>
    public void Flush()
    {
        activities?.Flush();
        contacts?.Flush();
        responses?.Flush();
    }

    void BindActivity(Statement to, int first, (CustomerId Customer, int Fact) row)
    {
        var (facts, fact) = (history.Activities!, row.Fact);
        to.Bind(first, shard).Bind(first + 1, row.Customer).Bind(first + 2, facts.Id[fact])
            .Bind(first + 3, facts.At[fact].UnixMs).Bind(first + 4, (long)facts.Kind[fact])
            .Bind(first + 6, facts.DurationSeconds[fact]).BindText(first + 7, source);
        if (facts.Product[fact] < 0) to.BindNull(first + 5);
        else to.BindText(first + 5, products[facts.Product[fact]]);
    }

    void BindContact(Statement to, int first, (CustomerId Customer, int Fact) row)
    {
        var (facts, fact) = (history.Contacts!, row.Fact);
        to.Bind(first, shard).Bind(first + 1, row.Customer).Bind(first + 2, facts.Id[fact])
            .Bind(first + 3, facts.At[fact].UnixMs).Bind(first + 4, (long)facts.Channel[fact])
            .Bind(first + 5, facts.Strategy.Length == 0 ? null : facts.Strategy[fact]).BindText(first + 6, source);
    }

    void BindResponse(Statement to, int first, (CustomerId Customer, int Fact) row)
    {
        var (facts, fact) = (history.Responses!, row.Fact);
        to.Bind(first, shard).Bind(first + 1, row.Customer).Bind(first + 2, facts.Id[fact])
            .Bind(first + 3, facts.At[fact].UnixMs).Bind(first + 4, (long)facts.Kind[fact])
            .Bind(first + 5, (long)facts.Channel[fact])
            .Bind(first + 7, facts.Disposition.Length == 0 ? null : facts.Disposition[fact])
            .BindText(first + 8, source);
        var contact = facts.Contact.Length == 0 ? FactId.None : facts.Contact[fact];
        if (contact == FactId.None) to.BindNull(first + 6);
        else to.Bind(first + 6, contact);
    }

    public void Dispose()
    {
        activities?.Dispose();
        contacts?.Dispose();
        responses?.Dispose();
    }
}
