using Perennial.Core;
using Perennial.Core.Segments.Rules;
using Perennial.Data;

namespace Perennial.Operations;

/// <summary>Saves and removes a shop's own segments.</summary>
static class SegmentEditing
{
    const int LongestName = 60;

    /// <summary>Checks name and rule together with the shop's other segments.</summary>
    /// <exception cref="BadInputException">The name is missing or too long, or the rule is wrong.</exception>
    public static Rule Check(ShopView view, ShopSegment segment)
    {
        if (segment.Name.Length == 0)
            throw new BadInputException("name", "The segment has no name.", "Give it one that says who is in it.");
        if (segment.Name.Length > LongestName)
        {
            throw new BadInputException("name", $"The name has {segment.Name.Length} letters.",
                $"Use at most {LongestName}, and put the rest into the description.");
        }
        var segments = view.Segments;
        segments.Parse(segment.Rule);
        return segments.With(segment).Find(segment.Name)!.Rule;
    }

    /// <summary>Saves a segment and writes down who is in it.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="view">The shop as it was read.</param>
    /// <param name="segment">Name, rule and description.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="BadInputException">As <see cref="Check"/>.</exception>
    public static SegmentVersion Save(ShopStore store, ShopView view, ShopSegment segment, Instant now)
    {
        Check(view, segment);
        var set = view.Segments.Catalogue.Find(segment.Name)?.Segment.Set ?? segment.Set;
        var saved = store.SaveSegment(segment with { Set = set }, now);
        store.RecountStays(new ShopMoments(store).At(now));
        return saved;
    }

    /// <summary>Takes a segment of the shop's own out of force; whoever is in it leaves.</summary>
    /// <exception cref="BadInputException">There is none of that name, or others refer to it.</exception>
    public static void Remove(ShopStore store, ShopView view, string name, Instant now)
    {
        var segments = view.Segments;
        var place = $"segment '{name}'";
        var own = segments.Own.FirstOrDefault(segment => segment.Name == name) ?? throw new BadInputException(
            place, "The shop has no segment of its own of that name.", "Only segments of one's own can be removed.");
        if (segments.Catalogue.All.FirstOrDefault(other => other.Name != own.Name && Names(other.Rule, name)) is { } by)
            throw new BadInputException(place, $"Segment '{by.Name}' refers to it.", "Change that one first.");
        store.RemoveSegment(name);
        store.RecountStays(new ShopMoments(store).At(now));
    }

    static bool Names(Rule rule, string segment) => rule switch
    {
        InSegment one => one.Name == segment,
        _ => rule.Inner.Any(part => Names(part, segment)),
    };
}
