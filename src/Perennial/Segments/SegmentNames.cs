using System.Globalization;
using Perennial.Core;
using Perennial.Core.Segments;
using Perennial.Shop;

namespace Perennial.Segments;

/// <summary>What a segment may be called. Names are told apart without case and the blanks around them, and nobody
/// takes one that is in use without saying so.</summary>
static class SegmentNames
{
    const int Longest = 60;

    /// <summary>Whether two names are one.</summary>
    public static bool AreSame(string one, string other) =>
        string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>Checks the names of segments that are to be saved together.</summary>
    /// <returns>The segments, called as the shop calls them already.</returns>
    /// <exception cref="BadInputException">A name cannot be read, or is in use.</exception>
    /// <exception cref="MissingException">What is to be changed is not there.</exception>
    public static IReadOnlyList<ShopSegment> Check(ShopView view, IReadOnlyList<SegmentDraft> drafts)
    {
        foreach (var (index, draft) in drafts.Index())
        {
            CheckForm(draft.Segment);
            if (!drafts.Take(index).Any(other => AreSame(other.Segment.Name, draft.Segment.Name))) continue;
            throw new BadInputException(PlaceOf(draft.Segment),
                $"Two segments are called '{draft.Segment.Name.Trim()}'.", "Give one of them another name.");
        }
        return [.. drafts.Select(draft => draft.Segment with { Name = NameInUse(view, draft) })];
    }

    static void CheckForm(ShopSegment segment)
    {
        var (name, place) = (segment.Name.Trim(), PlaceOf(segment));
        if (name.Length == 0)
            throw new BadInputException(place, "The segment has no name.", "Give it one that says who is in it.");
        if (name.Length > Longest)
        {
            throw new BadInputException(place, $"The name has {name.Length} letters.",
                $"Use at most {Longest}, and put the rest into the description.");
        }
        if (name.IndexOfAny(['\n', '\r', '\u0085', '\u2028', '\u2029']) >= 0)
            throw new BadInputException(place, "The name does not fit on one line.", "Write it on one.");
        if (name.Any(IsUnseen))
        {
            throw new BadInputException(place, "There are letters in the name that cannot be seen.",
                "Write the name anew; what was copied may have brought them along.");
        }
    }

    static string NameInUse(ShopView view, SegmentDraft draft)
    {
        var (name, place) = (draft.Segment.Name.Trim(), PlaceOf(draft.Segment));
        var isChange = draft.Edits is { } edited && AreSame(edited, name);
        if (view.Segments.Own.FirstOrDefault(one => AreSame(one.Name, name)) is { } own)
        {
            return isChange ? own.Name : throw new BadInputException(place,
                $"There is a segment '{own.Name}' already.",
                "Choose another name, or change that one: on its page, by PUT, or with --replace.");
        }
        if (view.Segments.Shipped.FirstOrDefault(one => AreSame(one.Name, name)) is { } shipped)
        {
            return draft.ReplacesShipped ? shipped.Name : throw new BadInputException(place,
                $"'{shipped.Name}' comes with Perennial.", "Choose another name, or say that this rule replaces it: by"
                + " the box on the page, by 'replaces: shipped' in a file or a body, or with --replace.");
        }
        if (view.RfmNames.FirstOrDefault(one => AreSame(one, name)) is { } taken)
        {
            throw new BadInputException(place,
                $"'{taken}' is what the RFM segment set {view.ScoringRun!.RfmSegmentSet.Name} calls customers.",
                "Choose another name; rules ask for that one as rfm_segment.");
        }
        return !isChange ? name : throw new MissingException($"segment '{name}'", "There is no such segment.",
            "Save it as a new one: in the web app, in a file, or by POST /api/segments.");
    }

    static bool IsUnseen(char letter) => char.IsControl(letter)
        || char.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned;

    static string PlaceOf(ShopSegment segment) => segment.Place.Length == 0 ? "name"
        : segment.Name.Length == 0 ? $"{segment.Place}, name" : $"{segment.Place}, segment '{segment.Name}'";
}
