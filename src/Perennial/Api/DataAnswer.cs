using Perennial.Core;
using Perennial.Data.Engines;
using Perennial.Destinations;
using Perennial.Live;
using Perennial.Watch;
using Perennial.Words;

namespace Perennial.Api;

/// <summary>What comes in, what goes out, and how the shop runs.</summary>
sealed record DataAnswer(
    string At, IReadOnlyList<SourceAnswer> Sources, IReadOnlyList<ImportAnswer> Imports,
    IReadOnlyList<DestinationAnswer> Destinations, IReadOnlyList<DeadAnswer> DeadLetters, IdentityAnswer Identity,
    ScoringAnswer Scoring, StoreAnswer Store, IReadOnlyList<AwayAnswer> Away)
{
    public static DataAnswer Of(DataSheet sheet) => new(
        sheet.Now.ToString(),
        [.. sheet.Sources.Select(one => new SourceAnswer(one.Source, Text(one.LastEventAt), Text(one.LastReceivedAt),
            one.Taken, one.Refused, one.Reasons.ToDictionary(reason => reason.Reason, reason => reason.Events),
            one.Problems, one.LagSeconds))],
        [.. sheet.Imports.Select(one => new ImportAnswer(one.Id, one.Source, one.File, one.At.ToString(),
            one.Customers.Added, one.Orders.Added,
            one.Activities.Added + one.Contacts.Added + one.Responses.Added, ImportWords.Of(one.State)))],
        [.. sheet.Destinations.Select(one => new DestinationAnswer(one.Name, one.Kind, one.State, one.Backlog,
            one.LagSeconds, one.Dead, one.Delivered, Text(one.DeliveredAt), one.Problem,
            UnsentWords.Names(one.Unsent)))],
        [.. sheet.Dead.Select(one => new DeadAnswer(one.Destination, one.Error, one.Changes, one.What,
            one.Customer.ToString(), one.ChangedAt.ToString()))],
        new IdentityAnswer(sheet.Store.PendingMoves, Text(sheet.Store.PendingSince)),
        new ScoringAnswer(sheet.LastScoringRun?.Id, sheet.LastScoringRun?.CreatedAt.ToString(),
            sheet.LastScoringRun?.Customers, sheet.LastScoringRun?.Duration?.TotalSeconds,
            Text(sheet.NextScoringRunAt)),
        new StoreAnswer(sheet.Store.Engine, sheet.Store.Bytes, sheet.Store.Shards, sheet.Store.Schema,
            Telemetry.Version, sheet.Store.Due, Text(sheet.Store.DueSince), sheet.Backlog),
        [.. StoreOf(sheet),
            .. sheet.Away.Select(one => new AwayAnswer(one.Loop, one.Since.ToString(), one.Kind, one.Why))]);

    static IEnumerable<AwayAnswer> StoreOf(DataSheet sheet) => sheet.StoreAway is { } away
        ? [new AwayAnswer("the store", away.Since.ToString(), away.Fault.Kind(), away.Fault.Words())] : [];

    static string? Text(Instant at) => at.HasValue ? at.ToString() : null;
}

/// <summary>What the process that answers does not do now, since when, and why.</summary>
sealed record AwayAnswer(string What, string Since, string Kind, string Why);

/// <summary>What comes from one source; counts are of the last 24 hours.</summary>
sealed record SourceAnswer(
    string Source, string? LastEventAt, string? LastReceivedAt, long Taken, long Refused,
    IReadOnlyDictionary<string, long> RefusedByReason, IReadOnlyList<string> Problems, double? LagSeconds);

/// <summary>One import; counts are of what it added. State: whole, under way, being taken back or
/// taken back.</summary>
sealed record ImportAnswer(
    long Id, string Source, string File, string At, long Customers, long Orders, long OtherFacts, string State);

/// <summary>How one destination stands; what was not sent by reason.</summary>
sealed record DestinationAnswer(
    string Name, string Kind, string State, long Backlog, double LagSeconds, long Dead, long Delivered,
    string? DeliveredAt, string? Problem, IReadOnlyDictionary<string, long> Unsent);

/// <summary>Changes that a destination did not take for one reason, and the first of them.</summary>
sealed record DeadAnswer(
    string Destination, string Error, int Changes, string What, string CustomerId, string ChangedAt);

/// <summary>Keys whose facts have still to be moved to the customer whose they are.</summary>
sealed record IdentityAnswer(long PendingMoves, string? PendingSince);

/// <summary>The last scoring run, and when the next is due.</summary>
sealed record ScoringAnswer(
    long? ScoringRunId, string? CreatedAt, int? Customers, double? DurationSeconds, string? NextAt);

/// <summary>What the store is, and what waits.</summary>
sealed record StoreAnswer(
    string Engine, long Bytes, int Shards, long Schema, string Version, long DueProfiles, string? DueSince,
    int? Backlog);
