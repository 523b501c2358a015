using System.Text.Json;
using System.Text.Json.Serialization;

namespace Perennial.Core.Strategies;

/// <summary>So many entered in an hour.</summary>
/// <param name="Hour">Hours since 1970.</param>
/// <param name="Count">How many.</param>
public readonly record struct EnteredInHour(long Hour, int Count);

/// <summary>So many were foreseen for a day.</summary>
/// <param name="Day">Days since 1970, in the shop's zone.</param>
/// <param name="Count">How many.</param>
public readonly record struct ForeseenOn(int Day, int Count);

/// <summary>Why nobody enters until a person says go on.</summary>
/// <param name="Count">How many would have entered.</param>
/// <param name="Limit">How many might.</param>
/// <param name="At">Since when.</param>
public sealed record EntryPause(int Count, int Limit, Instant At)
{
    /// <summary>The day to come that they would enter on; null where they would at once.</summary>
    public int? Day { get; init; }

    /// <summary>Whether it is for its first contacts that have gone, and not for who would enter.</summary>
    public bool IsOfContacts { get; init; }

    /// <summary>For people: "5,200 would enter, and 1,000 may without asking; start it to let them in".</summary>
    [JsonIgnore]
    public string Words => IsOfContacts
        ? FormattableString.Invariant($"its first {Limit:N0} contacts have gone; look at them, and start it to go on")
        : FormattableString.Invariant(
            $"{Count:N0} would enter{On}, and {Limit:N0} may without asking; start it to let them in");

    string On => Day is { } day ? $" on {ShopCalendar.Date(day):yyyy-MM-dd}" : "";
}

/// <summary>What is kept of entries into a strategy, over all customers: one document a strategy.</summary>
/// <param name="Strategy">Its name.</param>
/// <remarks>How many entered on a day is no part of it: that is a sum, which is written where they enter.</remarks>
public sealed record EntryDay(string Strategy)
{
    const long HourMs = 3_600_000, DayMs = 24 * HourMs;

    /// <summary>The shop's day that is counted; days since 1970.</summary>
    public int Day { get; init; }

    /// <summary>How many of those who enter on it somebody has said yes to, or a plan has told of: they count for
    /// nothing.</summary>
    public int Allowed { get; init; }

    /// <summary>How many entered by the hour, for <c>enter at most</c>; as far back as its time reaches.</summary>
    public IReadOnlyList<EnteredInHour> Hours { get; init; } = [];

    /// <summary>The version of whose plan somebody has entered who was told of.</summary>
    public int ToldOf { get; init; }

    /// <summary>How many have.</summary>
    public int Told { get; init; }

    /// <summary>What somebody has said yes to of days to come.</summary>
    public IReadOnlyList<ForeseenOn> Foreseen { get; init; } = [];

    /// <summary>Whether somebody has seen its first contacts, and said that it goes on.</summary>
    public bool IsSeen { get; init; }

    /// <summary>Why nobody enters; null while they do.</summary>
    public EntryPause? Pause { get; init; }

    /// <summary>How many contacts may go before somebody says go on; null for all.</summary>
    /// <param name="strategy">The strategy.</param>
    /// <param name="went">How many have.</param>
    public int? FirstLeft(Strategy strategy, long went) =>
        IsSeen || strategy.First is not > 0 ? null : (int)Math.Max(0, strategy.First.Value - went);

    /// <summary>Whether those who wait may enter: the strategy pauses before the first of them where they are too many
    /// for a day, with those who entered before.</summary>
    /// <param name="strategy">The strategy. Of one that lets in so many at most no more enter in a day, however many
    /// wait.</param>
    /// <param name="limit">How many may enter in a day without asking.</param>
    /// <param name="entered">How many have, on this day.</param>
    /// <param name="waiting">How many wait.</param>
    /// <param name="now">When.</param>
    /// <param name="shop">Whose days are counted.</param>
    public EntryDay Judge(Strategy strategy, int limit, int entered, int waiting, Instant now, ShopCalendar shop)
    {
        var today = On(shop.DayOf(now));
        var would = Math.Min(waiting, MostInDay(strategy));
        var count = (int)Math.Min(int.MaxValue, Math.Max(0, (long)entered - today.Allowed) + would);
        return count <= limit ? today : today with { Pause = new EntryPause(count, limit, now) };
    }

    /// <summary>The same for a day to come, of which it was counted ahead how many would enter.</summary>
    public EntryDay JudgeAhead(int day, int limit, int count, Instant now)
    {
        var yes = Foreseen.Where(one => one.Day == day).Select(one => EntryLimit.Foreseen(one.Count)).FirstOrDefault();
        return count <= Math.Max(limit, yes) ? this
            : this with { Pause = new EntryPause(count, Math.Max(limit, yes), now) { Day = day } };
    }

    /// <summary>Goes on by a person's yes: whoever was counted may enter. The same where that was written down already:
    /// it may have paused for something else since.</summary>
    /// <param name="to">What it had paused for.</param>
    /// <param name="entered">How many entered on this day before.</param>
    /// <param name="waiting">How many waited then.</param>
    /// <param name="now">When.</param>
    /// <param name="shop">Whose days are counted.</param>
    public EntryDay GoOn(EntryPause to, int entered, int waiting, Instant now, ShopCalendar shop)
    {
        if (Pause is not { } pause || pause != to) return this;
        var today = On(shop.DayOf(now)) with { Pause = null };
        if (pause.IsOfContacts) today = today with { IsSeen = true };
        if (pause.Day is not { } day) return today with { Allowed = entered + waiting };
        return today with
        {
            Foreseen = [.. today.Foreseen.Where(one => one.Day != day), new ForeseenOn(day, pause.Count)],
        };
    }

    /// <summary>The same when some have entered who stood in the audience when a version was published: as many of
    /// them as its plan told of, and half more, count for nothing.</summary>
    /// <param name="version">The version.</param>
    /// <param name="entered">How many of them have.</param>
    /// <param name="now">When.</param>
    /// <param name="shop">Whose days are counted.</param>
    public EntryDay Foresee(StrategyVersion version, int entered, Instant now, ShopCalendar shop)
    {
        var free = Math.Min(entered, ToldLeft(version));
        if (free == 0) return this;
        var today = On(shop.DayOf(now));
        return today with
        {
            Allowed = today.Allowed + free, ToldOf = version.Version,
            Told = free + (ToldOf == version.Version ? Told : 0),
        };
    }

    /// <summary>Of how many more who stood in the audience of a version its plan has told.</summary>
    public int ToldLeft(StrategyVersion version) => Math.Max(0,
        EntryLimit.Foreseen(version.Expected ?? 0) - (ToldOf == version.Version ? Told : 0));

    EntryDay On(int day) => day == Day ? this : this with
    {
        Day = day, Allowed = 0, Foreseen = [.. Foreseen.Where(one => one.Day >= day)],
    };

    static int MostInDay(Strategy strategy) => strategy.EnterAtMost is not { Window: { } window } most ? int.MaxValue
        : (int)Math.Min(int.MaxValue, most.Most * Math.Max(1, Math.Ceiling((double)DayMs / window.Ms())));

    /// <summary>How many may enter now by <c>enter at most</c>; as many as there are where a file says nothing.
    /// </summary>
    /// <remarks>By the hour, and an hour counts until all of it is over: never more than the file says.</remarks>
    public int Free(Strategy strategy, Instant now) => strategy.EnterAtMost is not { Window: { } window } most
        ? int.MaxValue : Math.Max(0, most.Most - Since(now.UnixMs - window.Ms()).Sum(one => one.Count));

    /// <summary>When somebody may enter again by <c>enter at most</c>; now, where somebody may.</summary>
    public Instant FreeAt(Strategy strategy, Instant now) =>
        strategy.EnterAtMost is { Window: { } window } && Free(strategy, now) == 0
            && Since(now.UnixMs - window.Ms()).FirstOrDefault() is { Count: > 0 } first
            ? new Instant((first.Hour + 1) * HourMs + window.Ms()) : now;

    /// <summary>The same when so many have entered now.</summary>
    public EntryDay Took(Strategy strategy, int count, Instant now)
    {
        if (count == 0 || strategy.EnterAtMost is not { Window: { } window }) return this;
        var (hours, hour) = (Since(now.UnixMs - window.Ms()).ToList(), now.UnixMs / HourMs);
        // A clock that was set back counts with the hour that it had come to.
        if (hours.Count > 0 && hours[^1].Hour >= hour)
            hours[^1] = hours[^1] with { Count = hours[^1].Count + count };
        else hours.Add(new EnteredInHour(hour, count));
        return this with { Hours = hours };
    }

    IEnumerable<EnteredInHour> Since(long ms) => Hours.Where(one => (one.Hour + 1) * HourMs > ms);

    /// <summary>The document.</summary>
    public string Write() => JsonSerializer.Serialize(this, EntryDayJson.Default.EntryDay);

    /// <summary>What a document says.</summary>
    /// <exception cref="JsonException">The text is no such document.</exception>
    public static EntryDay Read(string text)
    {
        var read = JsonSerializer.Deserialize(text, EntryDayJson.Default.EntryDay) ?? throw new JsonException("null");
        return read with { Hours = read.Hours ?? [], Foreseen = read.Foreseen ?? [] };
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(EntryDay))]
sealed partial class EntryDayJson : JsonSerializerContext;
