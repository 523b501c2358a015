using System.Text.Json;
using System.Text.Json.Serialization;

namespace Perennial.Data.Strategies;

/// <summary>Something that a strategy tells another program.</summary>
/// <param name="To">The destination's name.</param>
/// <param name="Event">What happened, in the strategy's words.</param>
/// <param name="Id">The same however often it is told: what a receiver has had it can pass over.</param>
public sealed record ToldEvent(string To, string Event, string Id)
{
    /// <summary>Whose.</summary>
    public string Strategy { get; init; } = "";

    /// <summary>Of which step.</summary>
    public string Step { get; init; } = "";
}

/// <summary>What a row of the outbox tells some destinations.</summary>
public sealed record ToldEvents(IReadOnlyList<ToldEvent> Events)
{
    /// <summary>Reads them of a row; none where it tells of none.</summary>
    public static IReadOnlyList<ToldEvent> Of(JsonElement row) => row.TryGetProperty("events", out _)
        ? row.Deserialize(ToldJson.Default.ToldEvents)!.Events : [];
}

/// <summary>What a row of the outbox says of attributes.</summary>
sealed record ToldColumns(IReadOnlyDictionary<string, string> Columns);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ToldEvents))]
[JsonSerializable(typeof(ToldColumns))]
sealed partial class ToldJson : JsonSerializerContext;
