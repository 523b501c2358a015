using Perennial.Channels.Webhooks;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Data.Access;
using Perennial.Privacy;

namespace Perennial.Live;

/// <summary>What is done with what stores and providers say.</summary>
static class WebhookWork
{
    /// <summary>Writes it into a live shop.</summary>
    public static WebhookSinks Of(LiveShop live, TimeProvider time)
    {
        var store = live.Store;
        Instant Now() => Instant.From(time.GetUtcNow());
        static Actor By(string source) => new("webhook", source, source);
        return new WebhookSinks
        {
            Events = live.Intake.Write,
            Erasures = (who, source, _) =>
            {
                EraseCustomer.Run(store, who, "asked for by the store", By(source), Now());
                live.Sync.Signal();
                return Task.CompletedTask;
            },
            DataRequests = (request, source, _) =>
            {
                store.Audit.Add(new AuditEntry(Now(), By(source), WordsOf(request), NamesOf(request.Who))
                {
                    After = "answer within a month",
                });
                return Task.CompletedTask;
            },
            Products = (products, _, _) =>
            {
                store.Products.Put(products, Now());
                return Task.CompletedTask;
            },
            Owner = (source, number, _) => Task.FromResult(store.Facts.OwnerOf(OrderId.Numbered(source, number))),
        };
    }

    static string WordsOf(PrivacyRequest request) => request.Act == PrivacyAct.EraseShop
        ? "everybody's erasure asked for" : "customer's data asked for";

    // By ids: the audit log keeps nobody's address.
    static string NamesOf(CustomerKeySet who)
    {
        if (who is { External: null, Email: null, Phone: null, Anonymous: null, Id: null }) return "the whole shop";
        var (kind, key) = EventBatch.PrimaryKey(who);
        return (who.Id ?? CustomerId.Of(kind, key)).ToString();
    }
}
