using System.Globalization;
using System.Security.Cryptography;
using Perennial.Bench.Live;
using Perennial.Contacts;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Core.Shards;
using Perennial.Core.Statistics;
using Perennial.Data;
using Perennial.Moments;
using Perennial.Strategies;
using ActivityKind = Perennial.Core.History.ActivityKind;

namespace Perennial.Bench.Turns;

/// <summary>What the shipped strategies cost an event: processor of this process and of the database's, by the same
/// events in two stores that differ in nothing but that strategies are published in one of them.</summary>
static class EventsBench
{
    const int Rounds = 9;

    // Whose events, how many a transaction, and what they do.
    readonly record struct Kind(List<int> Customers, int AtOnce, ActivityKind Activity);

    /// <summary>Arguments: a folder for the two files, or an address without a database of a server that has the
    /// databases <c>plain</c> and <c>live</c>; customers (50000), events of each measurement (2000), how many a
    /// transaction (100 and 1).</summary>
    public static int Run(string[] args)
    {
        var (folder, customers) = (args[0], args.Length > 1 ? int.Parse(args[1]) : 50_000);
        var count = args.Length > 2 ? int.Parse(args[2]) : 2_000;
        var isServer = ShopPlace.IsDatabase(folder);
        if (!isServer) Directory.CreateDirectory(folder);
        var (plain, live) = isServer ? ($"{folder};Database=plain", $"{folder};Database=live")
            : (Path.Combine(folder, "plain.db"), Path.Combine(folder, "live.db"));
        if (isServer || !File.Exists(live)) Make(plain, live, customers);
        using var without = ShopStore.Open(plain, LoadedShop.Now);
        using var with = ShopStore.Open(live, LoadedShop.Now);
        var inOne = In(with, customers);
        Console.Error.WriteLine($"{inOne.Count} of {customers} customers are in a strategy");
        var others = Enumerable.Range(0, customers).Except(inOne).ToList();
        int[] lists = args.Length > 3 ? [int.Parse(args[3])] : [100, 1];
        var (one, other) = ((without, plain), (with, live));
        foreach (var atOnce in lists)
        {
            var events = atOnce == 1 ? count : 10 * count;
            var nobody = Added(one, other, new Kind(others, atOnce, ActivityKind.PageView), events);
            var starting = Added(one, other, new Kind(others, atOnce, ActivityKind.ProductView), events);
            var somebody = Added(one, other, new Kind(inOne, atOnce, ActivityKind.PageView), events);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{atOnce}\t{nobody.Without:0}\t"
                + $"{nobody.With - nobody.Without:0}\t{starting.With - starting.Without:0}\t"
                + $"{somebody.With - somebody.Without:0}"));
        }
        SayStatements("of whoever is in none", one, other, new Kind(others, 1, ActivityKind.PageView));
        SayStatements("of whoever is in one", one, other, new Kind(inOne, 1, ActivityKind.PageView));
        return 0;
    }

    // Counting costs, so it is done when everything is measured.
    static void SayStatements(
        string whose, (ShopStore Store, string) without, (ShopStore Store, string) with, Kind kind)
    {
        const int events = 100;
        Dictionary<string, long> Of((ShopStore Store, string) at)
        {
            at.Store.StatementCount.TellApart();
            var before = at.Store.StatementCount.ByText.ToDictionary();
            Cost(at, kind, events, Rounds);
            return at.Store.StatementCount.ByText.ToDictionary(pair => pair.Key,
                pair => pair.Value - before.GetValueOrDefault(pair.Key));
        }
        var (plain, live) = (Of(without), Of(with));
        Console.Error.WriteLine($"an event {whose}: {plain.Values.Sum() / (double)events:n1} statements without "
            + $"strategies, {live.Values.Sum() / (double)events:n1} with them; these differ:");
        foreach (var text in live.Keys.Union(plain.Keys).Order(StringComparer.Ordinal))
        {
            var (one, other) = (plain.GetValueOrDefault(text), live.GetValueOrDefault(text));
            if (one != other) Console.Error.WriteLine($"{one,6}{other,6}  {OneLine(text)}");
        }
    }

    static string OneLine(string text)
    {
        var words = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return words[..Math.Min(90, words.Length)];
    }

    static void Make(string plain, string live, int customers)
    {
        foreach (var place in (string[])[plain, live])
        {
            LoadedShop.Make(place, customers, 3);
            using var store = ShopStore.Open(place, LoadedShop.Now);
            Order(store, customers);
        }
        using var with = ShopStore.Open(live, LoadedShop.Now);
        if (with.Strategies.Parts().Published is not null) return;
        DueShop.Publish(with, ShippedStrategies.Files);
        Tick(with);
        Order(with, customers, "again");
        Tick(with);
    }

    // Every third customer orders for more than 100: a strategy takes them in and waits for days.
    static void Order(ShopStore store, int customers, string name = "first")
    {
        var moments = new ShopMoments(store);
        foreach (var some in Enumerable.Range(0, customers / 3).Select(one => 3 * one).Chunk(500))
        {
            store.Intake.Write(EventBatch.Of([.. some.Select(customer => new IncomingEvent
            {
                Source = "bench", MessageId = $"{name} {customer}", At = LoadedShop.Now,
                Who = new CustomerKeySet { External = LoadedShop.Key(customer) },
                Order = new OrderStatement($"{name} {customer}", LoadedShop.Now) { GrossCents = 15_000 },
            })]), moments.At(LoadedShop.Now));
        }
    }

    static void Tick(ShopStore store)
    {
        var moments = new ShopMoments(store);
        ShopMoment At() => moments.At(LoadedShop.Now);
        store.Folding.RefoldDue(At(), int.MaxValue);
        store.Stays.Recount(At(), CancellationToken.None);
        new StrategyTurns(store).Run(At, CancellationToken.None);
        new Sandbox(store).HandOver(At, CancellationToken.None);
    }

    static List<int> In(ShopStore store, int customers)
    {
        var rows = Enumerable.Range(0, customers).ToDictionary(
            customer => CustomerId.Of(CustomerKeyKind.External, LoadedShop.Key(customer)));
        return [.. store.Strategies.Parts().Standings.SelectMany(one => store.Decisions.In(one.Strategy, int.MaxValue))
            .Select(one => rows[one.Customer]).Distinct()];
    }

    // By turns, so that what else the machine does concerns both; the median of the pairs.
    static (double Without, double With) Added(
        (ShopStore, string) without, (ShopStore, string) with, Kind kind, int events)
    {
        var pairs = new List<(double Without, double With)>();
        for (var round = -1; round < Rounds; round++)
        {
            var pair = (Cost(without, kind, events, round), Cost(with, kind, events, round));
            if (round >= 0) pairs.Add(pair);
        }
        var inOrder = pairs.OrderBy(pair => pair.With - pair.Without).ToList();
        return inOrder[inOrder.Count / 2];
    }

    static double Cost((ShopStore Store, string Place) at, Kind kind, int events, int round)
    {
        var (store, place) = at;
        var (customers, atOnce, activity) = kind;
        var (random, moments, name) = (new Rng((ulong)(round + 2)), new ShopMoments(store),
            RandomNumberGenerator.GetHexString(12));
        var lists = Enumerable.Range(0, events / atOnce).Select(list => Enumerable.Range(0, atOnce).Select(one =>
            new IncomingEvent
            {
                Source = "bench", MessageId = $"{name}-{list}-{one}", At = LoadedShop.Now,
                Who = new CustomerKeySet { External = LoadedShop.Key(customers[random.NextInt(customers.Count)]) },
                Activity = new ActivityStatement(activity)
                {
                    Product = activity == ActivityKind.ProductView ? $"p{random.NextInt(500)}" : null,
                },
            }).ToList()).ToList();
        _ = moments.At(LoadedShop.Now);
        var processor = new Processor(place);
        var before = processor.Total();
        foreach (var list in lists) store.Intake.Write(EventBatch.Of(list), moments.At(LoadedShop.Now));
        return (processor.Total() - before).TotalMicroseconds / events;
    }
}
