using Perennial.Contacts;
using Perennial.Core;
using Perennial.Core.Demo;
using Perennial.Core.Intake;
using Perennial.Core.Simulation;
using Perennial.Core.Strategies;
using Perennial.Data;
using Perennial.Data.Strategies;
using Perennial.Moments;
using Perennial.Scoring;

namespace Perennial.Import;

/// <summary>The demo's last days, lived with its strategies: at some hours of each day whoever is due has a turn and
/// what is planned is handed over, in the evening the shop hears what its customers did, those who were contacted among
/// them. All of it goes through the doors of a shop that is open: intake, tick, sandbox, scoring run, each as of its
/// instant.</summary>
/// <param name="store">The shop.</param>
/// <param name="life">Its customers.</param>
/// <param name="calendar">The shop's.</param>
sealed class DemoYear(ShopStore store, FlowerShopLife life, ShopCalendar calendar)
{
    const int MsPerMinute = 60_000;

    // A shop that is open takes turns every second. These are when contact hours of the demo's countries are.
    static readonly int[] minutes = [8 * 60 + 10, 10 * 60 + 35, 15 * 60 + 20, 18 * 60 + 40];

    readonly ShopMoments moments = new(store);
    readonly StrategyTurns turns = new(store);
    readonly List<MadeContact> made = [];
    Instant morning;

    // Days between two scoring runs: nightly, as in a shop that is open, would take minutes.
    const int ScoredEvery = 60;

    /// <summary>How many days before the last everybody is compared once more, so that the first look at the shop shows
    /// who has moved since.</summary>
    public required int Month { get; init; }

    /// <summary>Called when so many are left.</summary>
    public required Action<Instant> WhenAMonthIsLeft { get; init; }

    /// <summary>Lives through all of them.</summary>
    /// <param name="now">The end of the last.</param>
    /// <param name="progress">Told phase and share done.</param>
    /// <param name="cancel">Between two days.</param>
    public void Live(Instant now, Action<string, double> progress, CancellationToken cancel)
    {
        var sandbox = new Sandbox(store) { Answering = Note };
        var days = life.LastDay - life.FirstDay + 1;
        for (var day = life.FirstDay; day <= life.LastDay; day++)
        {
            cancel.ThrowIfCancellationRequested();
            progress("living with strategies", (double)(day - life.FirstDay) / days);
            made.Clear();
            morning = calendar.StartOf(day);
            var evening = new Instant(Math.Min(now.UnixMs, calendar.EndOf(day).UnixMs));
            foreach (var at in minutes.Select(minute => calendar.At(day, minute * MsPerMinute)))
                if (at < evening) Tick(at, isFirst: at == calendar.At(day, minutes[0] * MsPerMinute), sandbox, cancel);
            var heard = life.Live(day, made);
            if (heard.Count > 0)
                store.Intake.Write(EventBatch.Of(heard), moments.At(evening), cancellation: cancel);
            if (life.LastDay - day == Month) WhenAMonthIsLeft(evening);
            if (IsScored(day)) Rescore.Run(store, null, null, evening, (_, _) => { }, cancel);
        }
        Tick(now, isFirst: true, sandbox, cancel);
    }

    bool IsScored(int day) => day == life.LastDay
        || (life.LastDay - day >= Month && (life.LastDay - day - Month) % ScoredEvery == 0);

    void Tick(Instant at, bool isFirst, Sandbox sandbox, CancellationToken cancel)
    {
        if (isFirst) store.Folding.RefoldDue(moments.At(at), int.MaxValue, cancel);
        turns.Run(() => moments.At(at), cancel);
        sandbox.HandOver(() => moments.At(at), cancel);
    }

    void Note(PlannedContact planned)
    {
        if (planned.Kind.Channel() is not { } channel) return;
        // What was decided in the evening, by what was heard of then, is handed over in the morning.
        var at = planned.PlannedAt < morning ? morning : planned.PlannedAt;
        made.Add(new MadeContact(planned.Customer, new SentContact(at, channel, planned.Id)
        {
            Topic = planned.Topic, AsksConsent = planned.AsksConsent,
        }));
    }
}
