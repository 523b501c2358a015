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
        var activities = history.Activities;
        // Most customers never asked for help: nothing is made for them.
        Dictionary<string, (Instant At, ActivityKind Kind)>? last = null;
        var (count, until) = (0, asOf);
        int? now = null;
        for (var i = activities.NextDetailed(0); i < activities.Count; i = activities.NextDetailed(i + 1))
        {
            var (at, kind) = (activities.At[i], activities.Kind[i]);
            if (!kind.IsSupport()) continue;
            // What is yet to come counts where it changes the number, and not as an answer does.
            if (at > until)
            {
                now ??= count;
                if (count != now) break;
                until = at;
            }
            // A source without numbers has one ticket of a customer at a time.
            var thread = activities.Detail(i)!.Thread ?? "";
            last ??= new(StringComparer.Ordinal);
            var isKnown = last.TryGetValue(thread, out var before);
            if (isKnown && !Follows(at, kind, before)) continue;
            last[thread] = (at, kind);
            count += Open(kind) - (isKnown ? Open(before.Kind) : 0);
        }
        open[row] = now ?? count;
        return count != open[row] ? until : Instant.Never;
    }

    // Kinds are numbered in the order in which they count.
    static bool Follows(Instant at, ActivityKind kind, (Instant At, ActivityKind Kind) before) =>
        kind != ActivityKind.SupportAnswered
        && (before.Kind == ActivityKind.SupportAnswered || at > before.At || kind > before.Kind);

    static int Open(ActivityKind kind) => kind == ActivityKind.SupportResolved ? 0 : 1;
}
