using System.Diagnostics;
using System.Threading.Channels;
using Perennial.Core;
using Perennial.Core.Intake;
using Perennial.Data;
using Perennial.Data.Engines;
using Perennial.Data.Settings;
using Perennial.Loops;
using Perennial.Moments;
using Perennial.Watch;

namespace Perennial.Live;

/// <summary>
/// Writes events as they come in. What arrives while a transaction is being made durable waits and is written with the
/// next one, all of it together: the more there is to do, the fewer transactions an event costs.
/// </summary>
/// <remarks>
/// Several lanes write side by side where the store has several shards, each lane its own. Safe for any number of
/// callers. What was not committed was not acknowledged, so that nothing has to be kept over a restart.
/// </remarks>
sealed class LiveIntake : IAsyncDisposable
{
    /// <summary>With so many waiting, whoever can choose should send elsewhere.</summary>
    public const int ReadyBelow = MostWaiting / 2;

    const int MostLanes = 4, MostAtOnce = 2_000, MostWaiting = 100_000;

    readonly ShopStore store;
    readonly ShopMoments moments;
    readonly TimeProvider time;
    readonly IntakeCounts counts;
    readonly Channel<Waiting>[] lanes;
    readonly Task[] loops;
    // Once set, a shop's currency stays.
    string? currency;
    int waiting;
    long written;

    /// <summary>Starts the lanes.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="moments">What is written by.</param>
    /// <param name="supervisor">Keeps the lanes going.</param>
    /// <param name="time">The clock.</param>
    /// <param name="counts">Counts what was written, and what cannot be taken.</param>
    public LiveIntake(
        ShopStore store, ShopMoments moments, Supervisor supervisor, TimeProvider time, IntakeCounts counts)
    {
        (this.store, this.moments, this.time, this.counts) = (store, moments, time, counts);
        lanes = [.. Enumerable.Range(0, Math.Min(MostLanes, store.ShardCount))
            .Select(_ => Channel.CreateUnbounded<Waiting>(new() { SingleReader = true }))];
        loops = [.. lanes.Select((lane, number) => Task.Run(() => supervisor.Run(
            $"lane {number + 1}", (loop, _) => Run(loop, lane.Reader), CancellationToken.None)))];
    }

    /// <summary>Called after every commit, on the lane's own thread.</summary>
    public event Action? Committed;

    /// <summary>Events that are waiting to be written.</summary>
    public int Backlog => Volatile.Read(ref waiting);

    /// <summary>Whether every lane is still at work.</summary>
    public bool IsRunning => loops.All(loop => !loop.IsCompleted);

    /// <summary>Called after a transaction with how many events it wrote and how long it took.</summary>
    public event Action<int, TimeSpan>? Wrote;

    /// <summary>Events written since the start.</summary>
    public long Written => Volatile.Read(ref written);

    /// <summary>Takes events; done when all of them are committed.</summary>
    /// <param name="source">As what they are counted.</param>
    /// <param name="events">The events.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="BadInputException">There are too many waiting, or the store cannot take them.</exception>
    public async Task Write(string source, IReadOnlyList<IncomingEvent> events, CancellationToken cancel)
    {
        var taken = Numbered(InCurrency(source, events));
        if (taken.Count == 0) return;
        if (Interlocked.Add(ref waiting, taken.Count) > MostWaiting)
        {
            Interlocked.Add(ref waiting, -taken.Count);
            throw new BadInputException("intake", "More comes in than can be written.",
                "Send it again in a few seconds; nothing of it was taken.");
        }
        // Every event that was handed to a lane is waited for, so that an answer means all of them.
        var parts = lanes.Length == 1 ? [Enqueue(lanes[0], source, taken)]
            : taken.GroupBy(LaneOf).Select(lane => Enqueue(lanes[lane.Key], source, [.. lane])).ToArray();
        await Task.WhenAll(parts).WaitAsync(cancel);
    }

    static Task Enqueue(Channel<Waiting> lane, string source, IReadOnlyList<IncomingEvent> events)
    {
        var one = new Waiting(source, events);
        if (!lane.Writer.TryWrite(one)) one.Done.SetException(Stopping());
        return one.Done.Task;
    }

    static BadInputException Stopping() => new("intake", "The server is stopping.", "Send it again.");

    static BadInputException Interrupted() => new("intake",
        "The lane stopped before it was known what became of this.",
        "Send it again: what is there already is not taken twice.");

    int LaneOf(IncomingEvent one)
    {
        var id = one.Who.Id;
        if (id is null)
        {
            var (kind, key) = EventBatch.PrimaryKey(one.Who);
            id = CustomerId.Of(kind, key);
        }
        return id.Value.Shard(store.ShardCount) % lanes.Length;
    }

    // The one place where events of all doors meet: whose an event is follows from the number as the shop reads it.
    IReadOnlyList<IncomingEvent> Numbered(IReadOnlyList<IncomingEvent> events)
    {
        if (events.All(one => one.Who.Phone is null && one.Details?.Phone is null)) return events;
        var phones = moments.Phones;
        return [.. events.Select(phones.Numbered)];
    }

    // Amounts of two currencies are never added up; the first that comes sets a new shop's.
    IReadOnlyList<IncomingEvent> InCurrency(string source, IReadOnlyList<IncomingEvent> events)
    {
        if (events.All(one => one.Currency is null)) return events;
        var shop = currency ??= store.Settings.Of(SettingStore.Currency);
        if (shop is null)
        {
            shop = events.Select(one => one.Currency).OfType<string>().First();
            store.Settings.Put(SettingStore.Currency, shop, Instant.From(time.GetUtcNow()));
        }
        var taken = new List<IncomingEvent>(events.Count);
        foreach (var one in events)
        {
            if (one.Currency is null || one.Currency.Equals(shop, StringComparison.OrdinalIgnoreCase)) taken.Add(one);
            else counts.Refused(source, new Refusal("other_currency",
                $"Amounts are in {one.Currency}, the shop's in {shop}.",
                $"Send amounts in {shop}, or to a store of their own."), Instant.From(time.GetUtcNow()));
        }
        return taken;
    }

    async Task Run(Loop loop, ChannelReader<Waiting> lane)
    {
        var group = new List<Waiting>();
        while (await lane.WaitToReadAsync())
        {
            group.Clear();
            for (var count = 0; count < MostAtOnce && lane.TryRead(out var next); count += next.Events.Count)
                group.Add(next);
            try
            {
                Write(group);
                loop.Worked();
            }
            finally
            {
                // Nobody waits for a lane that has stopped.
                foreach (var one in group) one.Done.TrySetException(Interrupted());
            }
        }
    }

    void Write(List<Waiting> group)
    {
        try
        {
            WriteTogether(group);
        }
        catch (StoreAwayException error)
        {
            // None of them is at fault: the others would only wait for the same answer.
            foreach (var one in group) one.Done.TrySetException(error);
        }
        catch (Exception) when (group.Count > 1)
        {
            // One of them may be at fault: each on its own, so that no other suffers from it.
            foreach (var one in group) WriteAlone(one);
        }
        catch (Exception error)
        {
            group[0].Done.TrySetException(error);
        }
        finally
        {
            Interlocked.Add(ref waiting, -group.Sum(one => one.Events.Count));
        }
        Committed?.Invoke();
    }

    void WriteAlone(Waiting one)
    {
        try
        {
            WriteTogether([one]);
        }
        catch (Exception error)
        {
            one.Done.TrySetException(error);
        }
    }

    void WriteTogether(List<Waiting> group)
    {
        IReadOnlyList<IncomingEvent> events =
            group is [var only] ? only.Events : [.. group.SelectMany(one => one.Events)];
        var now = Instant.From(time.GetUtcNow());
        var erased = Write(events, now).ToHashSet();
        var first = 0;
        foreach (var one in group)
        {
            var taken = erased.Count == 0 ? one.Events
                : [.. one.Events.Where((_, i) => !erased.Contains(first + i))];
            if (taken.Count > 0) counts.Taken(one.Source, taken, now);
            counts.Refused(one.Source, IntakeCounts.Erased, now, one.Events.Count - taken.Count);
            first += one.Events.Count;
            one.Answer();
        }
    }

    // Returns the numbers of those that are about people who were erased.
    IReadOnlyList<int> Write(IReadOnlyList<IncomingEvent> events, Instant now)
    {
        using var trace = Measures.Traces.StartActivity("write events");
        trace?.SetTag("perennial.events", events.Count);
        var began = Stopwatch.GetTimestamp();
        var (profiles, isDone) = (0, false);
        try
        {
            var result = store.Intake.Write(EventBatch.Of(events), moments.At(now));
            (profiles, isDone) = (result.Profiles, true);
            Interlocked.Add(ref written, events.Count);
            return result.ErasedRows;
        }
        finally
        {
            var took = Stopwatch.GetElapsedTime(began);
            if (!isDone) trace?.SetStatus(ActivityStatusCode.Error);
            Measures.Wrote(events.Count, profiles, took, isDone);
            Wrote?.Invoke(events.Count, took);
        }
    }

    /// <summary>Takes nothing more, and writes what is waiting.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var lane in lanes) lane.Writer.TryComplete();
        await Task.WhenAll(loops);
    }

    sealed class Waiting(string source, IReadOnlyList<IncomingEvent> events)
    {
        public string Source => source;

        public IReadOnlyList<IncomingEvent> Events => events;

        readonly long since = Stopwatch.GetTimestamp();

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Answer()
        {
            Done.SetResult();
            Measures.Waited(since);
        }
    }
}
