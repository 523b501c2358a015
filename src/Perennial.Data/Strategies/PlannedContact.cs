using System.Text.Json;
using System.Text.Json.Serialization;
using Perennial.Core;
using Perennial.Core.History;
using Perennial.Core.Planning;
using Perennial.Core.Strategies;

namespace Perennial.Data.Strategies;

/// <summary>A contact that was decided and is to be handed over, with all that a channel needs.</summary>
public sealed record PlannedContact
{
    /// <summary>Whom it concerns.</summary>
    [JsonIgnore]
    public CustomerId Customer { get; init; }

    /// <summary>The id that the contact will have.</summary>
    [JsonIgnore]
    public FactId Id { get; init; }

    /// <summary>When it was decided.</summary>
    [JsonIgnore]
    public Instant PlannedAt { get; init; }

    /// <summary>What its source calls it; from this follows its id.</summary>
    public required string Number { get; init; }

    /// <summary>What is done.</summary>
    public required ContactKind Kind { get; init; }

    /// <summary>Of which strategy.</summary>
    public required string Strategy { get; init; }

    /// <summary>In which version.</summary>
    public required int Version { get; init; }

    /// <summary>Of which step.</summary>
    public required string Step { get; init; }

    /// <summary>Which touch of the step, from 1.</summary>
    public required int Touch { get; init; }

    /// <summary>What brought the customer in.</summary>
    public required string Occurrence { get; init; }

    /// <summary>About what.</summary>
    public required string Topic { get; init; }

    /// <summary>The arm of its test; null for none.</summary>
    public string? Arm { get; init; }

    /// <summary>The offer that is told: the step's, or an earlier promise's; null for none.</summary>
    public string? Offer { get; init; }

    /// <summary>The last day of what is promised, days since 1970; null where nothing is.</summary>
    public int? OfferLastDay { get; init; }

    /// <summary>The code that goes with it; null for none.</summary>
    public string? Code { get; init; }

    /// <summary>The template, script or audience; null for none.</summary>
    public string? Template { get; init; }

    /// <summary>Who a message comes from; null for the channel's sender.</summary>
    public string? From { get; init; }

    /// <summary>Who does it; null where nobody has to.</summary>
    public string? Queue { get; init; }

    /// <summary>Where a task or a webhook goes; null for others.</summary>
    public string? To { get; init; }

    /// <summary>The text of a task; null for others.</summary>
    public string? Text { get; init; }

    /// <summary>Lists that products are taken from, in this order; null for no products.</summary>
    public IReadOnlyList<string>? ProductsFrom { get; init; }

    /// <summary>No more products than this.</summary>
    public int MostProducts { get; init; }

    /// <summary>Topics that consent is asked for; null for none.</summary>
    public IReadOnlyList<string>? AsksConsent { get; init; }

    /// <summary>Advertising networks; null for all.</summary>
    public IReadOnlyList<string>? Networks { get; init; }

    /// <summary>Milliseconds since 1970: from then on it is too late.</summary>
    public required long ExpiresMs { get; init; }

    internal static PlannedContact Of(Decision decision)
    {
        var (candidate, at, promise) = (decision.Candidate, decision.At, decision.Promised?.Promise);
        var (key, content) = (candidate.Key, candidate.Content);
        return new PlannedContact
        {
            Customer = candidate.Customer, Id = LiveStrategies.ContactOf(key), PlannedAt = at,
            Number = LiveStrategies.NumberOf(key), Kind = content.Kind, Strategy = key.Strategy,
            Version = candidate.Enrollment.Version, Step = key.Step, Touch = key.Touch, Occurrence = key.Occurrence,
            Topic = candidate.Topic, Arm = candidate.Arm, Offer = promise?.Terms.Name, Code = promise?.Code,
            OfferLastDay = promise is null ? null : ShopCalendar.Day(promise.LastDay), Template = content.Template,
            From = content.From, Queue = content.Queue, To = content.To, Text = content.Text,
            ProductsFrom = content.Products?.From, MostProducts = content.Products?.Most ?? 0,
            AsksConsent = content.AsksConsent.Count == 0 ? null : content.AsksConsent,
            Networks = content.Networks.Count == 0 ? null : content.Networks, ExpiresMs = candidate.ExpiresAt.UnixMs,
        };
    }

    internal string ToJson() => JsonSerializer.Serialize(this, PlannedContactJson.Default.PlannedContact);

    internal static PlannedContact Read(string json, CustomerId customer, FactId id, Instant plannedAt) =>
        JsonSerializer.Deserialize(json, PlannedContactJson.Default.PlannedContact)! with
        {
            Customer = customer, Id = id, PlannedAt = plannedAt,
        };
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(PlannedContact))]
sealed partial class PlannedContactJson : JsonSerializerContext;
