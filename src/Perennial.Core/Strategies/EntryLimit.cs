using System.Text.Json;
using System.Text.Json.Serialization;

namespace Perennial.Core.Strategies;

/// <summary>How many customers may enter a strategy in a day before a person is asked.</summary>
public static class EntryLimit
{
    /// <summary>So many may always.</summary>
    public const int Always = 1_000;

    const double OfCustomers = 0.1, OfExpected = 1.5;

    /// <summary>The limit of a day.</summary>
    /// <param name="trigger">What makes customers enter.</param>
    /// <param name="customers">How many the shop has.</param>
    /// <param name="expected">How many a plan told for this very occurrence when the strategy was published; null
    /// where it told of none.</param>
    /// <returns>Of occasions, schedules and lists one and a half times what was told, rounded up; of everything else,
    /// and where nothing was told, the larger of <see cref="Always"/> and a tenth of the customers.</returns>
    public static int Of(Trigger trigger, int customers, int? expected) =>
        trigger is OccasionTrigger or ScheduleTrigger or ListTrigger && expected is { } told
            ? (int)Math.Ceiling(told * OfExpected) : Math.Max(Always, (int)(customers * OfCustomers));
}

/// <summary>So many entered in an hour.</summary>
/// <param name="Hour">Hours since 1970.</param>
/// <param name="Count">How many.</param>
public readonly record struct EnteredInHour(long Hour, int Count);

/// <summary>Why nobody enters until a person says go on.</summary>
/// <param name="Count">How many would have entered.</param>
/// <param name="Limit">How many might.</param>
/// <param name="At">Since when.</param>
public sealed record EntryPause(int Count, int Limit, Instant At)
{
    /// <summary>For people: "paused: 5,200 would enter, and 1,000 may without asking".</summary>
    [JsonIgnore]
    public string Words => $"paused: {Count:N0} would enter, and {Limit:N0} may without asking";
}

/// <summary>How many of those who would enter may, and who of the rest waits.</summary>
/// <param name="State">What is kept of it, as it is now.</param>
/// <param name="May">How many enter now; 0 while the strategy is paused.</param>
/// <param name="RestUntil">When the rest is asked again; <see cref="Instant.Never"/> where a person has to say so.
/// </param>
public sealed record EntryAnswer(EntryDay State, int May, Instant RestUntil);

/// <summary>What is kept of entries into a strategy, over all customers: one document a strategy.</summary>
/// <param name="Strategy">Its name.</param>
public sealed record EntryDay(string Strategy)
{
    const long HourMs = 3_600_000;

    /// <summary>The shop's day that is counted; days since 1970.</summary>
    public int Day { get; init; }

    /// <summary>How many entered on it.</summary>
    public int Entered { get; init; }

    /// <summary>How many a person let in on this day, whatever the limit; 0 for nobody.</summary>
    public int Allowed { get; init; }

    /// <summary>How many entered by the hour, for <c>enter at most</c>; as far back as its time reaches.</summary>
    public IReadOnlyList<EnteredInHour> Hours { get; init; } = [];

    /// <summary>Why nobody enters; null while they do.</summary>
    public EntryPause? Pause { get; init; }

    /// <summary>Asks for so many who would enter at once: all of them, none because the strategy pauses before the
    /// first of them, or as many as the file lets in.</summary>
    /// <param name="strategy">The strategy.</param>
    /// <param name="limit">How many may enter in a day without asking.</param>
    /// <param name="count">How many would enter now.</param>
    /// <param name="now">When.</param>
    /// <param name="shop">Whose days are counted.</param>
    public EntryAnswer Ask(Strategy strategy, int limit, int count, Instant now, ShopCalendar shop)
    {
        var day = shop.DayOf(now);
        var state = day == Day ? this : this with { Day = day, Entered = 0, Allowed = 0 };
        if (state.Pause is { } pause)
        {
            // More came while it stood still: a person is told of all.
            return new EntryAnswer(state with { Pause = pause with { Count = Math.Max(pause.Count, count) } }, 0,
                Instant.Never);
        }
        if (state.Entered + count > Math.Max(limit, state.Allowed))
        {
            return new EntryAnswer(state with { Pause = new EntryPause(state.Entered + count, limit, now) }, 0,
                Instant.Never);
        }
        if (strategy.EnterAtMost is not { Window: { } window } most)
            return new EntryAnswer(state with { Entered = state.Entered + count }, count, Instant.Never);
        // By the hour, and an hour counts until all of it is over: never more than the file says.
        var oldest = now.UnixMs - window.Ms();
        var hours = state.Hours.Where(one => (one.Hour + 1) * HourMs > oldest).ToList();
        var may = Math.Clamp(most.Most - hours.Sum(one => one.Count), 0, count);
        if (may > 0) hours = Added(hours, now.UnixMs / HourMs, may);
        var free = hours.Count == 0 ? now.UnixMs + window.Ms() : (hours[0].Hour + 1) * HourMs + window.Ms();
        return new EntryAnswer(state with { Entered = state.Entered + may, Hours = hours }, may,
            may == count ? Instant.Never : new Instant(free));
    }

    /// <summary>Goes on by a person's yes: whoever was counted may enter today.</summary>
    public EntryDay GoOn() => Pause is null ? this : this with { Allowed = Pause.Count, Pause = null };

    static List<EnteredInHour> Added(List<EnteredInHour> hours, long hour, int count)
    {
        if (hours.Count > 0 && hours[^1].Hour >= hour)
            return [.. hours.Take(hours.Count - 1), hours[^1] with { Count = hours[^1].Count + count }];
        return [.. hours, new EnteredInHour(hour, count)];
    }

    /// <summary>The document.</summary>
    public string Write() => JsonSerializer.Serialize(this, EntryDayJson.Default.EntryDay);

    /// <summary>What a document says.</summary>
    /// <exception cref="JsonException">The text is no such document.</exception>
    public static EntryDay Read(string text)
    {
        var read = JsonSerializer.Deserialize(text, EntryDayJson.Default.EntryDay) ?? throw new JsonException("null");
        return read with { Hours = read.Hours ?? [] };
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(EntryDay))]
sealed partial class EntryDayJson : JsonSerializerContext;
