using Perennial.Channels.Destinations;
using Perennial.Data;

namespace Perennial.Destinations;

/// <summary>Whether a destination is told of a segment.</summary>
/// <param name="Name">The destination's.</param>
/// <param name="Kind">What tool it is.</param>
/// <param name="IsTold">Whether it is told who comes and leaves.</param>
/// <param name="MayChange">Whether that is said of this segment alone, so that it can be changed here.</param>
/// <param name="Words">In words.</param>
public sealed record ToldOfSegment(string Name, string Kind, bool IsTold, bool MayChange, string Words)
{
    // The others keep a row a customer: a segment is a field of it, which has to be there.
    static readonly string[] tellMoves = ["webhook", "slack"];

    /// <summary>All destinations that can be read.</summary>
    public static IReadOnlyList<ToldOfSegment> All(ShopStore store, string segment) =>
    [
        .. store.Destinations.All().Select(entry => DestinationSettings.TryFromJson(entry.Settings))
            .OfType<DestinationSettings>().OrderBy(one => one.Name, StringComparer.Ordinal)
            .Select(one => Of(one, segment)),
    ];

    static ToldOfSegment Of(DestinationSettings one, string segment)
    {
        var field = one.Mapping.FirstOrDefault(field => FieldMapping.SegmentOf(field.From) == segment);
        var ofAll = one.Segments.Contains(DestinationSettings.AllSegments);
        var words = ofAll ? "is told of every segment" : one.Tells(segment) ? "is told"
            : field is not null ? $"as field {field.To}"
            : tellMoves.Contains(one.Kind) ? "is not told"
            : $"not sent: add a line segment:{segment} to its mapping";
        return new(one.Name, one.Kind, one.Tells(segment), tellMoves.Contains(one.Kind) && !ofAll, words);
    }
}
