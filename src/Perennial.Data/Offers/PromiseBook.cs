using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Offers;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;
using Perennial.Data.Engines;
using Perennial.Data.Products;
using Perennial.Data.Shards;

namespace Perennial.Data.Offers;

/// <summary>What customers of a shard were promised: read before their turns, and written with them.</summary>
/// <remarks>Whatever tells an offer has a row with what it told, also where it only tells again what was promised
/// before: with the same last day and the same code.</remarks>
sealed class PromiseBook : IDisposable
{
    readonly ShardTransaction shard;
    readonly IReadOnlyList<Offer> offers;
    readonly BulkInsert<(CustomerId Id, StoredPromise Row)> add;
    readonly CodeClaims codes;
    readonly Dictionary<string, long?> prices = [];
    Dictionary<CustomerId, List<StoredPromise>> stored = [];

    public PromiseBook(ShardTransaction shard, IReadOnlyList<Offer> offers)
    {
        (this.shard, this.offers) = (shard, offers);
        add = PromiseRows.Adding(shard.Database, shard.Shard);
        codes = new CodeClaims(shard);
    }

    /// <summary>Reads what some customers, ascending, were promised. A shop without offers promises nothing.</summary>
    public void Read(CustomerId[] ids) =>
        stored = offers.Count == 0 ? [] : PromiseRows.Of(shard.Database, shard.Shard, ids);

    /// <summary>What a customer was promised. What facts alone tell of is written down, and what they say binds no more
    /// is closed.</summary>
    public CustomerPromises Of(StrategyCustomer customer)
    {
        if (offers.Count == 0) return CustomerPromises.None;
        var rows = stored.GetValueOrDefault(customer.Id) ?? [];
        var now = shard.Moment.Now;
        var kept = rows.ConvertAll(one => one.Promise);
        var made = PromisesMade.Of(customer.History, offers, kept, customer.Shop, now);
        foreach (var one in made.Where(one => one.Contact != FactId.None && !kept.Contains(one)))
            add.Add((customer.Id, new StoredPromise(one, Instant.Never)));
        foreach (var row in rows)
            if (!row.ClosedAt.HasValue && !made.Contains(row.Promise)) Close(customer.Id, row.Promise, now);
        return new CustomerPromises
        {
            All = made, PriceOf = PriceOf, HasCode = offer => codes.IsAnyLeft(offer.Name),
            ClaimCode = promise => Unheard(kept, made, promise) ?? codes.Give(promise.Terms.Name, promise.Contact),
        };
    }

    // The code of a call that reached nobody was told to nobody.
    static string? Unheard(List<Promise> kept, IReadOnlyList<Promise> made, Promise asked) =>
        kept.Find(one => !one.IsPhantom && one.Code is not null && one.Terms.Name == asked.Terms.Name
            && (one.Strategy, one.Occurrence) == (asked.Strategy, asked.Occurrence) && !made.Contains(one)
            && !made.Any(other => other.Code == one.Code))?.Code;

    void Close(CustomerId id, Promise promise, Instant now) =>
        shard.Database.Query("close-promise", "closed_at", "shard", "customer_id", "contact_id").Bind(1, now)
            .Bind(2, shard.Shard).Bind(3, id).Bind(4, promise.Contact).Run();

    long? PriceOf(string product)
    {
        if (!prices.TryGetValue(product, out var price))
            prices[product] = price = ProductStore.Of(shard.Database, [product])[0].PriceCents;
        return price;
    }

    /// <summary>Writes what contacts of a customer's turn promise.</summary>
    public void Write(CustomerId id, IReadOnlyList<Decision> decisions)
    {
        foreach (var decision in decisions)
        {
            if (decision.Promised is not { Promise: var promise }) continue;
            var candidate = decision.Candidate;
            add.Add((id, new StoredPromise(promise with
            {
                Contact = LiveStrategies.ContactOf(candidate.Key), Strategy = candidate.Strategy.Name,
                Occurrence = candidate.Enrollment.Occurrence, Channel = candidate.Content.Kind.Channel()!.Value,
                IsPhantom = decision.Outcome == Outcome.HeldOut,
            }, Instant.Never)));
        }
    }

    /// <summary>Writes what still waits. Before anybody has another turn: it is read from there.</summary>
    public void Flush() => add.Flush();

    public void Dispose() => add.Dispose();
}
