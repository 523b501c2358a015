using System.Text.Json;
using System.Text.Json.Serialization;
using Perennial.Channels.Outgoing;
using Perennial.Core;

namespace Perennial.Channels.Destinations;

/// <summary>How a destination keeps what it is told.</summary>
public enum DestinationMode
{
    /// <summary>One row a customer, overwritten: successive changes become one.</summary>
    Upsert,

    /// <summary>Every change is one entry of its own.</summary>
    Append,
}

/// <summary>What a destination does about a customer who was erased.</summary>
public enum ErasureMode
{
    /// <summary>Removes the person there too.</summary>
    Delete,

    /// <summary>Does nothing: somebody sees to it there.</summary>
    Ignore,
}

/// <summary>What a destination does about a customer who turned out to be another.</summary>
public enum MergeMode
{
    /// <summary>Removes what it keeps of the former customer.</summary>
    Remove,

    /// <summary>Does nothing: somebody sees to it there.</summary>
    Ignore,
}

/// <summary>Which addresses a destination is sent.</summary>
public enum AddressMode
{
    /// <summary>Those of customers who may be contacted by them.</summary>
    Permitted,

    /// <summary>All: whoever uses them there asks what the customer allows.</summary>
    All,
}

/// <summary>One line of a mapping.</summary>
/// <param name="From">A column, an attribute, or "segment:name".</param>
/// <param name="To">The destination's field.</param>
public sealed record FieldMapping(string From, string To)
{
    /// <summary>What is done to the value, in order.</summary>
    public IReadOnlyList<FieldTransform> Transforms { get; init; } = [];

    /// <summary>What to send where there is no value; null for none.</summary>
    public string? Default { get; init; }

    const string SegmentPrefix = "segment:";

    /// <summary>The segment that a source names; null where it names none.</summary>
    public static string? SegmentOf(string from) =>
        from.StartsWith(SegmentPrefix, StringComparison.Ordinal) ? from[SegmentPrefix.Length..].Trim() : null;
}

/// <summary>A destination as the shop set it up. Holds no secrets, only the names of variables that do.</summary>
public sealed record DestinationSettings
{
    /// <summary>The name of all segments in <see cref="Segments"/>.</summary>
    public const string AllSegments = "all";

    /// <summary>The shop's name for it; part of every idempotency key.</summary>
    public required string Name { get; init; }

    /// <summary>One of <see cref="DestinationKind.All"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>What its kind needs: addresses, names, and secrets as <c>${NAME}</c>. A setting may hold several.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Values { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>What customers are told apart by there; null where the kind needs none.</summary>
    public FieldMapping? Identity { get; init; }

    /// <summary>Whether the file named nothing that says whose row it is, and the customer's key was put first. Known
    /// while the file is read, not kept.</summary>
    [JsonIgnore]
    public bool GotKey { get; init; }

    /// <summary>What is sent.</summary>
    public IReadOnlyList<FieldMapping> Mapping { get; init; } = [];

    /// <summary>Segments whose entries and exits are told.</summary>
    public IReadOnlyList<string> Segments { get; init; } = [];

    /// <summary>How it keeps them.</summary>
    public DestinationMode Mode { get; init; }

    /// <summary>Most changes at once.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>Most requests a second.</summary>
    public double RatePerSecond { get; init; } = 10;

    /// <summary>What happens when a customer is erased.</summary>
    public ErasureMode Erasure { get; init; }

    /// <summary>What happens when a customer turns out to be another.</summary>
    public MergeMode Merged { get; init; }

    /// <summary>Which addresses are sent, apart from the key that tells customers apart.</summary>
    public AddressMode Addresses { get; init; }

    /// <summary>Whether it may stand in a private network and be spoken to without encryption.</summary>
    public bool AllowPrivate { get; init; }

    /// <summary>It as somebody who is called.</summary>
    [JsonIgnore]
    public Receiver Receiver => new($"destination '{Name}'", RatePerSecond, AllowPrivate);

    /// <summary>Whether entries of a segment and exits from it are told.</summary>
    public bool Tells(string segment) => Segments.Contains(segment) || Segments.Contains(AllSegments);

    /// <summary>A setting as written; null where it is not set.</summary>
    public string? Value(string name) => Values.GetValueOrDefault(name) is [var first, ..] ? first : null;

    /// <summary>Whether only what changed is sent, as it was then, rather than the whole mapped row as it is.</summary>
    [JsonIgnore]
    public bool SendsChanges => Kind == "webhook" && Mode == DestinationMode.Append;

    /// <summary>Whether it keeps one record a customer, which is removed when the customer is gone, rather than being
    /// told what happened.</summary>
    [JsonIgnore]
    public bool KeepsRecords => Mode == DestinationMode.Upsert && Kind is not ("webhook" or "csv");

    /// <summary>Whether it can say of somebody that they are another now.</summary>
    [JsonIgnore]
    public bool TellsMerges => !(Kind == "google_sheets" && Mode == DestinationMode.Append);

    /// <summary>Whether it is told with every change whether the customer may be written to.</summary>
    [JsonIgnore]
    public bool TellsConsent => Kind == "mailchimp";

    static readonly JsonSerializerOptions json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Its form in the store.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, json);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="BadInputException">It wrote something else.</exception>
    public static DestinationSettings FromJson(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<DestinationSettings>(text, json) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new BadInputException("destinations", "The store holds one that cannot be read.",
                "Load the file again.");
        }
    }

    /// <summary>The same; null for what it did not write.</summary>
    public static DestinationSettings? TryFromJson(string text)
    {
        try
        {
            return FromJson(text);
        }
        catch (BadInputException)
        {
            return null;
        }
    }
}
