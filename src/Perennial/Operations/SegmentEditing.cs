using Perennial.Core;
using Perennial.Core.Segments.Rules;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Segments;

namespace Perennial.Operations;

/// <summary>A segment as it was saved, with how many are in it.</summary>
sealed record SavedSegment(SegmentVersion Version, int Customers);

/// <summary>Saves and removes a shop's own segments, whichever door they come by.</summary>
static class SegmentEditing
{
    /// <summary>What is written down of each change.</summary>
    public const string Saving = "segment saved", Removing = "segment removed";

    const int LongestName = 60;

    /// <summary>Checks names and rules together with the shop's other segments.</summary>
    /// <returns>All segments as they would be.</returns>
    /// <exception cref="BadInputException">A name is missing or too long, or a rule is wrong.</exception>
    public static SegmentCatalogue Check(ShopView view, params IReadOnlyList<ShopSegment> segments)
    {
        foreach (var segment in segments)
        {
            var place = segment.Place.Length > 0 ? $"{segment.Place}, name" : "name";
            if (segment.Name.Length == 0)
                throw new BadInputException(place, "The segment has no name.", "Give it one that says who is in it.");
            if (segment.Name.Length > LongestName)
            {
                throw new BadInputException(place, $"The name has {segment.Name.Length} letters.",
                    $"Use at most {LongestName}, and put the rest into the description.");
            }
        }
        // Several may refer to one another; one alone is told of its rule what whoever writes it has just typed.
        if (segments is [var one]) view.Segments.Catalogue.Parse(one.Rule, PlaceOf(one));
        return view.Segments.With(segments);
    }

    /// <summary>Saves segments, all or none, and writes down who is in them.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="view">The shop as it was read.</param>
    /// <param name="segments">Names, rules and descriptions. Without a set, a known one stays in its own.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="BadInputException">As <see cref="Check"/>.</exception>
    public static IReadOnlyList<SavedSegment> Save(
        ShopStore store, ShopView view, IReadOnlyList<ShopSegment> segments, Actor by, Instant now)
    {
        var known = view.Segments.Catalogue;
        segments = [.. segments.Select(segment => segment with
        {
            Name = segment.Name.Trim(), Rule = segment.Rule.Trim(), Description = segment.Description.Trim(),
        })];
        var catalogue = Check(view, segments);
        var saved = store.Segments.Save(
            [.. segments.Select(segment => segment.Set.Length > 0 ? segment
                : segment with { Set = known.Find(segment.Name)?.Segment.Set ?? "" })],
            [.. segments.Select(segment => new AuditEntry(now, by, Saving, segment.Name)
            {
                Before = known.Find(segment.Name)?.Segment.Rule ?? "", After = segment.Rule,
            })], now);
        // Whoever is in a segment that refers to one of those saved may come or go with it.
        store.Stays.Recount(new ShopMoments(store).At(now));
        return [.. saved.Select(version => new SavedSegment(
            version, view.Segments.Find(catalogue.Find(version.Segment.Name)!.Rule).Count))];
    }

    /// <summary>Takes a segment of the shop's own out of force; whoever is in it leaves.</summary>
    /// <exception cref="MissingException">There is none of that name.</exception>
    /// <exception cref="BadInputException">Others refer to it.</exception>
    public static void Remove(ShopStore store, ShopView view, string name, Actor by, Instant now)
    {
        var segments = view.Segments;
        var place = $"segment '{name}'";
        var own = segments.Own.FirstOrDefault(segment => segment.Name == name) ?? throw new MissingException(
            place, "The shop has no segment of its own of that name.", "Only segments of one's own can be removed.");
        if (segments.Catalogue.All.FirstOrDefault(one => one.Name != own.Name && Names(one.Rule, name)) is { } other)
            throw new BadInputException(place, $"Segment '{other.Name}' refers to it.", "Change that one first.");
        store.Segments.Remove(name, new AuditEntry(now, by, Removing, name) { Before = own.Rule });
        store.Stays.Recount(new ShopMoments(store).At(now));
    }

    static string PlaceOf(ShopSegment segment) =>
        segment.Place.Length > 0 ? $"{segment.Place}, segment '{segment.Name}'" : "rule";

    static bool Names(Rule rule, string segment) => rule switch
    {
        InSegment one => one.Name == segment,
        _ => rule.Inner.Any(part => Names(part, segment)),
    };
}
