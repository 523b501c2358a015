using System.Text.RegularExpressions;
using Perennial.Core;

namespace Perennial.Strategies;

/// <summary>What is wrong in some files: reading goes on behind a mistake, so that all are told at once.</summary>
sealed partial class Mistakes
{
    /// <summary>No more than these are told.</summary>
    public const int Most = 50;

    readonly List<BadInputException> all = [];

    /// <summary>File by file in the order of their places, at most <see cref="Most"/>.</summary>
    public IReadOnlyList<BadInputException> All => [.. all.OrderBy(one => PlaceOf(one).File, StringComparer.Ordinal)
        .ThenBy(one => PlaceOf(one).Line).ThenBy(one => PlaceOf(one).Column).Take(Most)];

    /// <summary>How many there are besides.</summary>
    public int Untold => Math.Max(0, all.Count - Most);

    public void Add(BadInputException mistake) => all.AddRange([mistake, .. mistake.Others]);

    static (string File, int Line, int Column) PlaceOf(BadInputException mistake) =>
        PlaceForm().Match(mistake.Place) is { Success: true } place
            ? (place.Groups[1].Value, int.Parse(place.Groups[2].ValueSpan), int.Parse(place.Groups[3].ValueSpan))
            : (mistake.Place, 0, 0);

    [GeneratedRegex(@"^(.*?) line (\d+), column (\d+)")]
    private static partial Regex PlaceForm();

    /// <summary>Reads something; where it is wrong, that is noted, and something else taken.</summary>
    public T Try<T>(Func<T> read, T otherwise)
    {
        try
        {
            return read();
        }
        catch (BadInputException mistake)
        {
            Add(mistake);
            return otherwise;
        }
    }

    /// <summary>Does something; where it is wrong, that is noted.</summary>
    public void Try(Action check) => Try(() =>
    {
        check();
        return true;
    }, false);
}
