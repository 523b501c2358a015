using Perennial.Core.History;
using Perennial.Core.Profiles;

namespace Perennial.Core.Support;

/// <summary>How many of a customer's tickets are open. Of several things of one instant, that it was reopened counts
/// before that it was resolved, and that before that it was opened; an answer changes nothing, and what has only an
/// answer is open.</summary>
sealed class SupportFold(Instant asOf, ProfileTable into) : IProfilePart
{
    readonly int[] open = into.Values(SupportColumns.OpenTickets);

    public Instant Fold(CustomerHistory history, int row)
    {
        open[row] = 0;
        var activities = history.Activities;
        // Most customers never asked for help: nothing is made for them.
        Dictionary<string, (Instant At, ActivityKind Kind)>? last = null;
        for (var i = activities.NextDetailed(0); i < activities.Count; i = activities.NextDetailed(i + 1))
        {
            var (at, kind) = (activities.At[i], activities.Kind[i]);
            if (!kind.IsSupport()) continue;
            if (at > asOf)
            {
                Count(last, row);
                return at;
            }
            // A source without numbers has one ticket of a customer at a time.
            var thread = activities.Detail(i)!.Thread ?? "";
            last ??= new(StringComparer.Ordinal);
            if (!last.TryGetValue(thread, out var before) || Follows(at, kind, before)) last[thread] = (at, kind);
        }
        Count(last, row);
        return Instant.Never;
    }

    // Kinds are numbered in the order in which they count.
    static bool Follows(Instant at, ActivityKind kind, (Instant At, ActivityKind Kind) before) =>
        kind != ActivityKind.SupportAnswered
        && (before.Kind == ActivityKind.SupportAnswered || at > before.At || kind > before.Kind);

    void Count(Dictionary<string, (Instant At, ActivityKind Kind)>? last, int row)
    {
        if (last is null) return;
        foreach (var (_, kind) in last.Values)
            if (kind != ActivityKind.SupportResolved) open[row]++;
    }
}
