using Perennial.Core.History;
using Perennial.Core.Profiles;
using Perennial.Core.Purchases;

namespace Perennial.Core.Prospects;

/// <summary>Favourable actions of customers without an order: the last, how many, and the time spent.</summary>
/// <remarks>
/// Favourable are reading a report, watching a video, following a link (also one of a message), logging in, and coming
/// back: the first moment of a visit after the first, unless it is one of those already. A visit ends with half an hour
/// without activity. Time spent is what the activity says it lasted; where it says nothing, the time to the next
/// activity of the visit. Who has ordered is no prospect, and has none of these columns.
/// </remarks>
sealed class ProspectFold : IProfilePart
{
    const int LongestSeconds = 14_400;

    readonly Instant asOf;
    readonly ShopCalendar calendar;
    readonly ProspectOptions options;
    readonly int[] orders, actions, activities, seconds;
    readonly Instant[] lastActionAt;
    readonly byte[] kind;

    public ProspectFold(Instant asOf, ShopCalendar calendar, ProspectOptions options, ProfileTable into)
    {
        options.Check();
        this.asOf = asOf;
        this.calendar = calendar;
        this.options = options;
        orders = into.Values(PurchaseColumns.Orders);
        actions = into.Values(ProspectColumns.Actions);
        activities = into.Values(ProspectColumns.Activities);
        seconds = into.Values(ProspectColumns.DurationSeconds);
        lastActionAt = into.Values(ProspectColumns.LastActionAt);
        kind = into.Values(ProspectColumns.Kind);
    }

    public Instant Fold(CustomerHistory history, int row)
    {
        if (orders[row] > 0)
        {
            actions[row] = ProspectColumns.Actions.NoValue;
            activities[row] = ProspectColumns.Activities.NoValue;
            seconds[row] = ProspectColumns.DurationSeconds.NoValue;
            lastActionAt[row] = Instant.None;
            kind[row] = 0;
            return Instant.Never;
        }
        var sum = new Sums { LastAt = Instant.None };
        var next = ReadActivities(history.Activities, ref sum);
        var clickAt = ReadClicks(history.Responses, ref sum);
        if (clickAt < next) next = clickAt;
        actions[row] = sum.Actions;
        activities[row] = sum.Activities;
        seconds[row] = (int)Math.Min(int.MaxValue, sum.SpentMs / 1000);
        lastActionAt[row] = sum.LastAt;
        var changesAt = WriteKind(row, sum.LastAt);
        return changesAt < next ? changesAt : next;
    }

    Instant WriteKind(int row, Instant lastAt)
    {
        if (!lastAt.HasValue)
        {
            kind[row] = (byte)ProspectKind.Silent;
            return Instant.Never;
        }
        var lastDay = calendar.DayOf(lastAt);
        var recencyDays = calendar.DayOf(asOf) - lastDay;
        kind[row] = (byte)options.KindOf(recencyDays);
        var after = options.NextChangeAfter(recencyDays);
        return after < 0 ? Instant.Never : calendar.StartOf(lastDay + after);
    }

    // Activities of one instant are taken together, so that their order does not matter. Returns when the next comes.
    Instant ReadActivities(ActivitySlice slice, ref Sums sum)
    {
        var at = slice.At;
        var visitMs = options.VisitMinutes * 60_000L;
        var before = Instant.None;
        for (int i = Visit(slice, 0), end; i < at.Length; i = Visit(slice, end))
        {
            if (at[i] > asOf) return at[i];
            var (favourable, lasted, done) = (0, 0L, 0);
            for (end = i; end < at.Length && at[end] == at[i]; end++)
            {
                if (!IsVisit(slice.Kind[end])) continue;
                done++;
                if (IsFavourable(slice.Kind[end])) favourable++;
                lasted += Math.Clamp(slice.DurationSeconds[end], 0, LongestSeconds);
            }
            sum.Activities += done;
            if (favourable == 0 && before.HasValue && at[i].UnixMs - before.UnixMs >= visitMs) favourable = 1;
            before = at[i];
            if (favourable > 0) sum.LastAt = at[i];
            sum.Actions += favourable;
            var then = Visit(slice, end);
            var toNextMs = then < at.Length && at[then] <= asOf ? at[then].UnixMs - at[i].UnixMs : visitMs;
            sum.SpentMs += lasted > 0 ? lasted * 1000 : toNextMs < visitMs ? toNextMs : 0;
        }
        return Instant.Never;
    }

    // The place of the first activity from the given one on that was one of the site's.
    static int Visit(ActivitySlice slice, int place)
    {
        while (place < slice.Count && !IsVisit(slice.Kind[place])) place++;
        return place;
    }

    // What a survey, a mailbox or a help desk tells of was not done on the site, and part of it by the shop.
    static bool IsVisit(ActivityKind kind) => !kind.HasDetail() && kind != ActivityKind.Confirmation;

    Instant ReadClicks(ResponseSlice slice, ref Sums sum)
    {
        for (var i = 0; i < slice.Count; i++)
        {
            if (slice.Kind[i] != ResponseKind.Click) continue;
            if (slice.At[i] > asOf) return slice.At[i];
            sum.Actions++;
            if (slice.At[i] > sum.LastAt) sum.LastAt = slice.At[i];
        }
        return Instant.Never;
    }

    static bool IsFavourable(ActivityKind kind) =>
        kind is ActivityKind.ReportRead or ActivityKind.Video or ActivityKind.LinkClick or ActivityKind.Login;

    struct Sums
    {
        public int Actions, Activities;
        public long SpentMs;
        public Instant LastAt;
    }

    /// <summary>Computes <c>prospect_recency_days</c> of every row as of an instant.</summary>
    public static void ReadAt(ProfileTable table, Instant asOf, ShopCalendar calendar)
    {
        if (!table.Has(ProspectColumns.LastActionAt)) return;
        var today = calendar.DayOf(asOf);
        var last = table.Values(ProspectColumns.LastActionAt);
        var recency = table.Values(ProspectColumns.RecencyDays);
        for (var row = 0; row < recency.Length; row++)
        {
            recency[row] = last[row].HasValue
                ? today - calendar.DayOf(last[row]) : ProspectColumns.RecencyDays.NoValue;
        }
    }
}
