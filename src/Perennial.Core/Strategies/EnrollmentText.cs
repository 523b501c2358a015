using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Perennial.Core.Strategies;

/// <summary>Enrollments and what is kept of them for ever, as short JSON: one document a row, read and written whole.
/// </summary>
/// <remarks>
/// Keys are short, instants are milliseconds since 1970, and what is as it is by default is left out. Keys that are not
/// known are passed over, so that a document of a later program can be read by an earlier one.
/// </remarks>
public static class EnrollmentText
{
    static readonly EnrollmentJson json = new(new JsonSerializerOptions
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>An enrollment as JSON: some 250 bytes, 600 behind a dozen contacts.</summary>
    public static string Write(Enrollment enrollment) => JsonSerializer.Serialize(new WrittenEnrollment
    {
        Strategy = enrollment.Strategy, Version = enrollment.Version, Occurrence = enrollment.Occurrence,
        EnteredAt = Ms(enrollment.EnteredAt), HeldOutBy = (int)enrollment.HeldOutBy,
        Position = enrollment.Position.Length == 0 ? null : enrollment.Position, State = (int)enrollment.State,
        DueAt = enrollment.DueAt == Instant.Never ? null : enrollment.DueAt.UnixMs,
        OccasionDay = enrollment.OccasionDay,
        OrderByDay = enrollment.OrderByDay, FirstDueAt = Ms(enrollment.FirstDueAt), Touch = enrollment.Touch,
        FinishedAt = Ms(enrollment.FinishedAt), DecidedAt = Ms(enrollment.DecidedAt),
        LastContactAt = Ms(enrollment.LastContactAt), MovedAt = Ms(enrollment.MovedAt),
        Done = enrollment.Done.Count == 0 ? null : [.. enrollment.Done], SkipsNext = enrollment.SkipsNext,
        Left = enrollment.Left, EndedAt = Ms(enrollment.EndedAt),
    }, json.WrittenEnrollment);

    /// <summary>The enrollment of a document.</summary>
    /// <exception cref="JsonException">The text is no such document.</exception>
    public static Enrollment Read(string text)
    {
        var read = JsonSerializer.Deserialize(text, json.WrittenEnrollment) ?? throw new JsonException("null");
        return new Enrollment
        {
            Strategy = read.Strategy ?? "", Version = read.Version, Occurrence = read.Occurrence ?? "",
            EnteredAt = At(read.EnteredAt), HeldOutBy = (HeldOutBy)read.HeldOutBy, Position = read.Position ?? "",
            State = (StepState)read.State, DueAt = read.DueAt is { } due ? new Instant(due) : Instant.Never,
            OccasionDay = read.OccasionDay, OrderByDay = read.OrderByDay, FirstDueAt = At(read.FirstDueAt),
            Touch = read.Touch, FinishedAt = At(read.FinishedAt), DecidedAt = At(read.DecidedAt),
            LastContactAt = At(read.LastContactAt), MovedAt = At(read.MovedAt), Done = read.Done ?? [],
            SkipsNext = read.SkipsNext, Left = read.Left, EndedAt = At(read.EndedAt),
        };
    }

    /// <summary>What is kept of one customer and one strategy, as JSON: some 120 bytes.</summary>
    public static string Write(StrategyPast past) => JsonSerializer.Serialize(new WrittenPast
    {
        Strategy = past.Strategy, Entries = past.Entries, EnteredAt = Ms(past.EnteredAt), EndedAt = Ms(past.EndedAt),
        LastContactAt = Ms(past.LastContactAt), AskedUntil = Ms(past.AskedUntil), AheadUntil = Ms(past.AheadUntil),
        Pending = past.Pending is { } pending
            ? new WrittenPending(pending.Occurrence, pending.At.UnixMs, pending.DueAt.UnixMs, pending.Day,
                pending.OrderBy) : null,
    }, json.WrittenPast);

    /// <summary>What a document says is kept.</summary>
    /// <exception cref="JsonException">The text is no such document.</exception>
    public static StrategyPast ReadPast(string text)
    {
        var read = JsonSerializer.Deserialize(text, json.WrittenPast) ?? throw new JsonException("null");
        return new StrategyPast(read.Strategy ?? "")
        {
            Entries = read.Entries, EnteredAt = At(read.EnteredAt), EndedAt = At(read.EndedAt),
            LastContactAt = At(read.LastContactAt), AskedUntil = At(read.AskedUntil), AheadUntil = At(read.AheadUntil),
            Pending = read.Pending is { } pending
                ? new PendingEntry(pending.Occurrence ?? "", new Instant(pending.At), new Instant(pending.DueAt))
                    { Day = pending.Day, OrderBy = pending.OrderBy } : null,
        };
    }

    static long? Ms(Instant at) => at == Instant.None ? null : at.UnixMs;

    static Instant At(long? ms) => ms is { } value ? new Instant(value) : Instant.None;
}

/// <summary>The document of an enrollment; its keys are stored, and never change.</summary>
sealed class WrittenEnrollment
{
    [JsonPropertyName("s")] public string? Strategy { get; init; }

    [JsonPropertyName("v")] public int Version { get; init; }

    [JsonPropertyName("o")] public string? Occurrence { get; init; }

    [JsonPropertyName("in")] public long? EnteredAt { get; init; }

    [JsonPropertyName("held")] public int HeldOutBy { get; init; }

    [JsonPropertyName("at")] public string? Position { get; init; }

    [JsonPropertyName("st")] public int State { get; init; }

    [JsonPropertyName("due")] public long? DueAt { get; init; }

    [JsonPropertyName("day")] public DateOnly? OccasionDay { get; init; }

    [JsonPropertyName("by")] public DateOnly? OrderByDay { get; init; }

    [JsonPropertyName("first")] public long? FirstDueAt { get; init; }

    [JsonPropertyName("touch")] public int Touch { get; init; }

    [JsonPropertyName("fin")] public long? FinishedAt { get; init; }

    [JsonPropertyName("dec")] public long? DecidedAt { get; init; }

    [JsonPropertyName("last")] public long? LastContactAt { get; init; }

    [JsonPropertyName("moved")] public long? MovedAt { get; init; }

    [JsonPropertyName("done")] public string[]? Done { get; init; }

    [JsonPropertyName("skip")] public string? SkipsNext { get; init; }

    [JsonPropertyName("left")] public string? Left { get; init; }

    [JsonPropertyName("end")] public long? EndedAt { get; init; }
}

/// <summary>The document of what is kept for ever; its keys are stored, and never change.</summary>
sealed class WrittenPast
{
    [JsonPropertyName("s")] public string? Strategy { get; init; }

    [JsonPropertyName("n")] public int Entries { get; init; }

    [JsonPropertyName("in")] public long? EnteredAt { get; init; }

    [JsonPropertyName("end")] public long? EndedAt { get; init; }

    [JsonPropertyName("last")] public long? LastContactAt { get; init; }

    [JsonPropertyName("asked")] public long? AskedUntil { get; init; }

    [JsonPropertyName("ahead")] public long? AheadUntil { get; init; }

    [JsonPropertyName("next")] public WrittenPending? Pending { get; init; }
}

/// <summary>The document of an entry that is to come.</summary>
sealed record WrittenPending(
    [property: JsonPropertyName("o")] string? Occurrence,
    [property: JsonPropertyName("at")] long At,
    [property: JsonPropertyName("due")] long DueAt,
    [property: JsonPropertyName("day")] DateOnly? Day,
    [property: JsonPropertyName("by")] DateOnly? OrderBy);

[JsonSerializable(typeof(WrittenEnrollment))]
[JsonSerializable(typeof(WrittenPast))]
sealed partial class EnrollmentJson : JsonSerializerContext;
