using Perennial.Core;
using Perennial.Core.Planning;
using Perennial.Core.Segments;
using Perennial.Core.Segments.Rules;
using Perennial.Core.Strategies;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Data.Segments;
using Perennial.Segments;
using Perennial.Shop;

namespace Perennial.Moments;

/// <summary>A segment as it was saved, with how many are in it, and what to know of its rule.</summary>
sealed record SavedSegment(SegmentVersion Version, int Customers, IReadOnlyList<string> Hints);

/// <summary>Saves and removes a shop's own segments, whichever door they come by.</summary>
static class SegmentEditing
{
    /// <summary>What is written down of each change.</summary>
    public const string Saving = "segment saved", Removing = "segment removed";

    /// <summary>Checks names and rules together with the shop's other segments.</summary>
    /// <returns>The segments as they would be saved, and all segments as they would then be.</returns>
    /// <exception cref="BadInputException">A name will not do or is in use, or a rule is wrong.</exception>
    /// <exception cref="MissingException">What is to be changed is not there.</exception>
    public static (IReadOnlyList<ShopSegment> Segments, SegmentCatalogue All) Check(
        ShopView view, params IReadOnlyList<SegmentDraft> drafts)
    {
        var segments = SegmentNames.Check(view, drafts);
        // Several may refer to one another; one alone is told of its rule what whoever writes it has just typed.
        if (segments is [var one]) view.Segments.Check(one, view.Segments.Catalogue);
        var all = view.Segments.With(segments);
        foreach (var segment in segments) view.Segments.Check(segment, all);
        return (segments, all);
    }

    /// <summary>Saves segments, all or none, and writes down who is in them. Without a set, a known one stays in its
    /// own.</summary>
    /// <exception cref="BadInputException">As <see cref="Check"/>.</exception>
    public static IReadOnlyList<SavedSegment> Save(
        ShopStore store, ShopView view, IReadOnlyList<SegmentDraft> drafts, Actor by, Instant now)
    {
        var (segments, catalogue) = Check(view, drafts);
        var known = segments.Select(segment => Known(view, segment.Name)).ToList();
        segments = [.. segments.Zip(known, (segment, before) => segment with
        {
            Rule = segment.Rule.Trim(), Description = segment.Description.Trim(),
            Set = segment.Set.Length > 0 ? segment.Set : before?.Set ?? "",
        })];
        var saved = store.Segments.Save(segments,
            [.. segments.Zip(known, (segment, before) => new AuditEntry(now, by, Saving, segment.Name)
            {
                Before = before?.Rule ?? "", After = segment.Rule,
            })], now);
        // Whoever is in a segment that refers to one of those saved may come or go with it.
        RuleLevels.Recount(store, now);
        return
        [
            .. saved.Select(version => (Version: version, catalogue.Find(version.Segment.Name)!.Rule)).Select(one =>
                new SavedSegment(one.Version, view.Segments.Find(one.Rule).Count, RuleHints.Of(one.Rule))),
        ];
    }

    /// <summary>Saves what files say. A segment of the shop's own is theirs where it is of their set, as it is after
    /// they were loaded before, or says the same already.</summary>
    /// <param name="store">The shop.</param>
    /// <param name="view">The shop as it was read.</param>
    /// <param name="drafts">What the files say.</param>
    /// <param name="replace">Whether everything that has one of their names may be replaced.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="now">The present.</param>
    public static IReadOnlyList<SavedSegment> Load(
        ShopStore store, ShopView view, IReadOnlyList<SegmentDraft> drafts, bool replace, Actor by, Instant now)
    {
        return Save(store, view, [.. drafts.Select(Known)], by, now);

        SegmentDraft Known(SegmentDraft draft)
        {
            var own = view.Segments.Own.FirstOrDefault(one => SegmentNames.AreSame(one.Name, draft.Segment.Name));
            var isTheirs = own is not null && (replace || own.Set == draft.Segment.Set
                || own.Rule == draft.Segment.Rule.Trim());
            return draft with
            {
                Edits = isTheirs ? own!.Name : null, ReplacesShipped = draft.ReplacesShipped || replace,
            };
        }
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
        var book = StrategyBooks.InForce(store)?.Book;
        if (book?.InForce.FirstOrDefault(one => Trigger.WatchedAs(one.Strategy) == name
            || one.Strategy.Rules.Any(rule => Names(rule, name))) is { } strategy)
        {
            throw new BadInputException(place, $"The strategy '{strategy.Strategy.Name}' speaks of it.",
                "Publish the strategy without it first.");
        }
        if (book is not null && PoliciesOf(book.Rules.Set).FirstOrDefault(one => Names(one.Rule, name)) is var policy
            && policy.Name is not null)
        {
            throw new BadInputException(place, $"'{policy.Name}' of policies.yaml speaks of it.",
                "Publish the policies without it first.");
        }
        store.Segments.Remove(name, new AuditEntry(now, by, Removing, name) { Before = own.Rule });
        RuleLevels.Recount(store, now);
    }

    static IEnumerable<(string Name, Rule Rule)> PoliciesOf(StrategySet set) =>
        set.Policies.Frequency.Select(one => (one.Name, one.AppliesTo.Rule)).Concat(set.Policies.Law
            .Where(law => law.Except is not null).Select(law => (law.Name, law.Except!.Rule)));

    // One that can be read no longer is known all the same.
    static ShopSegment? Known(ShopView view, string name) =>
        view.Segments.Own.FirstOrDefault(own => own.Name == name) ?? view.Segments.Catalogue.Find(name)?.Segment;

    static bool Names(Rule rule, string segment) => rule switch
    {
        InSegment one => one.Name == segment,
        StayTest one => one.Name == segment,
        _ => rule.Inner.Any(part => Names(part, segment)),
    };
}
