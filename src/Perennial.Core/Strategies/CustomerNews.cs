using Perennial.Core.History;

namespace Perennial.Core.Strategies;

/// <summary>A fact that was not known before.</summary>
/// <param name="Kind">What kind of fact.</param>
/// <param name="Index">Its place among the customer's facts of its kind.</param>
/// <param name="Id">Its own id: what follows from it once is keyed by this.</param>
/// <param name="At">When it happened.</param>
/// <param name="KnownAt">When the shop first knew of it.</param>
public readonly record struct FreshFact(FactKind Kind, int Index, UInt128 Id, Instant At, Instant KnownAt);

/// <summary>Coming into a watched segment, or leaving it.</summary>
/// <param name="Segment">Its name as it is watched (<see cref="Trigger.WatchedAs"/>).</param>
/// <param name="Leaves">Whether it was left.</param>
/// <param name="At">When the stay began or ended.</param>
public readonly record struct FreshMove(string Segment, bool Leaves, Instant At);

/// <summary>What is new of one customer since strategies were last asked.</summary>
public sealed record CustomerNews
{
    /// <summary>Nothing but that time has passed.</summary>
    public static CustomerNews None { get; } = new();

    /// <summary>New facts, in the order in which they happened.</summary>
    public IReadOnlyList<FreshFact> Facts { get; init; } = [];

    /// <summary>Segments that were come into and left.</summary>
    public IReadOnlyList<FreshMove> Moves { get; init; } = [];

    /// <summary>Lists that now name the customer, with the import that did it.</summary>
    public IReadOnlyList<(string List, string Import)> Lists { get; init; } = [];

    /// <summary>Those who waited to enter and may now.</summary>
    public IReadOnlyList<WaitingEntry> LetIn { get; init; } = [];

    /// <summary>What was reserved for contacts that waited for it: each is asked anew.</summary>
    public IReadOnlyList<Grant> Granted { get; init; } = [];

    /// <summary>Strategies for which it is still being looked who stands where: what of the customer changed so far is
    /// <i>existing</i>, and no coming or going.</summary>
    public IReadOnlySet<string> NotYetFor { get; init; } = new HashSet<string>();

    /// <summary>Whether facts may trigger: those of files and first imports do not, unless somebody said so.</summary>
    public bool MayTrigger { get; init; } = true;
}
