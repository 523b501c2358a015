using System.Diagnostics.Metrics;
using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Destinations;
using Perennial.Watch;

namespace Perennial.Live;

/// <summary>What stands at some height rather than being counted: backlogs and lags of one shop. Read only when
/// somebody asks.</summary>
sealed class Gauges : IDisposable
{
    static readonly TimeSpan fresh = TimeSpan.FromSeconds(5);

    readonly Meter meter = new(Measures.Name);
    readonly ShopStore store;
    readonly TimeProvider time;
    readonly Lock guard = new();
    IReadOnlyDictionary<string, DeliveryState> states = new Dictionary<string, DeliveryState>();
    long? readAt;

    public Gauges(ShopStore store, LiveIntake intake, TimeProvider time)
    {
        (this.store, this.time) = (store, time);
        meter.CreateObservableUpDownCounter("perennial.intake.backlog", () => (long)intake.Backlog, "{event}",
            "Events that wait to be written.");
        meter.CreateObservableGauge("perennial.tick.lag", TickLag, "s",
            "How late the most overdue profile is; 0 where none is due.");
        meter.CreateObservableUpDownCounter("perennial.outbox.backlog",
            () => Each(state => state.Behind + state.Waiting), "{change}", "Changes to be sent, by destination.");
        meter.CreateObservableGauge("perennial.outbox.lag", () => Each(state => Late(state.OldestAt)), "s",
            "How long ago the oldest change happened that was not read yet, by destination.");
        meter.CreateObservableUpDownCounter("perennial.deliveries.dead", () => Each(state => state.Dead), "{change}",
            "Changes given up, by destination.");
        meter.CreateObservableCounter("perennial.store.statements", () => store.Statements, "{statement}",
            "Statements that this process asked the store.");
    }

    double Late(Instant since) =>
        since.HasValue ? Math.Max(0, Instant.From(time.GetUtcNow()).UnixMs - since.UnixMs) / 1000.0 : 0;

    IEnumerable<Measurement<double>> TickLag()
    {
        try
        {
            return [new Measurement<double>(Late(store.Folding.DueProfiles(Instant.From(time.GetUtcNow())).Since))];
        }
        catch (BadInputException)
        {
            // The store is away: /ready says so.
            return [];
        }
    }

    IEnumerable<Measurement<T>> Each<T>(Func<DeliveryState, T> value) where T : struct
    {
        lock (guard)
        {
            if (readAt is not { } then || time.GetElapsedTime(then) > fresh) Read();
            return [.. states.Select(one => new Measurement<T>(
                value(one.Value), new KeyValuePair<string, object?>("destination", one.Key)))];
        }
    }

    void Read()
    {
        try
        {
            states = store.Deliveries.States();
        }
        catch (BadInputException)
        {
            states = new Dictionary<string, DeliveryState>();
        }
        readAt = time.GetTimestamp();
    }

    public void Dispose() => meter.Dispose();
}
