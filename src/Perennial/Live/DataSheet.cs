using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Destinations;
using Perennial.Data.Intake;
using Perennial.Data.ScoringRuns;
using Perennial.Data.Watching;
using Perennial.Destinations;
using Perennial.Loops;

namespace Perennial.Live;

/// <summary>How many of one source were refused for one reason in the last 24 hours.</summary>
public sealed record RefusedCount(string Reason, long Events);

/// <summary>What comes from one source. Counts are of the last 24 hours.</summary>
/// <param name="Source">Its name; empty for what names no source that is known.</param>
/// <param name="Ways">How it comes: "write key"; empty for what comes another way.</param>
/// <param name="LastReceivedAt">When something came last; None where nothing ever did.</param>
/// <param name="LastEventAt">When the latest of what came had happened; None where nothing was taken.</param>
/// <param name="Taken">Events taken.</param>
/// <param name="Refused">Events refused.</param>
/// <param name="Reasons">Why, the most frequent first.</param>
/// <param name="Problems">What was wrong with them, in words, the last first; at most three.</param>
/// <param name="LagSeconds">From when an event happened until it came, on average; null where that is not
/// known.</param>
public sealed record SourceFacts(
    string Source, string Ways, Instant LastReceivedAt, Instant LastEventAt, long Taken, long Refused,
    IReadOnlyList<RefusedCount> Reasons, IReadOnlyList<string> Problems, double? LagSeconds);

/// <summary>How one destination stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="State">In two words at most: "out of use", "blocked", "first sync", "behind", "up to date".</param>
/// <param name="Backlog">Changes that are still to be sent.</param>
/// <param name="LagSeconds">How long ago the oldest of these happened that was not read yet; 0 where there is
/// none.</param>
/// <param name="Dead">Changes given up.</param>
/// <param name="Delivered">Changes delivered since it was set up.</param>
/// <param name="DeliveredAt">When the last was.</param>
/// <param name="Problem">What is wrong, or null.</param>
/// <param name="Unsent">Changes that were not sent since it was set up, by reason.</param>
public sealed record DestinationFacts(
    string Name, string Kind, string State, long Backlog, double LagSeconds, long Dead, long Delivered,
    Instant DeliveredAt, string? Problem, IReadOnlyDictionary<UnsentReason, long> Unsent)
{
    /// <summary>Whether it is not called any more until somebody says so.</summary>
    public bool IsDisabled => State == DataSheet.OutOfUse;
}

/// <summary>Changes that a destination did not take for the same reason.</summary>
/// <param name="Destination">Which.</param>
/// <param name="Error">Why.</param>
/// <param name="Changes">How many.</param>
/// <param name="What">What changed in the first of them: names of columns and segments.</param>
/// <param name="Customer">Whom the first is about.</param>
/// <param name="ChangedAt">When the first of them happened.</param>
public sealed record DeadFacts(
    string Destination, string Error, int Changes, string What, CustomerId Customer, Instant ChangedAt);

/// <summary>Everything that the page about data shows: what comes in, what goes out, and how the shop runs.</summary>
public sealed record DataSheet
{
    /// <summary>The state of a destination that is not called any more.</summary>
    public const string OutOfUse = "out of use";

    const int Hours = 24, ImportsShown = 10, DeadShown = 1_000, NamesShown = 4, ProblemsShown = 3;

    /// <summary>As of when.</summary>
    public required Instant Now { get; init; }

    /// <summary>Where events come from, the last heard of first.</summary>
    public required IReadOnlyList<SourceFacts> Sources { get; init; }

    /// <summary>The last imports, the last first.</summary>
    public required IReadOnlyList<ImportEntry> Imports { get; init; }

    /// <summary>Where changes go, by name.</summary>
    public required IReadOnlyList<DestinationFacts> Destinations { get; init; }

    /// <summary>Changes given up, by destination and reason.</summary>
    public required IReadOnlyList<DeadFacts> Dead { get; init; }

    /// <summary>The last scoring run; null before the first.</summary>
    public required ScoringRunEntry? LastScoringRun { get; init; }

    /// <summary>When the next is due; None where none is to be.</summary>
    public required Instant NextScoringRunAt { get; init; }

    /// <summary>The store, with due profiles and pending moves.</summary>
    public required StoreState Store { get; init; }

    /// <summary>Events that wait to be written by this process; null where it takes none.</summary>
    public required int? Backlog { get; init; }

    /// <summary>What this process does not do now; nothing where all is well.</summary>
    public required IReadOnlyList<LoopAway> Away { get; init; }

    /// <summary>Why the store does not do its work, for this process; null where it does.</summary>
    public required StoreAway? StoreAway { get; init; }

    /// <summary>Collects it.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="live">What goes on in this process; null where nothing does.</param>
    /// <param name="time">The clock.</param>
    internal static DataSheet Of(ShopStore store, LiveShop? live, TimeProvider time)
    {
        var now = Instant.From(time.GetUtcNow());
        return new DataSheet
        {
            Now = now,
            Sources = SourcesOf(store, now),
            Imports = store.Intake.Imports(ImportsShown),
            Destinations = DestinationsOf(store, now),
            Dead = DeadOf(store),
            LastScoringRun = store.ScoringRuns.Last(1) is [var last] ? last : null,
            NextScoringRunAt = new NightlyScoring(store, time, () => { }).Next(now),
            Store = store.Watch.State(now),
            Backlog = live?.Intake.Backlog,
            Away = live is null ? [] : [.. Readiness.LoopProblems(live)],
            StoreAway = live?.Health.Away,
        };
    }

    /// <summary>Where things come from, the last heard of first.</summary>
    internal static IReadOnlyList<SourceFacts> SourcesOf(ShopStore store, Instant now)
    {
        var counted = store.IntakeCounts.OfLast(now, Hours).ToLookup(one => one.Source);
        var keys = store.ApiKeys.All().Where(key => key.Scope == KeyScope.Track && !key.RevokedAt.HasValue)
            .Select(key => key.Source).ToHashSet();
        return [.. counted.Select(one => one.Key).Concat(keys).Distinct()
            .Select(source => SourceOf(source, keys.Contains(source) ? "write key" : "", [.. counted[source]]))
            .OrderByDescending(one => one.LastReceivedAt.UnixMs).ThenBy(one => one.Source, StringComparer.Ordinal)];
    }

    static SourceFacts SourceOf(string source, string ways, IReadOnlyList<IntakeCount> counts)
    {
        var taken = counts.FirstOrDefault(one => one.Reason.Length == 0);
        var refused = counts.Where(one => one.Reason.Length > 0 && one.Events > 0).ToList();
        RefusedCount[] reasons = [.. refused.GroupBy(one => one.Reason)
            .Select(one => new RefusedCount(one.Key, one.Sum(some => some.Events)))
            .OrderByDescending(one => one.Events)];
        string[] problems = [.. refused.Where(one => one.Problem.Length > 0)
            .OrderByDescending(one => one.LastReceivedAt.UnixMs).Select(one => one.Problem).Distinct()
            .Take(ProblemsShown)];
        return new SourceFacts(source, ways,
            counts.Count == 0 ? Instant.None : counts.Max(one => one.LastReceivedAt),
            taken?.LastEventAt ?? Instant.None, taken?.Events ?? 0, reasons.Sum(one => one.Events), reasons, problems,
            taken is { Timed: > 0 } ? taken.LagMs / 1000.0 / taken.Timed : null);
    }

    /// <summary>Where changes go, by name.</summary>
    internal static List<DestinationFacts> DestinationsOf(ShopStore store, Instant now)
    {
        var entries = store.Destinations.All();
        if (entries.Count == 0) return [];
        var states = store.Deliveries.States();
        return [.. entries.Select(entry =>
        {
            var state = states.GetValueOrDefault(entry.Name, DeliveryState.None);
            var late = state.OldestAt.HasValue ? Math.Max(0, now.UnixMs - state.OldestAt.UnixMs) / 1000.0 : 0;
            return new DestinationFacts(entry.Name, entry.Kind, Word(entry, state), state.Behind + state.Waiting, late,
                state.Dead, state.Delivered, state.DeliveredAt, entry.Disabled ?? state.Problem, state.Unsent);
        })];
    }

    static string Word(DestinationEntry entry, DeliveryState state) =>
        entry.Disabled is not null ? OutOfUse
        : state.Problem is not null ? "blocked"
        : state.IsFirstSync ? "first sync"
        : state.Behind + state.Waiting > 0 ? "behind" : "up to date";

    static List<DeadFacts> DeadOf(ShopStore store) =>
        [.. store.Deliveries.DeadLetters(DeadShown)
            .GroupBy(one => (one.Destination, one.Delivery.Error)).Select(group =>
        {
            var first = group.MinBy(one => one.Delivery.ChangedAt)!.Delivery;
            return new DeadFacts(group.Key.Destination, group.Key.Error, group.Count(), What(first.Change),
                first.Customer, first.ChangedAt);
        })];

    // Names alone: what the columns hold is the customer's.
    static string What(string change)
    {
        try
        {
            var read = OutboxChange.Parse(change);
            if (read.IsFirst) return "everything";
            if (read.IsErased) return "erased";
            if (read.MergedInto is not null) return "another customer now";
            List<string> names = [.. read.Columns.Keys, .. read.Entered.Select(name => $"into {name}"),
                .. read.Left.Select(name => $"out of {name}")];
            return names.Count <= NamesShown ? string.Join(", ", names)
                : $"{string.Join(", ", names[..NamesShown])} and {names.Count - NamesShown} more";
        }
        catch (Exception error) when (error is System.Text.Json.JsonException or InvalidOperationException)
        {
            return "what cannot be read";
        }
    }
}
