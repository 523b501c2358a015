using Perennial.Core;
using Perennial.Core.Shards;

namespace Perennial.Data;

/// <summary>What the list of imports says of one.</summary>
/// <param name="File">Name of the file, or what else the facts came from.</param>
/// <param name="ReportJson">What intake reported, as JSON.</param>
public sealed record ImportNote(string File, string ReportJson);

/// <summary>What a write is doing.</summary>
public enum WritePhase
{
    /// <summary>Customers with their facts go in.</summary>
    Facts,

    /// <summary>Touched customers' profiles are computed and stored.</summary>
    Profiles,

    /// <summary>The transaction is being made durable; it can no longer be cancelled.</summary>
    Commit,
}

/// <summary>How far a write is.</summary>
/// <param name="Phase">What it is doing.</param>
/// <param name="Done">Customers done in this phase.</param>
/// <param name="Total">Customers in this phase.</param>
public readonly record struct WriteProgress(WritePhase Phase, int Done, int Total);

/// <summary>What became of the rows of one kind.</summary>
/// <param name="Added">New.</param>
/// <param name="Updated">Known, with other content.</param>
/// <param name="Unchanged">Known already just so.</param>
public readonly record struct WriteCounts(long Added, long Updated, long Unchanged)
{
    /// <summary>Whether anything was written.</summary>
    public bool Any => Added > 0 || Updated > 0;

    /// <summary>The sum of two.</summary>
    public static WriteCounts operator +(WriteCounts left, WriteCounts right) => new(
        left.Added + right.Added, left.Updated + right.Updated, left.Unchanged + right.Unchanged);
}

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
/// <param name="RunId">The run they were scored by; null before the first run.</param>
public sealed record WriteResult(
    WriteCounts Customers, WriteCounts Orders, WriteCounts Products, int Profiles, long? RunId)
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
    public int Erased { get; init; }

    /// <summary>Whether anything was written.</summary>
    public bool Changed => Profiles > 0 || Customers.Any || Products.Any;

    /// <summary>This and what was written in another shard.</summary>
    internal WriteResult Plus(WriteResult other) => this with
    {
        Customers = Customers + other.Customers,
        Orders = Orders + other.Orders,
        Products = Products + other.Products,
        Profiles = Profiles + other.Profiles,
        RunId = RunId ?? other.RunId,
        Activities = Activities + other.Activities,
        Contacts = Contacts + other.Contacts,
        Responses = Responses + other.Responses,
        New = other.New.Count == 0 ? New : [.. New, .. other.New],
    };
}
