using Perennial.Core;
using Perennial.Core.History;
using Perennial.Data.Batches;
using Perennial.Data.Engines;

namespace Perennial.Data.Facts;

/// <summary>Makes one of what several events, or files, tell of one contact: it was made at the earliest instant that
/// any gives, and of what it was part of each may know something. In whatever order they come.</summary>
/// <param name="facts">The batch's contacts.</param>
/// <param name="knownAt">When the shop first knew of each.</param>
sealed class MergedContacts(ContactFacts facts, Func<int, Instant> knownAt)
{
    readonly Dictionary<FactId, Told> known = [];
    readonly Dictionary<int, Told> written = [];

    /// <summary>What is known of a contact.</summary>
    public readonly record struct Told(
        Instant At, ContactChannel Channel, string? Strategy, ContactContext? Context, Instant KnownAt)
    {
        public Told With(Told other) => new(
            other.At < At ? other.At : At, other.Channel < Channel ? other.Channel : Channel,
            ContactContext.Smaller(Strategy, other.Strategy), ContactContext.Merged(Context, other.Context),
            other.KnownAt < KnownAt ? other.KnownAt : KnownAt);
    }

    /// <summary>Turns to another customer.</summary>
    public void Begin() => known.Clear();

    /// <summary>Takes a row of <c>known-contact-ids</c>. One that is older than the column was known as it was made.
    /// </summary>
    public void Know(Rows row) => known.Add(row.FactId(1), new Told(row.Instant(2),
        (ContactChannel)row.Int64(13), row.Text(3),
        ContactColumns.Read(row, 5), row.Instant(row.IsNull(4) ? 2 : 4)));

    /// <summary>Whether facts of one id say more than the store has; what they say together is then
    /// <see cref="Of"/> the first.</summary>
    public bool Changes(FactId id, ReadOnlySpan<int> told)
    {
        var isKnown = known.TryGetValue(id, out var before);
        if (!isKnown && told.Length == 1) return true;
        var all = isKnown ? before : InBatch(told[0]);
        foreach (var fact in told) all = all.With(InBatch(fact));
        written[told[0]] = all;
        return !isKnown || all != before;
    }

    /// <summary>What is written of a contact.</summary>
    public Told Of(int fact) => written.TryGetValue(fact, out var all) ? all : InBatch(fact);

    Told InBatch(int fact) => new(facts.At[fact], facts.Channel[fact],
        facts.Strategy.Length == 0 ? null : facts.Strategy[fact],
        facts.Context.Length == 0 ? null : facts.Context[fact], knownAt(fact));
}
