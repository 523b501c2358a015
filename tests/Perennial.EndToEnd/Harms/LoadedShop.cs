using System.Diagnostics;
using Perennial.Core.Lifecycle;
using Perennial.Core.Profiles;
using Perennial.Core.Prospects;
using Perennial.Core.Purchases;
using Perennial.Core.Statistics;
using Perennial.Data;
using Perennial.Data.Destinations;
using Perennial.Destinations;
using Perennial.EndToEnd.Commands;
using Perennial.EndToEnd.Live;

namespace Perennial.EndToEnd.Harms;

/// <summary>A shop that is sent events all the time and tells another tool of them, while a test does harm to it. In
/// the end what was acknowledged is there, nothing is there twice, and the tool was told of everything.</summary>
sealed class LoadedShop : IAsyncDisposable
{
    const int People = 40, SideBySide = 4;

    static readonly TimeSpan patience = TimeSpan.FromSeconds(60);

    // One of every type, none of which the clock changes.
    static readonly Column[] told = [PurchaseColumns.Orders, PurchaseColumns.Revenue, PurchaseColumns.LastOrderAt,
        PurchaseColumns.MultiBuyer,
        PurchaseColumns.RefundRate, LifecycleColumns.Stage, ProspectColumns.Activities];

    readonly string place;
    readonly TemporaryFolder folder;
    readonly CancellationTokenSource stop = new();
    readonly Task sending;

    LoadedShop(string place, TemporaryFolder folder, WebhookReceiver receiver, Servers servers, string key)
    {
        (this.place, this.folder, Receiver, Servers) = (place, folder, receiver, servers);
        var (sizes, calls) = (new Rng(5), new Calls(7, "", People, ServedShop.Now));
        Loader = new Loader(key, servers.Any, () => calls.Next(sizes.NextInt(1, 20)));
        sending = Loader.Run(SideBySide, stop.Token);
    }

    /// <summary>Makes a shop, serves it and begins to send.</summary>
    /// <param name="place">Where it is to be kept.</param>
    /// <param name="processes">How many serve it.</param>
    /// <param name="folder">For the test's files.</param>
    /// <param name="clock">The file that their clocks follow; null for the machine's.</param>
    public static async Task<LoadedShop> Start(
        string place, int processes, TemporaryFolder folder, string? clock = null)
    {
        var key = ServedShop.AddKey(place);
        var receiver = await WebhookReceiver.Start();
        ServedShop.LoadDestinations(place,
            receiver.DestinationFile(folder, told.Select(column => column.Name), "customer_id"));
        return new LoadedShop(place, folder, receiver,
            await Servers.Start(processes, place, WebhookReceiver.Secret, clock), key);
    }

    /// <summary>Where it is kept, and how many serve it, in words.</summary>
    public string Kind => Servers.All.Count == 1 ? "a file, one process" : $"PostgreSQL, {Servers.All.Count} processes";

    public WebhookReceiver Receiver { get; }

    public Servers Servers { get; }

    public Loader Loader { get; }

    /// <summary>Whether it still sends; else what stopped it is told by <see cref="Rest"/>.</summary>
    public bool IsSending => !sending.IsCompleted;

    /// <summary>Waits until more is acknowledged.</summary>
    /// <param name="lists">How many lists.</param>
    public Task Works(int lists = SideBySide)
    {
        var enough = Loader.Lists + lists;
        return Waiting.Until(patience, "events are taken", () => Task.FromResult(
            sending.IsCompleted || Loader.Lists >= enough ? null : $"{enough - Loader.Lists} lists are missing."));
    }

    /// <summary>Waits until more arrives at the tool.</summary>
    public Task Tells(TimeSpan atMost)
    {
        var before = Receiver.Keys.Count;
        return Waiting.Until(atMost, "the tool is told", () => Task.FromResult(
            sending.IsCompleted || Receiver.Keys.Count > before ? null : $"It was told of {before} changes."));
    }

    /// <summary>Sends no more; what is on its way is brought to its end.</summary>
    public async Task Rest()
    {
        Loader.Resume();
        await stop.CancelAsync();
        await sending.WaitAsync(patience);
    }

    /// <summary>Waits until the tool was told of everything that is written down.</summary>
    /// <returns>When the last of it arrived, by <see cref="Stopwatch.GetTimestamp"/>, and how many changes stood there.
    /// </returns>
    public async Task<(long At, int Changes)> EverythingIsTold()
    {
        using var store = ShopStore.Open(place, ServedShop.Now);
        var (outbox, ended) = Outbox(store);
        Assert.NotEmpty(outbox);
        await Waiting.Until(patience, "every change is told", () =>
        {
            var late = outbox.Where(change => !Receiver.Keys.ContainsKey(change)).ToList();
            return Task.FromResult(late.Count == 0 ? null
                : $"{late.Count} of {outbox.Count} changes are missing, {late[0]} first.");
        });
        await Waiting.Until(patience, "nothing waits", () =>
        {
            var state = store.Deliveries.States()[WebhookReceiver.Name];
            return Task.FromResult(state is { Behind: 0, Waiting: 0, Dead: 0 } ? null : $"{state}");
        });
        var unsent = ended.Count(change => !Receiver.Keys.ContainsKey(change));
        var counted = store.Deliveries.States()[WebhookReceiver.Name].Unsent.GetValueOrDefault(UnsentReason.Gone);
        Assert.True(counted >= unsent, $"{unsent} changes of who is another were not sent, {counted} are counted.");
        return (outbox.Max(change => Receiver.Keys[change]), outbox.Count);
    }

    // The keys of the changes that are written down, as the tool is told them; and those of customers who are others by
    // now, which the tool need not have been told any more.
    static (List<string> Keys, List<string> Ended) Outbox(ShopStore store)
    {
        var (keys, ended) = (new List<string>(), new List<string>());
        foreach (var shard in store.Outbox.ShardsToSync())
        {
            foreach (var row in store.Outbox.After(shard, 0, int.MaxValue))
            {
                var change = OutboxChange.Parse(row.Change);
                if (!Concerns(change)) continue;
                var isThere = change.IsGone || store.Customers.ById(row.Customer) is not null;
                (isThere ? keys : ended).Add($"{WebhookReceiver.Name}:{shard}:{row.Sequence}");
            }
        }
        return (keys, ended);
    }

    static bool Concerns(OutboxChange change) => change.IsGone ? change.MergedInto is not null
        : change.IsNew || change.Columns.Keys.Intersect(told.Select(one => one.Name)).Any();

    /// <summary>The store is that of all events at once, <c>doctor</c> finds nothing, and the tool knows of everybody
    /// what the store does.</summary>
    public async Task AssertWhole()
    {
        await SameShop.AssertBatch(place, Calls.Events(Loader.Acknowledged), folder);
        using var store = ShopStore.Open(place, ServedShop.Now);
        await Waiting.Until(patience, "the tool knows what the store does", () => Task.FromResult(Differs(store)));
    }

    string? Differs(ShopStore store)
    {
        var all = store.Profiles.Load();
        for (var row = 0; row < all.Count; row++)
        {
            var known = Receiver.Known($"{all.Ids[row]}");
            foreach (var column in told)
            {
                var has = SentColumn.Of(all.Profiles, column, row, bins: 5);
                var shown = System.Text.Json.JsonSerializer.Serialize(has);
                var heard = known.GetValueOrDefault(column.Name, "null");
                if (shown != heard) return $"{all.Ids[row]}: {column.Name} is {shown}, the tool knows {heard}.";
            }
        }
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        Loader.Resume();
        await stop.CancelAsync();
        Servers.Dispose();
        Loader.Dispose();
        await Receiver.DisposeAsync();
        stop.Dispose();
    }
}
