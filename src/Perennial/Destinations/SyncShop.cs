using System.Security.Cryptography;
using Perennial.Channels.Destinations;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Destinations;

namespace Perennial.Destinations;

/// <summary>What came of syncing one destination; the problem says why it was not finished, null where it was.
/// </summary>
/// <param name="Destination">Which.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Delivered">Changes delivered.</param>
/// <param name="Waiting">Changes that wait to be sent again.</param>
/// <param name="Dead">Changes given up.</param>
/// <param name="Problem">Why it was not finished.</param>
/// <param name="Unsent">Changes that are never sent, by reason.</param>
sealed record SyncReport(string Destination, string Kind, long Delivered, long Waiting, long Dead, string? Problem,
    IReadOnlyDictionary<string, long> Unsent);

/// <summary>Sends everything that destinations do not have yet, once, and says what came of it.</summary>
sealed class SyncShop(ShopStore store, TimeProvider time, Func<string, string?>? environment = null)
{
    readonly DestinationContext context = new(time, environment ?? Environment.GetEnvironmentVariable);
    readonly string worker = $"sync-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";

    /// <summary>The destinations of a shop, or the one named.</summary>
    /// <exception cref="BadInputException">There is none of that name.</exception>
    public static IReadOnlyList<DestinationEntry> Chosen(ShopStore store, string? name)
    {
        var all = store.Destinations.All();
        if (name is null) return all;
        var near = NearestNames.Of(name, all.Select(entry => entry.Name));
        return all.Where(entry => entry.Name == name).ToList() is [var one] ? [one] : throw new BadInputException(
            "--destination", $"There is no destination '{name}'.", near.Count > 0 ? $"Did you mean '{near[0]}'?"
                : "perennial destinations lists them; --load sets them up.");
    }

    /// <summary>Brings one destination up to date. What is wrong with it is said in the report: the others are not
    /// concerned.</summary>
    /// <param name="entry">Which.</param>
    /// <param name="cancel">Ends it; the next run goes on from there.</param>
    public async Task<SyncReport> Run(DestinationEntry entry, CancellationToken cancel)
    {
        if (entry.Disabled is { } disabled) return Report(entry, 0, $"It is out of use: {disabled} Load it again.");
        Destination destination;
        try
        {
            destination = DestinationKind.Open(DestinationSettings.FromJson(entry.Settings), context);
        }
        catch (BadInputException error)
        {
            store.Destinations.NoteProblem(entry.Name, error.Message);
            return Report(entry, 0, $"{error.Problem} {error.Remedy}");
        }
        using (destination) return await Run(entry, destination, cancel);
    }

    async Task<SyncReport> Run(DestinationEntry entry, Destination destination, CancellationToken cancel)
    {
        store.Destinations.NoteProblem(entry.Name, null);
        store.Destinations.Reopen(entry.Name);
        var composer = new ChangeComposer(store, destination.Settings);
        var (delivered, problem) = (0L, (string?)null);
        var unsent = new Dictionary<UnsentReason, long>();
        foreach (var shard in store.Outbox.ShardsToSync())
        {
            if (ShardSync.Begin(store, destination, composer, shard, worker, time) is not { } work)
            {
                problem ??= "Another process is sending to it.";
                continue;
            }
            try
            {
                while (await work.Round(cancel)) cancel.ThrowIfCancellationRequested();
                problem ??= work.Blocked?.Problem;
            }
            finally
            {
                work.End();
            }
            delivered += work.Delivered;
            foreach (var (reason, changes) in work.Unsent)
                unsent[reason] = unsent.GetValueOrDefault(reason) + changes;
            if (work.IsDisabled) problem = "It asked never to be called again.";
        }
        // What every tool has been told is not kept until somebody serves.
        foreach (var shard in store.Outbox.ShardsToTrim()) store.Outbox.Trim(shard);
        return Report(entry, delivered, problem, unsent);
    }

    /// <summary>What would be sent, shard by shard, without sending it.</summary>
    /// <param name="entry">To which destination.</param>
    /// <param name="full">As if everybody were sent once more.</param>
    /// <param name="most">At most so many changes.</param>
    public IReadOnlyList<OutgoingChange> Preview(DestinationEntry entry, bool full, int most)
    {
        var settings = DestinationSettings.FromJson(entry.Settings);
        var composer = new ChangeComposer(store, settings);
        var found = new List<OutgoingChange>();
        var now = Instant.From(time.GetUtcNow());
        foreach (var shard in store.Outbox.ShardsToSync())
        {
            if (store.Cursors.Of(shard, entry.Name) is not { } cursor) continue;
            if (full) cursor = cursor with { IsFirstSync = true, FirstFrom = null };
            foreach (var pending in Pending(cursor, composer, most - found.Count, now).Chunk(1000))
            {
                found.AddRange(composer.Compose(shard, pending, now).Select(one => one.Change)
                    .OfType<OutgoingChange>());
            }
            if (found.Count >= most) break;
        }
        return found.Count > most ? found[..most] : found;
    }

    IEnumerable<PendingChange> Pending(DeliveryCursor cursor, ChangeComposer composer, int most, Instant now)
    {
        var first = new OutboxChange { IsFirst = true };
        if (cursor.IsFirstSync)
        {
            foreach (var id in store.Customers.After(cursor.Shard, cursor.FirstFrom, most))
            {
                yield return new PendingChange(id,
                    [new Delivery(cursor.Sequence, id, now, OutboxChange.First, false, 0, now, "")], first);
            }
        }
        var found = 0;
        var after = cursor.Sequence;
        while (found < most && store.Outbox.After(cursor.Shard, after, 1000) is { Count: > 0 } rows)
        {
            foreach (var row in rows)
            {
                after = row.Sequence;
                var change = OutboxChange.Parse(row.Change);
                if (!composer.Concerns(change) || found++ >= most) continue;
                yield return new PendingChange(row.Customer,
                    [new Delivery(row.Sequence, row.Customer, row.At, row.Change, false, 0, now, "")], change);
            }
        }
    }

    SyncReport Report(DestinationEntry entry, long delivered, string? problem,
        IReadOnlyDictionary<UnsentReason, long>? unsent = null)
    {
        var state = store.Deliveries.States().GetValueOrDefault(entry.Name, DeliveryState.None);
        return new SyncReport(entry.Name, entry.Kind, delivered, state.Waiting, state.Dead, problem,
            UnsentWords.Names(unsent ?? new Dictionary<UnsentReason, long>()));
    }
}
