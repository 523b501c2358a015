using System.Text.Json;
using System.Text.Json.Serialization;
using Perennial.Core.Strategies;

namespace Perennial.Data.Offers;

/// <summary>An offer as it was when it was promised, as text.</summary>
static class OfferText
{
    public static string Of(Offer offer) => JsonSerializer.Serialize(offer, OfferJson.Default.Offer);

    public static Offer Read(string text) => JsonSerializer.Deserialize(text, OfferJson.Default.Offer)!;
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(Offer))]
sealed partial class OfferJson : JsonSerializerContext;
