using System.Diagnostics;
using Perennial.Contacts;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Core.Shards;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Engines;
using Perennial.Moments;
using Perennial.Scoring;
using Perennial.Strategies;

namespace Perennial.Bench.Turns;

/// <summary>A shop each of whose customers is in a strategy and due a day after it was published: a third goes from one
/// wait into another, a third through conditions, a third to a contact, of which half are blocked.</summary>
static class DueShop
{
    const int CustomersAtOnce = 50_000;

    const long DayMs = 86_400_000;

    // Which part a customer belongs to stands in the address.
    static readonly string[] parts = ["waits", "conditions", "contacts"];

    static readonly Dictionary<string, string> files = new()
    {
        ["channels.yaml"] = """
            channels:
              email: { provider: sandbox, cost: 0.01 }
              call: { provider: sandbox, cost: 0.6, queues: { shop: {} } }
            """,
        ["policies.yaml"] = """
            topics:
              - { topic: offers, default: yes, title: Offers }
            frequency:
              - { policy: all, applies to: everybody, most: [4 contacts per 7d, 2 calls per 30d] }
              - { policy: buyers, applies to: orders >= 1, most: [2 emails per 7d], gap: 20h }
            """,
        ["strategies/waits.yaml"] = Strategy("waits", """
              - wait: 1d
              - wait: 30d
              - email: later
            """),
        ["strategies/conditions.yaml"] = Strategy("conditions", """
              - wait: 1d
              - when: has order within 30 days
                then:
                  - wait: 20d
                else:
                  - when: orders >= 2 or monetary > 100
                    then:
                      - wait: 30d
                    else:
                      - wait: 40d
              - email: later
            """),
        ["strategies/contacts.yaml"] = Strategy("contacts", """
              - wait: 1d
              - email: now
              - wait: 30d
              - email: later
            """),
    };

    /// <summary>What part of the strategies a customer is in.</summary>
    public static string PartOf(int customer) => parts[customer % parts.Length];

    /// <summary>Whether a customer has agreed to be contacted: every second one of each part.</summary>
    public static bool Agrees(int customer) => customer / parts.Length % 2 == 0;

    static string Strategy(string name, string steps) => $$"""
        strategy: {{name}}
        goal: { metric: orders, window: 30d }
        audience: city = '{{name}}'
        trigger: { enters: audience }
        existing: enroll
        reenter: after 30d
        exit: has order since entry
        holdout: 0%
        steps:
        {{steps}}
        """;

    static Instant Now => Instant.From(TimeProvider.System.GetUtcNow());

    /// <summary>The customer number of the how-manieth customer.</summary>
    public static string Key(int customer) => $"C-{customer:d7}";

    /// <summary>Makes the shop and lets everybody in.</summary>
    /// <param name="place">Where.</param>
    /// <param name="customers">How many.</param>
    /// <param name="say">Told how far it is.</param>
    /// <param name="options">How the store is opened; null for the defaults.</param>
    public static void Make(string place, int customers, Action<string> say, StoreOptions? options = null)
    {
        using var store = ShopStore.Open(place, Now, options);
        var watch = Stopwatch.StartNew();
        void Say(string what) => say($"{what} after {watch.Elapsed.TotalSeconds:n0} s");
        for (var first = 0; first < customers; first += CustomersAtOnce)
        {
            store.Intake.Write(Batch(first, Math.Min(CustomersAtOnce, customers - first)),
                new ShopMoments(store).At(Now));
            Say($"{Math.Min(customers, first + CustomersAtOnce):n0} customers");
        }
        Rescore.Run(store, null, null, Now, (_, _) => { }, CancellationToken.None);
        Say("scored");
        Publish(store, files);
        var moments = new ShopMoments(store);
        var now = Now;
        store.Stays.Recount(moments.At(now), CancellationToken.None);
        Say("looked who is in which audience");
        new StrategyTurns(store).Run(() => moments.At(now), CancellationToken.None);
        Say("all are in a strategy");
    }

    /// <summary>Publishes files, as <c>perennial apply</c> does.</summary>
    public static void Publish(ShopStore store, IReadOnlyDictionary<string, string> texts)
    {
        var proposed = StrategyFiles.Compare(texts, StrategyShops.BeforeAny, store.Strategies.Parts(), prune: true);
        StrategyFiles.Publish(store, proposed, Actor.Terminal("bench"), Now);
    }

    /// <summary>When everybody is due.</summary>
    public static Instant DueAt(ShopStore store) =>
        new(store.Strategies.Parts().Published!.At.UnixMs + DayMs + 3_600_000);

    /// <summary>By what a shop of that instant writes.</summary>
    public static Func<ShopMoment> At(ShopStore store, Instant now)
    {
        var moments = new ShopMoments(store);
        return () => moments.At(now);
    }

    static FactBatch Batch(int first, int count)
    {
        var (builder, now) = (new HistoryBuilder(), Now);
        for (var i = 0; i < count; i++)
        {
            builder.Add(new OrderFact
            {
                Customer = i, At = new Instant(now.UnixMs - (1 + (first + i) % 365) * DayMs),
                GrossCents = 500 + (first + i) * 37L % 20_000, Id = OrderId.Numbered("bench", $"{first + i}"),
            });
        }
        string[] keys = [.. Enumerable.Range(first, count).Select(Key)];
        return new FactBatch
        {
            Source = "bench", Keys = CustomerKeys.From(keys), KeyKinds = new CustomerKeyKind[count],
            Details = [.. keys.Select((key, i) => new CustomerDetails
            {
                FirstName = "Ada", Email = $"{key}@example.org", City = PartOf(first + i),
                Country = "FR", ConsentEmail = Agrees(first + i),
            })],
            Currency = "EUR", History = builder.Build(count),
        };
    }
}
