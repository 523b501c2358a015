using Perennial.Core;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Segments;
using Perennial.Shop;

namespace Perennial.Moments;

/// <summary>Has who comes into segments and leaves them written down, or ends it, whichever door it is asked for
/// at.</summary>
static class SegmentWatching
{
    /// <summary>What is written down of each change.</summary>
    public const string Watching = "segment watched", Ending = "segment watched no longer";

    /// <summary>Stands for every segment.</summary>
    public const string Everyone = "all";

    /// <summary>Watches segments from now on; whoever is in them now has come now.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="view">The shop as it was read.</param>
    /// <param name="names">Which; <see cref="Everyone"/> for all that there are.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="now">The present.</param>
    /// <returns>Those that nobody had asked for before.</returns>
    /// <exception cref="MissingException">There is no segment of a name; none is watched.</exception>
    public static IReadOnlyList<string> Watch(
        ShopStore store, ShopView view, IReadOnlyList<string> names, Actor by, Instant now)
    {
        // One that can be read no longer is watched again as soon as it is mended.
        List<string> known =
        [
            .. view.Segments.Catalogue.All.Select(segment => segment.Name),
            .. view.Segments.Broken.Select(broken => broken.Segment.Name),
        ];
        if (Named(names, known).FirstOrDefault(name => !known.Contains(name)) is { } none)
        {
            throw new MissingException($"segment '{none}'", "There is no such segment.",
                NearestNames.Of(none, known).Count > 0 ? NearestNames.Remedy(none, known)
                : "The page Segments lists them, and so does perennial segments.");
        }
        List<string> added = [.. Named(names, known).Except(store.Stays.Watched())];
        if (added.Count == 0) return added;
        store.Stays.Watch(added, now, by.Name,
            [.. added.Select(name => new AuditEntry(now, by, Watching, name) { After = WatchedSegments.AskedFor })]);
        RuleLevels.Recount(store, now);
        return added;
    }

    /// <summary>Ends what somebody asked for; whoever is in a segment that is watched for nothing else leaves it.
    /// </summary>
    /// <param name="store">The shop.</param>
    /// <param name="names">Which; <see cref="Everyone"/> for all that somebody asked for.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="now">The present.</param>
    /// <returns>Which they were.</returns>
    /// <exception cref="MissingException">Nobody asked for one of them; none is ended.</exception>
    public static IReadOnlyList<string> Unwatch(
        ShopStore store, IReadOnlyList<string> names, Actor by, Instant now)
    {
        var asked = store.Stays.Watched();
        var gone = Named(names, asked);
        if (gone.FirstOrDefault(name => !asked.Contains(name)) is { } none)
        {
            var others = Reasons(store, none);
            throw new MissingException($"segment '{none}'", "Nobody asked for it to be watched.",
                others.Count > 0 ? $"It is watched as long as it is used: {string.Join(", ", others)}."
                : NearestNames.Of(none, asked).Count > 0 ? NearestNames.Remedy(none, asked)
                : "There is nothing to end; perennial segments says what is watched, and why.");
        }
        if (gone.Count == 0) return gone;
        store.Stays.Unwatch(gone,
            [.. gone.Select(name => new AuditEntry(now, by, Ending, name) { Before = WatchedSegments.AskedFor })]);
        RuleLevels.Recount(store, now);
        return gone;
    }

    /// <summary>What a segment is watched for, in words; nothing where it is not, or where nothing is stored.</summary>
    public static IReadOnlyList<string> Reasons(ShopStore? store, string segment) => Reasons(store)(segment);

    /// <summary>The same of many segments, with one look into the store.</summary>
    public static Func<string, IReadOnlyList<string>> Reasons(ShopStore? store) =>
        store is null ? _ => [] : WatchedSegments.Reasons(store);

    static List<string> Named(IReadOnlyList<string> names, IReadOnlyList<string> all) =>
        [.. (names.Contains(Everyone) ? all : names).Distinct()];
}
