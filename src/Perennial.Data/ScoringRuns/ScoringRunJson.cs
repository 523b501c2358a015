using System.Text.Json;
using System.Text.Json.Serialization;
using Perennial.Core;
using Perennial.Core.Scoring;

namespace Perennial.Data.ScoringRuns;

/// <summary>Scoring runs as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(ScoringRun))]
sealed partial class ScoringRunJson : JsonSerializerContext
{
    public static string Text(ScoringRun run) => JsonSerializer.Serialize(run, Default.ScoringRun);

    /// <summary>The run, with the number under which it is stored.</summary>
    public static ScoringRun Read(long id, ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, Default.ScoringRun)! with { Id = id };
}

/// <summary>Instants as milliseconds since 1970, as everywhere in the store.</summary>
sealed class InstantConverter : JsonConverter<Instant>
{
    public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.UnixMs);
}
