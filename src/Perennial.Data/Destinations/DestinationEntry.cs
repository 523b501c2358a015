using Perennial.Core;

namespace Perennial.Data.Destinations;

/// <summary>A destination as the store keeps it; disabled says why it is not in use, null while it is.</summary>
public sealed record DestinationEntry(string Name, string Kind, string Settings, Instant LoadedAt, string? Disabled);
