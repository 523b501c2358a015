using Perennial.Core;
using Perennial.Data.Access;

namespace Perennial.Data.Erasure;

/// <summary>Who is to be forgotten.</summary>
/// <param name="Keys">The ids that follow from the keys by which the person is named; some may be nobody's.</param>
/// <param name="Reason">Why, in a few words: "asked by the customer".</param>
/// <param name="At">When.</param>
/// <param name="By">Who does it.</param>
public sealed record ErasureRequest(IReadOnlyCollection<CustomerId> Keys, string Reason, Instant At, Actor By)
{
    /// <summary>Whether the database's own files are cleaned by a later call, for many erasures at once.</summary>
    public bool CleansLater { get; init; }
}

/// <summary>What of an erased person is left for a while, and why.</summary>
/// <param name="ToldUntil">Until when at the latest the outbox keeps the keys by which destinations are told; None
/// where none is.</param>
/// <param name="InFiles">Whether the database's own files may still hold bytes of what was deleted, because others
/// hindered the cleaning or because that locks tables: <c>perennial erase --finish</c> does it.</param>
public sealed record ErasureRemains(Instant ToldUntil, bool InFiles);

/// <summary>What an erasure did.</summary>
/// <param name="At">When.</param>
/// <param name="Customers">The customers that are gone; empty where nobody was known by the keys.</param>
/// <param name="Rows">How many rows went, by table.</param>
/// <param name="ErasedKeys">How many keys are recognised and refused from now on.</param>
/// <param name="ToldDestinations">Whether destinations are told.</param>
public sealed record ErasureReceipt(
    Instant At, IReadOnlyList<CustomerId> Customers, IReadOnlyDictionary<string, int> Rows, int ErasedKeys,
    bool ToldDestinations)
{
    /// <summary>What is left for a while.</summary>
    public ErasureRemains Remains { get; init; } = new(Instant.None, InFiles: false);
}
