using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Perennial.Watch;

/// <summary>What is counted and timed while the program runs, for whoever listens; next to nothing where nobody
/// does.</summary>
/// <remarks>Names and units as OpenTelemetry recommends. No tag ever holds personal data: sources, destinations and
/// reasons are few, and named by the shop's own staff.</remarks>
static class Measures
{
    /// <summary>The name of the meter and of the source of traces.</summary>
    public const string Name = "Perennial";

    public static readonly Meter Meter = new(Name);

    public static readonly ActivitySource Traces = new(Name);

    static readonly double[] seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    static readonly double[] minutes = [1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800];
    static readonly int[] sizes = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2000, 5000];

    static readonly Counter<long> taken = Meter.CreateCounter<long>(
        "perennial.intake.events", "{event}", "Events that were committed, by source.");

    static readonly Counter<long> refused = Meter.CreateCounter<long>(
        "perennial.intake.refusals", "{event}", "Events that were not taken, by source and reason.");

    static readonly Counter<long> badSignatures = Meter.CreateCounter<long>(
        "perennial.webhook.bad_signatures", "{request}", "Calls whose signature was wrong, by source.");

    static readonly Histogram<double> waited = Meter.CreateHistogram(
        "perennial.intake.duration", "s", "From when events were handed over until they were committed.", [],
        new InstrumentAdvice<double> { HistogramBucketBoundaries = seconds });

    static readonly Histogram<int> group = Meter.CreateHistogram(
        "perennial.intake.group.size", "{event}", "Events committed together.", [],
        new InstrumentAdvice<int> { HistogramBucketBoundaries = sizes });

    static readonly Histogram<double> transaction = Meter.CreateHistogram(
        "perennial.intake.transaction.duration", "s", "Transactions that write events, by outcome.", [],
        new InstrumentAdvice<double> { HistogramBucketBoundaries = seconds });

    static readonly Counter<long> refolded = Meter.CreateCounter<long>(
        "perennial.profiles.refolded", "{profile}", "Profiles computed anew, by cause.");

    static readonly Histogram<double> tick = Meter.CreateHistogram(
        "perennial.tick.duration", "s", "Ticks: profiles brought up to date that time alone has changed.", [],
        new InstrumentAdvice<double> { HistogramBucketBoundaries = seconds });

    static readonly Histogram<double> scoring = Meter.CreateHistogram(
        "perennial.scoring.duration", "s", "Scoring runs, by outcome.", [],
        new InstrumentAdvice<double> { HistogramBucketBoundaries = minutes });

    static readonly Counter<long> deliveries = Meter.CreateCounter<long>(
        "perennial.deliveries", "{change}", "Changes sent, by destination and outcome: delivered, again, given_up.");

    static readonly Counter<long> signInsRefused = Meter.CreateCounter<long>(
        "perennial.sign_ins.refused", "{try}", "Tries to sign in that were refused.");

    static readonly Counter<long> faults = Meter.CreateCounter<long>(
        "perennial.faults", "{fault}", "Faults of the program itself, by where and type.");

    /// <summary>Events of one source were committed.</summary>
    public static void Taken(string source, long events) => taken.Add(events, Tag("source", source));

    /// <summary>Something was not taken.</summary>
    public static void Refused(string source, string reason, long events)
    {
        refused.Add(events, Tag("source", source), Tag("error.type", reason));
        if (reason == "bad_signature") badSignatures.Add(events, Tag("source", source));
    }

    /// <summary>How long events waited until they were committed.</summary>
    public static void Waited(long since)
    {
        if (waited.Enabled) waited.Record(Stopwatch.GetElapsedTime(since).TotalSeconds);
    }

    /// <summary>A transaction that wrote events is over.</summary>
    public static void Wrote(int events, int profiles, TimeSpan time, bool isDone)
    {
        transaction.Record(time.TotalSeconds, Outcome(isDone));
        if (!isDone) return;
        group.Record(events);
        refolded.Add(profiles, Tag("cause", "facts"));
    }

    /// <summary>A tick is over.</summary>
    public static void Ticked(int profiles, TimeSpan time)
    {
        tick.Record(time.TotalSeconds);
        if (profiles > 0) refolded.Add(profiles, Tag("cause", "time"));
    }

    /// <summary>A scoring run is over.</summary>
    public static void Scored(TimeSpan time, bool isDone) =>
        scoring.Record(time.TotalSeconds, Outcome(isDone));

    /// <summary>Changes were delivered, wait to be sent again or were given up.</summary>
    public static void Sent(string destination, string outcome, int changes) =>
        deliveries.Add(changes, Tag("destination", destination), Tag("outcome", outcome));

    /// <summary>Somebody could not sign in.</summary>
    public static void SignInRefused() => signInsRefused.Add(1);

    /// <summary>The program has a fault.</summary>
    public static void Failed(string where, string type) =>
        faults.Add(1, Tag("where", where), Tag("error.type", type));

    static KeyValuePair<string, object?> Outcome(bool isDone) => Tag("outcome", isDone ? "done" : "failed");

    static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
