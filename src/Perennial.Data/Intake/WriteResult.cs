using System.Text.Json.Serialization;
using Perennial.Core;
using Perennial.Core.Shards;
using Perennial.Data.Batches;

namespace Perennial.Data.Intake;

/// <summary>A fact that the shop did not know before.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Fact">Which.</param>
public readonly record struct FirstKnown(CustomerId Customer, NewFact Fact);

/// <summary>What a write did.</summary>
/// <param name="Customers">Customers; one is updated if what is known of them (name, address, consent) changed.</param>
/// <param name="Orders">Orders; the same order twice in a batch counts once added and once updated or
/// unchanged.</param>
/// <param name="Products">Products.</param>
/// <param name="Profiles">Profiles recomputed: new customers, and those whose facts changed.</param>
/// <param name="ScoringRunId">The run they were scored by; null before the first scoring run.</param>
public sealed record WriteResult(
    WriteCounts Customers, WriteCounts Orders, WriteCounts Products, int Profiles, long? ScoringRunId)
{
    /// <summary>Activities; they never change.</summary>
    public WriteCounts Activities { get; init; }

    /// <summary>Contacts; they never change.</summary>
    public WriteCounts Contacts { get; init; }

    /// <summary>Responses; they never change.</summary>
    public WriteCounts Responses { get; init; }

    /// <summary>The facts of events that the shop did not know before: each once, in whatever order they arrive. Files
    /// state history, and have none.</summary>
    public IReadOnlyList<FirstKnown> New { get; init; } = [];

    /// <summary>Rows of the batch that speak of somebody who was erased: they were not written.</summary>
    public int Erased => ErasedRows.Count;

    /// <summary>The numbers of these rows, ascending.</summary>
    [JsonIgnore]
    public IReadOnlyList<int> ErasedRows { get; init; } = [];

    /// <summary>Whether anything was written.</summary>
    public bool Changed => Profiles > 0 || Customers.Any || Products.Any;

    /// <summary>This and what was written in another shard.</summary>
    internal WriteResult Plus(WriteResult other) => this with
    {
        Customers = Customers + other.Customers,
        Orders = Orders + other.Orders,
        Products = Products + other.Products,
        Profiles = Profiles + other.Profiles,
        ScoringRunId = ScoringRunId ?? other.ScoringRunId,
        Activities = Activities + other.Activities,
        Contacts = Contacts + other.Contacts,
        Responses = Responses + other.Responses,
        New = other.New.Count == 0 ? New : [.. New, .. other.New],
    };
}
