namespace Perennial.Core.History;

/// <summary>A rating with the scale that it was given on, so that 4 of 5 and 8 of 10 compare.</summary>
/// <param name="Hundredths">The value in hundredths: 450 for four stars and a half. From 0 to a hundred times
/// <paramref name="Scale"/>.</param>
/// <param name="Scale">The best that could be given: 5 stars, 10 points, 1 for good or bad. From 1 to
/// <see cref="LargestScale"/>.</param>
public readonly record struct Rating(int Hundredths, int Scale)
{
    /// <summary>The best of the largest scale.</summary>
    public const int LargestScale = 100;

    /// <summary>The value in percent of the scale, 0 to 100, rounded down.</summary>
    public int Score => Hundredths / Scale;

    /// <summary>The rating; null where the value is below zero or above its scale.</summary>
    /// <param name="value">As given.</param>
    /// <param name="scale">The best that could be given; null where nobody said: 5, or the first of 10 and 100 that it
    /// fits into.</param>
    public static Rating? Of(decimal value, int? scale)
    {
        var best = scale ?? (value <= 5 ? 5 : value <= 10 ? 10 : LargestScale);
        if (value < 0 || best is < 1 or > LargestScale || value > best) return null;
        return new Rating((int)Math.Round(value * 100, MidpointRounding.AwayFromZero), best);
    }

    /// <summary>"4.5 of 5".</summary>
    public override string ToString() => FormattableString.Invariant($"{Hundredths / 100m:0.##} of {Scale}");
}

/// <summary>What feedback or a support contact says beyond what it was.</summary>
public sealed record ActivityDetail
{
    /// <summary>How good it was found; null where no number was given.</summary>
    public Rating? Rating { get; init; }

    /// <summary>The ticket, or the review's own number: what has the same belongs together, of one customer. Null where
    /// the source has none.</summary>
    public string? Thread { get; init; }

    /// <summary>What was written; null where nothing was, and in histories of everybody.</summary>
    public string? Text { get; init; }
}

/// <summary>The details of those activities that have some. Most have none, so they cost what they always did.
/// </summary>
public sealed class ActivityDetails
{
    /// <summary>The activities, as indexes of their table, ascending.</summary>
    public required int[] Fact { get; init; }

    /// <summary>What each says.</summary>
    public required ActivityDetail[] Detail { get; init; }

    /// <summary>The detail of an activity; null where it has none.</summary>
    public ActivityDetail? Of(int fact) => Array.BinarySearch(Fact, fact) is >= 0 and var found ? Detail[found] : null;

    /// <summary>The first activity from the given one on that has a detail; <see cref="int.MaxValue"/> where none has.
    /// </summary>
    public int NextFrom(int fact)
    {
        var place = Array.BinarySearch(Fact, fact);
        if (place < 0) place = ~place;
        return place < Fact.Length ? Fact[place] : int.MaxValue;
    }

    /// <summary>The details of activities in their order; null where none has any.</summary>
    public static ActivityDetails? From(IEnumerable<ActivityDetail?> details)
    {
        var (facts, found) = (new List<int>(), new List<ActivityDetail>());
        foreach (var (fact, detail) in details.Index())
        {
            if (detail is null) continue;
            facts.Add(fact);
            found.Add(detail);
        }
        return found.Count == 0 ? null : new ActivityDetails { Fact = [.. facts], Detail = [.. found] };
    }
}
